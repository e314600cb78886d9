"""One broken file for each rule, with its exact message beside it.

``ASSESS_REWRITE=1 pytest tests/files/test_bad.py`` writes the messages anew; read the difference before you keep it.
"""

import os
import re
from pathlib import Path

import pytest

from assess.errors import AssessError
from assess.files import (
    RULES,
    check,
    explain,
    load_case,
)

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "bad"
CODES = sorted(path.stem for path in BAD.glob("[EW]*.yaml"))

ELSEWHERE = {"E102", "E401", "E402", "E405", "E406", "E407", "E408", "E409", "E410", "E411"}
ELSEWHERE |= {"E501", "E502", "E503", "W501", "E611", "E612", "E613"}
ELSEWHERE |= {f"E70{n}" for n in range(1, 6)} | {f"E91{n}" for n in range(1, 8)}
ELSEWHERE |= {"E801", "E807", "E808", "E809", "E810", "E821", "E822", "E823"}
"""A file of 50 MB, made in test_hostile.py, and what only a scoring, report, export, import, figure, edit, ledger or
copy shows.
"""


@pytest.mark.parametrize("code", CODES)
def test_a_broken_file_has_its_exact_message(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = "".join(f"{finding}\n" for finding in check(f"tests/bad/{code}.yaml"))
    expected = BAD / f"{code}.txt"
    if os.environ.get("ASSESS_REWRITE"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_a_broken_file_breaks_its_own_rule_and_no_other(code: str) -> None:
    findings = check(BAD / f"{code}.yaml")
    assert {finding.code for finding in findings} == {code}
    assert all(finding.hint and finding.file and finding.line and finding.column for finding in findings)


def test_the_file_they_all_started_from_is_clean() -> None:
    assert check(BAD / "good.yaml") == ()


def test_every_code_in_the_source_has_a_page_and_a_broken_file() -> None:
    used: set[str] = set()
    for path in (ROOT / "assess").rglob("*.py"):
        if "pages" not in path.parts and "shipped" not in path.parts:
            used |= set(re.findall(r'"([EW]\d{3})"', path.read_text(encoding="utf-8")))
    assert used == set(RULES)
    assert {*CODES, *ELSEWHERE} == set(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_page_has_all_its_parts(code: str) -> None:
    page = explain(code)
    assert page.startswith(f"{code} ")
    parts = [
        page.index(heading) for heading in ("\nWhat it finds\n", "\nWhy it matters\n", "\nExample\n", "\nInstead\n")
    ]
    assert parts == sorted(parts)


def test_an_unknown_code_is_told_what_there_is() -> None:
    with pytest.raises(KeyError, match="there is no rule 'E2033'; did you mean E203"):
        explain("E2033")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (BAD / "good.yaml").read_text(encoding="utf-8").replace("pieces/ask.yaml", "ask.yaml")
    text = text.replace("directed: 0.9,", "directed: 1.4,").replace("2017-07", "2017-13")
    text = text.replace("source: leader", "source: leeder").replace("credibility: 2", "credibility: 7")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "ask.yaml").write_text("ask: {georgia: [posture], union: [orgin]}\n", encoding="utf-8")
    with pytest.raises(AssessError) as raised:
        load_case(tmp_path)
    assert {finding.code for finding in raised.value.findings} >= {"E209"}
    (tmp_path / "case.yaml").write_text(text.replace("2017-13", "2017-12"), encoding="utf-8")
    for name in ("tiny.yaml", "scales/words.yaml", "scales/letters.yaml"):
        target = tmp_path / "rubrics" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text((BAD / "rubrics" / name).read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(AssessError) as raised:
        load_case(tmp_path)
    found = raised.value.findings
    assert {finding.code for finding in found} == {"E203", "E302", "E303", "E219"}
    places = [(finding.file, finding.line, finding.column) for finding in found]
    assert places == sorted(places, key=lambda place: (place[0] or "", place[1] or 0, place[2] or 0))
    assert {Path(finding.file or "").name for finding in found} == {"case.yaml", "ask.yaml"}
