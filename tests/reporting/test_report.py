import re
from pathlib import Path

import pytest

import assess
from assess.analysis.what_if.without_sources import IfFavoured
from assess.errors import AssessError
from assess.formats import rendered
from assess.reporting.report.annexes import WhatIf, annexes
from assess.reporting.report.as_markdown import written
from assess.reporting.report.key_judgements import key_judgements
from assess.reporting.report.written_report import FORMATS, check_target, docx, html, markdown, pdf, report
from assess.reporting.tables.claim_tables import claim_rows
from assess.scoring.labels import Names
from assess.scoring.results import AssertedResult, Assessment, ItemResult
from tests.files.choir_files import write
from tests.reporting.made_results import assessment, case, claim, question

WITHOUT = {"clerk": {"club-made": 0.5}, "author": {"club-made": 0.66}}
FAVOURED = (IfFavoured("author", {"club/origin": ("made",)}, ("a",), 0.9, 0.4, {"club-made": 0.58}),)


def text_of(result: Assessment) -> str:
    return written(annexes(result, WhatIf(WITHOUT, FAVOURED)))


def section(text: str, heading: str) -> str:
    return re.search(rf"^##+ {re.escape(heading)}.*?\n\n(.*?)(?=^##+ |\Z)", text, re.DOTALL | re.MULTILINE).group(1)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_order_of_the_sections() -> None:
    assert re.findall(r"^## (.*)$", text_of(assessment()), re.MULTILINE) == [
        "Annexes",
        "Key judgements",
        "Claims by country",
        "Hypotheses by country",
        "Each claim in words",
        "Sources",
        "What each claim would be without a source",
        "If the authors favoured their own claims",
        "Gaps",
        "Method",
        "What each answer rests on",
        "Kept but not scored",
        "Documents",
        "How to reproduce these numbers",
    ]


def test_the_table_of_claims() -> None:
    assert section(text_of(assessment()), "Claims by country").splitlines()[:3] == [
        "| country | probability | 90 % | word   | prior | confidence | author's words | read as | ours   | claim |",
        "| ------- | ----------: | ---: | ------ | ----: | ---------- | -------------- | ------- | ------ | --- |",
        "| XA      |        68 % |    - | likely |  50 % | -          | “surely”       | likely  | within | "
        "The club was made by the state (club-made) |",
    ]


def test_items_stand_strongest_first_with_source_grade_and_place() -> None:
    said = section(text_of(assessment()), "club/origin, XA: How did The Club come about?")
    assert [line for line in said.splitlines() if line.startswith("| i")] == [
        "| item | made, dB | grown, dB | grade       | says    | source           | where |",
        "| i1   |     +7.8 |      -7.8 | B2          | present | clerk            | d p4 |",
        "| i2   |        0 |         0 | B2 via 90 % | absent  | clerk via author | - |",
    ]
    assert "- **i1**: The clerk saw the ledger. (money)" in said
    assert "Kept but not scored: i3 (unclear), i4 (withdrawn); see below." in said


def test_what_nobody_reported_on_is_counted_once() -> None:
    said = section(text_of(assessment()), "Questions without an item")
    assert "| no    | made 50 %, grown 50 % | How did lodge come about? (lodge/origin) |" in said
    text = text_of(assessment())
    assert section(text, "What was reported on").splitlines()[-3:-1] == [
        "| origin   |      1 of 2 | State money pays … (money) |",
        "| origin   |      1 of 2 | vote (vote) |",
    ]
    assert "On 1 of 2 questions no evidence bears, and it stays at the prior: How did lodge come about?" in flat(text)


def test_items_not_scored_have_their_reason() -> None:
    said = flat(section(text_of(assessment()), "Kept but not scored"))
    assert (
        "**i3**: Unclear. Someone paid. Why: Who, is not said. It would bear on club/origin (money); from clerk, -."
        in said
    )
    assert "**i4**: Withdrawn on 2018-02. Why: It was another body. It would bear on club/origin" in said


def test_sources_before_and_after_and_without_them() -> None:
    text = text_of(assessment())
    assert "| B     |               80 % |  85 % |    - |             2 |               0 | A clerk (clerk) |" in text
    assert "| 90 %  |               90 % |  90 % |    - |             0 |               1 | author (author) |" in text
    assert section(text, "What each claim would be without a source").splitlines()[-3:-1] == [
        "| --------: | ------------: | -------------: | ----: | --- |",
        "|      68 % |          50 % |           66 % |  50 % | The club was made by the state (club-made) |",
    ]


def test_the_author_who_favours_her_claims() -> None:
    said = flat(section(text_of(assessment()), "If the authors favoured their own claims"))
    assert (
        "author would have P(reliable) 90 % before the evidence and 40 % after it. Favoured: the claims that it "
        "asserts itself, a." in said
    )
    assert "| 68 % | 58 % | 50 % | The club was made by the state (club-made) |" in said


def test_infinite_weights_and_certainties() -> None:
    ruled_out = question("club/origin", 0.5, 0.0, items=1, origins=1)
    endless = {"i1": ItemResult("i1", "club/origin", {"made": None, "grown": None})}
    text = text_of(assessment(questions={"club/origin": ruled_out}, evidence=endless))
    assert "| i1   |        ∞ |         ∞ |" in text
    assert "|         0 % |    - | almost no chance |  50 % | made: Made by the state |" in text
    assert "|       100 % |    - | almost certain   |  50 % | grown: Grown by itself |" in text


