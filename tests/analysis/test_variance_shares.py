"""Shares of the width of an interval, against pairs of draws made another way."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta

from assess.analysis.explaining.variance_shares import VarianceShares, variance_shares, variance_shares_in
from assess.compile.model import compile_case
from assess.compile.row_tables import GROUPS, Group
from assess.domain.case import Case
from assess.domain.claim import Claim, Proposition
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale
from assess.network.logs import DB
from assess.scoring.claims import hypotheses_of, stated_in
from tests.exactly import score
from tests.scoring.small_case import Floats, RowsOfSmall, case, chains_of, drawn_rows, exactly_known, joint

SAID = {"a": "present", "b": "absent", "c": "absent"}
OUTER, INNER = 1_500, 100
FIELDS = {"prior": "prior", "indicator": "present", "source": "reliable", "statement": "says_present"}


def width_of(small: Case, pairs: int, hypothesis: str = "x", totals: bool = True) -> VarianceShares:
    assert isinstance(small.rubric, Rubric)
    model = compile_case(small, small.rubric)
    return variance_shares_in(model, hypotheses_of(model, "o/q"), pairs, seed=4, totals=totals)[hypothesis]


def test_first_order_shares_are_the_same_without_totals() -> None:
    whole, alone = (width_of(case(SAID), 600, totals=totals) for totals in (True, False))
    assert (alone.deviation_db, alone.sources) == (whole.deviation_db, whole.sources)
    for group, share in alone.groups.items():
        assert (share.total, share.total_error) == (None, None)
        other = whole.groups[group]
        assert abs(share.first - other.first) < 4.0 * np.hypot(share.first_error, other.first_error)


def log_odds(rows: RowsOfSmall) -> tuple[Floats, Floats]:
    """Return the log odds of the first hypothesis given rows, and how probable the rows make what was said."""
    tables = joint(rows, SAID, chains_of(SAID))
    whole = np.sum(list(tables.values()), axis=0)
    true = np.sum([p for (h, *_), p in tables.items() if h == 0], axis=0)
    return np.log(true) - np.log(whole - true), whole


def log_odds_given_present(rows: RowsOfSmall) -> tuple[Floats, Floats]:
    """Return the same given that the second indicator is present or the third hypothesis holds, and P(that, said)."""
    tables = joint(rows, SAID, chains_of(SAID))
    inside = {key: p for key, p in tables.items() if key[2] == 0 or key[0] == 2}
    whole = np.sum(list(inside.values()), axis=0)
    true = np.sum([p for (h, *_), p in inside.items() if h == 0], axis=0)
    return np.log(true) - np.log(whole - true), whole


def mapped(rows: RowsOfSmall, change: Any) -> RowsOfSmall:
    def of(value: Any) -> Any:
        return {k: change(v) for k, v in value.items()} if isinstance(value, dict) else change(value)

    return RowsOfSmall(**{f.name: of(getattr(rows, f.name)) for f in dataclasses.fields(rows)})


@cache
def many_rows(odds_of: Callable[[RowsOfSmall], tuple[Floats, Floats]]) -> tuple[RowsOfSmall, Floats, Floats]:
    """Return draws from the priors, with their log odds and weights."""
    many = drawn_rows(200_000, np.random.default_rng(22))
    return many, *odds_of(many)


def other_pairs(
    keep: set[str], rng: np.random.Generator, odds_of: Callable[[RowsOfSmall], tuple[Floats, Floats]] = log_odds
) -> tuple[Floats, Floats]:
    """Return log odds of draws, and of others that share some rows; both by weighting draws from the priors."""
    many, odds, weight = many_rows(odds_of)
    chosen = rng.choice(len(weight), OUTER, p=weight / weight.sum())
    kept = mapped(many, lambda values: np.repeat(values[..., chosen], INNER, axis=-1))
    fresh = drawn_rows(OUTER * INNER, rng)
    mixed = RowsOfSmall(**{name: getattr(kept if group in keep else fresh, name) for group, name in FIELDS.items()})
    beside, weights = (values.reshape(OUTER, INNER) for values in odds_of(mixed))
    rising = weights.cumsum(axis=1) / weights.sum(axis=1, keepdims=True)
    picked = (rising < rng.random((OUTER, 1))).sum(axis=1)
    return odds[chosen], beside[np.arange(OUTER), picked]


@pytest.fixture(scope="module")
def shares() -> VarianceShares:
    return width_of(case(SAID), 6_000)


@pytest.mark.parametrize("group", GROUPS)
def test_shares_are_those_of_pairs_made_by_weighting(shares: VarianceShares, group: str) -> None:
    rng = np.random.default_rng(23)
    share = shares.groups[group]
    whole, kept = other_pairs({group}, rng)
    first = float(np.cov(whole, kept)[0, 1] / whole.var())
    assert share.first == pytest.approx(first, abs=4.0 * (share.first_error + 1.0 / np.sqrt(OUTER)))
    whole, replaced = other_pairs(set(GROUPS) - {group}, rng)
    total = float(((whole - replaced) ** 2).mean() / 2.0 / whole.var())
    assert share.total == pytest.approx(total, abs=4.0 * (share.total_error + total * 2.0 / np.sqrt(OUTER)))


def test_shares_of_a_claim_that_is_given_something_are_those_of_draws_weighed_by_its_condition() -> None:
    """The mean of P(C | G, rows) over rows given G is P(C | G): so draws of rows count by P(G | rows)."""
    group: Group = "indicator"
    said = Proposition(({"o/q": ("x",)},), given=({"o/j": ("present",)}, {"o/q": ("z",)}))
    rng = np.random.default_rng(29)
    small = case(SAID)
    assert isinstance(small.rubric, Rubric)
    shares = variance_shares_in(compile_case(small, small.rubric), {"c": said}, 6_000, seed=4)["c"]
    share = shares.groups[group]
    whole, kept = other_pairs({group}, rng, log_odds_given_present)
    assert shares.deviation_db == pytest.approx(DB * whole.std(), rel=4.0 / np.sqrt(OUTER))
    first = float(np.cov(whole, kept)[0, 1] / whole.var())
    assert share.first == pytest.approx(first, abs=4.0 * (share.first_error + 1.0 / np.sqrt(OUTER)))
    whole, replaced = other_pairs(set(GROUPS) - {group}, rng, log_odds_given_present)
    total = float(((whole - replaced) ** 2).mean() / 2.0 / whole.var())
    assert share.total == pytest.approx(total, abs=4.0 * (share.total_error + total * 2.0 / np.sqrt(OUTER)))


def test_a_draw_of_rows_counts_by_how_probable_it_makes_the_condition() -> None:
    """Of a claim on one child of a question given another child, whose row is 0 or 1 for all that one knows."""
    content = {
        "case": "siblings",
        "rubric": {
            "rubric": "siblings",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "u": {"per": "body", "hypotheses": ["x", "y"], "prior": "uniform"},
                "g": {
                    "per": "body",
                    "hypotheses": ["yes", "no"],
                    "given": "u",
                    "prior": {"x": "uniform", "y": "uniform"},
                    "prior_n": 1,
                },
            },
            "indicators": {"i": {"of": "u", "present_if": {"x": {"mean": 0.8, "n": 4}, "y": 0.1}}},
        },
        "subjects": {"o": {"kind": "body"}},
        "ask": {"o": ["u", "g"]},
        "sources": {},
        "claims": {"c": {"text": "C", "holds_if": {"o/i": "present"}, "given": {"o/g": "yes"}}},
    }
    siblings = Case.model_validate(content)
    assert isinstance(siblings.rubric, Rubric)
    shares = variance_shares_in(compile_case(siblings, siblings.rubric), stated_in(siblings), 8_000, seed=4)["c"]
    points = (np.arange(200) + 0.5) / 200
    arcsine = beta.ppf(points, 0.5, 0.5)
    r, q, s = arcsine[:, np.newaxis, np.newaxis], arcsine[:, np.newaxis], beta.ppf(points, 3.2, 0.8)
    x = r / (r + q)
    odds = np.log(x * s + (1.0 - x) * 0.1) - np.log(x * (1.0 - s) + (1.0 - x) * 0.9)
    weight = r + q
    mean = (weight * odds).mean()
    variance = (weight * (odds - mean) ** 2).mean()
    by_prior = (weight[..., 0] * (odds.mean(axis=2) - mean) ** 2).mean() / variance
    by_row = (((weight * odds).mean(axis=(0, 1)) - mean) ** 2).mean() / variance
    assert shares.deviation_db == pytest.approx(DB * variance**0.5, rel=0.04)
    for group, first, total in (("prior", by_prior, 1.0 - by_row), ("indicator", by_row, 1.0 - by_prior)):
        share = shares.groups[group]
        assert share.first == pytest.approx(first, abs=4.0 * share.first_error)
        assert share.total == pytest.approx(total, abs=4.0 * share.total_error + 0.02)


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


def test_without_a_name_all_claims_are_asked_and_their_rows_name_as_many_sources_as_wanted() -> None:
    scored = score(case(SAID).model_copy(update={"claims": {"c": Claim(text="It is x", holds_if={"o/q": ["x"]})}}))
    (ident, shares), *others = variance_shares(scored, pairs=50).items()
    assert (ident, others) == ("c", [])
    assert shares == variance_shares(scored, "c", pairs=50)["c"] == variance_shares(scored, "o/q", pairs=50)["o/q:x"]
    first, *_ = shares.sources.items()
    assert [(row.kind, row.of) for row in shares.rows(1)] == [
        *(("group", group) for group in shares.groups),
        ("source", first[0]),
    ]
    assert (shares.rows(1)[-1].share.first, shares.rows(1)[-1].share.first_error) == first[1]
    assert len(shares.rows()) == len(shares.rows(0)) + len(shares.sources)
    assert shares.to_dict()["sources"][first[0]] == list(first[1])
