"""The page on the strength of the grades of a case."""

from __future__ import annotations

from collections.abc import Iterator

from assess.analysis.grade_odds import grade_odds
from assess.domain.number_text import plain
from assess.domain.rubric import Rubric
from assess.reporting.report.report_blocks import Block, Grid, Heading, Paragraph


def grade_page(rubric: Rubric) -> Iterator[Block]:
    """Yield what one report by a source of each grade can make of even odds."""
    odds = grade_odds(rubric)
    letters = list(dict.fromkeys(letter for letter, _ in odds))
    digits = list(dict.fromkeys(digit for _, digit in odds))
    yield Heading(1, "Grades: the most that one report can do")
    yield Paragraph(
        "Of something that is there just where a hypothesis is true, and never else: even odds become these odds when "
        "one source says that it is there. A weaker indicator does less, and a relay takes away more. The last row is "
        "of a source that is reliable for sure: the accuracy of the statement alone."
    )
    rows = [(letter, *(f"{plain(odds[letter, digit].as_graded, 2)} : 1" for digit in digits)) for letter in letters]
    rows.append(("reliable for sure", *(f"{plain(odds[letters[0], digit].at_its_word, 2)} : 1" for digit in digits)))
    yield Grid(("reliability", *digits), tuple(rows), figures=tuple(range(1, len(digits) + 1)), head=0)
