"""What the report of the shipped case must say, whatever its numbers come to."""

import re

import pytest

from assess.domain.scale import Scale
from assess.reporting.tables.claim_tables import (
    claim_rows,
    hypothesis_rows,
)
from assess.scoring.labels import Names
from assess.scoring.results import Assessment


@pytest.fixture(scope="module")
def result(shipped_result: Assessment) -> Assessment:
    return shipped_result


@pytest.fixture(scope="module")
def text(shipped_report: str) -> str:
    return shipped_report


def holds(scale: Scale, word: str, written: str) -> bool:
    """Say whether a number as printed lies in the band of the word beside it, or outside all bands and next to it."""
    term = scale.find(word)
    assert term is not None
    if written == "under 1 %":
        return term.low <= 0.01
    if written == "over 99 %":
        return term.high >= 0.99
    how, figure = re.fullmatch(r"(?:just (\w+) )?([\d.]+) %", written).groups()
    shown = float(figure) / 100.0
    if how is not None:
        return shown == {"under": term.high, "over": term.low}[how]
    return scale.holds(term, shown)


def test_no_claim_and_no_hypothesis_prints_a_word_outside_its_number(result: Assessment) -> None:
    names = Names(result)
    rows = [*claim_rows([*result.claims.values(), *result.predictions.values()], names)]
    rows += [row for question in result.questions.values() for row in hypothesis_rows(question, names)]
    assert len(rows) > len(result.claims)
    assert [
        row for row in rows if not holds(names.scale, row["term"], row.get("probability") or row["posterior"])
    ] == []


def test_every_word_of_likelihood_in_a_sentence_has_its_number(result: Assessment, text: str) -> None:
    words = "|".join(sorted((t.term for t in Names(result).scale.terms), key=len, reverse=True))
    said = re.findall(rf"We assess that (?:it is|there is(?: an?)?) ({words}) \(([^)]*)\) that", " ".join(text.split()))
    assert len(said) >= len(result.claims) + len(result.predictions)
    assert all(holds(Names(result).scale, word, number) for word, number in said)
    assert text.count("We assess") == len(said)


def test_every_claim_has_its_level_and_the_claims_of_arac_the_reasons_of_a_scholar(
    result: Assessment, text: str
) -> None:
    flowing = " ".join(text.split())
    key = sum(claim.key is not False for claim in result.case.claims.values())
    assert flowing.count("confidence in this judgement") == len(result.claims) + len(result.predictions) + key
    for ident in ("arac-coopted-or-created", "arac-influenced", "arac-not-grassroots"):
        confidence = result.claims[ident].confidence
        assert confidence.level == "low"
        assert {"one-document", "one-source", "thin-coverage", "barely-moved"} <= {r.code for r in confidence.reasons}
    assert {claim.confidence.level for claim in result.claims.values()} == {"low"}


def test_the_closure_of_arac_has_no_evidence_and_moves_by_its_control_alone(result: Assessment, text: str) -> None:
    closure = result.questions["arac/closure"]
    assert closure.items == 0
    assert closure.posterior == pytest.approx(closure.prior, abs=0.03)
    (row,) = re.findall(r"^\|.*\(arac/closure\) \|$", text.partition("### Questions without an item")[2], re.MULTILINE)
    assert row.startswith("| yes ")
    (bare,) = re.findall(r"no evidence bears, and they stay at the prior: (.*?) - ", " ".join(text.split()))
    assert "At the date, how did it stand with the annulment" in bare


def test_all_hangs_on_one_author_and_the_tajik_items_on_one_interview(result: Assessment, text: str) -> None:
    flat = " ".join(text.split())
    scored = len(result.evidence)
    assert f"All {scored} scored items pass through Marintha Miles" in flat
    assert re.search(rf"\d+ of {scored} scored items pass through Leaders of the Tajik unions", flat)
    page = flat.partition("## What each claim would be without a source")[2].partition("## If the authors")[0]
    assert "without miles" in page
    assert "without utr-interview" in page
    assert all(f"({ident}) |" in page for ident in result.claims)
    assert "Marintha Miles would have P(reliable)" in flat.partition("## If the authors favoured")[2]


def test_every_item_and_every_source_is_accounted_for(result: Assessment, text: str) -> None:
    for item in result.case.evidence:
        assert f"- **{item.id}**: " in text
    for source in result.case.sources:
        assert f"({source}) |" in text


def test_lines_of_prose_fit_a_terminal(text: str) -> None:
    prose = [line for line in text.splitlines() if not line.startswith(("|", "#", "    "))]
    assert max(map(len, prose)) <= 110
