"""No sentence that the program can print holds likelihood and confidence at once, or a bare word of likelihood."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any, get_args

import pytest

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.claim import Manner
from assess.domain.confidence_policy import LEVELS, Criterion
from assess.domain.number_text import chance
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.files import load_case, load_scale, shipped_ids
from assess.reporting.report.as_markdown import written
from assess.reporting.report.written_report import markdown
from assess.reporting.show import Show
from assess.reporting.words import confidence_sentences, item_sentences, judgements, source_sentences
from assess.scoring.confidence import Confidence, Reason
from assess.scoring.judgement_basis import NOT_DRAWN, ConfidenceFigures, reason_text
from assess.scoring.results import AssertedResult, SourceResult
from assess.scoring.score import Scoring, score
from tests.random_cases import random_case
from tests.reporting.made_results import claim, gappy, question, scale
from tests.reporting.sentence_lint import Fault, faults, sentences

SCALES = [load_scale(ident) for ident in shipped_ids("scale")] + [gappy()]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
OWN_TEXTS = {"why", "note", "summary", "title", "text", "description", "absent_means", "role", "name", "in_text"}
PROBABILITIES = [0.0, 0.004, 0.03, 0.05, 0.2, 0.22, 0.3333, 0.45, 0.5, 0.52, 0.6, 0.7999, 0.9, 0.95, 0.985, 0.999, 1.0]

EXTREME = ConfidenceFigures(
    weighing=5,
    origins=0,
    source="s",
    source_rest=0.0,
    document="d",
    document_rest=1.25,
    undocumented=True,
    reliability=0.12,
    width=0.81,
    turning=("a", "b", "c", "d", "e"),
    prior_turns=True,
    moved_db=0.3,
    looked_for=0.004,
    against=0.6,
    leads=False,
)
MILD = replace(
    EXTREME,
    origins=2,
    document=None,
    undocumented=False,
    turning=("a",),
    prior_turns=False,
    width=0.3,
    source_rest=2.5,
    moved_db=-4.0,
    against=0.0,
    leads=True,
)


def every_confidence() -> Iterator[Confidence]:
    """Yield levels with all kinds of reasons."""
    for level in LEVELS:
        for ground in (EXTREME, MILD):
            for number in (0, 1, 2, len(CRITERIA)):
                for codes in combinations(CRITERIA, number):
                    reasons = [Reason(code, reason_text(code, ground), level, 1.0) for code in codes]
                    yield Confidence(level, (*reasons, Reason("no-interval", NOT_DRAWN, None, None)))


def every_sentence(of: Scale) -> Iterator[str]:
    """Yield what every function of `words` says, of all kinds of results."""
    for p in PROBABILITIES:
        yield judgements.likelihood(p, of)
        for prior in (p, p + 1e-4 if p < 0.5 else p - 1e-4, 0.31):
            judged = claim(p, prior=prior, term=getattr(of.term_of(p), "term", None))
            yield judgements.judgement(judged, "it was so", of)
            yield from compared(p, prior, of)
            for items in (0, 1, 3):
                asked = question("club/origin", prior, p, items=items, origins=items, looked_for=p)
                yield judgements.support(judged, [asked, question("lodge/origin", 0.5, 0.5)])
                yield item_sentences.bearing(asked)
            for heard in (1, 4):
                yield source_sentences.passage(
                    SourceResult(id="s", prior=prior, posterior=p, as_origin=1, as_relay=heard - 1), "A clerk", 4
                )
    for confidence in every_confidence():
        yield confidence_sentences.confidence(confidence)
        yield confidence_sentences.confidence(confidence, "the hypothesis that leads")
        yield confidence_sentences.confidence_figures(confidence)


def compared(p: float, prior: float, of: Scale) -> Iterator[str]:
    for term in (None, of.terms[0].term, of.terms[-1].term):
        for manner in get_args(Manner.__value__ if hasattr(Manner, "__value__") else Manner):
            for said in (None, "surely"):
                band = None if term is None else of.find(term)
                inside = None if band is None else of.holds(band, p)
                asserted = AssertedResult(
                    "author", term, said, manner, inside, None if band is None else of.place(band, p)
                )
                judged = claim(p, prior=prior, asserted=asserted)
                yield judgements.compared(asserted, "An author", "book p1", judged, of)
                yield f"{judgements.hedge(said, manner).capitalize()}, read as {judgements.read_word(asserted, of)}."


def kinds(text: str, of: Scale) -> list[str]:
    return [fault.kind for fault in faults(text, of)]


@pytest.mark.parametrize("of", SCALES, ids=lambda of: of.scale)
def test_no_sentence_of_the_words_breaks_the_rules(of: Scale) -> None:
    said = list(dict.fromkeys(every_sentence(of)))
    assert len(said) > 500
    assert [fault for text in said for fault in faults(text, of)] == []


@pytest.mark.parametrize("code", CRITERIA)
def test_a_reason_names_no_level_and_a_level_no_figure(code: Criterion) -> None:
    for ground in (EXTREME, MILD):
        text = reason_text(code, ground)
        assert text.endswith(".")
        assert not any(f" {level} " in text for level in LEVELS)
        said = confidence_sentences.confidence(Confidence("low", (Reason(code, text, "low", 0.5),)))
        assert said.startswith("We have low confidence in this judgement, because ")
        assert not any(character.isdigit() or character == "%" for character in said)


def without_own_texts(value: Any) -> Any:
    """Return what a case says, without what its analyst wrote in own words."""
    if isinstance(value, dict):
        return {
            key: "Own words." if key in OWN_TEXTS and isinstance(inner, str) else without_own_texts(inner)
            for key, inner in value.items()
        }
    return [without_own_texts(inner) for inner in value] if isinstance(value, list | tuple) else value


def bare(case: Case) -> Case:
    return Case.model_validate(without_own_texts(case.model_dump(mode="json", exclude_defaults=True)))


def test_what_is_shown_of_the_shipped_case_keeps_the_rules() -> None:
    show = Show(bare(load_case("russia-diasporas-2017")))
    pages = {ident: written(show.page(ident)) for ids in show.ids.values() for ident in ids}
    assert len(pages) > 300
    assert [fault for text in pages.values() for fault in faults(text, show.scale)] == []


def scale_of(case: Case) -> Scale:
    assert isinstance(case.rubric, Rubric)
    assert isinstance(case.rubric.scale, Scale)
    return case.rubric.scale


def test_the_shipped_report_keeps_the_rules(cut: Scoring, shipped_report: str) -> None:
    of = scale_of(cut.case)
    assert faults(markdown(score(bare(cut.case), draws=200), with_annexes=True), of) == []
    assert "level and likelihood" not in kinds(shipped_report, of)


@pytest.mark.parametrize("seed", range(8_000, 8_030))
def test_reports_of_random_cases_keep_the_rules(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=10), draws=100)
    assert faults(markdown(result, with_annexes=True), scale_of(result.case)) == []


@pytest.mark.parametrize(
    "text",
    [
        "We have low confidence that it is likely (60 %).",
        "It is so at 60 %, which we hold with\nmoderate confidence.",
        "- **x**: confidence is high, and the odds are 4 to 1.",
        "With high confidence the probability is put above a half.",
        "It is almost certain (97 %) and we are confident in it to a high degree.",
    ],
)
def test_a_level_with_a_likelihood_is_found(text: str) -> None:
    assert kinds(f"All is well. {text} All is well.", scale()) == ["level and likelihood"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is likely (60 %) that he came. We have low confidence in this judgement.", []),
        ("It is likely that he came.", ["word without number"]),
        ("It is LIKELY that he came. It is 60 %.", ["word without number"]),
        ("He said “it is likely, with high confidence”.", []),
        ("The band of likely, 55 to 80 %, is wide.", []),
        ("It is very likely (just under 95 %).", []),
        ("| likely | 60 % | low |", []),
        ("| likely | low |", ["word without number"]),
        ("The low hills are likely (60 %) to be green.", []),
    ],
)
def test_what_is_a_fault_and_what_is_none(text: str, expected: list[str]) -> None:
    assert kinds(text, scale()) == expected


def test_sentences_run_on_over_lines_and_end_with_their_paragraph() -> None:
    text = "# A heading\n\nOne thing\nand more, 0.5 of it. Two (so\nit is.) Three\n\n"
    text += "- **a**: four. Five\n- six\n| a | b. C |"
    assert list(sentences(text)) == [
        "# A heading",
        "One thing and more, 0.5 of it.",
        "Two (so it is.",
        "Three",
        "- **a**: four.",
        "Five",
        "- six",
        "| a | b. C |",
    ]


def test_a_fault_shows_its_sentence() -> None:
    assert faults("Fine. It is likely.", scale()) == [Fault("word without number", "It is likely.")]


def test_a_term_that_stands_for_a_grade_has_its_band() -> None:
    assert chance(Chance.model_validate("likely"), scale()) == "likely (55 to 80 %)"
    assert chance(Chance.model_validate("B"), scale()) == "B"
