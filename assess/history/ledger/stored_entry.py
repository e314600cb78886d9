"""Reading an entry from the columns of a ledger, and refusing what no recording could have written.

A seal only shows that an entry has not changed since it was sealed, and anybody can seal what they like.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NoReturn

from assess.domain.dates import is_date
from assess.domain.quoting import quoted
from assess.history.ledger.entry import LARGEST, MOST_VALUES, Entry, RecordedEntry, is_too_much
from assess.scoring.columns import restored
from assess.scoring.score import MOST_DRAWS
from assess.scoring.stored_result import check_stored


def read_entry(stored: Mapping[str, Any]) -> RecordedEntry:
    """Return the entry in the columns of a ledger.

    Raises
    ------
    ValueError
        If no recording could have written it.
    """
    entry = listed_entry(stored)
    inputs, result = (unpacked(stored[name], name) for name in ("inputs", "result"))
    check_stored(result)
    rubric = inputs.get("rubric") if isinstance(inputs, dict) else None
    if not isinstance(rubric, dict) or not isinstance(rubric.get("scale"), dict):
        text = "inputs are no case with a rubric"
        raise ValueError(text)
    same = {
        "case_id": inputs.get("case"),
        "rubric_id": rubric.get("rubric"),
        "case_digest": result["inputs"],
        **{name: result[name] for name in ("engine", "as_of", "draws", "seed")},
    }
    for name, value in same.items():
        if stored[name] != value:
            text = f"{name} is {quoted(stored[name])}, and {quoted(value)} in what it was scored from or gave"
            raise ValueError(text)
    _check_questions(rubric, result)
    _check_claims(inputs, result)
    return RecordedEntry(entry, inputs, result)


def listed_entry(stored: Mapping[str, Any]) -> Entry:
    """Return the entry in the columns of a ledger, without inputs and result; raises like `read_entry`."""
    entry = Entry(**restored(Entry, stored))
    json.dumps(asdict(entry), ensure_ascii=False).encode()
    if entry.draws > MOST_DRAWS:
        text = f"draws is {entry.draws}, over {MOST_DRAWS}"
        raise ValueError(text)
    if entry.as_of is not None and not is_date(entry.as_of):
        text = f"as_of is {quoted(entry.as_of)}, no date"
        raise ValueError(text)
    if not _is_time(entry.at):
        text = f"at is {quoted(entry.at)}, no time"
        raise ValueError(text)
    return entry


def _is_time(written: str) -> bool:
    try:
        at = dt.datetime.fromisoformat(written)
    except ValueError:
        return False
    return at.tzinfo is not None and written == at.isoformat(timespec="microseconds")


def unpacked(stored: Any, name: str) -> Any:
    """Return the plain values that `packed` packed into the column `name`.

    Raises
    ------
    ValueError
        If it is not packed values, or too many: over 128 MB, or three million values.
    """
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(stored, LARGEST)
        if not unpacker.eof:
            text = f"{name} is cut off, or more than {LARGEST >> 20} MB"
            raise ValueError(text)
        if is_too_much(raw):
            text = f"{name} has more than {MOST_VALUES:,} values"
            raise ValueError(text)
        content = json.loads(raw, parse_constant=_refuse)
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except (zlib.error, TypeError, UnicodeError, json.JSONDecodeError, RecursionError) as error:
        text = f"{name} cannot be unpacked: {error}"
        raise ValueError(text) from None
    return content


def _refuse(constant: str) -> NoReturn:
    text = f"{constant} stands for no number"
    raise TypeError(text)


def _check_questions(rubric: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    """Check that each question has numbers for exactly its hypotheses."""
    asked = rubric.get("questions")
    for ident, stored in result["questions"].items():
        question = asked.get(stored.get("question")) if isinstance(asked, dict) else None
        hypotheses = question.get("hypotheses") if isinstance(question, dict) else None
        if not isinstance(hypotheses, dict | list) or list(hypotheses) != list(stored["posterior"]):
            text = f"{ident} has numbers of other hypotheses than its question"
            raise ValueError(text)


def _check_claims(inputs: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    """Check that every claim with a probability is stated."""
    for part in ("claims", "predictions"):
        stated = inputs.get(part, {})
        for ident in result[part]:
            if not isinstance(stated, dict) or not isinstance(stated.get(ident), dict):
                text = f"{ident} has a probability, and is not among the {part} of the inputs"
                raise ValueError(text)
