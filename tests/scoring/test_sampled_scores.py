"""Scorings beyond the memory bound: sampled over a cutset, and like the exact ones within their own error."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from assess.analysis.collection.plan import plan
from assess.analysis.explaining.explain import explain
from assess.analysis.surprise import surprise
from assess.analysis.what_if.sensitivity import sensitivity
from assess.analysis.what_if.without_sources import without_each_source
from assess.cli.app import app
from assess.compile import solved, stories
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.files import load_grading, load_scale
from assess.history.comparing.compare import compare
from assess.network import cutset_reweighted, cutset_sampling, elimination
from assess.network.cutset_reweighted import ReweightingBase
from assess.reporting.report.written_report import markdown
from assess.reporting.words.sampling_sentences import sampled
from assess.scoring.score import Scoring, score
from assess.scoring.stored_result import check_stored
from tests.history.crowds import accuracy, as_one_case, dawid_skene, log_score, made_crowd
from tests.history.settled import lay_out
from tests.random_cases import random_case


def desk(outlets: int, countries: int, seed: int = 0, n: float = 8.0) -> Case:
    """Return outlets that report at random on what is shared across countries."""
    rng = np.random.default_rng(seed)
    rubric = Rubric.model_validate(
        {
            "rubric": "desk",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "policy": {"per": "sponsor", "hypotheses": ["one", "none"], "prior": "uniform"},
                "posture": {
                    "per": "country",
                    "hypotheses": ["steers", "leaves"],
                    "given": "policy",
                    "prior": {"one": {"steers": 0.8, "leaves": 0.2}, "none": {"steers": 0.3, "leaves": 0.7}},
                },
            },
            "indicators": {
                f"i{k}": {
                    "of": "posture",
                    "present_if": {"steers": {"mean": 0.7, "n": n}, "leaves": {"mean": 0.2, "n": n}},
                }
                for k in range(2)
            },
        }
    )
    evidence: list[dict[str, Any]] = [
        {
            "id": f"e{country}-{outlet}",
            "about": f"c{country}",
            "indicator": f"i{int(rng.integers(2))}",
            "says": "present" if rng.random() < 0.6 else "absent",
            "source": f"s{outlet}",
            "accuracy": {"mean": 0.85, "n": 12},
        }
        for country in range(countries)
        for outlet in range(outlets)
        if rng.random() < 0.8
    ]
    return Case.model_validate(
        {
            "case": "desk",
            "rubric": rubric,
            "subjects": {
                "m": {"kind": "sponsor"},
                **{f"c{k}": {"kind": "country", "within": "m"} for k in range(countries)},
            },
            "ask": {"m": ["policy"], **{f"c{k}": ["posture"] for k in range(countries)}},
            "sources": {
                f"s{k}": {"reliability": {"mean": 0.4 + 0.15 * (k % 3), "n": 10}, "favours": {"m/policy": ["one"]}}
                if k == 0
                else {"reliability": {"mean": 0.4 + 0.15 * (k % 3), "n": 10}}
                for k in range(outlets)
            },
            "claims": {
                "one": {"text": "one policy", "holds_if": {"m/policy": "one"}},
                "both": {"text": "two steered", "holds_if": {"c0/posture": "steers", "c1/posture": "steers"}},
                "then": {
                    "text": "the second, given the first",
                    "holds_if": {"c1/posture": "steers"},
                    "given": {"c0/posture": "steers"},
                },
            },
            "evidence": evidence,
        }
    )


@pytest.fixture
def beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every case be beyond the bound, and chains be short."""
    monkeypatch.setattr(solved, "BOUND", 1)
    monkeypatch.setattr(cutset_sampling, "MOST_SWEEPS", 100)
    monkeypatch.setattr(cutset_sampling, "MOST_CHAINS", 64)


def z_scores(exact: Scoring, sampled: Scoring) -> list[float]:
    pairs = [
        (p, q.posterior[h], q.error[h])
        for ident, q in sampled.questions.items()
        if q.error is not None
        for h, p in exact.questions[ident].posterior.items()
    ]
    pairs += [
        (exact.claims[i].probability, c.probability, c.error) for i, c in sampled.claims.items() if c.error is not None
    ]
    pairs += [
        (exact.sources[i].posterior, s.posterior, s.error) for i, s in sampled.sources.items() if s.error is not None
    ]
    pairs += [
        (exact.rates[i].posterior, r.posterior, r.error)
        for i, r in sampled.rates.items()
        if r.error is not None and i in exact.rates
    ]
    pairs += [
        (exact.indicators[i].posterior, r.posterior, r.error)
        for i, r in sampled.indicators.items()
        if r.error is not None
    ]
    return [(got - want) / max(error, 1e-6) for want, got, error in pairs]


