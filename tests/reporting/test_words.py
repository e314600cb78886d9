from dataclasses import replace

import pytest

from assess.domain.scale import Scale
from assess.reporting.words import item_sentences, judgements
from assess.reporting.words.source_sentences import passage
from assess.scoring.results import AssertedResult, SourceResult
from tests.reporting.made_results import claim, gappy, question, scale


def test_a_judgement_has_its_word_its_number_and_its_prior() -> None:
    assert judgements.judgement(claim(0.68), "it was so", scale()) == (
        "We assess that it is likely (68 %) that “it was so”; the prior was 50 %."
    )


@pytest.mark.parametrize(
    ("probability", "start"),
    [
        (0.5, "We assess that there is a roughly even chance (50 %) that"),
        (0.02, "We assess that there is almost no chance (2 %) that"),
        (0.97, "We assess that it is almost certain (97 %) that"),
    ],
)
def test_words_that_are_nouns_get_an_article(probability: float, start: str) -> None:
    assert judgements.judgement(claim(probability, prior=0.4), "x", scale()).startswith(start)


def test_a_noun_with_a_vowel_gets_an() -> None:
    even = Scale.model_validate({"scale": "s", "terms": [{"term": "even chance", "low": 0.4, "high": 0.6}]})
    assert "there is an even chance (50 %) that" in judgements.judgement(claim(0.5, prior=0.4), "x", even)


def test_in_a_gap_there_is_no_word() -> None:
    assert judgements.judgement(claim(0.5, prior=0.3), "x", gappy()) == (
        "We put the probability at 50 % that “x”; the prior was 30 %."
    )


def test_a_claim_at_its_prior_says_so() -> None:
    at_prior = claim(1.0 / 3.0, prior=0.33333333333333)
    assert judgements.judgement(at_prior, "x", scale()) == (
        "That “x” cannot be assessed: no evidence bears on it, and it stays at its prior, 33 %."
    )
    assert judgements.support(at_prior, [question("club/origin", 0.5, 0.5)]) == "No item bears on it."


def test_a_claim_moved_from_around_is_not_said_to_stay() -> None:
    moved = claim(0.503)
    assert judgements.judgement(moved, "x", scale()).endswith("the prior was 50 %, and the evidence hardly moves it.")
    assert judgements.support(moved, [question("club/origin", 0.5, 0.503)]) == (
        "Nothing reports on it directly; it follows from the answers to related questions."
    )


def test_support_names_what_has_none() -> None:
    related = question("club/origin", 0.5, 0.7, items=1)
    assert judgements.support(claim(), [related, question("lodge/origin", 0.5, 0.5)]) == (
        "1 item bears on it directly; none on lodge/origin."
    )


@pytest.mark.parametrize(
    ("asserted", "probability", "sentence"),
    [
        (
            AssertedResult("a", "likely", "surely", "hedged", True, "within"),
            0.68,
            "Claimed by An author (d p9) as “surely”, read as likely (55 to 80 %): the probability lies within.",
        ),
        (
            AssertedResult("a", "likely", None, "hedged", False, "below"),
            0.54,
            "Claimed by An author (d p9), in the word likely (55 to 80 %): the probability lies below.",
        ),
        (
            AssertedResult("a", "likely", "is", "flat", False, "above"),
            0.8,
            "Claimed by An author (d p9) without a hedge (“is”), read as likely (55 to 80 %): "
            "the probability lies above.",
        ),
        (
            AssertedResult("a", None, "claimed", "reported", None),
            0.4,
            "Claimed by An author (d p9) as reported (“claimed”); no term of the scale stands for that.",
        ),
        (
            AssertedResult("a", "likely", None, "flat", False, "below"),
            0.5,
            "Claimed by An author (d p9) without a hedge, read as likely (55 to 80 %): "
            "with no evidence on it there is nothing to compare.",
        ),
    ],
)
def test_an_authors_word_is_set_beside_the_number(asserted: AssertedResult, probability: float, sentence: str) -> None:
    assert judgements.compared(asserted, "An author", "d p9", claim(probability), scale()) == sentence


