"""CSV: nothing in it is a formula, and it holds the result."""

import csv
import io
import random
from typing import Any

import pytest

import assess
from assess.formats.ach.export_ach import ach_matrices
from assess.scoring.csv_tables import csv_tables
from assess.scoring.csv_text import cell
from tests.formats.exported_results import hostile, shipped
from tests.random_cases import random_case

FORMULA = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("result", [shipped, hostile])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_starts_a_formula_whatever_parts_the_cells(result: Any, delimiter: str) -> None:
    for text in (*csv_tables(result()).values(), *ach_matrices(result()).values()):
        text.encode()
        cells = [cell for row in read(text, delimiter) for cell in row]
        assert [cell for cell in cells if cell.lstrip(" \"'\u00a0")[:1] in FORMULA and cell[:1] != "'"] == []
        assert [c for cell in cells for c in cell if not c.isprintable() and c not in "\r\n"] == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("  +1", "'+1"),
        ("\t-1", "'-1"),
        ('"@x', "\"'@x"),
        ("a;=1", "a;'=1"),
        ("ordinary - text; and (-1)", "ordinary - text; and (-1)"),
        (-0.0, "−0.0"),  # noqa: RUF001
        (-1e-7, "−1e-07"),  # noqa: RUF001
        (3, "3"),
        (True, "true"),
    ],
)
def test_cells(written: object, shown: str) -> None:
    assert cell(written) == shown


def test_tables_hold_the_result_in_full() -> None:
    result = shipped()
    tables = {name: records(text) for name, text in csv_tables(result).items()}
    assert {row["id"]: float(row["probability"]) for row in tables["claims"]} == {
        claim.id: claim.probability for claim in (*result.claims.values(), *result.predictions.values())
    }
    assert [(row["instance"], row["hypothesis"], float(row["posterior"])) for row in tables["hypotheses"]] == [
        (row["instance"], row["hypothesis"], row["posterior"]) for row in result.table()
    ]
    assert [row["id"] for row in tables["items"]] == [item.id for item in result.case.evidence]
    assert {(row["item"], row["hypothesis"]): row["weight_db"].replace("−", "-") for row in tables["weights"]} == {  # noqa: RUF001
        (item.id, h): "" if weight is None else repr(weight)
        for item in result.evidence.values()
        for h, weight in item.weight_db.items()
    }
    assert {row["id"]: float(row["posterior"]) for row in tables["sources"]} == {
        source.id: source.posterior for source in result.sources.values()
    }
    assert {row["id"]: float(row["posterior"]) for row in tables["indicators"]} == {
        indicator.id: indicator.posterior for indicator in result.indicators.values()
    }


@pytest.mark.parametrize("seed", range(20))
def test_random_cases_have_tables(seed: int) -> None:
    for sharp in (False, True):
        try:
            result = assess.score(random_case(random.Random(seed), sharp), draws=0)
        except assess.AssessError:
            continue
        for text in csv_tables(result).values():
            header, *rows = read(text)
            assert {len(row) for row in rows} <= {len(header)}