@pytest.mark.parametrize("seed", [0, 1])
def test_it_agrees_with_the_exact_scoring_within_its_own_error(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk(3, 4, seed)
    exact = score(case, draws=0)
    monkeypatch.setattr(solved, "BOUND", 1)
    result = score(case, draws=0)
    assert (exact.method, result.method, result.log_evidence) == ("exact", "cutset", None)
    scores = np.array(z_scores(exact, result))
    assert len(scores) > 20
    assert np.abs(scores).max() < 4.5
    assert np.sqrt(np.mean(scores**2)) < 1.6
    assert result.sampling is not None
    assert result.sampling.reached
    for ident, item in exact.evidence.items():
        for hypothesis, weight in item.weight_db.items():
            got = result.evidence[ident].weight_db[hypothesis]
            assert weight is not None
            assert got is None or got == pytest.approx(weight, abs=0.4)


@pytest.mark.usefixtures("beyond")
def test_the_same_seed_gives_the_same_bytes() -> None:
    case = desk(3, 3)
    assert score(case, draws=60, seed=3).to_json() == score(case, draws=60, seed=3).to_json()
    assert score(case, draws=0, seed=4).to_json() != score(case, draws=0, seed=3).to_json()


@pytest.mark.usefixtures("beyond")
@pytest.mark.parametrize("seed", range(60))
def test_random_cases_are_sampled_as_they_are_solved(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = random_case(random.Random(seed + 10))
    result = score(case, draws=0)
    if result.method == "exact":
        return
    monkeypatch.setattr(solved, "BOUND", elimination.MAX_CELLS)
    scores = np.array(z_scores(score(case, draws=0), result))
    scores = scores[np.isfinite(scores)]
    assert np.abs(scores).max(initial=0.0) < 5.0


def against(agreements: int) -> Case:
    """Return two outlets that contradict each other on everything, and are either both believed or both not."""
    case = desk(2, 2)
    evidence = [
        {
            "id": f"e{country}-{number}-{outlet}",
            "about": f"c{country}",
            "indicator": f"i{number % 2}",
            "event": str(number),
            "says": "present" if outlet else "absent",
            "source": f"s{outlet}",
            "accuracy": 0.999,
        }
        for country in range(2)
        for number in range(agreements)
        for outlet in range(2)
    ]
    sources = {f"s{outlet}": {"reliability": 0.9} for outlet in range(2)}
    return Case.model_validate({**case.model_dump(exclude_unset=True), "evidence": evidence, "sources": sources})


@pytest.mark.usefixtures("beyond")
def test_chains_that_stay_apart_are_said_not_to_have_got_there() -> None:
    result = score(against(10), draws=0)
    assert result.sampling is not None
    assert not result.sampling.reached
    assert result.sampling.r_hat is not None
    assert result.sampling.r_hat > 1.05
    assert result.sampling.sweeps == 100
    (said,) = sampled(result)
    assert "did not converge: after 100 sweeps of 64 chains" in said


def test_every_probability_has_its_error_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk(2, 3)
    exact = json.loads(score(case, draws=0).to_json())
    assert exact["sampling"] is None
    assert exact["claims"]["one"]["error"] is None
    monkeypatch.setattr(solved, "BOUND", 1)
    stored = json.loads(score(case, draws=0).to_json())
    check_stored(stored)
    assert (stored["method"], stored["log_evidence"]) == ("cutset", None)
    assert set(stored["questions"]["c0/posture"]["error"]) == {"steers", "leaves"}
    for part in ("claims", "sources", "indicators", "rates"):
        for each in stored[part].values():
            assert 0.0 <= each["error"] < 0.01
            assert each["prior_error"] == 0.0


def test_what_would_hold_without_a_source_is_about_what_it_is_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk(3, 3)
    exact = without_each_source(score(case, draws=0))
    step = plan(score(case, draws=0), ["one"]).targets["one"].prospects
    monkeypatch.setattr(solved, "BOUND", 1)
    sampled_case = score(case, draws=0)
    for source, by_claim in without_each_source(sampled_case).items():
        assert by_claim == pytest.approx(exact[source], abs=0.03)
    gains = {each.id: each.gain for each in plan(sampled_case, ["one"]).targets["one"].prospects}
    assert gains == pytest.approx({each.id: each.gain for each in step}, abs=0.01)


@pytest.mark.usefixtures("beyond")
def test_explain_sensitivity_compare_and_the_report_work() -> None:
    case = desk(2, 3)
    result = score(case, draws=200)
    assert explain(result, "one").targets[0].steps
    assert sensitivity(result, "one").targets
    assert compare(result, score(desk(2, 2), draws=0)).claims
    page = markdown(result)
    assert "was sampled (method: cutset)" in page
    assert all(claim.confidence is not None for claim in result.claims.values())
    with pytest.raises(AssessError, match="E414"):
        surprise(result)


CROWDS = ((30, 16), (108, 39))
"""Tasks and workers: by default, and under ``--thorough``."""


def test_a_crowd_in_one_case_starts_where_workers_are_believed(
    monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """All labels are as well explained by the opposite truths and workers as often wrong; only their prior tells."""
    for name, value in (("MOST_SWEEPS", 80), ("MOST_CHAINS", 32), ("FEWEST_CHAINS", 32)):
        monkeypatch.setattr(cutset_sampling, name, value)
    crowd = made_crowd(*CROWDS[pytestconfig.getoption("--thorough")], np.random.default_rng(0))
    result = score(as_one_case(crowd), draws=0)
    assert result.sampling is not None
    assert result.sampling.r_hat is not None
    assert result.sampling.r_hat < 1.05
    probable = [result.posterior(f"{case.case}/true")["yes"] for case in crowd.cases]
    theirs = dawid_skene(crowd.labels)
    assert accuracy(probable, crowd.truth) >= accuracy(theirs, crowd.truth)
    assert log_score(probable, crowd.truth) <= log_score(theirs, crowd.truth) + 0.001


@pytest.mark.usefixtures("beyond")
def test_a_check_names_what_it_does_not_look_into(tmp_path: Path) -> None:
    checked = CliRunner().invoke(app, ["check", str(lay_out(tmp_path)), "--scored"])
    assert "not looked into, since the case was sampled: how improbable its evidence is (W121, W135)" in checked.stderr


@pytest.mark.usefixtures("beyond")
@pytest.mark.parametrize("command", [["score"], ["explain", "choir/origin"], ["plan"], ["sensitivity"]])
def test_commands_say_that_a_case_was_sampled(command: list[str], tmp_path: Path) -> None:
    first, *rest = command
    told = CliRunner().invoke(app, [first, str(lay_out(tmp_path)), *rest])
    assert told.exit_code == 0
    assert "(method: cutset)" in told.stderr


@pytest.mark.parametrize("favours", [{}, {"m/policy": ["one"]}])
def test_an_author_through_whom_everything_came_is_weighed_by_what_is_favoured(
    favours: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = desk(3, 3).model_dump(exclude_unset=True)
    content["evidence"] = [{**item, "via": ["author"]} for item in content["evidence"]]
    author = {"reliability": {"mean": 0.6, "n": 10}, "favours": favours}
    content["sources"] = {f"s{k}": {"reliability": 0.5 + 0.1 * k} for k in range(3)} | {"author": author}
    case = Case.model_validate(content)
    exact = score(case, draws=0)
    without = without_each_source(exact)
    monkeypatch.setattr(stories, "BOUND", 400)
    result = score(case, draws=0)
    assert result.method == "cutset"
    scores = np.array(z_scores(exact, result))
    assert np.abs(scores).max() < 5.0
    if not favours:
        assert result.sources["author"].posterior == pytest.approx(0.6, abs=1e-4)
    for source, by_claim in without_each_source(result).items():
        assert by_claim == pytest.approx(without[source], abs=0.04)
    assert {weight for item in result.evidence.values() for weight in item.weight_db.values()} == {None}


def test_a_sample_under_the_numbers_that_it_was_drawn_by_reads_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the few columns that are reweighted, by what all of them say besides."""
    monkeypatch.setattr(solved, "BOUND", 1)
    monkeypatch.setattr(cutset_reweighted, "FEWEST", 16)
    monkeypatch.setattr(cutset_reweighted, "MOST", 16)
    monkeypatch.setattr(cutset_sampling, "MOST_SWEEPS", 40)
    after = score(desk(3, 3), draws=0).model.after
    assert after.chains is not None
    base = ReweightingBase(after.chains, ())
    assert base.few.states.shape[1] < after.chains.states.shape[1]
    again = base.under(after.chains.network)
    for variable in after.part.nodes.values():
        assert again.marginal(variable) == pytest.approx(after.chains.marginal(variable), abs=1e-9)
        assert base.few.marginal(variable) != pytest.approx(after.chains.marginal(variable), abs=1e-9)


def test_intervals_are_those_of_the_exact_scoring_about(monkeypatch: pytest.MonkeyPatch) -> None:
    case = desk(3, 3)
    exact = score(case, draws=2000)
    monkeypatch.setattr(solved, "BOUND", 1)
    sampled = score(case, draws=2000)
    for ident, question in exact.questions.items():
        for hypothesis, ends in (question.interval or {}).items():
            interval = sampled.questions[ident].interval
            assert interval is not None
            assert interval[hypothesis] == pytest.approx(ends, abs=0.04)
