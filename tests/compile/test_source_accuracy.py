"""The accuracy of a source, one rate that its statements share: against the formula, and laws."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.compile.model import compile_case
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.files import resolve
from assess.scoring.score import score as score_case
from tests.exactly import score

ACCURACY = {"mean": 0.7, "n": 6}
PRESENT_IF = {"a": 0.8, "b": 0.2}


def spoken(
    says: list[str], accuracy: Any = None, reliability: float = 0.6, own: dict[str, Any] | None = None, **more: Any
) -> Case:
    """Return a case in which a clerk speaks of a sign in one body after another, and the last time another does."""
    items: list[dict[str, Any]] = [
        {"id": f"e{k}", "about": f"s{k}", "indicator": "sign", "says": word, "source": "clerk"}
        for k, word in enumerate(says)
    ]
    items[-1] |= own or {}
    return resolve(
        Case.model_validate(
            {
                "case": "spoken",
                "rubric": {
                    "rubric": "spoken",
                    "questions": {"q": {"per": "body", "hypotheses": ["a", "b"], "prior": {"a": 0.4, "b": 0.6}}},
                    "indicators": {"sign": {"of": "q", "present_if": PRESENT_IF}},
                },
                "subjects": {f"s{k}": {"kind": "body"} for k in range(len(says))},
                "ask": {f"s{k}": ["q"] for k in range(len(says))},
                "sources": {"clerk": {"reliability": reliability, "accuracy": accuracy or ACCURACY, **more}},
                "evidence": items,
            }
        )
    )


def beta_mean(right: int, wrong: int, mean: float = 0.7, size: float = 6.0) -> float:
    """Return the mean of a^right · (1 - a)^wrong."""
    a, b = mean * size, (1.0 - mean) * size
    ln = math.lgamma
    return math.exp(ln(a + right) + ln(b + wrong) - ln(size + right + wrong) + ln(size) - ln(a) - ln(b))


def by_formula(says: list[str], reliability: float) -> tuple[list[float], float, float]:
    """Return P(a) of each body, P(reliable) and the mean of the accuracy, by a sum over all worlds."""
    prior = {("a", True): 0.32, ("a", False): 0.08, ("b", True): 0.12, ("b", False): 0.48}
    total, posterior, mean = 0.0, [0.0] * len(says), 0.0
    for world in itertools.product(prior, repeat=len(says)):
        right = sum(present == (word == "present") for (_, present), word in zip(world, says, strict=True))
        wrong = len(says) - right
        weight = math.prod(prior[state] for state in world)
        share = weight * beta_mean(right, wrong)
        total += share
        mean += weight * beta_mean(right + 1, wrong)
        for k, (state, _) in enumerate(world):
            posterior[k] += share if state == "a" else 0.0
    # An unreliable clerk tells of another world in which all is alike, so that nothing is learned of the clerk.
    return (
        [reliability * p / total + (1 - reliability) * 0.4 for p in posterior],
        reliability,
        (reliability * mean / total + (1 - reliability) * 0.7),
    )


@given(st.lists(st.sampled_from(["present", "absent"]), min_size=2, max_size=5), st.sampled_from([0.6, 1.0]))
def test_it_is_one_rate_of_all_statements(says: list[str], reliability: float) -> None:
    result = score(spoken(says, reliability=reliability))
    posterior, reliable, mean = by_formula(says, reliability)
    for k, expected in enumerate(posterior):
        assert result.posterior(f"s{k}/q")["a"] == pytest.approx(expected, abs=1e-12)
    assert result.sources["clerk"].posterior == pytest.approx(reliable, abs=1e-12)
    rate = result.rates.get("clerk=right")
    assert (0.7 if rate is None else rate.posterior) == pytest.approx(mean, abs=1e-12)


def test_statements_on_what_is_known_teach_it() -> None:
    """Of u statements on indicators whose truth is known, k right, the mean is (n·m + k)/(n + u)."""
    case = spoken(["present", "present", "absent", "present"], reliability=1.0)
    rubric = case.rubric
    assert isinstance(rubric, Rubric)
    sign = rubric.indicators["sign"].model_copy(update={"present_if": {"a": rubric.indicators["sign"].present_if["a"]}})
    known = Rubric.model_validate(
        {
            **rubric.model_dump(),
            "scale": rubric.scale,
            "grading": rubric.grading,
            "confidence": rubric.confidence,
            "indicators": {"sign": {**sign.model_dump(), "present_if": {"a": 1.0, "b": 0.0}}},
        }
    )
    priors = {f"s{k}/q": {"prior": {"a": float(k != 1), "b": float(k == 1)}} for k in range(3)}
    told = Case.model_validate({**case.model_dump(), "rubric": known, "priors": priors})
    result = score(told)
    # Two of the first three are wrong: e1 says present of what is absent, e2 absent of what is present.
    taught = (6 * 0.7 + 1) / (6 + 3)
    assert result.posterior("s3/q")["a"] == pytest.approx(0.4 * taught / (0.4 * taught + 0.6 * (1 - taught)), abs=1e-12)


@pytest.mark.parametrize("own", [{"accuracy": 0.9}, {"credibility": "2"}, {"hit": 0.8, "false_alarm": 0.1}])
def test_an_item_with_one_of_its_own_uses_that(own: dict[str, Any]) -> None:
    case = spoken(["present", "absent", "present"], own=own)
    assert isinstance(case.rubric, Rubric)
    reports = compile_case(case, case.rubric).testimony.reports
    assert [report.seen == report.node for report in reports] == [False, False, True]


@pytest.mark.parametrize("accuracy", [0.7, {"mean": 0.7, "n": 6}])
def test_one_statement_or_an_exact_accuracy_is_as_if_each_item_gave_it(accuracy: Any) -> None:
    says = ["present"] if isinstance(accuracy, dict) else ["present", "absent", "present"]
    own = spoken(says, accuracy)
    items = [item.model_copy(update={"accuracy": own.sources["clerk"].accuracy}) for item in own.evidence]
    each = own.model_copy(update={"evidence": tuple(items)})
    assert score(own).to_dict()["questions"] == score(each).to_dict()["questions"]


def test_leaving_items_out_and_silence_agree_with_scoring_without_them() -> None:
    rng = random.Random(7)
    for silent in ({}, {"says": "silent", "tells": 0.6}):
        case = spoken([rng.choice(["present", "absent"]) for _ in range(4)], own=silent)
        whole = score(case)
        for item in case.evidence:
            rest = case.model_copy(update={"evidence": tuple(i for i in case.evidence if i.id != item.id)})
            less = score(rest).posterior(f"{item.about}/q")["a"]
            p = whole.posterior(f"{item.about}/q")["a"]
            expected = 10.0 * (math.log10(p / (1 - p)) - math.log10(less / (1 - less)))
            assert whole.evidence[item.id].weight_db["a"] == pytest.approx(expected, abs=1e-9)


def test_the_draws_have_the_mean_of_the_exact_figures() -> None:
    case = spoken(["present", "present", "absent", "absent", "present"], accuracy={"mean": 0.6, "n": 3})
    result = score_case(case, draws=4000, seed=1)
    assert result.drawn is not None
    drawn = result.drawn.questions["s0/q"][0]
    error = float(drawn.std()) / 4000**0.5
    assert float(drawn.mean()) == pytest.approx(result.posterior("s0/q")["a"], abs=4 * error)
    assert result.rates["clerk=right"].interval is not None


def test_a_word_without_any_accuracy_is_refused() -> None:
    case = spoken(["present"])
    bare = case.model_copy(update={"sources": {"clerk": case.sources["clerk"].model_copy(update={"accuracy": None})}})
    with pytest.raises(AssessError, match="E213 e0 says present but not how accurate it is"):
        score(bare)


@pytest.mark.parametrize(("mean", "size", "reliability"), [(0.8, 0.4, 0.3), (0.35, 12.0, 0.9)])
def test_the_sum_over_all_that_may_be_said_is_one(mean: float, size: float, reliability: float) -> None:
    """With a relay, a copyist, and a rate each."""
    total = 0.0
    for says in itertools.product(["present", "absent"], repeat=4):
        case = spoken(list(says), {"mean": mean, "n": size}, reliability)
        clerk = case.sources["clerk"]
        sources = {"clerk": clerk, "scribe": clerk.model_copy(update={"copies": {"clerk": 0.3}})}
        items = list(case.evidence)
        items[1] = items[1].model_copy(update={"via": ("scribe",)})
        items[2] = items[2].model_copy(update={"source": "scribe", "about": "s0"})
        items[3] = items[3].model_copy(update={"source": "scribe"})
        told = case.model_copy(update={"sources": sources, "evidence": tuple(items)})
        total += math.exp(score(told).log_evidence or 0.0)
    assert total == pytest.approx(1.0, abs=1e-9)
