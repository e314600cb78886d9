"""Large inputs take time in proportion to their size; each of these took a hundred times as long."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from assess.domain import rules
from assess.files import check, load_case
from assess.network.elimination_order import eliminate
from assess.network.logs import remainders
from tests.files.choir_files import RUBRIC

HEAD = "case: choir\nrubric: clubs\nsubjects:\n  choir: {kind: club}\nask: {choir: origin}\n"
ITEM = "- {{id: e{n}, about: choir, indicator: money, says: present, source: {source}, credibility: {digit}}}"


def case_of(folder: Path, sources: int, items: list[tuple[str, str]]) -> Path:
    """Write a case of items by source and digit into a folder, and return the folder."""
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "clubs.yaml").write_text(RUBRIC, encoding="utf-8")
    lines = ["sources:", *(f"  s{n}: {{reliability: B}}" for n in range(sources)), "evidence:"]
    lines += [ITEM.format(n=n, source=source, digit=digit) for n, (source, digit) in enumerate(items)]
    (folder / "case.yaml").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def test_the_warning_of_grade_1_costs_an_item_no_look_at_all_others(tmp_path: Path) -> None:
    case = load_case(case_of(tmp_path, 8, [(f"s{n % 8}", "1") for n in range(8000)]))
    with within(3.0):
        warnings = [warning for warning in rules.warnings(case) if warning.code == "W104"]
    assert len(warnings) == 8000
    others = "e1, e10, e100, e1001, e1002, e1003, e1004, e1005, e1006, e1007, e1009, e101 and 6,988 more"
    assert warnings[0].message.replace("6988", "6,988") == f"e0 has credibility 1 beside {others} on the same indicator"


def test_guesses_at_misspelt_names_come_to_an_end(tmp_path: Path) -> None:
    folder = case_of(tmp_path, 1900, [(f"source{n}", "2") for n in range(400)])
    with within(6.0):
        findings = check(folder)
    assert [finding.code for finding in findings].count("E303") == 400
    hints = [finding.hint or "" for finding in findings if finding.code == "E303"]
    assert hints[-1] == "there are 1,900 sources; none of them has that name"


def test_faults_repeated_in_every_item_cost_an_item_no_look_at_all_others(tmp_path: Path) -> None:
    folder = case_of(tmp_path, 1, [("s0", "2")] * 8000)
    file = folder / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("says: ", "sayz: "), encoding="utf-8")
    with within(6.0):
        findings = check(folder)
    assert len(findings) == 8000


def test_many_sources_on_two_indicators_are_ordered_in_time(tmp_path: Path) -> None:
    star = [(0, source) for source in range(2, 10_000)] + [(1, source) for source in range(2, 10_000)]
    with within(4.0):
        order = eliminate([2] * 10_000, star)
    assert order.sequence[:3] == [2, 3, 4]


def test_remainders_of_very_many_states_are_those_of_few() -> None:
    logs = np.log(np.random.default_rng(0).dirichlet(np.full(10_000, 0.05)))
    with within(1.0):
        rest = remainders(logs)
    assert rest[:500] == pytest.approx(np.log1p(-np.exp(logs[:500])), abs=1e-12)
    half = np.log([0.5, *[0.5 / 999] * 999])
    assert np.exp(remainders(half)) == pytest.approx(1 - np.exp(half))
