"""Tables of the judgements that would have to differ for a result to be as expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.analysis.what_if.required_changes import RequiredChange, RequiredChanges
from assess.domain.number_text import percent
from assess.reporting.tables.record_table import RecordTable, Texts, record_table
from assess.reporting.words.count_nouns import abridged
from assess.scoring.columns import columns
from assess.scoring.labels import Names

_MOST = 10


def required_tables(required: RequiredChanges, names: Names) -> Iterator[tuple[str, RecordTable]]:
    """Yield the title and table of changes that suffice alone, else of those that suffice together and of near ones."""
    wanted, scale = percent(required.expected, names.scale), names.scale
    whole = f"{required.id} is {percent(required.now, scale)}"

    def table(changes: Sequence[RequiredChange], *shown: str) -> RecordTable:
        reasons = dict(zip(changes, _reasons(changes), strict=True))
        texts: Texts = {"why": reasons.get, "distance": lambda change: f"{change.distance:.1f} dB"}
        return record_table([changes[:_MOST]], columns(RequiredChange, "shell", shown), scale, texts)

    if required.changes:
        yield (
            f"{whole}; one of these alone would make it {wanted}",
            table(required.changes, "distance", "now", "needed", "place", "why"),
        )
        return
    if required.together:
        yield (
            f"{whole}; no judgement alone would make it {wanted}, but these would together",
            table(required.together, "distance", "now", "needed", "place", "why"),
        )
    title = "How near each comes alone, moved by 40 dB" if required.together else f"{whole}; nothing makes it {wanted}"
    yield title, table(required.short, "then", "now", "place", "why")


def _reasons(changes: Sequence[RequiredChange]) -> Iterator[str]:
    """Yield the reason of each number, once."""
    given: set[str | None] = {None}
    for change in changes:
        yield "as above" if change.why in given and change.why else abridged(change.why or "-")
        given.add(change.why)
