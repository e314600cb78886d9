"""Evidence drawn from the model, against the probability of all that could have been said."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given

from assess.compile.replicated_evidence import log_evidence_of, replicated_evidence, words_of
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from tests.exactly import log_evidence, score
from tests.laws.law_cases import cases, plain_case, said_otherwise
from tests.laws.test_copies_and_silence import ROWS, item, possible

COUNT = 4000
Words = tuple[str, ...]


def agrees(case: Case, log_probabilities: Mapping[Words, float]) -> None:
    """Hold that each evidence is drawn as often as it is probable, and has its log probability as a perturbation."""
    model = score(case).model
    drawn = replicated_evidence(model, COUNT, np.random.default_rng(1))
    counts = Counter(tuple(words.values()) for words in drawn.words)
    assert counts.keys() <= log_probabilities.keys()
    for words, log_p in log_probabilities.items():
        p = math.exp(log_p)
        assert counts[words] / COUNT == pytest.approx(p, abs=5.5 * math.sqrt(p * (1.0 - p) / COUNT) + 1e-3)
    logs = log_evidence_of(model, drawn.perturbations)
    expected = [log_probabilities[tuple(words.values())] for words in drawn.words]
    assert logs.tolist() == pytest.approx(expected, abs=1e-9)


def both(said: Evidence) -> list[tuple[str, Evidence]]:
    return list(zip(words_of(said), (said, said_otherwise(said)), strict=False))


@given(cases(most=3))
def test_evidence_is_drawn_as_often_as_it_is_probable(case: Case) -> None:
    """With relays, favoured stories, shared sources and searches."""
    log_probabilities = {}
    for outcome in itertools.product(*(both(said) for said in case.evidence)):
        said = case.model_copy(update={"evidence": tuple(each for _, each in outcome)})
        log_probabilities[tuple(word for word, _ in outcome)] = log_evidence(score(said))
    agrees(case, log_probabilities)


def test_copies_and_silence_are_drawn_as_often_as_they_are_probable() -> None:
    sources = {
        "a": {"reliability": 0.7, "favours": {"q": ["x"]}},
        "c": {"reliability": 0.6},
        "b": {"reliability": 0.8, "copies": {"a": 0.4, "c": 0.25}, "favours": {"q": ["y"]}},
    }
    last = {
        "silent": item("g", "b", says="silent", tells=0.6),
        "present": item("g", "b", hit=0.9 * 0.6, false_alarm=0.2 * 0.6),
        "absent": item("g", "b", says="absent", hit=1.0, false_alarm=1.0),  # said only where it is repeated
    }
    log_probabilities: dict[Words, float] = {}
    for first, second, third in itertools.product(("present", "absent"), ("present", "absent"), last):
        case = plain_case([item("e", "a", says=first), item("f", "c", says=second), last[third]], sources, ROWS)
        log_p = possible(case)
        log_probabilities[first, second, third] = -math.inf if log_p is None else log_p
    silent = plain_case([item("e", "a"), item("f", "c"), last["silent"]], sources, ROWS)
    agrees(silent, log_probabilities)


def test_who_copies_one_that_copies_is_drawn_after_both() -> None:
    sources = {
        "d": {"reliability": 0.8, "copies": {"b": 0.7}},
        "b": {"reliability": 0.6, "copies": {"a": 0.6}},
        "a": {"reliability": 0.7},
    }
    log_probabilities = {}
    for says in itertools.product(("present", "absent"), repeat=3):
        said = [item(source, source, says=word) for source, word in zip(sources, says, strict=True)]
        log_probabilities[says] = log_evidence(score(plain_case(said, sources, ROWS)))
    assert math.fsum(map(math.exp, log_probabilities.values())) == pytest.approx(1.0)
    agrees(plain_case([item(source, source) for source in sources], sources, ROWS), log_probabilities)


def test_items_of_one_utterance_are_drawn_alike() -> None:
    sources = {"a": {"reliability": 0.7}, "b": {"reliability": 0.5}}
    again = [item("e", "a", statement="u"), item("f", "a", via=["b"], statement="u")]
    drawn = replicated_evidence(score(plain_case(again, sources, ROWS)).model, 500, np.random.default_rng(2)).words
    assert len(drawn) == 500
    assert all(words["e"] == words["f"] for words in drawn)
