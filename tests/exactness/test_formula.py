"""The engine against a second reading of the model, on cases whose very shape is random; with zeros and ones too."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.rubric import Rubric
from assess.errors import AssessError, ImpossibleEvidenceError
from assess.network.beta import beta_of_quantiles
from assess.study.score import score
from tests.exactness.formula import Formula, NoStoryError, mean_of_band
from tests.made_up import Maker
from tests.oracle import Oracle
from tests.strategies import AS_OF, draft_of, random_case, sharp_cases, whole_cases

TOLERANCE = 1e-9
SEEDS = range(300)
CROWDED = range(5_000, 5_040)
SHARP = range(300)

FEATURES = {
    "2 periods",
    "3 periods",
    "accuracy",
    "chain of 1",
    "chain of 2",
    "chain of 3",
    "chain of 4",
    "chance as a band",
    "chance as a number",
    "chance as a term",
    "chance as mean and n",
    "cited",
    "credibility",
    "event",
    "favours",
    "favours a question",
    "favours an instance",
    "favours an instance against its question",
    "given_weight below 1",
    "given_weight of an override",
    "graded source",
    "hit and false_alarm",
    "indicator 2 deep",
    "indicator 3 deep",
    "item on a nested subject",
    "override",
    "override of a later period",
    "override with 0 parents",
    "override with 1 parents",
    "override with 2 parents",
    "override with another body's instance",
    "parent of the same period",
    "parent two levels up",
    "prior_n",
    "reported",
    "same words by the same way",
    "says absent",
    "says not-found",
    "says present",
    "says unclear",
    "search named",
    "shared statement",
    "source of reliability 0",
    "source of reliability 1",
    "two parents",
    "unclear",
    "uniform for all rows",
    "uniform row",
    "weight below 1",
    "withdrawn",
}


def close(expected: object) -> object:
    return pytest.approx(expected, abs=TOLERANCE, rel=0.0)


def check_all(case: Case, as_of: str | None = None) -> None:
    """Compare everything that a scoring reports in numbers."""
    expected = Formula(case, as_of).answers()
    result = score(case, as_of)
    assert result.log_evidence == close(expected.log_evidence)
    assert result.questions.keys() == expected.posterior.keys()
    for ident, question in result.questions.items():
        assert dict(question.prior) == close(expected.prior[ident])
        assert dict(question.posterior) == close(expected.posterior[ident])
        assert (question.items, question.origins) == expected.counts[ident]
        check_logs(question.log_posterior, question.log_remainder, expected.posterior[ident])
    claims = {**result.claims, **result.predictions}
    assert {n: (c.prior, c.probability) for n, c in claims.items()} == {n: close(c) for n, c in expected.claims.items()}
    sources = {n: (s.prior, s.posterior) for n, s in result.sources.items()}
    assert sources == {n: close(s) for n, s in expected.sources.items()}
    assert {n: i.instance for n, i in result.indicators.items()} == {n: i[0] for n, i in expected.indicators.items()}
    for ident, indicator in result.indicators.items():
        assert (indicator.prior, indicator.posterior) == close(expected.indicators[ident][1:])
    assert {n: e.instance for n, e in result.evidence.items()} == {n: e[0] for n, e in expected.weight_db.items()}
    for ident, item in result.evidence.items():
        assert dict(item.weight_db) == {
            h: None if w is None else close(w) for h, w in expected.weight_db[ident][1].items()
        }
    assert {u.id for u in result.unscored} == {i.id for i in case.evidence} - expected.weight_db.keys()


def check_logs(log_p: Mapping[str, float], log_rest: Mapping[str, float], expected: Mapping[str, float]) -> None:
    for h, p in expected.items():
        assert math.exp(log_p[h]) == close(p)
        assert math.exp(log_rest[h]) == close(1.0 - p)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_of_any_shape(seed: int) -> None:
    check_all(random_case(random.Random(seed)))


@pytest.mark.parametrize("seed", range(1_000, 1_080))
def test_a_case_of_any_shape_as_of_a_date(seed: int) -> None:
    check_all(random_case(random.Random(seed)), AS_OF[seed % len(AS_OF)])


@pytest.mark.parametrize("seed", CROWDED)
def test_a_case_with_many_items_on_few_indicators(seed: int) -> None:
    check_all(random_case(random.Random(seed), most=16))


@given(whole_cases, st.sampled_from(AS_OF))
def test_a_case_that_shrinks(case: Case, as_of: str | None) -> None:
    check_all(case, as_of)


def test_the_seeds_use_every_feature() -> None:
    used = Counter(feature for seed in SEEDS for feature in draft_of(random.Random(seed))[1].features)
    assert used.keys() == FEATURES
    assert min(used.values()) >= 5


def test_dates_tell_items_apart() -> None:
    known = Counter[str | None]()
    for seed in range(1_000, 1_080):
        case = random_case(random.Random(seed))
        for as_of in AS_OF:
            known[as_of] += len(Formula(case, as_of).items)
    assert len({known[as_of] for as_of in ("2015", "2016-06", "2016-12", "2018")}) == 4


@pytest.mark.parametrize("seed", range(40))
def test_both_enumerations_agree(seed: int) -> None:
    for case in (Maker(seed).case(), random_case(random.Random(seed))):
        first, second = Oracle(case), Formula(case)
        worlds = np.sum([table for _, table in first.solve()], axis=0)
        answers = second.answers()
        assert math.log(math.fsum(worlds)) == close(answers.log_evidence)
        for ident, posterior in answers.posterior.items():
            assert first.marginal(worlds, ident) == close(posterior)


# Zeros and ones


def check_sharp(case: Case) -> str:
    """Score, or be refused, as the enumeration says; return which."""
    formula = Formula(case)
    try:
        total = formula.probability()
    except NoStoryError:
        with pytest.raises(AssessError, match="E406"):
            score(case)
        return "no story"
    if total > 0.0:
        check_all(case)
        return "scored"
    with pytest.raises(ImpossibleEvidenceError) as caught:
        score(case)
    named = caught.value.items
    assert formula.probability(named) == 0.0
    for smaller in itertools.combinations(formula.items, len(named) - 1):
        assert formula.probability(smaller) > 0.0
    return "impossible"


@pytest.mark.parametrize("seed", SHARP)
def test_zeros_and_ones(seed: int) -> None:
    assert check_sharp(random_case(random.Random(seed), sharp=True, most=8)) in ("scored", "impossible", "no story")


@given(sharp_cases)
def test_zeros_and_ones_that_shrink(case: Case) -> None:
    check_sharp(case)


def test_zeros_and_ones_lead_everywhere() -> None:
    met, sizes = Counter[str](), set()
    for seed in SHARP:
        case = random_case(random.Random(seed), sharp=True, most=8)
        try:
            impossible = Formula(case).probability() == 0.0
        except NoStoryError:
            met["no story"] += 1
            continue
        met["impossible" if impossible else "scored"] += 1
        if impossible:
            with pytest.raises(ImpossibleEvidenceError) as caught:
                score(case)
            sizes.add(len(caught.value.items))
    assert met["scored"] > 100
    assert met["impossible"] > 10
    assert met["no story"] > 0
    assert sizes >= {1, 2}


# Shapes that chance does not meet


def chained(chains: list[list[str]], favours: dict[str, list[str]]) -> Case:
    names = sorted({s for chain in chains for s in chain})
    case = random_case(random.Random(1))
    assert isinstance(case.rubric, Rubric)
    items = [
        {
            "id": f"e{k}",
            "about": "club",
            "indicator": "on-origin",
            "says": "absent" if k == 1 else "present",
            "source": chain[0],
            "via": chain[1:],
            "accuracy": 0.9,
        }
        for k, chain in enumerate(chains)
    ]
    content = case.model_dump(mode="json", exclude_none=True)
    content["ask"] = {"centre": ["policy"], "north": ["posture"], "club": ["origin"]}
    content |= {"priors": {}, "claims": {}, "predictions": {}, "evidence": items}
    content["sources"] = {
        s: {"reliability": 0.5 + 0.04 * k, "favours": {"origin": favours[s]} if s in favours else {}}
        for k, s in enumerate(names)
    }
    return Case.model_validate(content)


def test_a_chain_of_nine() -> None:
    """Eight uncertain sources may stand after one."""
    chain = list("abcdefghi")
    check_all(chained([chain, chain[4:], ["i", "a"]], {"c": ["x"], "h": ["x"]}))


def test_a_chain_of_ten_is_an_error_that_says_so() -> None:
    chain = list("abcdefghij")
    with pytest.raises(AssessError, match="E323 what a says comes through 9 others"):
        score(chained([chain], {}))


def test_chains_that_run_both_ways() -> None:
    """Each is origin and relay of the others; stories within stories, told from worlds of their own."""
    orders = [list(order) for order in itertools.permutations("abc")]
    check_all(chained([*orders, ["a"], ["b"], ["c"]], {"a": ["x"], "b": ["y"]}))


def test_one_utterance_by_five_ways() -> None:
    case = chained([["a"], ["a", "b"], ["a", "c"], ["a", "b", "c"], ["a", "d"]], {"b": ["x"]})
    items = tuple(i.model_copy(update={"statement": "u", "says": "present"}) for i in case.evidence)
    check_all(case.model_copy(update={"evidence": items}))


# The mean of a band

BANDS = [
    (0.01, 0.05),
    (0.9, 0.99),
    (0.05, 0.95),
    (0.3, 0.8),
    (0.45, 0.46),
    (0.002, 0.998),
    (0.97, 0.9999),
    (0.001, 0.4),
]


@pytest.mark.parametrize(("low", "high"), BANDS)
def test_a_band_has_its_quantiles_and_its_mean(low: float, high: float) -> None:
    a, b = beta_of_quantiles(low, high)
    assert betainc(a, b, low) == pytest.approx(0.05, abs=1e-10)
    assert betainc(b, a, 1.0 - high) == pytest.approx(0.05, abs=1e-10)
    assert a / (a + b) == pytest.approx(mean_of_band(low, high), abs=1e-11)


@given(st.integers(1, 998), st.integers(1, 998))
def test_a_band_and_its_mirror(one: int, other: int) -> None:
    low, high = sorted((one / 1000.0, (other + 1) / 1000.0))
    if low < high:
        a, b = beta_of_quantiles(low, high)
        mirrored = beta_of_quantiles(1.0 - high, 1.0 - low)
        assert (b, a) == pytest.approx(mirrored, rel=1e-6)
        assert a / (a + b) == pytest.approx(mean_of_band(low, high), abs=1e-10)
        assert Chance(low=low, high=high).model_dump() == {"low": low, "high": high}
