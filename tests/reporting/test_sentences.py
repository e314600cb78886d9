"""What each function that says something says, word for word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assess.domain import language
from assess.domain.case import Document
from assess.domain.claim import Asserted, Prediction
from assess.domain.confidence_policy import Criterion
from assess.domain.context import Gap
from assess.reporting.words import count_nouns, gap_sentences, headings, item_sentences, method_sentences, opening
from assess.reporting.words.confidence_sentences import confidence, confidence_figures, level
from assess.reporting.words.judgements import aside, claimant, claimed, verdict
from assess.scoring import labels
from assess.scoring.confidence import Confidence, Reason
from assess.scoring.judgement_basis import ConfidenceFigures, reason_text
from assess.scoring.labels import Names
from assess.scoring.results import AssertedResult, Unscored
from tests.reporting.made_results import assessment, case, claim, gappy, question, scale
from tests.reporting.test_sentence_lint import CRITERIA, EXTREME, MILD

NAMES = Names(assessment())
DRAWN = assessment(draws=4_000, seed=3)
HEDGED = AssertedResult("author", "likely", "surely", "hedged", True, "within")
OUTSIDE = AssertedResult("author", "very likely", None, "flat", False, "below")

SAID: list[tuple[Callable[..., str], tuple[Any, ...], str]] = [
    (aside, (0.683, "likely", scale()), "likely, 68 %"),
    (aside, (0.5, None, gappy()), "50 %"),
    (claimed, ("A", "d p1", "as “x”"), "Claimed by A (d p1) as “x”"),
    (claimed, ("A", "", ""), "Claimed by A"),
    (
        claimant,
        (claim(asserted=HEDGED), HEDGED, "A", scale()),
        "A hedges this (“surely”), which we read as likely (55 to 80 %); we put it at 68 %, within that.",
    ),
    (
        claimant,
        (claim(asserted=OUTSIDE), OUTSIDE, "A", scale()),
        "A states this flatly, which we read as very likely (80 to 95 %); we put it at 68 %, below that.",
    ),
    (
        claimant,
        (claim(), AssertedResult("author", None, None, "hedged", None), "A", scale()),
        "A hedges this.",
    ),
    (
        verdict,
        ([claim(asserted=HEDGED)], True),
        "Of 1 claim that the author hedges, in a term of the scale or in words close to one, 1 has a probability "
        "within that term, 0 have one above it and 0 have one below it.",
    ),
    (
        verdict,
        ([claim(asserted=OUTSIDE), claim(asserted=OUTSIDE), claim(0.5, asserted=OUTSIDE)], False),
        "Of 3 claims that the author does not hedge, and where the term is the analyst's reading, 0 have a probability "
        "within that term, 0 have one above it, 2 have one below it and on 1 no evidence bears.",
    ),
    (level, (None,), "-"),
    (level, (Confidence("moderate", ()),), "moderate"),
    (
        confidence,
        (Confidence("high", ()),),
        "We have high confidence in this judgement; no criterion of the policy counts against it.",
    ),
    (
        confidence,
        (Confidence("low", (Reason("no-evidence", "x", "low", 0.0),)), "the hypothesis that leads"),
        "We have low confidence in the hypothesis that leads, because no evidence bears on it.",
    ),
    (
        confidence,
        (Confidence("low", (Reason("wide-interval", "x", "low", 0.0),)), "the judgement y"),
        "We have low confidence in the judgement y, because its interval is wide.",
    ),
    (count_nouns.items, (0,), "no items"),
    (count_nouns.items, (21,), "21 items"),
    (count_nouns.scored_items, (0,), "no scored items"),
    (count_nouns.scored_items, (1,), "1 scored item"),
    (count_nouns.origins, (0,), "no origins"),
    (count_nouns.origins, (2,), "2 origins"),
    (count_nouns.actors, (0,), "no actors"),
    (count_nouns.actors, (1,), "1 actor"),
    (count_nouns.relations, (0,), "no relations"),
    (count_nouns.relations, (2,), "2 relations"),
    (language.capital, ("no items",), "No items"),
    (count_nouns.ended, (" A reason",), "A reason."),
    (count_nouns.ended, ("“So it is.”",), "“So it is.”"),
    (gap_sentences.reported_of, (2, 5), "2 of 5"),
    (
        gap_sentences.gap,
        (Gap.model_validate({"about": "club", "indicator": "money", "why": "No time"}), NAMES),
        "State money pays The Club. No time.",
    ),
    (
        gap_sentences.gap,
        (Gap.model_validate({"about": "club", "indicator": "money", "cites": [{"document": "d", "at": "p4"}]}), NAMES),
        "State money pays The Club. (d p4)",
    ),
    (gap_sentences.unstated, ("It was so.", None, "Too vague", NAMES), "“It was so”. Why not: Too vague."),
    (
        gap_sentences.unstated,
        ("It was so.", Asserted(by="clerk", words="surely", document="d", at="p1"), "Vague.", NAMES),
        "“It was so”, claimed by A clerk (d p1) as “surely”. Why not: Vague.",
    ),
    (
        gap_sentences.unstated,
        ("It was so", Asserted(by="clerk"), "Vague", NAMES),
        "“It was so”, claimed by A clerk. Why not: Vague.",
    ),
    (
        gap_sentences.unstated_prediction,
        ("More.", Prediction(resolves_by="2019", why="Vague"), NAMES),
        "Prediction, to be settled by 2019: “More”. Vague.",
    ),
    (gap_sentences.unstated_prediction, ("More.", Prediction(), NAMES), "Prediction: “More”."),
    (labels.chain_of, (("clerk", "author", "editor"),), "clerk via author via editor"),
    (labels.via, ("B2", "C, B"), "B2 via C, B"),
    (labels.worth_of_search, ("B", "30 to 80 %"), "B, search 30 to 80 %"),
    (labels.worth_of_accuracy, ("B", "90 %"), "B, accuracy 90 %"),
    (labels.worth_of_rates, ("B", "90 %", "1 %"), "B, hit 90 %, false alarm 1 %"),
    (headings.HYPOTHESES_CAPTION, (), "Probabilities of the hypotheses of origin"),
    (headings.INSTANCE_CAPTION, (), "Hypotheses of club/origin"),
    (headings.ITEMS_CAPTION, (), "Items on club/origin, strongest first"),
    (item_sentences.pulls, (None,), "decides"),
    (item_sentences.pulls, (2.0,), "for"),
    (item_sentences.pulls, (-2.0,), "against"),
    (item_sentences.reported, (NAMES.item("i1"), NAMES), "The clerk saw the ledger."),
    (item_sentences.reported, (NAMES.item("i4"), NAMES), "present: State money pays The Club"),
    (item_sentences.account, (NAMES.item("i1"), "club", NAMES), "The clerk saw the ledger. (money)"),
    (
        item_sentences.account,
        (NAMES.item("i4"), "moscow", NAMES),
        "clerk says present: State money pays The Club (money on club)",
    ),
    (
        item_sentences.account,
        (NAMES.item("i1").model_copy(update={"event": "vote-2"}), "club", NAMES),
        "The clerk saw the ledger. (money, event vote-2)",
    ),
    (item_sentences.kept, (Unscored("i3", None, "later"),), "i3 (later)"),
    (
        item_sentences.not_scored,
        (Unscored("i3", "club/origin", "unclear"), NAMES),
        "Unclear. Someone paid. Why: Who, is not said. It would bear on club/origin (money); from clerk, -.",
    ),
    (
        item_sentences.not_scored,
        (Unscored("i4", None, "withdrawn"), NAMES),
        "Withdrawn on 2018-02. Why: It was another body. It bears on nothing asked (money); from clerk, -.",
    ),
    (
        item_sentences.not_scored,
        (Unscored("i1", None, "later"), NAMES),
        "Reported later. The clerk saw the ledger. It bears on nothing asked (money); from clerk, d p4.",
    ),
    (
        method_sentences.words,
        (gappy(),),
        "unlikely, 25 to 35 %; likely, 55 to 75 %. An end point that two bands share belongs to the higher one. Below "
        "the first and above the last band there is the number alone. A number is given more digits where rounding "
        "would carry it over an edge.",
    ),
    (
        opening.case_line,
        (assessment(), 1),
        "Case club, by the rubric tiny 2.1. 2 scored items from 1 origin; 2 items kept but not scored.",
    ),
    (
        opening.case_line,
        (assessment(evidence={}, unscored=(), as_of="2017"), 0),
        "Case club, by the rubric tiny 2.1. No scored items from no origins; no items kept but not scored. What had "
        "been reported by the end of 2017 is used.",
    ),
    (opening.analyst, ("All is well.",), "The analyst on this case: All is well."),
    (
        opening.document_line,
        (Document(title="Ledgers", author="an-author", note="Torn."), "An author"),
        "An author, “Ledgers”. Torn.",
    ),
    (opening.document_line, (Document(), None), "not described."),
    (
        opening.made_from,
        (DRAWN, case().rubric),
        f"Case club; inputs {DRAWN.inputs}; rubric tiny 2.1; engine assess 0.1.0; method: exact; intervals from 4,000 "
        "draws, seed 3; log evidence -1.25 nats. To reproduce it:",
    ),
    (
        item_sentences.bearing,
        (
            question(
                "club/origin", 0.5, 0.7, items=3, origins=3, independent_origins=2, coverage="thin", looked_for=1.0
            ),
        ),
        "3 items from 3 origins, 2 of them independent; coverage: thin. Of the information that the rubric's "
        "indicators "
        "of this question could be expected to give, all lies in those reported on.",
    ),
    (
        item_sentences.without_evidence,
        (["Is it?"], 3),
        "On 1 of 3 questions no evidence bears, and it stays at the prior: Is it?",
    ),
    (
        item_sentences.without_evidence,
        (["Is it?", "Who?"], 3),
        "On 2 of 3 questions no evidence bears, and they stay at the prior: Is it? Who?",
    ),
    (
        item_sentences.without_evidence,
        (["Is it?"], 1),
        "On 1 of 1 question no evidence bears, and it stays at the prior: Is it?",
    ),
    (
        item_sentences.moved_from_around,
        (1, 1),
        "1 of 1 question has no item of its own and moves only through related questions; the items of each are "
        "counted under the hypotheses by country.",
    ),
    (
        item_sentences.moved_from_around,
        (1, 4),
        "1 of 4 questions has no item of its own and moves only through related questions; the items of each "
        "are "
        "counted under the hypotheses by country.",
    ),
    (
        item_sentences.moved_from_around,
        (2, 4),
        "2 of 4 questions have no item of their own and move only through related questions; the items of "
        "each "
        "are counted under the hypotheses by country.",
    ),
    (
        item_sentences.kept_unscored,
        (["i3 (unclear)", "i4 (later)"],),
        "Kept but not scored: i3 (unclear), i4 (later); see below.",
    ),
    (gap_sentences.one_report_only, ("Money",), "Money: only one report on it is possible."),
    (
        gap_sentences.would_stand,
        ("Money", "B2", 0.4712, None, "likely (60 %)", "unlikely (30 %)"),
        "Money: reported present by a source graded B2 (chance 47 %), it would stand at likely (60 %); reported "
        "absent, "
        "at unlikely (30 %).",
    ),
    (
        gap_sentences.would_stand,
        ("Money", "B2", 0.004, "made", "likely (60 %)", "unlikely (30 %)"),
        "Money: reported present by a source graded B2 (chance under 1 %), made would stand at likely (60 %); reported "
        "absent, at unlikely (30 %).",
    ),
]


@pytest.mark.parametrize(("function", "values", "sentence"), SAID)
def test_a_function_says_its_sentence(function: Callable[..., str], values: tuple[Any, ...], sentence: str) -> None:
    gap = {"question": "origin", "instance": "club/origin"} if function in vars(headings).values() else {}
    assert function(*values, **gap) == sentence


REASONS: list[tuple[Criterion, ConfidenceFigures, str]] = [
    ("no-evidence", replace(EXTREME, weighing=0), "No scored item weighs on it."),
    ("no-evidence", EXTREME, "5 statements weigh on it."),
    ("few-origins", EXTREME, "No item bears on it directly."),
    ("few-origins", replace(EXTREME, origins=1), "The items on it come from 1 independent origin."),
    ("few-origins", MILD, "The items on it come from 2 independent origins."),
    ("one-source", EXTREME, "Without s nothing is left that speaks for it but its prior."),
    ("one-source", MILD, "Without s the rest moves its odds by 2.5 dB towards this judgement."),
    (
        "one-document",
        EXTREME,
        "Without d and the items that name no document the rest moves its odds by 1.2 dB towards this judgement.",
    ),
    (
        "one-document",
        replace(EXTREME, undocumented=False),
        "Without d the rest moves its odds by 1.2 dB towards this judgement.",
    ),
    (
        "one-document",
        replace(EXTREME, document=None, document_rest=-1.0),
        "Without the items that name no document nothing is left that speaks for it but its prior.",
    ),
    (
        "weak-sources",
        EXTREME,
        "The sources of the statements that carry it are all reliable with 12 %, on average.",
    ),
    ("wide-interval", EXTREME, "Its 90 % interval is 0.81 wide."),
    ("wide-interval", MILD, "Its 90 % interval is 0.30 wide."),
    ("turns-on-source", MILD, "Without a another hypothesis would lead."),
    ("turns-on-source", replace(MILD, turning=()), "No one source decides it."),
    ("turns-on-source", replace(MILD, turning=None), "It leans neither way with all its sources."),
    (
        "turns-on-source",
        replace(EXTREME, turning=("a", "b", "c")),
        "Without a, b or c it would lean neither way, or the other.",
    ),
    (
        "turns-on-source",
        EXTREME,
        "Without a, b, c or any of 2 more it would lean neither way, or the other.",
    ),
    (
        "turns-on-prior",
        EXTREME,
        "With its prior odds cut to a third it would lean neither way, or the other.",
    ),
    (
        "turns-on-prior",
        replace(EXTREME, leads=True),
        "With its prior odds cut to a third another hypothesis would lead.",
    ),
    ("turns-on-prior", MILD, "It would stand with its prior odds cut to a third."),
    ("barely-moved", EXTREME, "All the evidence together moves its odds by 0.3 dB towards this judgement."),
    ("barely-moved", MILD, "All the evidence together moves its odds by 4.0 dB away from this judgement."),
    (
        "thin-coverage",
        EXTREME,
        "Items report on under 1 % of the information that the rubric's indicators could be expected to give.",
    ),
    ("contradiction", EXTREME, "60 % of its weight pulls the other way, beyond what would be expected."),
    ("contradiction", MILD, "No more of its weight pulls the other way than would be expected."),
]


@pytest.mark.parametrize(("code", "figures", "text"), REASONS)
def test_a_reason_is_said_in_english_as_the_result_has_it(
    code: Criterion, figures: ConfidenceFigures, text: str
) -> None:
    assert reason_text(code, figures) == text
    said = "" if code == "no-evidence" else text
    for known in (figures, None):
        assert confidence_figures(Confidence("low", (Reason(code, text, "low", 0.5, figures=known),))) == said


def test_every_criterion_has_its_reason() -> None:
    assert {code for code, _, _ in REASONS} == set(CRITERIA)
