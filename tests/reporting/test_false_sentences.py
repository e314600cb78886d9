"""Sentences that would be false, on random cases that are made to provoke them."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assess.domain.case import Case
from assess.domain.claim import Claim
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.reporting.report.written_report import markdown
from assess.reporting.words.licence import moves
from assess.scoring.leading import unmoved
from assess.scoring.score import Scoring, score
from tests.laws.law_cases import plain_case

HYPOTHESES = ("x", "y", "z")
LABELS = {"x": "made", "y": "grown", "z": "joined"}
shares = st.floats(0.05, 0.95).map(lambda share: round(share, 2))


@st.composite
def told(draw: st.DrawFn, one_way: bool = False, relayed: bool = False) -> Case:
    """Return a case of three answers, of some items, and of a claim that the first is true.

    Parameters
    ----------
    draw : callable
    one_way : bool
        Whether every item speaks for it.
    relayed : bool
        Whether all items come through one relay.
    """
    count = draw(st.integers(1, 4))
    rows: dict[str, tuple[float, float]] = {}
    for n in range(count):
        low, high = draw(st.tuples(st.floats(0.05, 0.4), st.floats(0.5, 0.95)))
        rows[f"i{n}"] = (high, low) if one_way or draw(st.booleans()) else (low, high)
    origins = [f"s{draw(st.integers(0, count - 1))}" for _ in range(count)]
    via = {"via": ["relay"]} if relayed or draw(st.booleans()) else {}
    evidence: list[dict[str, Any]] = [
        {"id": f"e{n}", "indicator": f"i{n}", "source": source, "hit": 0.9, "false_alarm": 0.2, **via}
        for n, source in enumerate(origins)
    ]
    sources = {name: {"reliability": draw(shares)} for name in (*(f"s{n}" for n in range(count)), "relay")}
    prior = draw(st.floats(0.05, 0.6))
    case = plain_case(evidence, sources, rows, prior=prior)
    assert isinstance(case.rubric, Rubric)
    assert isinstance(case.rubric.scale, Scale)
    question = case.rubric.questions["q"]
    stem = question.hypotheses["x"]
    changed = question.model_copy(
        update={
            "hypotheses": {name: stem.model_copy(update={"label": LABELS[name]}) for name in HYPOTHESES},
            "prior": {"x": prior, "y": (1.0 - prior) / 2.0, "z": (1.0 - prior) / 2.0},
        }
    )
    indicators = {
        name: indicator.model_copy(update={"present_if": {**indicator.present_if, "z": indicator.present_if["y"]}})
        for name, indicator in case.rubric.indicators.items()
    }
    rubric = case.rubric.model_copy(update={"questions": {"q": changed}, "indicators": indicators})
    term = draw(st.sampled_from([term.term for term in case.rubric.scale.terms]))
    claim = {"text": "It was made", "holds_if": {"o/q": "x"}, "key": True, "asserted": {"by": "s0", "term": term}}
    return case.model_copy(update={"rubric": rubric, "claims": {"named": Claim.model_validate(claim)}})


def said_of(case: Case) -> tuple[Scoring, str]:
    """Return a case scored, and its whole report on one line."""
    result = score(case, draws=20)
    return result, " ".join(markdown(result, with_annexes=True).split())


@given(told(one_way=True))
def test_nothing_is_said_to_speak_against_a_claim_that_every_item_speaks_for(case: Case) -> None:
    result, text = said_of(case)
    assert all((item.weight_db["x"] or 0.0) > 0.0 for item in result.evidence.values())
    assert re.findall(r"speaks for “(?!made)", text) == []
    assert not re.search(r"\| against \|", text)
    assert "both ways" not in text
    if result.questions["o/q"].leading == "x":
        assert not re.search(r"[Nn]one of \d+ items points that way|points? that way, but", text)


@given(told(relayed=True))
def test_no_set_of_sources_is_said_to_change_nothing_where_without_one_only_the_prior_is_left(case: Case) -> None:
    result, text = said_of(case)
    claim = result.claims["named"]
    if moves(claim.prior, claim.probability):
        assert not re.search(r"No set of (sources|up to)", text)
    assert "Without relay it would be" not in text or unmoved(claim.prior, claim.probability)


@given(told())
def test_items_are_never_said_to_come_from_no_origin(case: Case) -> None:
    result, text = said_of(case)
    origins = len({item.source for item in result.case.evidence})
    assert not re.search(r"\b(no|0) (independent )?origins?\b", text)
    assert re.search(rf"\b{origins} (independent )?origins?\b", text)


@given(told())
def test_what_leads_is_never_called_unlikely_without_that_it_leads(case: Case) -> None:
    result, text = said_of(case)
    question = result.questions["o/q"]
    leader = LABELS[question.leading]
    assert isinstance(case.rubric, Rubric)
    assert isinstance(case.rubric.scale, Scale)
    low = [term.term for term in case.rubric.scale.terms if term.high <= 0.5]
    assert not re.search(rf"“{leader.capitalize()}” is (very )?({'|'.join(map(re.escape, low))}) \(", text)
    if question.moved and question.posterior[question.leading] < 0.5:
        assert re.search(rf"“{leader}” is the likeliest of three answers", text, re.IGNORECASE)
    elif not question.moved:
        assert "cannot be assessed" in text


@given(told())
def test_a_number_whose_word_is_the_authors_is_within(case: Case) -> None:
    result, text = said_of(case)
    claim = result.claims["named"]
    assert claim.asserted is not None
    if claim.moved:
        assert (claim.against_band == "within") == (claim.term == claim.asserted.term)
    assert not re.search(r"\b(in|out)side (of )?(that|the) ?(term|band|word)", text)
