"""What the example of a new case asks: the question that a rubric knows most about, and those that it hangs on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked in a new case.

    Parameters
    ----------
    rubric : Rubric
        With its scale and grading.
    main : str
        The question with most indicators of its own.
    by_kind : dict of str to tuple of str
        The main question and those that it is given, by the kind of subject, the outermost first.
    indicators : tuple of str
        Of the main question.
    """

    rubric: Rubric
    main: str
    by_kind: Mapping[str, tuple[str, ...]]
    indicators: tuple[str, ...]

    @classmethod
    def of(cls, rubric: Rubric) -> Asked:
        """Choose what to ask of a loaded rubric."""
        counts = Counter(indicator.of for indicator in rubric.indicators.values())
        main = max(rubric.questions, key=lambda question: counts[question])
        by_kind: dict[str, tuple[str, ...]] = {}
        for question in dict.fromkeys(_above(rubric, main)):
            kind = rubric.questions[question].per
            by_kind[kind] = (*by_kind.get(kind, ()), question)
        own = tuple(ident for ident, indicator in rubric.indicators.items() if indicator.of == main)
        return cls(rubric, main, by_kind, own)

    @property
    def subject(self) -> str:
        """The subject of the main question, which is called by its kind."""
        return self.rubric.questions[self.main].per

    @property
    def others(self) -> Iterator[tuple[str, str]]:
        """The questions that are not asked, with their texts."""
        asked = {question for some in self.by_kind.values() for question in some}
        for ident, question in self.rubric.questions.items():
            if ident not in asked:
                yield ident, question.text or ident

    @property
    def hypothesis(self) -> tuple[str, str]:
        """The first hypothesis of the main question, with what it says."""
        ident, text = next(iter(self.rubric.questions[self.main].hypotheses.items()))
        return ident, text or ident

    @property
    def term(self) -> str | None:
        """A word of the scale that stands for somewhat likelier than not."""
        assert isinstance(self.rubric.scale, Scale)
        found = self.rubric.scale.term_of(0.7)
        return None if found is None else found.term

    @property
    def grading(self) -> Grading:
        """The grading of the rubric."""
        assert isinstance(self.rubric.grading, Grading)
        return self.rubric.grading

    @property
    def grades(self) -> tuple[str, str]:
        """The second best grade of a source, and of what it says."""
        return _second([*self.grading.reliability]), _second([*self.grading.credibility])


def _above(rubric: Rubric, question: str) -> Iterator[str]:
    """Yield what a question is given, the furthest first, then the question."""
    for parent in rubric.questions[question].given:
        yield from _above(rubric, parent)
    yield question


def _second(grades: Sequence[str]) -> str:
    return grades[min(1, len(grades) - 1)]
