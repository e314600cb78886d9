"""The first screen: the answer to the lead question, what it rests on, and a grid of all questions."""

from __future__ import annotations

from collections.abc import Iterator

from assess.analysis.digest.countries import Tile, grid_countries, tiles
from assess.analysis.digest.lead_answer import LeadAnswer, SinceRecorded
from assess.analysis.digest.strongest_changes import LeadChanges
from assess.analysis.what_if.swings import Swing
from assess.domain.number_text import is_decimal, percent, percent_range
from assess.reporting.report.anchors import question_anchor
from assess.reporting.report.answer_cells import GridCell, Segment, StackedBar
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Point,
    Stacks,
    Tiles,
)
from assess.reporting.report.source_notes import source_note
from assess.reporting.words import core_headings as heads
from assess.reporting.words import country_sentences, lead_sentences, tile_sentences
from assess.reporting.words.change_sentences import would_change
from assess.reporting.words.sampling_sentences import sampled
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, QuestionResult

_FOREMOST = 2
"""Changes that the first screen tells."""


def first_screen(
    result: Assessment, names: Names, lead: LeadAnswer, changes: LeadChanges, since: SinceRecorded | None
) -> Iterator[Block]:
    """Yield the title, the answer with what it rests on, and the grid of questions by country."""
    yield Heading(1, names.title or result.case.case)
    byline = lead_sentences.byline(result, lead, names)
    if byline:
        yield Paragraph(byline)
    yield Heading(2, names.question(lead.question.id), anchor="answer", country=lead.question.country or "")
    yield Paragraph(f"{lead_sentences.answer(result, lead, names)} {lead_sentences.gloss(lead, names)}".rstrip())
    yield from (Paragraph(sentence) for sentence in sampled(result))
    yield stacks((lead.question,), names, is_named=False)
    yield Bullets(tuple(_points(result, names, lead, changes, since)))
    has_countries = len(grid_countries(result)) > 1
    if len(result.questions) == 1:
        return
    yield Heading(2, heads.EVERY_QUESTION() if has_countries else heads.QUESTIONS(), anchor="questions")
    yield grid_of_tiles(result, names)


def _points(
    result: Assessment, names: Names, lead: LeadAnswer, changes: LeadChanges, since: SinceRecorded | None
) -> Iterator[Point]:
    if lead.confidence is not None and lead.question.moved:
        yield Point(" ".join(lead_sentences.founded(lead.confidence)), heads.HOW_SURE())
    whose = lead_sentences.whose_word(lead, len(result.evidence), names)
    if whose:
        notes = () if lead.source is None else (source_note(lead.source.id, result, names),)
        yield Point(whose, heads.WHOSE_WORD(), notes=notes)
    most = [sentence for cause in _foremost(changes) for sentence in _would_change(cause, changes, names)]
    if most:
        yield Point(" ".join(most), heads.WOULD_CHANGE_MOST())
    if since is not None:
        yield Point(lead_sentences.since_then(since), heads.SINCE())


def _foremost(changes: LeadChanges) -> list[list[Swing]]:
    """Return the widest changes by cause: leaving a source out and supposing it partial have the same cause."""
    by_cause: dict[str, list[Swing]] = {}
    for swing in changes.swings:
        by_cause.setdefault(swing.of[0], []).append(swing)
    return list(by_cause.values())[:_FOREMOST]


def _would_change(cause: list[Swing], changes: LeadChanges, names: Names) -> Iterator[str]:
    """Yield the sentence on a cause's widest change, and the one on whether a source is partial if that matters too.

    It matters if the answer would move at least half as far.
    """
    widest, prior, now = cause[0], changes.prior, changes.now
    authors = {author.source: author for author in changes.favoured}
    for swing in cause:
        is_partial = swing.kind == "favoured" and 2.0 * swing.width(now) >= widest.width(now)
        if swing is widest or is_partial:
            yield would_change(swing, prior, names, authors.get(swing.of[0]))


def stacks(questions: tuple[QuestionResult, ...], names: Names, is_named: bool = True) -> Stacks:
    """Return questions as stacked bars of their answers."""
    rows = tuple(
        StackedBar(
            tuple(_segment(question, hypothesis, names) for hypothesis in question.posterior),
            list(question.posterior).index(question.leading),
            question.moved,
            country_sentences.titled(question, names) if is_named else "",
            question_anchor(question.id),
        )
        for question in questions
    )
    return Stacks(rows, heads.stack_heads(), heads.STACKS_CAPTION())


def _segment(question: QuestionResult, hypothesis: str, names: Names) -> Segment:
    now, prior = question.posterior[hypothesis], question.prior[hypothesis]
    return Segment(
        names.in_words(question.question, hypothesis),
        prior,
        now,
        percent(now),
        percent(prior),
        "" if question.interval is None else percent_range(question.interval[hypothesis]),
    )


def grid_of_tiles(result: Assessment, names: Names) -> Tiles:
    """Return every question by country, each with the answer that leads."""
    countries = grid_countries(result)
    columns = tuple(country_sentences.place(country, names) for country in countries)
    if len(countries) == 1:
        columns = (heads.LIKELIEST(),)
    rows = tuple((names.topic(question), tuple(_cell(tile, names) for tile in row)) for question, row in tiles(result))
    has_decimals = any(is_decimal(cell.text) for _, row in rows for cell in row if cell is not None)
    return Tiles(
        heads.QUESTION(),
        columns,
        rows,
        heads.TILES_CAPTION(),
        tuple(country or "" for country in countries),
        heads.TILES_DECIMALS() if has_decimals else "",
    )


def _cell(tile: Tile | None, names: Names) -> GridCell | None:
    if tile is None:
        return None
    return GridCell(
        tile_sentences.tile_text(tile, names),
        tile_sentences.tile_change(tile),
        tile.move,
        tile.shown.items > 0,
        question_anchor(tile.shown.id),
        *tile_sentences.tile_parts(tile, names),
        tile_sentences.among(tile),
    )