def test_an_authors_words_in_a_table_and_what_they_are_read_as() -> None:
    asserted = [
        AssertedResult("a", "likely", "surely", "hedged", True, "within"),
        AssertedResult("a", "likely", None, "hedged", False, "below"),
        AssertedResult("a", "likely", "control", "presupposed", True, "within"),
        AssertedResult("a", None, None, "flat", None),
        AssertedResult("a", None, None, "hedged", None),
        None,
    ]
    assert [judgements.own_words(asserted) for asserted in asserted] == [
        "“surely”",
        "-",
        "presupposed: “control”",
        "no hedge",
        "-",
        "-",
    ]
    assert [judgements.read_as(asserted) for asserted in asserted] == ["likely", "likely", "likely", "-", "-", "-"]
    moved = [judgements.inside(claim(asserted=asserted)) for asserted in asserted]
    assert moved == ["within", "below", "within", "-", "-", "-"]
    still = [judgements.inside(claim(0.5, asserted=asserted)) for asserted in asserted]
    assert still == ["no evidence", "no evidence", "no evidence", "-", "-", "-"]


def test_an_instance_without_items_stays_or_is_moved_from_around() -> None:
    assert item_sentences.bearing(question("lodge/origin", 0.5, 0.5)) == (
        "No item bears on this: the probabilities stay at their prior."
    )
    assert item_sentences.bearing(question("lodge/origin", 0.5, 0.6)) == (
        "No item bears on this: the probabilities move only through related questions."
    )


def test_an_instance_says_what_it_rests_on() -> None:
    related = question(
        "club/origin", 0.5, 0.7, items=2, origins=1, independent_origins=1, coverage="thin", looked_for=0.4
    )
    assert item_sentences.bearing(related) == (
        "2 items from 1 origin; coverage: thin. Of the information that the rubric's indicators of this question "
        "could be expected to give, 40 % lies in those reported on."
    )


def test_a_source_through_which_all_passes() -> None:
    assert passage(SourceResult(id="s", prior=0.86, posterior=0.86, as_origin=19, as_relay=29), "An author", 48) == (
        "All 48 scored items pass through An author (19 as origin, 29 as relay). P(reliable) stays at 86 %: where all "
        "comes through one source, nothing can speak for or against it."
    )
    assert passage(SourceResult(id="s", prior=0.71, posterior=0.89, as_origin=9, as_relay=2), "A clerk", 48) == (
        "11 of 48 scored items pass through A clerk (9 as origin, 2 as relay). P(reliable) rises from 71 % to 89 %."
    )
    assert passage(SourceResult(id="s", prior=0.71, posterior=0.5, as_origin=1, as_relay=0), "A clerk", 2) == (
        "1 of 2 scored items passes through A clerk (1 as origin, 0 as relay). P(reliable) falls from 71 % to 50 %."
    )
    assert passage(SourceResult(id="s", prior=0.711, posterior=0.713, as_origin=1, as_relay=0), "A clerk", 2) == (
        "1 of 2 scored items passes through A clerk (1 as origin, 0 as relay). P(reliable) hardly moves from 71 %."
    )


@pytest.mark.parametrize(
    ("probability", "prior", "sentence"),
    [
        (0.84, 0.5, "set up by the state is very likely (84 %)."),
        (0.34, 0.26, "set up by the state is the likeliest of three answers, though unlikely (34 %)."),
        (
            1.0 / 3.0,
            1.0 / 3.0,
            "set up by the state cannot be assessed: no evidence bears on it, and it stays at its prior, 33 %.",
        ),
    ],
)
def test_the_hypothesis_that_leads_is_called_so_where_its_word_would_surprise(
    probability: float, prior: float, sentence: str
) -> None:
    rest = {"grown": (1.0 - probability) / 2.0, "bought": (1.0 - probability) / 2.0}
    before = {"made": prior, "grown": (1.0 - prior) / 2.0, "bought": (1.0 - prior) / 2.0}
    asked = replace(question("club/origin", prior, probability), prior=before, posterior={"made": probability, **rest})
    assert judgements.leading_judgement(asked, "set up by the state", scale()) == sentence


def test_over_99_percent_is_within_almost_certain() -> None:
    certain = scale().find("almost certain")
    assert certain is not None
    assert scale().place(certain, 0.9999) == "within"
    assert scale().place(certain, 0.9) == "below"
    likely = scale().find("likely")
    assert likely is not None
    assert scale().place(likely, 0.9999) == "above"
