"""Shares of the width of an interval, against pairs of draws made another way."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from assess.analysis.explaining.variance_shares import VarianceShares, variance_shares_in
from assess.compile.model import compile_case
from assess.compile.row_tables import GROUPS
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.scoring.claims import hypotheses_of
from tests.scoring.small_case import Floats, RowsOfSmall, case, chains_of, drawn_rows, exactly_known, joint

SAID = {"a": "present", "b": "absent", "c": "absent"}
OUTER, INNER = 1_500, 300
FIELDS = {"prior": "prior", "indicator": "present", "source": "reliable", "statement": "says_present"}


def width_of(small: Case, pairs: int, hypothesis: str = "x") -> VarianceShares:
    assert isinstance(small.rubric, Rubric)
    model = compile_case(small, small.rubric)
    return variance_shares_in(model, hypotheses_of(model, "o/q"), pairs, seed=4)[hypothesis]


def log_odds(rows: RowsOfSmall) -> tuple[Floats, Floats]:
    """Return the log odds of the first hypothesis given rows, and how probable the rows make what was said."""
    tables = joint(rows, SAID, chains_of(SAID))
    whole = np.sum(list(tables.values()), axis=0)
    true = np.sum([p for (h, *_), p in tables.items() if h == 0], axis=0)
    return np.log(true) - np.log(whole - true), whole


def mapped(rows: RowsOfSmall, change: Any) -> RowsOfSmall:
    def of(value: Any) -> Any:
        return {k: change(v) for k, v in value.items()} if isinstance(value, dict) else change(value)

    return RowsOfSmall(**{f.name: of(getattr(rows, f.name)) for f in dataclasses.fields(rows)})


def other_pairs(keep: set[str], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return log odds of draws, and of others that share some rows; both by weighting draws from the priors."""
    many = drawn_rows(200_000, rng)
    odds, weight = log_odds(many)
    chosen = rng.choice(len(weight), OUTER, p=weight / weight.sum())
    kept = mapped(many, lambda values: np.repeat(values[..., chosen], INNER, axis=-1))
    fresh = drawn_rows(OUTER * INNER, rng)
    mixed = RowsOfSmall(**{name: getattr(kept if group in keep else fresh, name) for group, name in FIELDS.items()})
    beside, weights = (values.reshape(OUTER, INNER) for values in log_odds(mixed))
    rising = weights.cumsum(axis=1) / weights.sum(axis=1, keepdims=True)
    picked = (rising < rng.random((OUTER, 1))).sum(axis=1)
    return odds[chosen], beside[np.arange(OUTER), picked]


@pytest.mark.parametrize("group", GROUPS)
def test_shares_are_those_of_pairs_made_by_weighting(group: str) -> None:
    rng = np.random.default_rng(23)
    share = width_of(case(SAID), 6_000).groups[group]
    whole, kept = other_pairs({group}, rng)
    first = float(np.cov(whole, kept)[0, 1] / whole.var())
    assert share.first == pytest.approx(first, abs=4.0 * (share.first_error + 1.0 / np.sqrt(OUTER)))
    whole, replaced = other_pairs(set(GROUPS) - {group}, rng)
    total = float(((whole - replaced) ** 2).mean() / 2.0 / whole.var())
    assert share.total == pytest.approx(total, abs=4.0 * (share.total_error + total * 2.0 / np.sqrt(OUTER)))


def test_the_only_source_that_is_not_known_for_certain_has_all_of_the_width() -> None:
    sure = exactly_known(case(SAID))
    small = case(SAID)
    sources = {**sure.sources, "author": small.sources["author"]}
    shares = width_of(sure.model_copy(update={"sources": sources}), 2_000)
    assert shares.groups["source"].first == pytest.approx(1.0, abs=4.0 * shares.groups["source"].first_error + 1e-9)
    assert shares.groups["source"].total == pytest.approx(1.0, abs=4.0 * shares.groups["source"].total_error + 0.02)
    for group in ("prior", "indicator", "statement"):
        assert shares.groups[group].total == pytest.approx(0.0, abs=1e-12)
    assert next(iter(shares.sources)) == "author"
    assert shares.sources["author"][0] > 0.9


def test_what_is_known_for_certain_has_no_width_to_share() -> None:
    assert width_of(exactly_known(case(SAID)), 100) == VarianceShares(0.0, {}, {})
