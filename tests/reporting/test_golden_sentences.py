"""Sentences that a reader is to meet word for word, and false ones that no case brings about."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from assess.analysis.what_if.one_at_a_time import RowSwing
from assess.analysis.what_if.swings import Swing
from assess.cli.listings import listing_of, plain_text
from assess.domain.case import Case
from assess.domain.claim import Claim
from assess.reporting.report.short_report import in_short
from assess.reporting.report.written_report import markdown
from assess.reporting.words import change_sentences, claim_sentences, core_sentences, lead_sentences
from assess.reporting.words.judgements import claimant, leading_judgement, support
from assess.scoring.labels import Names
from assess.scoring.results import AssertedResult
from assess.scoring.score import Scoring, score
from tests.laws.law_cases import plain_case
from tests.reporting.made_results import assessment, claim, question, scale

NAMES = Names(assessment())


def made(**fields: Any) -> Any:
    """Return something like the result of an analysis, with the few fields that a sentence reads."""
    return SimpleNamespace(**fields)


def bodies(present: int, claims: dict[str, Any] | None = None, **sources: Any) -> Case:
    """Return a case in which so many items on as many indicators speak for x, the lesser of two hypotheses."""
    evidence = [
        {"id": f"e{n}", "indicator": f"i{n}", "source": f"s{n}", "hit": 0.9, "false_alarm": 0.3, **sources}
        for n in range(present)
    ]
    given = {f"s{n}": {"reliability": {"mean": 0.6, "n": 10}} for n in range(present)} | {"relay": {"reliability": 0.6}}
    case = plain_case(evidence, given, {f"i{n}": (0.6, 0.4) for n in range(present)}, prior=0.2)
    stated = claims or {"named": {"text": "It was x", "holds_if": {"o/q": "x"}, "key": True}}
    return case.model_copy(update={"claims": {name: Claim.model_validate(each) for name, each in stated.items()}})


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_answer_says_what_a_claim_allows_and_that_the_evidence_cannot_tell_which() -> None:
    case = bodies(2)
    rubric = case.rubric.model_copy(
        update={
            "questions": {
                "q": case.rubric.questions["q"].model_copy(
                    update={
                        "hypotheses": {
                            name: case.rubric.questions["q"].hypotheses["x"].model_copy(update={"label": label})
                            for name, label in {"x": "taken over", "z": "created", "y": "grown"}.items()
                        },
                        "prior": {"x": 0.3, "z": 0.3, "y": 0.4},
                    }
                )
            },
            "indicators": {
                name: indicator.model_copy(
                    update={"present_if": {**indicator.present_if, "z": indicator.present_if["x"]}}
                )
                for name, indicator in case.rubric.indicators.items()
            },
        }
    )
    stated = Claim.model_validate({"text": "The state made it", "holds_if": {"o/q": ["x", "z"]}, "key": True})
    text = flat(in_short(score(case.model_copy(update={"rubric": rubric, "claims": {"made": stated}}), draws=0)))
    which = r"Which of these it was, the evidence cannot say: “taken over” (\d+) % and “created” \1 %\."
    assert re.search(rf"that “The state made it”\. {which}", text)


@pytest.mark.parametrize(
    ("manner", "side", "said"),
    [
        (
            "flat",
            "below",
            "Miles states this flatly",
        ),
        (
            "hedged",
            "within",
            "Miles hedges this (“w”)",
        ),
    ],
)
def test_our_number_stands_beside_the_words_of_an_author(manner: Any, side: Any, said: str) -> None:
    asserted = AssertedResult("author", "very likely", "w", manner, side == "within", side)
    assert claimant(claim(0.59, asserted=asserted), asserted, "Miles", scale()) == (
        f"{said}, which we read as very likely (80 to 95 %); we put it at 59 %, {side} that."
    )


def test_without_the_one_source_nothing_is_left_but_the_prior() -> None:
    without = Swing("without", ("author",), None, None, 0.6, None)
    assert change_sentences.would_change(without, 0.6, NAMES) == "Without author nothing is left but the prior, 60 %."
    favoured = Swing("favoured", ("author",), None, None, 0.6, None)
    author = made(source="author", prior=0.86, posterior=0.01)
    assert change_sentences.would_change(favoured, 0.6, NAMES, author) == (
        "If author were partial to the claims made, the answer would be 60 % (reliability 1 %, not 86 %)."
    )


def test_half_of_the_uncertainty_has_a_cause() -> None:
    share = made(first=0.5, first_error=0.0)
    width = made(groups={"prior": share}, sources={})
    said = list(claim_sentences.rests_on(made(weights={}, variance_shares=width), NAMES))
    assert said[-1] == "About half of its uncertainty comes from the priors."


def test_what_nothing_reports_on_follows_from_other_answers() -> None:
    bare = question("club/origin", 0.5, 0.6)
    said = "Nothing reports on it directly; it follows from the answers to related questions."
    assert support(claim(0.6), [bare]) == said


def test_what_matters_most_is_made_of_labels() -> None:
    row = Swing("row", ("money", "made"), 0.06, 0.43, 0.73, 0.61)
    assert change_sentences.would_change(row, 0.5, NAMES) == (
        "How often “State money pays …” if “Made by the state”: at 6 % the answer is 73 %, at 43 % it is 61 %."
    )
    ends = RowSwing("money", "made", 0.06, 0.43, made(probability=0.73), made(probability=0.61))
    assert core_sentences.assumed_row(ends, NAMES) == (
        "With “Made by the state” it is expected in 6 to 43 % of cases; at these ends the answer is 73 % and 61 %."
    )


def test_items_that_all_point_one_way_and_do_not_suffice_are_told_so() -> None:
    analysis = made(weights={f"e{n}": 1.0 for n in range(5)})
    said = claim_sentences.one_way(replace(claim(0.34), prior=0.26), analysis)
    assert said == "All 5 items that weigh on it point this way, but lift it only from 26 % to 34 %."
    assert claim_sentences.one_way(replace(claim(0.54), prior=0.26), analysis) == ""


def test_the_likeliest_of_several_is_called_so_and_what_nobody_touched_cannot_be_assessed() -> None:
    leading = question("club/origin", 0.3, 0.5)
    three = {"a": 0.34, "b": 0.33, "c": 0.33}
    moved = replace(leading, posterior=three, prior={"a": 0.4, "b": 0.3, "c": 0.3}, items=1)
    assert leading_judgement(moved, "“set up”", scale()) == (
        "“set up” is the likeliest of three answers, though unlikely (34 %)."
    )
    assert leading_judgement(question("lodge/origin", 0.5, 0.5), "“set up”", scale()) == (
        "“set up” cannot be assessed: no evidence bears on it, and it stays at its prior, 50 %."
    )


def test_who_favours_is_told_with_the_reliability_and_the_answer() -> None:
    author = made(source="author", prior=0.86, posterior=0.01, asserts=("a", "b"))
    assert change_sentences.if_favoured(author, 0.6, NAMES) == (
        "Suppose that author, where unreliable, says whatever bears out the 2 claims that this source itself makes: "
        "the source is then reliable with a probability of 1 %, not 86 %, and the answer is 60 %."
    )


@pytest.fixture(scope="module")
def all_for() -> Scoring:
    """A claim below even odds that every item speaks for."""
    return score(bodies(3), draws=100)


@pytest.fixture(scope="module")
def one_relay() -> Scoring:
    """All items of three origins, heard through one source."""
    return score(bodies(3, via=["relay"]), draws=100)


def test_items_that_all_speak_for_a_claim_are_never_said_to_pull_both_ways(all_for: Scoring) -> None:
    assert all_for.claims["named"].probability < 0.5
    assert all((item.weight_db["x"] or 0.0) > 0.0 for item in all_for.evidence.values())
    text = flat(markdown(all_for, with_annexes=True))
    assert "pulls both ways" not in text
    assert "point this way, but lift it only from 20 %" in text


def test_where_only_the_prior_is_left_without_a_source_no_set_is_said_to_change_nothing(one_relay: Scoring) -> None:
    text = flat(markdown(one_relay, with_annexes=True))
    assert "No set of" not in text
    assert "Without relay nothing is left but the prior, 20 %." in text


@pytest.mark.parametrize("through", ["all_for", "one_relay"])
def test_items_that_have_origins_are_never_said_to_have_none(through: str, request: pytest.FixtureRequest) -> None:
    text = flat(markdown(request.getfixturevalue(through), with_annexes=True))
    assert "no independent origin" not in text
    assert "3 items from 3 origins" in text


def test_what_has_no_document_is_not_quoted_and_what_is_quoted_stands_beside_its_item() -> None:
    case = bodies(1)
    item = case.evidence[0].model_copy(update={"quote": "We paid for it", "why": "Read as a present sign."})
    text = flat(markdown(score(case.model_copy(update={"evidence": (item,)}), draws=0), with_annexes=True))
    assert "“We paid for it”" in text.partition("## Annexes")[0]
    assert "Why so coded: Read as a present sign." in text


def test_the_sources_quoted_most_are_named() -> None:
    sources = list(assessment().sources.values())
    assert (
        lead_sentences.origins_of(sources, "author", NAMES)
        == "Of those who said it first, the most often heard: A clerk (2)."
    )
    assert lead_sentences.origins_of(sources, "clerk", NAMES) == ""


def test_a_claim_whose_condition_is_impossible_stands_under_the_claims() -> None:
    case = plain_case(
        [{"id": "e", "indicator": "i", "source": "s", "hit": 1.0, "false_alarm": 0.0}],
        {"s": {"reliability": 1.0}},
        {"i": (0.9, 0.0)},
    )
    stated = {
        "plain": Claim.model_validate({"text": "It was x", "holds_if": {"o/q": "x"}}),
        "supposed": Claim.model_validate({"text": "It lived", "holds_if": {"o/q": "x"}, "given": {"o/q": "y"}}),
    }
    result = score(case.model_copy(update={"claims": stated}), draws=0)
    assert set(result.undefined) == {"supposed"}
    text = flat(markdown(result, with_annexes=True)).partition("## Claims by country")[2].partition("## ")[0]
    assert "**“It lived”**: cannot be: its condition is impossible" in text


def test_a_listing_without_rows_says_so() -> None:
    assert plain_text(listing_of("What would change it", ["judgement", "then"])) == "What would change it: nothing\n\n"
