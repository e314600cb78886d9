"""Rows and sentences on the entries of a ledger, and on checks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assess.domain.quoting import clean
from assess.domain.scale import Scale
from assess.files.validation import validate
from assess.history import (
    Difference,
    Entry,
    LedgerFault,
    RecordedEntry,
    Replay,
    Verification,
)
from assess.reporting.tables.claim_tables import claim_columns, hypothesis_columns, once_each
from assess.reporting.tables.record_table import RecordTable, Texts, cell, record_table
from assess.scoring.columns import columns

_MOST_DIFFERENCES = 20
_CALLED = {
    "n": "number",
    "at": "time",
    "case_id": "case's id",
    "case_digest": "digest of the inputs",
    "rubric_id": "rubric's id",
    "rubric_version": "rubric's version",
    "rubric_digest": "digest of the rubric",
    "scale_digest": "digest of the scale",
    "grading_digest": "digest of the grading",
    "confidence_digest": "digest of the policy",
    "engine": "engine's version",
    "as_of": "date of what had been reported",
    "draws": "number of draws",
    "seed": "seed of the draws",
    "previous": "hash of the entry before",
}


def recorded(entry: Entry, ledger: str) -> str:
    """Return the sentences that confirm a recording, and give the hash to note elsewhere."""
    return clean(f"recorded as entry {entry.n} of {ledger}, hash {entry.hash}")


def entry_table(entries: Iterable[Entry]) -> RecordTable:
    """Return a table of the entries, with their dates."""
    texts: Texts = {
        "at": lambda entry: _second(entry.at),
        "rubric_id": lambda entry: f"{entry.rubric_id} {entry.rubric_version or ''}".strip(),
    }
    return record_table([entries], columns(Entry, "shell"), texts=texts)


def entry_facts(entry: Entry) -> list[tuple[str, str]]:
    """Return the facts about an entry, other than its inputs and result, as pairs of name and value."""
    facts = [(_CALLED.get(name, name), value) for name, value in entry.to_dict().items() if name != "n"]
    return [(what, str(value)) for what, value in facts if value is not None]


def recorded_hypotheses(entry: RecordedEntry) -> Iterator[list[tuple[str, ...]]]:
    """Yield the rows of each instance as scored then, with the columns of `hypothesis_columns`."""
    scale, shown = _scale_of(entry), hypothesis_columns("ledger")
    for ident, question in entry.result["questions"].items():
        rows = (
            {column.name: cell(column, column.value(question, hypothesis), scale) for column in shown}
            | {"instance": ident, "hypothesis": hypothesis}
            for hypothesis in question["posterior"]
        )
        yield once_each(rows, shown)


def recorded_claims(entry: RecordedEntry, kind: str) -> list[tuple[str, ...]]:
    """Return a row for each claim or prediction as scored then, with the columns of `claim_columns`.

    Parameters
    ----------
    entry : RecordedEntry
    kind : {"claims", "predictions"}
    """
    scale, shown = _scale_of(entry), claim_columns("ledger")
    stated: Mapping[str, Any] = entry.inputs.get(kind, {})
    claims = [
        {**claim, "text": f"{stated.get(ident, {}).get('text') or ident} [{ident}]"}
        for ident, claim in entry.result[kind].items()
    ]
    return list(record_table([claims], shown, scale).rows)


def _scale_of(entry: RecordedEntry) -> Scale | None:
    return validate(Scale, entry.inputs["rubric"]["scale"], "scale")[0]


def verification(check: Verification) -> str:
    """Return the sentences on the findings of a check of a ledger, and on what no check can find."""
    counted = f"{check.entries} {'entry' if check.entries == 1 else 'entries'}"
    lines = [clean(fault_text(fault)) for fault in check.faults]
    if check.sound:
        lines.append(f"No alteration found in {counted}; the hash of the last is {check.head}.")
        if check.behind:
            lines.append(
                f"The head file is {check.behind} behind, as after a recording that was killed before it "
                "returned: whether more than that was cut off, it does not tell. The next recording brings it up."
            )
        lines.append(
            "Somebody who seals every entry anew, and the head file too, leaves no trace in either: a hash noted "
            "elsewhere when it was recorded (--known) tells."
        )
    return "".join(f"{line}\n" for line in lines)


def fault_text(fault: LedgerFault) -> str:
    """Return a fault as a sentence."""
    n, what = fault.entry, fault.what
    match fault.kind:
        case "altered":
            return f"Entry {n}: the {_CALLED.get(what or '', what)} was altered after it was recorded."
        case "resealed":
            return f"Entry {n}: its seals, its hash or the hash of the entry before was altered after it was recorded."
        case "missing":
            return f"Entry {n}: the entry that it was recorded after is gone, or was replaced."
        case "inserted":
            return f"Entry {n}: it was put in between entries that followed each other."
        case "moved":
            return f"Entry {n}: it was recorded after another entry than the one that it stands after."
        case "unreadable":
            return f"{'The ledger' if n is None else f'Entry {n}'} cannot be read: {what}."
        case "schema":
            return f"The schema was altered: {what}."
        case "head gone":
            return "The head file is gone: whether the last entries were cut off, nothing tells."
        case "head unreadable":
            return "The head file cannot be read: whether the last entries were cut off, nothing tells."
        case "cut off":
            return f"The last entries were cut off: there were {n} at the least."
        case "replaced":
            return f"Entry {n} is not the one that the head file says: from some entry on, all were replaced."
        case "unknown hash":
            return f"No entry has the hash {what}."
        case "unrecordable":
            return f"Entry {n} is well sealed, and holds what no recording writes: {what}."


def replayed(replay: Replay) -> str:
    """Return the sentence on whether today's engine reproduces the numbers of an entry."""
    entry = replay.entry
    then = f"scored by assess {entry.engine} on {entry.at[:10]}"
    start = clean(f"Entry {entry.n}, {then}, scored again by {replay.engine}:")
    if replay.identical:
        return f"{start} every value is the same to the last digit.\n"
    numbers = [d for d in replay.differences if d.size == replay.largest]
    most = f"the largest difference of a number is {replay.largest:.3g}, at {clean(numbers[0].path)}" if numbers else ""
    if replay.same:
        return f"{start} the numbers are the same but for rounding; {most}.\n"
    count = len(replay.beyond_rounding)
    different = f"{count} {'value is' if count == 1 else 'values are'} not the same"
    return f"{start} {different}{f'; {most}' if most else ''}.\n"


def difference_table(replay: Replay) -> RecordTable:
    """Return a table of the largest differences."""
    shown = columns(Difference, "shell", ("size", "then", "now", "path"))
    texts: Texts = {"size": _size, "then": lambda d: _value(d.then), "now": lambda d: _value(d.now)}
    return record_table([replay.differences[:_MOST_DIFFERENCES]], shown, texts=texts)


def _size(difference: Difference) -> str:
    return f"{difference.size:.3g}" if difference.size < float("inf") else "-"


def _value(value: Any) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _second(at: str) -> str:
    return f"{at[:10]} {at[11:19]}Z"
