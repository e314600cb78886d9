"""The collection plan, against scoring the case with each report added, and against enumeration."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Mapping

import pytest

from assess.analysis.collection.collection_plan import CollectionPlan, TargetPlan
from assess.analysis.collection.plan import plan
from assess.analysis.collection.preposterior import DIGITS
from assess.analysis.collection.prospects import Prospect
from assess.domain.case import Case, Source
from assess.domain.chance import Chance
from assess.domain.claim import Claim
from assess.domain.evidence import Evidence
from assess.errors import ImpossibleEvidenceError
from assess.files import load_case
from assess.scoring.results import Assessment
from tests.exactly import score
from tests.exactness.formula import Formula
from tests.random_cases import random_case

CLOSE = 1e-9


def with_report(case: Case, name: str, says: str, prospect: Prospect, grade: str = "C2") -> Case:
    """Return a case with one report more, by a source of its own."""
    letter, digit = tuple(grade)
    item = Evidence.model_validate(
        {
            "id": f"more-{name}",
            "about": prospect.about,
            "indicator": prospect.indicator,
            "period": prospect.period,
            "says": says,
            "source": name,
            "credibility": digit,
        }
    )
    source = Source(reliability=Chance.model_validate(letter))
    return case.model_copy(update={"sources": {**case.sources, name: source}}).with_evidence(item)


def believed(result: Assessment, name: str) -> dict[str, float]:
    if name in result.questions:
        return result.posterior(name)
    probability = {**result.claims, **result.predictions}[name].probability
    return {"true": probability, "false": 1.0 - probability}


def bits(joint: Iterable[Mapping[str, float]]) -> float:
    """Return the mutual information of a joint, one mapping of states an outcome, from its entropies."""
    rows = [list(row.values()) for row in joint]

    def entropy(values: Iterable[float]) -> float:
        return -math.fsum(p * math.log2(p) for p in values if p > 0.0)

    states = [math.fsum(column) for column in zip(*rows, strict=True)]
    return entropy(states) + entropy(map(math.fsum, rows)) - entropy(p for row in rows for p in row)


def chosen(rng: random.Random, plan_of_target: TargetPlan, most: int = 3) -> list[Prospect]:
    return rng.sample(list(plan_of_target.prospects), min(most, len(plan_of_target.prospects)))


@pytest.mark.parametrize("seed", range(8_000, 8_030))
def test_outcomes_are_scorings_with_the_report(seed: int) -> None:
    rng = random.Random(seed)
    result = score(random_case(rng, most=8))
    targets = [*result.claims, *result.predictions, rng.choice(list(result.questions))]
    name = rng.choice(targets)
    plan_of_target = plan(result, name, "C2").targets[name]
    assert plan_of_target.posterior == pytest.approx(believed(result, name), abs=CLOSE)
    for prospect in chosen(rng, plan_of_target):
        joint = []
        for says, outcome in (("present", prospect.present), ("absent", prospect.absent)):
            later = score(with_report(result.case, "new", says, prospect))
            chance = math.exp(later.log_evidence - result.log_evidence)
            assert outcome.chance == pytest.approx(chance, abs=CLOSE)
            assert outcome.posterior == pytest.approx(believed(later, name), abs=CLOSE)
            joint.append({state: p * chance for state, p in believed(later, name).items()})
        assert prospect.gain == pytest.approx(bits(joint), abs=CLOSE)
        assert prospect.gain >= 0.0


@pytest.mark.parametrize("seed", range(8_100, 8_120))
def test_the_plan_keeps_its_laws(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=8))
    for name in [*result.claims, *result.predictions, *result.questions]:
        plan_of_target = plan(result, name, "C2", paired=4).targets[name]
        for p in plan_of_target.prospects:
            both = [o for o in (p.present, p.absent) if o.posterior is not None]
            assert sum(o.chance for o in both) == pytest.approx(1.0, abs=CLOSE)
            for state, now in plan_of_target.posterior.items():
                expected = math.fsum(o.chance * o.posterior[state] for o in both if o.posterior is not None)
                assert expected == pytest.approx(now, abs=CLOSE)
            assert -CLOSE <= p.gain <= plan_of_target.uncertainty + CLOSE
            assert 0.0 <= p.change <= 1.0 + CLOSE
            # Pinsker: a shift needs information.
            assert p.shift <= math.sqrt(p.gain * math.log(2.0) / 2.0) + 1e-6
        assert all(t.synergy > 0.0 for t in plan_of_target.together)
        gains = [round(p.gain, DIGITS) for p in plan_of_target.prospects]
        assert gains == sorted(gains, reverse=True)


@pytest.mark.parametrize("seed", range(8_200, 8_220))
def test_pairs_are_scorings_with_two_reports(seed: int) -> None:
    rng = random.Random(seed)
    result = score(random_case(rng, most=6))
    name = rng.choice([*result.claims, *result.questions])
    plan_of_target = plan(result, name, "C2").targets[name]
    prospects = {p.id: p for p in plan_of_target.prospects}
    for pair in plan_of_target.together[:2]:
        joint = []
        for first in ("present", "absent"):
            for second in ("present", "absent"):
                more = with_report(result.case, "one", first, prospects[pair.first])
                later = score(with_report(more, "two", second, prospects[pair.second]))
                chance = math.exp(later.log_evidence - result.log_evidence)
                joint.append({state: p * chance for state, p in believed(later, name).items()})
        assert pair.gain == pytest.approx(bits(joint), abs=CLOSE)
        apart = prospects[pair.first].gain + prospects[pair.second].gain
        assert pair.synergy == pytest.approx(pair.gain - apart, abs=CLOSE)


@pytest.mark.parametrize("seed", range(8_300, 8_325))
def test_what_is_verified_is_scored_in_the_place_of_its_statement(seed: int) -> None:
    rng = random.Random(seed)
    result = score(random_case(rng, most=8))
    name = rng.choice([*result.claims, *result.questions])
    plan_of_target = plan(result, name, "C2").targets[name]
    items = {item.id: item for item in result.case.evidence}
    for verified in rng.sample(list(plan_of_target.verify), min(2, len(plan_of_target.verify))):
        item = items[verified.item]
        same = {i.id for i in items.values() if i.statement == item.statement is not None} | {item.id}
        scored = same & set(result.evidence)
        changes = {"source": "sure", "via": (), "credibility": "1", "statement": None, "withdrawn": None}
        changes |= {"accuracy": None, "hit": None, "false_alarm": None, "search": None}
        changes["says"] = "present" if item.says == "present" else "absent"
        source = Source(reliability=Chance.model_validate("A"))
        case = result.case.model_copy(update={"sources": {**result.case.sources, "sure": source}})
        then = score(case.without(*scored).with_evidence(item.model_copy(update=changes)))
        assert verified.posterior == pytest.approx(believed(then, name), abs=CLOSE)
        before, after = (believed(r, name)[plan_of_target.judged] for r in (result, then))
        if 0.0 < before < 1.0 and 0.0 < after < 1.0:
            moved = 10.0 * math.log10(after / (1.0 - after) * (1.0 - before) / before)
            assert verified.weight_db == pytest.approx(moved, abs=1e-6)


@pytest.mark.parametrize("seed", range(8_400, 8_415))
def test_an_independent_enumeration_agrees(seed: int) -> None:
    rng = random.Random(seed)
    result = score(random_case(rng, most=4))
    name = rng.choice(list(result.claims))
    for prospect in chosen(rng, plan(result, name, "C2").targets[name], most=1):
        before = Formula(result.case).probability()
        joint = []
        for says, outcome in (("present", prospect.present), ("absent", prospect.absent)):
            formula = Formula(with_report(result.case, "new", says, prospect))
            chance, (_, p) = formula.probability() / before, formula.answers().claims[name]
            assert outcome.chance == pytest.approx(chance, abs=CLOSE)
            joint.append({"true": chance * p, "false": chance * (1.0 - p)})
        assert prospect.gain == pytest.approx(bits(joint), abs=CLOSE)


@pytest.mark.parametrize("seed", range(8_500, 8_530))
def test_zeros_and_ones(seed: int) -> None:
    rng = random.Random(seed)
    try:
        result = score(random_case(rng, sharp=True, most=5))
    except ImpossibleEvidenceError:
        return
    name = rng.choice([*result.claims, *result.questions])
    whole = plan(result, name, "A1")
    assert "NaN" not in whole.to_json()
    for prospect in chosen(rng, whole.targets[name]):
        for says, outcome in (("present", prospect.present), ("absent", prospect.absent)):
            try:
                later = score(with_report(result.case, "new", says, prospect, "A1"))
            except ImpossibleEvidenceError:
                assert (outcome.chance, outcome.posterior) == (0.0, None)
                continue
            assert outcome.chance == pytest.approx(math.exp(later.log_evidence - result.log_evidence), abs=CLOSE)
            assert outcome.posterior == pytest.approx(believed(later, name), abs=CLOSE)


def small(**changes: object) -> Case:
    """Return a case of two coins, of which a claim says that they show the same."""
    side = {"per": "coin", "hypotheses": ["head", "tail"], "prior": {"head": 0.5, "tail": 0.5}}
    rubric = {
        "rubric": "coins",
        "questions": {"side": side},
        "indicators": {
            "seen": {"of": "side", "present_if": {"head": 0.9, "tail": 0.1}, "cost": 2},
            "noise": {"of": "side", "present_if": {"head": 0.3, "tail": 0.3}, "cost": 1},
            "glint": {"of": "side", "present_if": {"head": 0.6, "tail": 0.1}, "cost": 0.25},
        },
    }
    same = [{"one/side": "head", "two/side": "head"}, {"one/side": "tail", "two/side": "tail"}]
    content = {
        "case": "coins",
        "rubric": rubric,
        "subjects": {"one": {"kind": "coin"}, "two": {"kind": "coin"}},
        "ask": {"one": "side", "two": "side"},
        "sources": {},
        "claims": {"same": {"holds_if": same}, "head": {"holds_if": {"one/side": "head"}}},
    }
    return Case.model_validate(content | changes)


def test_what_tells_nothing_gains_nothing() -> None:
    plan_of_target = plan(score(small()), "head").targets["head"]
    gains = {p.id: p.gain for p in plan_of_target.prospects}
    assert gains["one/noise"] == pytest.approx(0.0, abs=1e-12)
    assert gains["one/seen"] > 0.1
    assert set(gains) == {"one/seen", "one/noise", "one/glint"}


def test_what_tells_only_together_is_found() -> None:
    plan_of_target = plan(score(small()), "same").targets["same"]
    assert [p.gain for p in plan_of_target.prospects] == pytest.approx([0.0] * 6, abs=1e-12)
    best = plan_of_target.together[0]
    assert {best.first, best.second} == {"one/seen", "two/seen"}
    assert best.synergy == pytest.approx(best.gain)
    assert best.gain > 0.05


def test_costs_order_where_all_have_one() -> None:
    plan_of_target = plan(score(small()), "head").targets["head"]
    assert plan_of_target.ordered_by == "gain_per_cost"
    assert [p.id for p in plan_of_target.prospects] == ["one/glint", "one/seen", "one/noise"]
    for p in plan_of_target.prospects:
        assert p.cost is not None
        assert p.gain_per_cost == pytest.approx(p.gain / p.cost)


def test_without_an_id_the_key_claims_else_all() -> None:
    assert list(plan(score(small())).targets) == ["same", "head"]
    key = small(claims={"head": Claim.model_validate({"holds_if": {"one/side": "head"}, "key": True}).model_dump()})
    assert list(plan(score(key)).targets) == ["head"]


def test_unknown_names_are_refused() -> None:
    result = score(small())
    with pytest.raises(KeyError, match="did you mean head"):
        plan(result, "haed")
    with pytest.raises(ValueError, match="'B9' is no grade of admiralty"):
        plan(result, grade="B9")


@pytest.fixture(scope="module")
def shipped() -> CollectionPlan:
    result = score(load_case("russia-diasporas-2017"))
    return plan(result, ["arac-coopted-or-created", "arac-not-grassroots", "arac-closed-control-lost"])


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        # An account of the founding.
        ("arac-coopted-or-created", {"arac/officials-press-a-head", "arac/community-takes-the-step"}),
        ("arac-not-grassroots", {"arac/officials-press-a-head", "arac/community-takes-the-step"}),
        # The Ministry's grounds, and whether others with the same breaches were left alone.
        ("arac-closed-control-lost", {"arac/breaches-proven", "arac/like-breaches-spared"}),
    ],
)
def test_the_plan_asks_for_what_the_paper_lacks(shipped: CollectionPlan, claim: str, wanted: set[str]) -> None:
    assert wanted <= {p.id for p in shipped.targets[claim].prospects[:5]}


def test_a_plan_is_plain_json(shipped: CollectionPlan) -> None:
    content = json.loads(shipped.to_json())
    assert content["format"] == "assess.plan/1"
    first = content["targets"]["arac-closed-control-lost"]["prospects"][0]
    assert first["id"] == "arac/crossed-the-sponsor"
    assert first.keys() >= {"gain", "change", "shift", "present", "absent", "cost", "gain_per_cost", "why"}
