"""Files that are neither YAML nor a plain table: a workbook, items in JSON, texts of another language, kept results."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assess.formats.ach.csv_table import read_csv_table
from tests.mutants.mutation import mutate_bytes, mutate_value

ITEMS = {
    "sources": {"porter": {"name": "A porter \U0001f600", "reliability": "C", "why": "Was there"}},
    "evidence": [
        {
            **{"id": "n1", "about": "choir", "indicator": "audit", "period": 2019, "says": "present"},
            **{"source": "porter", "credibility": 3, "why": "Saw \u201cthem\u201d"},
        }
    ],
}
TEXTS = """\
title: Капелла
sources:
  clerk: {name: Писарь}
  chair.name: Председатель
claims.state-say.text: "Хором управляло государство"
evidence: {e1: {summary: Письмо}}
"""
_KEYS = ["posterior", "prior", "probability", "interval", "confidence", "as_of", "weight_db", "questions", "claims"]


def write_workbook(path: Path, table: str) -> None:
    """Write a matrix as a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in read_csv_table(table, 100).rows:
        book.active.append([cell.text for cell in row])
    book.save(path)


def alter_workbook(path: Path, draw: random.Random) -> None:
    """Alter the bytes of a workbook, or of one of the files in it."""
    raw = path.read_bytes()
    if draw.random() < 0.2:
        path.write_bytes(mutate_bytes(raw, draw))
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = draw.choice([*["xl/worksheets/sheet1.xml"] * 4, *parts])
    match draw.randrange(6):
        case 0:
            del parts[name]
        case 1:
            parts[name] = mutate_bytes(parts[name], draw)
        case 2:  # a part that unpacks to far more than it takes
            parts[name] += b" " * draw.choice([1, 2**20, 2**26])
        case _:
            parts[name] = _other_markup(parts[name], draw)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for each, content in parts.items():
            packed.writestr(each, content)


def _other_markup(raw: bytes, draw: random.Random) -> bytes:
    """Return XML with an element or an attribute twice, without it, or with another value."""
    parts = raw.split(b"<")
    at = draw.randrange(1, len(parts)) if len(parts) > 1 else 0
    values: Sequence[bytes] = (b"", b"-1", b"1e999", b"XFD1048577", b"A0", b"NaN", b"e", b"d", b"\x00", b"s" * 40_000)
    match draw.randrange(4):
        case 0:
            parts.insert(at, parts[at])
        case 1:
            del parts[at]
        case 2:
            quoted = parts[at].split(b'"')
            if len(quoted) > 1:
                quoted[draw.randrange(1, len(quoted), 2)] = draw.choice(values)
                parts[at] = b'"'.join(quoted)
        case _:
            parts[at] = parts[at].partition(b">")[0] + b">" + draw.choice(values)
    return b"<".join(parts)


def alter_json(path: Path, draw: random.Random, keys: Sequence[str] = _KEYS) -> None:
    """Alter JSON by its values, or by its bytes."""
    raw = path.read_bytes()
    if draw.random() < 0.5:
        content: Any = json.loads(raw)
        for _ in range(draw.choice([1, 1, 2, 4])):
            mutate_value(content, draw, list(keys))
        try:
            raw = json.dumps(content, ensure_ascii=draw.random() < 0.7).encode("utf-8", "surrogatepass")
        except (TypeError, ValueError):  # keys that JSON has not, a number of too many digits
            return
    else:
        raw = mutate_bytes(raw, draw)
    path.write_bytes(raw)
