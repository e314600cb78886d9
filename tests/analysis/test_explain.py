"""Rows of weight of evidence: they close on the posterior, and each is a scoring of some of the items."""

from __future__ import annotations

import json
import math
import random

import pytest

import assess
from assess.analysis.explaining.explain import (
    WAYS,
    By,
    TargetExplanation,
    explain,
    explain_each,
)
from assess.analysis.explaining.weights_without import weights_without
from assess.domain.case import Prior
from assess.scoring.results import Assessment
from assess.scoring.targets import asked_in, targets_of
from benchmarks.speed import made_up_case
from tests.exactly import left_out, score
from tests.random_cases import random_case

CLOSE = 1e-9


@pytest.fixture(scope="module")
def shipped() -> Assessment:
    return score(assess.load_case("russia-diasporas-2017"))


def everything(result: Assessment) -> dict[str, float]:
    """Return the posterior of all that may be explained, by id."""
    posteriors = {f"{q.id}:{h}": p for q in result.questions.values() for h, p in q.posterior.items()}
    stated = {**result.claims, **result.predictions}
    return posteriors | {ident: claim.probability for ident, claim in stated.items()}


def closes(explained: TargetExplanation, posterior: float) -> None:
    assert explained.posterior == pytest.approx(posterior, abs=CLOSE)
    assert [explained.prior, *(step.after for step in explained.steps)][-1] == explained.posterior
    assert [step.before for step in explained.steps] == [explained.prior, *(step.after for step in explained.steps)][
        :-1
    ]
    weights = [explained.prior_db, *(step.step_db for step in explained.steps)]
    if explained.posterior_db is not None and all(weight is not None for weight in weights):
        assert math.fsum(weight or 0.0 for weight in weights) == pytest.approx(explained.posterior_db, abs=CLOSE)


def all_close(result: Assessment, by: By) -> None:
    asked = {ident: targets_of(result, ident) for ident in (*result.questions, *result.claims)}
    posteriors = everything(result)
    for explanation in explain_each(result, asked, by).values():
        for explained in explanation.targets:
            closes(explained, posteriors[explained.id])


@pytest.mark.parametrize("by", WAYS)
def test_every_row_of_the_shipped_case_closes_on_its_posterior(shipped: Assessment, by: By) -> None:
    all_close(shipped, by)


@pytest.mark.parametrize("seed", range(8_000, 8_040))
@pytest.mark.parametrize("sharp", [False, True])
def test_so_do_those_of_random_cases(seed: int, sharp: bool) -> None:
    try:
        result = score(random_case(random.Random(seed), sharp=sharp, most=8))
    except assess.ImpossibleEvidenceError:
        return
    for by in WAYS:
        all_close(result, by)


def weight_of(explained: TargetExplanation, item: str) -> float | None:
    return next(step.without_db for step in explained.steps if step.label == item)


def test_an_item_left_out_weighs_what_the_scoring_says(shipped: Assessment) -> None:
    weighed: dict[str, list[str]] = {}
    for item in shipped.evidence.values():
        weighed.setdefault(item.instance, []).append(item.id)
    explained_by_id = explain_each(shipped, {ident: targets_of(shipped, ident) for ident in weighed}, "item")
    for instance, items in weighed.items():
        for target in explained_by_id[instance].targets:
            for name in items:
                expected = shipped.evidence[name].weight_db[target.id.partition(":")[2]]
                assert weight_of(target, name) == pytest.approx(expected, abs=CLOSE)


def decibans(probability: float) -> float:
    return 10.0 * math.log10(probability / (1.0 - probability))


@pytest.mark.parametrize("seed", range(8_100, 8_130))
def test_rows_are_scorings_of_some_of_the_items(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=6))
    ids = set(result.evidence)
    if not ids:
        return
    explained = explain(result, "plain").targets[0]
    for step in explained.steps:
        alone = score(left_out(result.case, *(ids - set(step.items)))).claims["plain"]
        rest = score(left_out(result.case, *step.items)).claims["plain"]
        if 0.0 < alone.prior < 1.0 and 0.0 < alone.probability < 1.0:
            assert step.alone_db == pytest.approx(decibans(alone.probability) - decibans(alone.prior), abs=1e-7)
            assert step.without_db == pytest.approx(
                decibans(explained.posterior) - decibans(rest.probability), abs=1e-7
            )


def test_groups_are_whole_and_in_the_order_reported(shipped: Assessment) -> None:
    by_id = {item.id: item for item in shipped.case.evidence}
    for by in WAYS:
        explained = explain(shipped, "utr-created", by).targets[0]
        items = [item for step in explained.steps for item in step.items]
        assert sorted(items) == sorted(shipped.evidence)
    sources = explain(shipped, "utr-created", "source").targets[0].steps
    assert all(by_id[item].source == step.label for step in sources for item in step.items)
    countries = {step.label for step in explain(shipped, "utr-created", "country").targets[0].steps}
    assert countries == {"RU", "AZ", "GE", "TJ", "IR"}


def test_what_is_certain_has_no_finite_weight() -> None:
    case = random_case(random.Random(3))
    result = score(case)
    instance = next(iter(result.questions))
    states = list(result.questions[instance].prior)
    certain = {state: float(k == 0) for k, state in enumerate(states)}
    sure = case.model_copy(update={"priors": {**case.priors, instance: Prior(prior=certain)}})
    explained = explain(score(sure), instance, hypothesis=states[0]).targets[0]
    assert (explained.prior, explained.posterior, explained.prior_db) == (1.0, 1.0, None)
    json.dumps(explain(score(sure), instance).to_dict(), allow_nan=False)


def test_an_unknown_id_is_met_with_what_was_perhaps_meant(shipped: Assessment) -> None:
    with pytest.raises(KeyError, match="did you mean utr-created"):
        explain(shipped, "utr-creatd")
    with pytest.raises(KeyError, match="did you mean coopted"):
        explain(shipped, "arac/origin:coptd")


def test_an_explanation_is_the_same_however_few_factors_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    result = score(made_up_case(40, indicators=3))
    at_once = explain(result, "o0/q").targets[0]
    monkeypatch.setattr("assess.compile.leaf_reports._AT_ONCE", 7)
    piecemeal = explain(result, "o0/q").targets[0]
    assert [step.after for step in piecemeal.steps] == pytest.approx([step.after for step in at_once.steps], abs=1e-14)
    assert [step.alone_db for step in piecemeal.steps] == pytest.approx([s.alone_db for s in at_once.steps], abs=1e-9)


@pytest.mark.parametrize("seed", range(8_300, 8_306))
def test_the_weights_of_items_for_many_claims_are_those_of_their_explanations(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=8))
    for ident, weights in weights_without(result, asked_in(result)).items():
        steps = explain(result, ident).targets[0].steps
        assert weights == pytest.approx({step.label: step.without_db for step in steps}, abs=1e-7)
        sizes = [math.inf if db is None else round(abs(db), 9) for db in weights.values()]
        assert sizes == sorted(sizes, reverse=True)
