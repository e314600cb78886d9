"""The files that are altered, and their alteration."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from assess.cli.app import app
from assess.files.reading import shipped_folder
from assess.history.ledger.entry import head_file
from tests.docs.test_docs import DOCS, write_files
from tests.history.ledgers import sealed_with
from tests.mutants import other_readers
from tests.mutants.altered_tables import REPORTS, write_altered
from tests.mutants.mutation import HOSTILE, mutant, mutate_bytes, mutate_value

FILES = {
    "case": "choir/case.yaml",
    "evidence": "choir/evidence.yaml",
    "rubric": "choir/rubrics/bodies.yaml",
    "scale": "choir/rubrics/scales/words.yaml",
    "grading": "choir/rubrics/scales/letters.yaml",
    "confidence": "choir/rubrics/confidence/limits.yaml",
    "coding": "codes.yaml",
    "matrix": "matrix.csv",
    "items": "items.yaml",
    "ledger": "choir/ledger.db",
    "portfolio": "desk/sources.yaml",
    "reports": "reports.csv",
    "columns": "reports.parquet",
    "workbook": "matrix.xlsx",
    "json": "items.json",
    "texts": "ru.yaml",
    "kept": "kept",
}
KINDS = tuple(FILES)
KEPT = ["score", "choir", "--draws", "20", "--results", "kept", "--json"]
ITEMS = """\
sources:
  porter: {name: A porter, reliability: C, why: Was there}
documents:
  letter: {title: A letter, author: porter, published: 2019}
evidence:
  - {id: n1, about: choir, indicator: audit, period: 2019, says: present, source: porter, credibility: 3,
     cites: [{document: letter, at: p1}], why: "Saw them \\U0001F600"}
  - {id: n2, about: choir, indicator: real-election, period: 2015, says: absent, source: porter, accuracy: 0.8}
"""
MATRIX = """\
Id,Evidence,Credibility,Relevance,Source,Date,Notes,Grew,"Was made, by the state"
E1,A thing,High,Medium,clerk,2017-05,"A note
of two lines",CC,I
E2,Another,Low,High,chair,2018,,N,II
E3,"A ""third"" one",,,clerk,,,C,C
"""
SOURCES = """\
portfolio: desk
title: What the desk knows
sources:
  clerk: {reliability: {mean: 0.6, n: 12}, same: all, why: Two of five lists were made up}
  chair: {reliability: C, accuracy: {low: 0.6, high: 0.9}, name: The chair}
  author: {reliability: 0.8, same: case, note: Read}
learned_from:
  other: [choir/origin]
