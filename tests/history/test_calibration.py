"""Forecasts and what came of them."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.files import load_scale
from assess.history.outcomes.calibration import (
    Calibration,
    Forecast,
    bin_of,
    calibration,
    weight_nats,
)
from assess.history.outcomes.outcomes import Outcomes
from assess.network.scores import brier, log_ratio_cost, log_score
from assess.reporting.tables.calibration_tables import remarks, score_rows
from tests.reporting.sentence_lint import faults

SCALE = load_scale("icd203")
LEVELS = ("high", "moderate", "low", None)


def forecast(number: int, p: float, prior: float, level: str | None, came: bool) -> Forecast:
    term = SCALE.term_of(p)
    return Forecast(f"c/p{number}", p, prior, term.term if term else None, level, came, "2018-01-01")


probabilities = st.sampled_from([0.0, 1.0]) | st.floats(0.0, 1.0)
many = st.lists(
    st.tuples(
        probabilities, st.sampled_from([0.0, 1.0]) | st.floats(0.01, 0.99), st.sampled_from(LEVELS), st.booleans()
    ),
    min_size=1,
    max_size=12,
).map(lambda rows: [forecast(n, *row) for n, row in enumerate(rows)])


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_forecasts_does_not_matter(forecasts: list[Forecast], rng: random.Random) -> None:
    mixed = list(forecasts)
    rng.shuffle(mixed)
    assert calibration(mixed, SCALE) == calibration(forecasts, SCALE)


@given(many)
def test_every_score_is_that_of_all_forecasts(forecasts: list[Forecast]) -> None:
    scores = calibration(forecasts, SCALE)
    p, y = [f.probability for f in forecasts], [f.outcome for f in forecasts]
    assert math.isclose(scores.brier, brier(p, y), abs_tol=1e-12)
    parts = scores.parts
    assert math.isclose(
        parts.reliability - parts.resolution + parts.uncertainty + parts.within, scores.brier, abs_tol=1e-12
    )
    assert (scores.log_score is None) == bool(scores.refuted) == math.isinf(log_score(p, y))
    assert (scores.skill is None) == (len(set(y)) == 1)
    for groups in (scores.table, scores.by_term, scores.by_level):
        assert sum(g.count for g in groups) == len(p)
        assert sum(g.came_true for g in groups) == sum(y)
        assert math.isclose(sum(g.count * g.brier for g in groups) / len(p), scores.brier, abs_tol=1e-12)
        assert all(g.interval[0] <= g.frequency <= g.interval[1] for g in groups)
    assert (scores.cllr is None) == (len(set(y)) == 1 or bool(scores.refuted))
    assert not any(cell.startswith("-0.000") for row in score_rows(scores) for cell in row)
    if scores.cllr is not None:
        assert math.isclose(scores.cllr, log_ratio_cost([weight_nats(f) for f in forecasts], y).cost, rel_tol=1e-12)
        assert math.isclose(scores.cllr, scores.cllr_discrimination + scores.cllr_calibration, rel_tol=1e-12)


@given(many)
def test_json_is_plain(forecasts: list[Forecast]) -> None:
    plain = calibration(forecasts, SCALE).to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["format"] == "assess.calibration/1"


@given(many)
def test_forecasts_that_stay_at_their_priors_say_nothing(forecasts: list[Forecast]) -> None:
    scores = calibration([replace(f, probability=f.prior) for f in forecasts], SCALE)
    assert scores.cllr is None or math.isclose(scores.cllr, 1.0)


def test_the_words_and_levels_stand_in_the_order_of_their_scales() -> None:
    rows: list[Any] = [(0.9, "low", True), (0.3, "high", False), (0.02, None, False), (0.97, "moderate", True)]
    scores = calibration([forecast(n, p, 0.5, level, came) for n, (p, level, came) in enumerate(rows)], SCALE)
    assert [g.label for g in scores.by_term] == ["almost no chance", "unlikely", "very likely", "almost certain"]
    assert [g.label for g in scores.by_level] == ["low", "moderate", "high", None]
    assert [g.label for g in scores.table] == ["0 to 10 %", "30 to 40 %", "90 to 100 %"]
    assert scores.skill is not None
    assert math.isclose(scores.skill, 1 - (0.1**2 + 0.3**2 + 0.02**2 + 0.03**2) / 4 / 0.25)


@pytest.mark.parametrize(("p", "expected"), [(0.0, 0), (0.0999, 0), (0.1, 1), (0.95, 9), (1.0, 9)])
def test_a_probability_has_its_bin(p: float, expected: int) -> None:
    assert bin_of(p) == expected


def test_a_certainty_weighs_without_end_and_a_certain_prior_nothing() -> None:
    assert weight_nats(forecast(0, 1.0, 0.5, None, True)) == math.inf
    assert weight_nats(forecast(0, 0.0, 0.5, None, True)) == -math.inf
    assert weight_nats(forecast(0, 0.0, 0.0, None, True)) == 0.0


def test_what_rounds_to_nothing_has_no_sign() -> None:
    scores = calibration([forecast(0, 0.9, 0.5, None, True)], SCALE)
    parts = replace(scores.parts, within=-1e-17)
    assert ("+ within bins", "0.000") in [row[:2] for row in score_rows(replace(scores, parts=parts))]


def test_nothing_to_score_is_refused() -> None:
    with pytest.raises(ValueError, match="no forecast"):
        calibration([], SCALE)


def said(scores: Calibration | None, outcomes: Outcomes) -> str:
    return " ".join(remarks(scores, outcomes))


@given(many)
def test_the_sentences_keep_likelihood_and_confidence_apart(forecasts: list[Forecast]) -> None:
    scores = calibration(forecasts, SCALE)
    text = said(scores, Outcomes(tuple(forecasts), ("c/due",), ("c/later",), ("c/unstated",)))
    assert faults(text, SCALE) == []
    assert "Due, and not settled: c/due." in text
    assert "Settled, but no question states them: c/unstated." in text
    assert len(list(score_rows(scores))) == 10


def test_nothing_settled_is_said() -> None:
    assert "nothing to score" in said(None, Outcomes((), (), (), ()))
