"""A small result made by hand: what the report says of it can be read off the numbers here."""

import math
from dataclasses import replace
from typing import Any

from assess.domain.case import Case
from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.scoring.results import (
    AssertedResult,
    Assessment,
    ClaimResult,
    ItemResult,
    QuestionResult,
    SourceResult,
    Unscored,
)

BANDS = [
    ("almost no chance", 0.01, 0.05),
    ("very unlikely", 0.05, 0.20),
    ("unlikely", 0.20, 0.45),
    ("roughly even chance", 0.45, 0.55),
    ("likely", 0.55, 0.80),
    ("very likely", 0.80, 0.95),
    ("almost certain", 0.95, 0.99),
]


def scale(**changes: Any) -> Scale:
    terms = [{"term": term, "low": low, "high": high} for term, low, high in BANDS]
    return Scale.model_validate({"scale": "seven", "terms": terms} | changes)


def gappy() -> Scale:
    terms = [{"term": "unlikely", "low": 0.25, "high": 0.35}, {"term": "likely", "low": 0.55, "high": 0.75}]
    return Scale.model_validate({"scale": "gappy", "terms": terms, "outside": "number"})


def rubric() -> Rubric:
    grading = {"grading": "letters", "reliability": {"B": 0.8}, "credibility": {"2": 0.9}, "search": 0.5}
    read = Rubric.model_validate(
        {
            "rubric": "tiny",
            "version": "2.1",
            "questions": {
                "origin": {
                    "per": "body",
                    "text": "How did {subject} come about?",
                    "hypotheses": {"made": "Made by the state", "grown": "Grown by itself"},
                    "prior": "uniform",
                }
            },
            "indicators": {
                "money": {
                    "of": "origin",
                    "text": "State money pays {subject}",
                    "present_if": {"made": 0.6, "grown": 0.1},
                },
                "vote": {"of": "origin", "present_if": {"made": 0.2, "grown": 0.7}},
            },
        }
    )
    return read.model_copy(update={"scale": scale(), "grading": Grading.model_validate(grading)})


def case(**changes: Any) -> Case:
    items: list[dict[str, Any]] = [
        {
            "id": "i1",
            "says": "present",
            "summary": "The clerk saw the ledger.",
            "cites": [{"document": "d", "at": "p4"}],
        },
        {"id": "i2", "says": "absent", "via": ["author"], "indicator": "vote"},
        {"id": "i3", "says": "unclear", "summary": "Someone paid.", "why": "Who, is not said."},
        {"id": "i4", "says": "present", "withdrawn": {"on": "2018-02", "why": "It was another body."}},
    ]
    shared = {"about": "club", "indicator": "money", "source": "clerk"}
    graded = [shared | i | ({"credibility": 2} if i["says"] != "unclear" else {}) for i in items]
    claims = {
        "club-made": {
            "text": "The club was made by the state.",
            "holds_if": {"club/origin": "made"},
            "asserted": {"by": "author", "term": "likely", "words": "surely", "document": "d", "at": "p9"},
        }
    }
    written: dict[str, Any] = {
        "case": "club",
        "title": "The club",
        "rubric": rubric(),
        "subjects": {"club": {"kind": "body", "name": "The Club", "country": "XA"}},
        "ask": {"club": ["origin"], "lodge": ["origin"]},
        "sources": {
            "clerk": {"reliability": "B", "name": "A clerk", "why": "Kept the books."},
            "author": {"reliability": 0.9},
        },
        "documents": {"d": {"title": "Ledgers", "author": "An author", "published": "2017-05"}},
        "claims": claims,
        "evidence": graded,
    }
    written["subjects"]["lodge"] = {"kind": "body"}
    return Case.model_validate(written | changes)


def question(ident: str, prior: float, probability: float, **changes: Any) -> QuestionResult:
    subject, _, name = ident.partition("/")
    numbers = {"made": probability, "grown": 1.0 - probability}
    logs = {h: math.log(p) if p else -math.inf for h, p in numbers.items()}
    result = QuestionResult(
        id=ident,
        subject=subject,
        country="XA" if subject == "club" else None,
        question=name,
        period=None,
        prior={"made": prior, "grown": 1.0 - prior},
        posterior=numbers,
        log_posterior=logs,
        log_remainder={"made": logs["grown"], "grown": logs["made"]},
        term={h: scale().term_of(p).term for h, p in numbers.items()},
        items=0,
        origins=0,
        independent_origins=0,
        coverage="unmonitored",
        looked_for=0.0,
        unsearched=("money", "vote"),
    )
    return replace(result, **changes)


def claim(probability: float = 0.68, **changes: Any) -> ClaimResult:
    result = ClaimResult(
        id="club-made",
        text="The club was made by the state.",
        countries=("XA",),
        instances=("club/origin",),
        prior=0.5,
        probability=probability,
        term=scale().term_of(probability).term,
        asserted=AssertedResult(
            "author",
            "likely",
            "surely",
            "hedged",
            0.55 <= probability < 0.80,
            scale().place(scale().terms[4], probability),
        ),
    )
    return replace(result, **changes)


def assessment(**changes: Any) -> Assessment:
    related = {
        "items": 2,
        "origins": 1,
        "independent_origins": 1,
        "coverage": "thin",
        "looked_for": 0.4,
        "unsearched": (),
    }
    written = case()
    result = Assessment(
        case=written,
        as_of=None,
        engine="0.1.0",
        stored_inputs="sha256:0",
        method="exact",
        log_evidence=-1.25,
        questions={
            "club/origin": question("club/origin", 0.5, 0.68, **related),
            "lodge/origin": question("lodge/origin", 0.5, 0.5),
        },
        claims={"club-made": claim()},
        predictions={},
        sources={
            "clerk": SourceResult(id="clerk", prior=0.8, posterior=0.85, as_origin=2, as_relay=0),
            "author": SourceResult(id="author", prior=0.9, posterior=0.9, as_origin=0, as_relay=1),
        },
        indicators={},
        evidence={
            "i2": ItemResult("i2", "club/origin", {"made": 0.04, "grown": -0.04}),
            "i1": ItemResult("i1", "club/origin", {"made": 7.8123, "grown": -7.8123}),
        },
        rates={},
        unscored=(Unscored("i3", "club/origin", "unclear"), Unscored("i4", "club/origin", "withdrawn")),
    )
    return replace(result, **changes)
