"""The section that sets Heuer's inconsistency count beside the probability, for items from a matrix."""

from __future__ import annotations

from collections.abc import Iterator

from assess.analysis.explaining.inconsistency import Inconsistency, inconsistency
from assess.domain.language import figure
from assess.domain.number_text import decibans, percent
from assess.reporting.report.report_blocks import (
    Block,
    Grid,
    Heading,
    Paragraph,
)
from assess.reporting.words import headings
from assess.reporting.words import inconsistency_sentences as words
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

_MOST_PAIRS = 6
_SHOWN_DB = 0.05


def count_beside(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield both measures for each question whose items come from a matrix of hypotheses."""
    counts = inconsistency(result)
    if not counts:
        return
    yield Heading(2, words.HEADING())
    yield Paragraph(words.NOTE())
    for inconsistency_of in counts.values():
        yield from _instance(result, names, inconsistency_of)


def _instance(result: Assessment, names: Names, count: Inconsistency) -> Iterator[Block]:
    yield Heading(3, names.question(count.instance))
    question = result.questions[count.instance].question
    yield Grid(
        headings.columns(words.TALLY_COLUMNS),
        tuple(
            (
                f"{tally.hypothesis}: {names.hypothesis(question, tally.hypothesis)}",
                str(tally.count),
                str(tally.count_rank),
                figure(f"{tally.weighted:.2f}"),
                str(tally.weighted_rank),
                percent(tally.posterior, names.scale),
                str(tally.posterior_rank),
            )
            for tally in count.tallies
        ),
        figures=tuple(range(1, 7)),
        caption=words.TALLIES_CAPTION(instance=count.instance),
        head=0,
    )
    if count.unworded:
        yield Paragraph(words.unworded(count))
    if count.uncoded:
        yield Paragraph(words.uncoded(count))
    yield Paragraph(words.verdict(count))
    numbers = {tally.hypothesis: (tally.count, tally.posterior) for tally in count.tallies}
    for pair in count.disagreements[:_MOST_PAIRS]:
        stands = words.ordered(pair, numbers[pair.by_posterior], numbers[pair.by_count], names.scale)
        yield Paragraph(f"{stands} {words.because(pair)}")
        rows = [part for part in pair.parts if abs(part.weight_db) >= _SHOWN_DB]
        if rows:
            yield Grid(
                words.part_columns(pair),
                tuple(
                    (decibans(part.weight_db), words.PARTS[part.reason](), words.items(part.items) or "-")
                    for part in rows
                ),
                figures=(0,),
                caption=words.PARTS_CAPTION(first=pair.by_posterior, second=pair.by_count),
            )
    rest = len(count.disagreements) - _MOST_PAIRS
    if rest > 0:
        yield Paragraph(words.further(rest))
