"""Odds by grade: the most that one report by a source of each grade can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.compile.numbers import Numbers
from assess.domain.rubric import Rubric


@dataclass(frozen=True, slots=True)
class GradeOdds:
    """What one report makes of even odds, on an indicator that is present exactly if the hypothesis is true.

    Parameters
    ----------
    reliability, credibility : str
        The grades.
    as_graded : float
        For a report straight from its origin. If that is unreliable, its story is equally likely either way.
    at_its_word : float
        For a report whose origin is certainly reliable, the most that any source can achieve.
    """

    reliability: str
    credibility: str
    as_graded: float
    at_its_word: float


def grade_odds(rubric: Rubric) -> Mapping[tuple[str, str], GradeOdds]:
    """Return the odds that each pair of a rubric's grades can reach, by reliability and credibility.

    Parameters
    ----------
    rubric : Rubric
        With its scale and grading loaded.

    Notes
    -----
    With r = P(reliable) and accuracy a the odds are (r·a + (1 - r)/2) to (r·(1 - a) + (1 - r)/2).

    Examples
    --------
    >>> from assess.files import load_rubric
    >>> odds = grade_odds(load_rubric("diaspora-control"))["A", "2"]
    >>> round(odds.as_graded, 1), round(odds.at_its_word, 1)
    (9.0, 11.3)
    """
    numbers = Numbers.of(rubric)
    every: dict[tuple[str, str], GradeOdds] = {}
    for letter, reliability in numbers.grading.reliability.items():
        r = numbers.row(reliability)[0]
        for digit, credibility in numbers.grading.credibility.items():
            a = numbers.row(credibility)[0]
            story = (1.0 - r) / 2.0
            every[letter, digit] = GradeOdds(
                letter, digit, _odds(r * a + story, r * (1.0 - a) + story), _odds(a, 1.0 - a)
            )
    return every


def _odds(likely: float, unlikely: float) -> float:
    return likely / unlikely if unlikely > 0.0 else float("inf")
