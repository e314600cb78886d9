"""How the entries of a ledger are sealed and chained.

Every field has a seal, the SHA-256 of its type and bytes. An entry's hash is over the hash of the entry before it and
all seals, so that an alteration is found, and the field that was altered is known. A seal is kept beside what it
seals: whoever can write to the ledger can seal anew, from an altered entry to the last. The head file, which
holds the last hash, then tells, and a hash noted anywhere else does too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assess.files.atomic_write import replace_file

FIRST = hashlib.sha256(b"assess.history/1").hexdigest()
"""What the first entry has for the hash of the one before it."""

_FORMAT = "assess.history-head/1"


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


def chained(previous: str, seals: str) -> str:
    """Return the hash of an entry: the SHA-256 over the hash before it and its seals, in hex."""
    return hashlib.sha256(f"{previous}\n{seals}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there were at the last recording, and the hash of the last (`FIRST` where there is none)."""

    entries: int
    hash: str


def head_file(ledger: Path) -> Path:
    """Return the file beside a ledger that holds its head."""
    return ledger.with_name(f"{ledger.name}.head")


def read_head(ledger: Path) -> Head | None:
    """Return what the head file says; None where there is none.

    Raises
    ------
    ValueError
        If it cannot be understood.
    OSError
        If it cannot be read.
    """
    try:
        text = head_file(ledger).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    told = json.loads(text)
    match told:
        case {"format": "assess.history-head/1", "entries": int(entries), "hash": str(hash_)}:
            return Head(entries, hash_)
    text = f"{head_file(ledger)} is no head of a ledger"
    raise ValueError(text)


def write_head(ledger: Path, head: Head) -> None:
    """Write the head file: whole and on the disk, or not at all."""
    text = json.dumps({"format": _FORMAT, "entries": head.entries, "hash": head.hash}) + "\n"
    replace_file(head_file(ledger), text.encode())
