"""One broken file for each rule; its last lines, comments, are the exact message.

``ASSESS_REWRITE=1 pytest tests/files/test_bad.py`` writes the messages anew; read the difference before you keep it.
"""

import os
import re
from pathlib import Path

import pytest

from assess.errors import AssessError
from assess.files import check, explain, load_case, rule_pages
from assess.files.rule_pages import HEADINGS, pages_in
from tests.broken import BAD, CODES, expected, write_expected

ROOT = Path(__file__).parents[2]

ELSEWHERE = {"E102", "E401", "E402"} | {f"E4{n:02}" for n in range(5, 17)} | {f"E42{n}" for n in range(1, 6)}
ELSEWHERE |= {"E501", "E502", "E503", "W501", "E611", "E612", "E613", "E614"}
ELSEWHERE |= {f"E70{n}" for n in range(1, 6)} | {f"E91{n}" for n in range(1, 10)}
ELSEWHERE |= {"W120", "W121", "W122", "W133", "W134", "W135", "E332"}
ELSEWHERE |= {"E801", "E807", "E808", "E809", "E810", "E822", "E823"}
"""A file of 50 MB, made in test_hostile.py, and what only a scoring, report, export, import, figure, edit, ledger or
copy shows.
"""


@pytest.mark.parametrize("code", CODES)
def test_a_broken_file_has_its_exact_message(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    message = "".join(f"{finding}\n" for finding in check(f"tests/bad/{code}.yaml"))
    if os.environ.get("ASSESS_REWRITE"):
        write_expected(code, message)
    assert message == expected(code)


@pytest.mark.parametrize("code", CODES)
def test_a_broken_file_breaks_its_own_rule_and_no_other(code: str) -> None:
    findings = check(BAD / f"{code}.yaml")
    assert {finding.code for finding in findings} == {code}
    assert all(finding.hint and finding.file and finding.line and finding.column for finding in findings)


def test_the_file_they_all_started_from_is_clean() -> None:
    assert check(BAD / "good.yaml") == ()


def test_every_code_in_the_source_has_one_page_and_a_broken_file() -> None:
    modules = [path.read_text(encoding="utf-8") for path in (ROOT / "assess").rglob("*.py")]
    used = {code for module in modules for code in re.findall(r'"([EW]\d{3})"', module)}
    pages = [code for module in modules for code, _ in pages_in(module)]
    assert used == set(pages) == set(rule_pages())
    assert len(pages) == len(set(pages))
    assert {*CODES, *ELSEWHERE} == set(pages)


def test_a_page_has_all_its_parts_in_order() -> None:
    wanted = [HEADINGS[part] for part in ("Finds", "Matters", "Example", "Instead")]
    for code, page in rule_pages().items():
        headings = [line for line in page.splitlines()[1:] if line and not line.startswith(" ")]
        assert page.startswith(f"{code} ")
        assert [heading for heading in headings if heading != "References"] == wanted
        assert "\\" not in page, f"{code}: pages are read from the source, where a backslash is an escape"


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
    findings = raised.value.findings
    assert {finding.code for finding in findings} == {"E203", "E302", "E303", "E219"}
    places = [(finding.file, finding.line, finding.column) for finding in findings]
    assert places == sorted(places, key=lambda place: (place[0] or "", place[1] or 0, place[2] or 0))
    assert {Path(finding.file or "").name for finding in findings} == {"case.yaml", "ask.yaml"}
