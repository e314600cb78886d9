"""What was found while reading the paper, row by row, against what the shipped case holds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from assess.domain.case import Case
from assess.files import load_case

ROOT = Path(__file__).parents[1]
REGISTER = ROOT.parent / "shared" / "register.md"
FOLDER = ROOT / "cases" / "russia-diasporas-2017"

pytestmark = pytest.mark.skipif(not REGISTER.exists(), reason="the register is not here")

FILES = {
    "RU": "russia",
    "AZ": "azerbaijan",
    "AM": "armenia",
    "GE": "georgia",
    "TJ": "tajikistan",
    "IR": "iran",
}


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(FOLDER)


def rows(kind: str) -> list[int]:
    """Return the numbers of the register's rows of one kind, such as E for items."""
    return [int(number) for number in re.findall(rf"^\|{kind}(\d+)\|", REGISTER.read_text(encoding="utf-8"), re.M)]


def test_the_page_on_the_case_gives_the_registers_counts() -> None:
    stated = re.search(r"^## 8\. Counts\n+(.*)$", REGISTER.read_text(encoding="utf-8"), re.M)
    assert stated is not None
    counts = {what.lower(): int(n) for what, n in re.findall(r"([A-Za-z/ ]+) (\d+)[;.]", stated[1].replace("; ", ";"))}
    page = yaml.safe_load((ROOT / "docs" / "case-diasporas.yaml").read_text(encoding="utf-8"))
    from_page = {what: row["found"] for what, row in page.items() if "found" in row}
    names = {"actors": "entities", "items": "evidence", "quantities": "number/date rows"}
    same = ("questions", "indicators", "items", "claims", "predictions", "actors", "relations", "quantities")
    assert {what: from_page[what] for what in same} == {what: counts[names.get(what, what)] for what in same}
    for what, kind in (("items", "E"), ("claims", "C"), ("predictions", "PR"), ("actors", "A"), ("relations", "RL")):
        assert sorted(rows(kind)) == list(range(1, from_page[what] + 1))


def test_every_item_of_the_register_is_an_item_or_said_to_be_none(case: Case) -> None:
    idents = {re.sub("[a-z]$", "", item.id[1:]) for item in case.evidence}
    pieces = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "evidence").glob("*.yaml"))
    missing = [n for n in rows("E") if f"{n:03d}" not in idents and not re.search(rf"\bE{n}\b", pieces)]
    assert missing == []


def test_relations_and_numbers_are_those_of_the_register(case: Case) -> None:
    relations = {relation.id for relation in case.relations}
    assert {ident for ident in relations if re.fullmatch(r"r\d+", ident)} == {f"r{n:02d}" for n in rows("RL")}
    assert {ident.rstrip("bc") for ident in relations} == {f"r{n:02d}" for n in rows("RL")}
    assert set(case.quantities) == {f"n{n:02d}" for n in rows("N")}


def test_no_actor_and_no_prediction_of_the_register_is_left_out(case: Case) -> None:
    assert len(case.predictions) == len(rows("PR"))
    assert len(case.actors) >= len(rows("A"))


def test_of_every_country_at_least_as_many_claims_stand_as_in_the_register() -> None:
    in_register = Counter(re.findall(r"^\|C\d+\|(\w\w)\|", REGISTER.read_text(encoding="utf-8"), re.M))
    assert set(in_register) == set(FILES)
    for country, name in FILES.items():
        piece = yaml.safe_load((FOLDER / "claims" / f"{name}.yaml").read_text(encoding="utf-8"))
        assert sum(len(piece.get(part, {})) for part in ("claims", "unstated")) >= in_register[country], country
