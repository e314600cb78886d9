"""The sources: how reliable, how much hangs on each, and what would be left without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assess.analysis.rankings import claims_by_move, items_through, sources_by_items
from assess.domain.number_text import percent, percent_range
from assess.reporting.report.key_judgements import claim_anchor
from assess.reporting.report.pictures import of_sources
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.words import headings, notes
from assess.reporting.words import source_sentences as words
from assess.reporting.words.licence import moves
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult, SourceResult

_MOST_COLUMNS, _COLUMN_SHARE = 4, 0.1
"""Sources that have a column of their own: at most so many, through each of which such a share of the items passes."""
_MOST_NAMED = 3


def source_pages(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the sources, most heard first, and why each has its grade."""
    heard = sources_by_items(result)
    yield Heading(2, headings.SOURCES())
    yield of_sources(result)
    yield Grid(
        headings.columns(headings.SOURCE_COLUMNS),
        tuple(_row(source, names) for source in heard),
        figures=(1, 2, 3, 4, 5),
        caption=headings.SOURCES_CAPTION(),
        links=tuple(source_anchor(source.id) for source in heard),
    )
    points = []
    for source in heard:
        written = result.case.sources[source.id]
        said = [f"{written.kind}."] if written.kind else []
        said.append(words.favours(written.favours))
        said += [part for part in (written.why, written.note) if part]
        points.append(Point(" ".join(said), source.id, source_anchor(source.id)))
    yield Bullets(tuple(points))


def source_anchor(ident: str) -> str:
    """Return what links to a source say."""
    return f"source-{ident}"


def _row(source: SourceResult, names: Names) -> tuple[str, ...]:
    return (
        names.grade(source.id),
        percent(source.prior),
        percent(source.posterior),
        percent_range(source.interval),
        str(source.as_origin),
        str(source.as_relay),
        f"{names.source(source.id)} ({source.id})",
    )


def without_page(result: Assessment, names: Names, without: Mapping[str, Mapping[str, float]]) -> Iterator[Block]:
    """Yield what each claim would be without the sources through which most passes, and what hangs on the others."""
    heard = [source for source in sources_by_items(result) if source.id in without]
    if not result.claims or not heard:
        return
    enough = _COLUMN_SHARE * len(result.evidence)
    shown = [source for source in heard if items_through(source) >= enough][:_MOST_COLUMNS]
    yield Heading(2, headings.WITHOUT_A_SOURCE())
    yield Paragraph(notes.WITHOUT_A_SOURCE())
    if shown:
        yield Grid(
            headings.supposed_columns(tuple(words.WITHOUT(source=s.id) for s in shown)),
            tuple(_without_row(result.claims[claim], shown, without, names) for claim in result.claims),
            figures=tuple(range(len(shown) + 2)),
            caption=headings.WITHOUT_CAPTION(),
            links=tuple(claim_anchor(claim) for claim in result.claims),
        )
    rest = [source for source in heard if source not in shown]
    if rest:
        yield Paragraph(notes.OTHER_SOURCES())
        yield Bullets(tuple(_moved(source, result, names, without[source.id]) for source in rest))


def _without_row(
    claim: ClaimResult, shown: Sequence[SourceResult], without: Mapping[str, Mapping[str, float]], names: Names
) -> tuple[str, ...]:
    numbers = (percent(without[source.id][claim.id]) for source in shown)
    return (percent(claim.probability, names.scale), *numbers, percent(claim.prior), claim.id)


def _moved(source: SourceResult, result: Assessment, names: Names, without: Mapping[str, float]) -> Point:
    through = items_through(source)
    moved = [claim for claim in claims_by_move(result, without) if moves(claim.probability, without[claim.id])]
    name = names.source(source.id)
    if not moved:
        return Point(words.unmoving(name, through), source.id)
    most = [(claim.id, claim.probability, without[claim.id]) for claim in moved[:_MOST_NAMED]]
    return Point(words.moving(name, through, most), source.id)
