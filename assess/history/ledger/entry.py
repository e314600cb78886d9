"""An entry of a ledger: what it keeps of a scoring, its seals, and its link to the previous entry.

Every field has a seal, the SHA-256 of its type and bytes. An entry's hash covers the hash of the previous entry and all
seals, so that an alteration is detected and the altered field identified (a hash chain: Haber and Stornetta 1991).
Since the seals are in the ledger too, whoever can write to it can reseal everything from an altered entry to the last.
The head file, which holds the last hash, then gives it away, as does a hash noted anywhere else.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from assess.domain.case import Case
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.content_digest import content_digest
from assess.domain.grading import Grading
from assess.domain.scale import Scale
from assess.errors import AssessError, Finding
from assess.files.atomic_write import replace_file
from assess.files.reading import read_bytes
from assess.files.validation import validate
from assess.history.ledger.recalling import recalled
from assess.scoring.columns import Column, Count
from assess.scoring.results import Assessment

FIRST = hashlib.sha256(b"assess.history/1").hexdigest()
"""The hash of the entry before the first."""

LARGEST = 128 * 2**20
"""The most bytes that the inputs or the result of an entry may have when unpacked."""

MOST_VALUES = 3_000_000
"""The most values that either may have, since a short text can hold very many."""

MOST_ENTRIES = 2**63 - 1
"""The largest number that SQLite holds."""
_LARGEST_HEAD = 4096
_FORMAT = "assess.history-head/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded scoring, without its inputs and result.

    Parameters
    ----------
    n : int
        Its number, from 1.
    at : str
        When it was recorded: UTC, in ISO 8601.
    case_digest : str
        Digest of all inputs; the other digests are of the files that the case uses.
    engine : str
        Version of the program that scored the case.
    as_of : str or None
        Only what had been reported by then was used.
    draws, seed : int
        The number of draws behind the intervals, and their seed.
    previous, hash : str
        Hash of the previous entry and of this one: SHA-256 in hex.
    """

    n: Annotated[int, Column("entry", unit="count")]
    at: Annotated[str, Column("recorded")]
    case_id: Annotated[str, Column("case")]
    case_digest: str
    rubric_id: Annotated[str, Column("rubric")]
    rubric_version: str | None
    rubric_digest: str
    scale_digest: str
    grading_digest: str
    confidence_digest: str
    engine: Annotated[str, Column("engine")]
    as_of: Annotated[str | None, Column("as of")]
    draws: Annotated[Count, Column("draws", unit="count")]
    seed: Count
    note: Annotated[str | None, Column("note")]
    previous: str
    hash: str

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """A recorded scoring with its inputs and result.

    Parameters
    ----------
    entry : Entry
    inputs : dict
        The case with its rubric, scale, grading and policy of confidence, as plain values.
    result : dict
        What `Assessment.to_dict` gave.
    """

    entry: Entry
    inputs: Mapping[str, Any]
    result: Mapping[str, Any]

    @property
    def case(self) -> Case:
        """The inputs as a case.

        Raises
        ------
        AssessError
            If today's rules refuse them.
        """
        case, findings = validate(Case, self.inputs, "case")
        if case is None:
            raise AssessError(findings)
        return case

    @property
    def assessment(self) -> Assessment:
        """The recorded result, without draws, for comparison with another.

        Raises
        ------
        AssessError
            If today's rules refuse the inputs.
        """
        return recalled(self.case, self.result)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry with its inputs and result as plain values."""
        return {**self.entry.to_dict(), "inputs": dict(self.inputs), "result": dict(self.result)}


def fields_of(result: Assessment, n: int, at: str, note: str | None) -> dict[str, Any]:
    """Return the stored fields of the entry for a result, except those of the chain."""
    rubric = result.rubric
    assert isinstance(rubric.scale, Scale)
    assert isinstance(rubric.grading, Grading)
    assert isinstance(rubric.confidence, ConfidencePolicy)
    return {
        "n": n,
        "at": at,
        "case_id": result.case.case,
        "case_digest": result.inputs,
        "rubric_id": rubric.rubric,
        "rubric_version": rubric.version,
        "rubric_digest": content_digest(rubric),
        "scale_digest": content_digest(rubric.scale),
        "grading_digest": content_digest(rubric.grading),
        "confidence_digest": content_digest(rubric.confidence),
        "engine": result.engine,
        "as_of": result.as_of,
        "draws": result.draws,
        "seed": result.seed,
        "note": note,
        "inputs": packed(result.case.model_dump(mode="json", exclude_defaults=True)),
        "result": packed(result.to_dict()),
    }


def packed(content: Any) -> bytes:
    """Return plain values as compressed JSON, in order, because the last digit of sums depends on the order.

    Raises
    ------
    AssessError
        E701 if that is more than an entry may hold.
    """
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if is_too_much(raw):
        message = f"inputs or result are too much for an entry: over {LARGEST >> 20} MB, or {MOST_VALUES:,} values"
        raise AssessError([Finding("E701", message, hint="split the case")])
    return zlib.compress(raw)


def is_too_much(raw: bytes) -> bool:
    """Return whether JSON exceeds what the inputs or the result of an entry may be."""
    return len(raw) > LARGEST or sum(map(raw.count, (b",", b"[", b"{"))) > MOST_VALUES


def seal(value: Any) -> str:
    """Return the seal of a field: the SHA-256 of its type and its bytes, in hex."""
    match value:
        case bytes():
            typed = b"bytes:" + value
        case str():
            typed = b"text:" + value.encode("utf-8", errors="surrogatepass")
        case None:
            typed = b"none:"
        case _:
            typed = f"{type(value).__name__}:{value!r}".encode()
    return hashlib.sha256(typed).hexdigest()


def seals_of(fields: Mapping[str, Any]) -> str:
    """Return the seals of all fields, as they are stored."""
    return json.dumps({name: seal(value) for name, value in fields.items()}, sort_keys=True, separators=(",", ":"))


def entry_hash(previous: str, seals: str) -> str:
    """Return the hash of an entry: the SHA-256 of the previous hash and its seals, in hex."""
    return hashlib.sha256(f"{previous}\n{seals}".encode("utf-8", errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """The number of entries at the last recording, and the hash of the last entry (`FIRST` if there is none)."""

    entries: int
    hash: str


def head_file(ledger: Path) -> Path:
    """Return the file beside a ledger that holds its head."""
    return ledger.with_name(f"{ledger.name}.head")


def read_head(ledger: Path) -> Head | None:
    """Return the content of the head file, or None if there is none.

    Raises
    ------
    ValueError
        If it cannot be understood.
    OSError
        If it cannot be read.
    """
    try:
        text = read_bytes(head_file(ledger), _LARGEST_HEAD).decode()
        content = json.loads(text)
    except FileNotFoundError:
        return None
    except RecursionError as error:
        raise ValueError(str(error)) from None
    match content:
        case {"format": "assess.history-head/1", "entries": int(entries), "hash": str(hash_)} if (
            0 <= entries <= MOST_ENTRIES
        ):
            return Head(entries, hash_)
    text = f"{head_file(ledger)} is no head of a ledger"
    raise ValueError(text)


def write_head(ledger: Path, head: Head) -> None:
    """Write the head file completely to the disk, or not at all."""
    text = json.dumps({"format": _FORMAT, "entries": head.entries, "hash": head.hash}) + "\n"
    replace_file(head_file(ledger), text.encode())