"""


def make(folder: Path) -> None:
    """Write what is altered: the case of the page on files with parts of its own, and what goes with it."""
    write_files((DOCS / "format-example.md").read_text(encoding="utf-8"), folder)
    shipped, own = shipped_folder() / "rubrics", folder / "choir" / "rubrics"
    for part, kind, name, ident in (
        ("scales", "scale", "icd203", "words"),
        ("scales", "grading", "admiralty", "letters"),
        ("confidence", "confidence", "icd203", "limits"),
    ):
        text = (shipped / part / f"{name}.yaml").read_text(encoding="utf-8")
        (own / part).mkdir(exist_ok=True)
        (own / part / f"{ident}.yaml").write_text(text.replace(f"{kind}: {name}", f"{kind}: {ident}"), encoding="utf-8")
        with (own / "bodies.yaml").open("a", encoding="utf-8") as stream:
            stream.write(f"{kind}: {ident}\n")
    coding = (shipped / "scales" / "heuer.yaml").read_text(encoding="utf-8")
    (folder / "codes.yaml").write_text(coding.replace("coding: heuer", "coding: codes"), encoding="utf-8")
    (folder / "matrix.csv").write_text(MATRIX, encoding="utf-8")
    other_readers.write_workbook(folder / "matrix.xlsx", MATRIX)
    (folder / "items.yaml").write_text(ITEMS, encoding="utf-8")
    (folder / "items.json").write_text(json.dumps(other_readers.ITEMS), encoding="utf-8")
    (folder / "ru.yaml").write_text(other_readers.TEXTS, encoding="utf-8")
    (folder / "reports.csv").write_text(REPORTS, encoding="utf-8")
    for name in ("choir", "band"):
        shutil.copytree(folder / "choir", folder / "desk" / name)
    band = folder / "desk" / "band" / "case.yaml"
    band.write_text(band.read_text(encoding="utf-8").replace("case: choir", "case: band"), encoding="utf-8")
    (folder / "desk" / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "b").write_text("One.\n\nTwo.\n", encoding="utf-8")
    with inside(folder):
        for options in (["--draws", "20"], ["--draws", "0", "--as-of", "2018", "--note", "before"]):
            done = CliRunner().invoke(app, ["score", "choir", "--record", *options])
            assert done.exit_code == 0, done.output
        done = CliRunner().invoke(app, KEPT)
        assert done.exit_code == 0, done.output


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def keys_of(schema: Any) -> list[str]:
    """Return every key that a schema knows."""
    if isinstance(schema, list):
        return [key for part in schema for key in keys_of(part)]
    if not isinstance(schema, dict):
        return []
    return [*schema.get("properties", {}), *(key for part in schema.values() for key in keys_of(part))]


def alter(kind: str, draw: random.Random, keys: dict[str, list[str]]) -> None:
    """Alter one file in the working directory."""
    path = Path(FILES[kind])
    if kind == "ledger":
        alter_ledger(path, draw)
    elif kind == "columns":
        write_altered(path, draw)
    elif kind == "workbook":
        other_readers.alter_workbook(path, draw)
    elif kind == "json":
        other_readers.alter_json(path, draw, keys["case"])
    elif kind == "kept":
        other_readers.alter_json(next(path.iterdir()), draw)
    elif kind in ("matrix", "reports"):
        raw = path.read_bytes()
        for _ in range(draw.choice([1, 2, 4])):
            raw = mutate_cells(raw, draw) if draw.random() < 0.5 else mutate_bytes(raw, draw)
        path.write_bytes(raw)
    else:
        path.write_bytes(mutant(path.read_bytes(), draw, keys[kind]))
        if kind == "texts":  # only here, since texts of what another mutant took away are refused by check alone
            Path("choir/translations").mkdir()
            path.rename("choir/translations/ru.yaml")


def mutate_cells(raw: bytes, draw: random.Random) -> bytes:
    """Return a CSV file with another text in one of its cells, or in many of one column."""
    lines = [line.split(b",") for line in raw.split(b"\n")]
    column, new = draw.randrange(9), str(draw.choice(HOSTILE))[:30_000].encode("utf-8", "surrogatepass")
    for line in lines if draw.random() < 0.3 else [draw.choice(lines)]:
        if column < len(line):
            line[column] = draw.choice([new, draw.choice(draw.choice(lines))])
    return b"\n".join(b",".join(line) for line in lines)


def alter_ledger(path: Path, draw: random.Random) -> None:
    """Alter the bytes of a ledger or of its head, or seal an entry of it anew with other content."""
    kind = draw.randrange(4)
    if kind < 2:
        target = path if kind else head_file(path)
        target.write_bytes(mutate_bytes(target.read_bytes(), draw))
        return
    n = draw.choice([1, 2])
    if kind == 2:
        with sqlite3.connect(path) as db:
            names = [row[1] for row in db.execute("PRAGMA table_info(entries)")]
        db.close()
        plain = [each for each in HOSTILE if not isinstance(each, list | dict | bool) and fits(each)]
        name = draw.choice([name for name in names if name not in ("n", "previous", "seals", "hash")])
        changes = {name: draw.choice([*plain, b"\xff", b""])}
    else:
        name = draw.choice(["inputs", "result"])
        with sqlite3.connect(path) as db:
            content = json.loads(
                zlib.decompress(db.execute(f"SELECT {name} FROM entries WHERE n = ?", (n,)).fetchone()[0])
            )
        db.close()
        for _ in range(draw.choice([1, 1, 2, 4])):
            mutate_value(content, draw, ["rubric", "prior", "posterior", "interval", "given", "confidence", "as_of"])
        raw = json.dumps(content).encode()
        changes = {name: zlib.compress(mutate_bytes(raw, draw) if draw.random() < 0.1 else raw)}
    with suppress(sqlite3.IntegrityError):  # what its schema refuses is not written
        sealed_with(path, n, **changes)


def fits(value: Any) -> bool:
    """Say whether SQLite holds a value."""
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63