def test_what_users_wrote_cannot_break_the_report() -> None:
    evil = "A|B\n\n# Heading [red]x[/red] <b> `c` \u202e\x1b[2J {subject}"
    hostile = case(
        title=evil,
        subjects={"club": {"kind": "body", "name": evil, "country": evil}, "lodge": {"kind": "body"}},
        documents={"d": {"title": evil, "author": evil, "note": evil}},
    )
    text = text_of(assessment(case=hostile, claims={"club-made": claim(text=evil, countries=(evil,))}))
    assert not set(text) & set("\u202e\x1b\x07")
    assert re.findall(r"^# .*$", text, re.MULTILINE) == []
    assert r"A\|B # Heading \[red\]x\[/red\] \<b\> \`c\` ��\[2J {subject}" in flat(text)
    assert "<b>" not in re.sub(r"\\<b\\>", "", text)
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        bars = {line.replace(r"\|", "").count("|") for line in table.splitlines()}
        assert len(bars) == 1


def test_what_was_not_looked_for_and_what_cannot_be_stated_have_their_reasons() -> None:
    by = {"by": "author", "words": "is", "manner": "flat", "document": "d", "at": "p7"}
    written_case = case(
        gaps=[
            {"about": "club", "indicator": "money", "why": "No accounts were asked for.", "cites": [{"document": "d"}]}
        ],
        unstated={
            "favour": {"text": "The club fell from favour.", "why": "No hypothesis speaks of it.", "asserted": by}
        },
        predictions={"more": {"text": "More clubs will come.", "resolves_by": "2019", "why": "No body is named."}},
    )
    text = text_of(assessment(case=written_case))
    assert "- **club/money**: State money pays The Club. No accounts were asked for. (d)" in section(
        text, "Not searched"
    )
    beyond = flat(section(text, "Claims that these questions cannot state"))
    assert (
        "**favour**: “The club fell from favour”, claimed by author (d p7) without a hedge (“is”). "
        "Why not: No hypothesis speaks of it." in beyond
    )
    assert "**more**: Prediction, to be settled by 2019: “More clubs will come”. No body is named." in beyond


def test_claims_of_several_countries_come_last() -> None:
    claims = {
        "both": claim(id="both", countries=("GE", "TJ")),
        "one": claim(id="one", countries=("TJ",)),
        "two": claim(id="two", countries=("GE",)),
    }
    written_case = case(claims={ident: {"holds_if": {"club/origin": "made"}} for ident in claims})
    result = assessment(case=written_case, claims=claims)
    rows = claim_rows(result.claims.values(), Names(result))
    assert [(row["id"], row["country"]) for row in rows] == [("one", "TJ"), ("two", "GE"), ("both", "GE, TJ")]


def test_a_case_with_next_to_nothing_has_a_report() -> None:
    bare = assessment(
        case=case(claims={}, documents={}, evidence=(), title=None), claims={}, evidence={}, unscored=(), sources={}
    )
    text = written(annexes(bare, WhatIf({}, ())))
    assert text.startswith("## Annexes\n")
    assert "No scored items from no origins; no items kept but not scored." in text


def test_a_report_is_written_whole_over_an_older_one_and_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    result = assess.score(assess.load_case(write(tmp_path / "choir")), draws=100)
    made = {".md": markdown(result), ".txt": markdown(result), ".html": html(result), ".json": f"{result.to_json()}\n"}
    made[".csv"] = rendered(result, "csv", ".csv")
    content = {ending: text.encode() for ending, text in made.items()} | {".docx": docx(result), ".pdf": pdf(result)}
    assert content.keys() == set(FORMATS)
    for ending, expected in content.items():
        target = tmp_path / f"r{ending}"
        target.write_text("old", encoding="utf-8")
        report(result, target)
        assert target.read_bytes() == expected
    assert sorted(path.name for path in tmp_path.glob("r*")) == sorted(f"r{ending}" for ending in content)


@pytest.mark.parametrize("name", ["r.odt", "r", "no/such/r.md", "folder.md"])
def test_a_target_that_cannot_be_is_refused_before_anything_is_scored(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(AssessError, match=r"E405 (a report ends in|there is no folder|.* is a folder)"):
        check_target(tmp_path / name)


def judged(result: Assessment) -> str:
    return flat(written(key_judgements(result, Names(result))))


def test_key_claims_are_the_key_judgements_in_the_order_of_the_table() -> None:
    stated = {
        name: {"text": name, "holds_if": {"club/origin": "made"}, "key": name != "third"}
        for name in ("first", "second", "third")
    }
    scored = {name: claim(0.99 if name == "third" else 0.6, id=name, asserted=None) for name in stated}
    said = judged(assessment(case=case(claims=stated), claims=scored))
    assert re.findall(r"that “(.*?)”", said) == ["first", "second"]


def test_claims_without_a_hedge_are_counted_apart_and_those_without_evidence_left_out() -> None:
    read = AssertedResult("author", "likely", "is", "flat", False, "below")
    scored = {
        "club-made": claim(),
        "flat": claim(0.9, id="flat", asserted=read),
        "bare": claim(0.5, id="bare", asserted=read),
    }
    stated = {name: {"holds_if": {"club/origin": "made"}} for name in scored}
    said = judged(assessment(case=case(claims=stated), claims=scored))
    assert (
        "Of 1 claim that the author hedges, in a term of the scale or in words close to one, 1 has a probability "
        "within that term, 0 have one above it and 0 have one below it." in said
    )
    assert (
        "Of 2 claims that the author does not hedge, and where the term is the analyst's reading, 0 have a probability "
        "within that term, 0 have one above it, 1 has one below it and on 1 no evidence bears." in said
    )


def test_a_subject_has_a_form_for_sentences() -> None:
    subjects = {"club": {"kind": "body", "name": "Club", "in_text": "the Club"}, "lodge": {"kind": "body"}}
    text = text_of(assessment(case=case(subjects=subjects)))
    assert "### club/origin, XA: How did the Club come about?" in text
    assert "| Club (club/origin) |" in " ".join(text.split())
