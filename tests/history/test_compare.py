"""What moved and why: against the definition of the shares, and by the laws that they obey."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import assess
from assess.compile import model
from assess.compile.model import Compiled
from assess.domain.case import Case, Prior
from assess.domain.claim import Claim
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from assess.history.comparing import attribution, coalitions
from assess.history.comparing.compare import Change, compare
from assess.reporting.tables.comparison_tables import ComparisonTables
from assess.scoring.score import Scoring
from assess.version import VERSION
from tests.exactly import score
from tests.history.edited_cases import edited, random_edits, regraded, rows, shares_by_orders, with_edits, withdrawn
from tests.random_cases import random_case
from tests.reporting.cut_case import with_key_claims

CASE = with_key_claims(assess.load_case("russia-diasporas-2017"), "utr-directed")
SEEDS = st.integers(0, 10_000)


def change_between(start: Case, end: Case) -> Change:
    try:
        return compare(score(start), score(end))
    except AssessError:
        assume(False)
        raise


def check_adds_up(change: Change) -> None:
    for ident, attributed in change.attribution.items():
        whole = change.claims[ident].change_db
        if attributed.groups is None or whole is None:
            continue
        assert sum(attributed.groups.values()) == pytest.approx(whole, rel=1e-9, abs=1e-9)
        of_parts = sum(part.db for part in attributed.parts)
        assert not attributed.parts or of_parts + attributed.groups.get("engine", 0.0) == pytest.approx(
            whole, rel=1e-9, abs=1e-9
        )


def test_a_grade_of_another_day_is_a_regrading_and_not_the_engine() -> None:
    case = CASE.regrade("miles", "D", "A retraction", on="2019-03")
    change = compare(score(case, "2018"), score(case))
    assert [(c.kind, c.id, c.before, c.after, c.why) for c in change.inputs] == [
        ("sources regraded", "miles", {"reliability": "C"}, {"reliability": "D"}, "A retraction")
    ]
    assert change.moved
    assert {kind for attributed in change.attribution.values() for kind in attributed.groups or ()} == {
        "sources regraded"
    }
    check_adds_up(change)


def test_another_policy_of_confidence_is_told_and_moves_no_probability() -> None:
    rubric = CASE.rubric
    assert isinstance(rubric, Rubric)
    assert isinstance(rubric.confidence, ConfidencePolicy)
    caps = [cap.model_copy(update={"level": "low"}) for cap in rubric.confidence.caps]
    stricter = rubric.confidence.model_copy(update={"caps": tuple(caps)})
    question = rubric.questions["control"].model_copy(update={"over_time_n": 3.0})
    update = {"confidence": stricter, "questions": {**rubric.questions, "control": question}}
    after = CASE.model_copy(update={"rubric": rubric.model_copy(update=update)})
    change = compare(score(CASE), score(after))
    inputs = [(c.kind, c.id, c.bears) for c in change.inputs]
    assert inputs == [("priors", "control", True), ("grading", "confidence", False)]
    assert change.moved == ()


@pytest.mark.parametrize("seed", range(18))
def test_shares_are_those_of_all_orders(seed: int) -> None:
    rng = random.Random(seed)
    start, edits = random_edits(random_case(rng), rng)
    end = with_edits(start, edits)
    change = compare(score(start), score(end))
    claims = list(change.attribution)
    by_orders = shares_by_orders(start, edits, claims)
    inputs = {(entry.kind, entry.id) for entry in change.inputs if entry.bears}
    assert inputs <= by_orders.keys()
    for place, ident in enumerate(claims):
        attributed = change.attribution[ident]
        expected = {key: values[place] for key, values in by_orders.items() if math.isfinite(values[place])}
        if attributed.groups is None or len(expected) < len(by_orders):
            continue
        parts: dict[tuple[str, str], float] = {(part.kind, part.id): part.db for part in attributed.parts}
        assert parts.keys() <= expected.keys()
        assert {key: parts.get(key, 0.0) for key in expected} == pytest.approx(expected, abs=1e-8)
    check_adds_up(change)


@given(SEEDS)
def test_shares_add_up_and_both_ways_are_opposite(seed: int) -> None:
    rng = random.Random(seed)
    start, edits = random_edits(random_case(rng), rng, most=9)
    there = change_between(start, with_edits(start, edits))
    back = change_between(with_edits(start, edits), start)
    check_adds_up(there)
    for ident, attributed in there.attribution.items():
        other = back.attribution[ident]
        if attributed.groups is not None and other.groups is not None:
            assert sum(attributed.groups.values()) == pytest.approx(-sum(other.groups.values()), abs=1e-8)


@given(SEEDS)
def test_shares_do_not_depend_on_the_order_of_what_is_written(seed: int) -> None:
    rng = random.Random(seed)
    start, edits = random_edits(random_case(rng), rng)
    end = with_edits(start, edits)
    change = change_between(start, end)
    mixed_up = list(end.evidence)
    rng.shuffle(mixed_up)
    sources = list(end.sources.items())
    rng.shuffle(sources)
    other = change_between(start, end.model_copy(update={"evidence": tuple(mixed_up), "sources": dict(sources)}))
    for ident, attributed in change.attribution.items():
        assert {(p.kind, p.id): p.db for p in other.attribution[ident].parts} == pytest.approx(
            {(p.kind, p.id): p.db for p in attributed.parts}, abs=1e-9
        )


@given(SEEDS)
def test_nothing_changed_is_nothing(seed: int) -> None:
    rng = random.Random(seed)
    case = random_case(rng)
    change = change_between(case, case)
    assert (change.inputs, change.moved) == ((), ())
    assert all(
        attributed.change_db in (0.0, None) and not attributed.parts for attributed in change.attribution.values()
    )


@given(SEEDS, st.floats(0.05, 0.95))
def test_a_change_that_does_nothing_gets_nothing(seed: int, reliability: float) -> None:
    """A source that nobody heard is regraded, and an indicator that nobody reported on has other rows."""
    rng = random.Random(seed)
    case = random_case(rng)
    silent = {**case.sources, "silent": assess.Source(reliability=assess.Chance(value=0.5))}
    start, edits = random_edits(case.model_copy(update={"sources": silent}), rng, most=4)
    reported = {item.indicator for item in case.evidence}
    assert not isinstance(case.rubric, str)
    above = {case.rubric.indicators[name].of for name in case.rubric.indicators}
    idle = sorted(case.rubric.indicators.keys() - reported - above)[:1]
    edits = [e for e in edits if e.id not in idle]
    edits += [regraded("silent", reliability), *(rows(name, [reliability]) for name in idle)]
    change = change_between(start, with_edits(start, edits))
    for attributed in change.attribution.values():
        for part in attributed.parts:
            if part.id in ("silent", *idle):
                assert part.db == 0.0


@given(st.integers(2, 6), st.floats(0.2, 0.9), st.floats(0.55, 0.95), st.booleans())
def test_equal_changes_get_equal_shares(count: int, reliability: float, accuracy: float, few: bool) -> None:
    """So many witnesses who say the same, each once; the others do not."""
    base = _town(["present"] * count + ["absent"], reliability, accuracy)
    start = base.without(*(f"e{k}" for k in range(count)))
    most = attribution.MOST_SETS
    try:
        attribution.MOST_SETS = most if few else 1
        change = change_between(start, base)
    finally:
        attribution.MOST_SETS = most
    parts = change.attribution["so"].parts
    assert len(parts) == count
    assert [p.db for p in parts] == pytest.approx([parts[0].db] * count, abs=1e-9)
    assert sum(p.db for p in parts) == pytest.approx(change.claims["so"].change_db, abs=1e-9)
    assert parts[0].db > 0.0


def test_where_changes_are_many_each_is_left_out_alone() -> None:
    start = _town([], 0.8, 0.9)
    end = _town(["present", "absent"] * 12, 0.8, 0.9)
    change = compare(score(start), score(end))
    check_adds_up(change)
    parts = change.attribution["so"].parts
    assert len(parts) == 24
    assert all((part.db > 0.0) == (int(part.id[1:]) % 2 == 0) for part in parts)


def compiled_for(start: Case, end: Case, monkeypatch: pytest.MonkeyPatch) -> tuple[Change, int]:
    """Return a comparison, and how many networks were compiled for its shares."""
    compiled: list[Case] = []

    def compile_case(case: Case, rubric: Rubric) -> Compiled:
        compiled.append(case)
        return model.compile_case(case, rubric)

    sides = score(start), score(end)
    monkeypatch.setattr(coalitions, "compile_case", compile_case)
    change = compare(*sides)
    check_adds_up(change)
    return change, len(compiled)


def test_claims_that_say_something_else_take_no_network_each(monkeypatch: pytest.MonkeyPatch) -> None:
    start = _town(["present"], 0.8, 0.9)
    yes, no = ({"holds_if": {"town/fire": [state]}} for state in ("yes", "no"))
    claims = {f"c{k}": Claim.model_validate(yes) for k in range(20)}
    moved = {name: Claim.model_validate(no) if int(name[1:]) % 2 else claim for name, claim in claims.items()}
    change, compiled = compiled_for(
        start.model_copy(update={"claims": claims}),
        start.without("e0").model_copy(update={"claims": moved}),
        monkeypatch,
    )
    assert compiled == 2
    for name, attributed in change.attribution.items():
        # What e0 takes from yes it would give to no: in half of all orders each.
        assert [part.id for part in attributed.parts if part.db] == [name if int(name[1:]) % 2 else "e0"]


@pytest.mark.parametrize("bound", [1, 12, 64])
def test_changes_that_take_networks_are_shared_out_together_where_they_are_many(
    bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources that copy one another, whose words come in or go; what is only of numbers keeps shares of its own."""
    monkeypatch.setattr(attribution, "MOST_COMPILED", bound)
    whole = _town(["present", "absent"] * 6, 0.8, 0.9)
    copies = {f"s{k}": whole.sources[f"s{k}"].model_copy(update={"copies": {f"s{k + 1}": 0.3}}) for k in range(8)}
    whole = whole.model_copy(update={"sources": whole.sources | copies})
    start = whole.without(*(f"e{k}" for k in range(4)), "e10")
    end = whole.without("e6", "e7", "e8").regrade("s5", "C", "Poor", on="2020")
    change, compiled = compiled_for(start, end, monkeypatch)
    assert compiled <= max(bound, 12)
    parts = change.attribution["so"].parts
    kinds = {part.kind for part in parts}
    assert kinds == {"items added", "items withdrawn", "sources regraded"}
    assert ("" in {part.id for part in parts}) == (bound < 64)
    assert "e10" in {part.id for part in parts}


def test_a_rubric_that_asks_more_is_one_change_and_what_comes_with_it_another() -> None:
    start = _town(["present"], 0.8, 0.9)
    assert not isinstance(start.rubric, str)
    indicators = {**start.rubric.indicators, "smell": start.rubric.indicators["smoke"]}
    rubric = start.rubric.model_copy(update={"indicators": indicators, "version": "2"})
    item = start.evidence[0].model_copy(update={"id": "new", "indicator": "smell", "source": "s9"})
    end = start.model_copy(update={"rubric": rubric, "evidence": (*start.evidence, item)})
    change = compare(score(start), score(end))
    check_adds_up(change)
    assert {(c.kind, c.id) for c in change.inputs} == {("items added", "new"), ("questions", "indicator smell")}
    groups = change.attribution["so"].groups
    assert groups is not None
    assert groups["items added"] == pytest.approx(groups["questions"], abs=1e-9)
    assert change.to_dict()["after"]["rubric"]["version"] == "2"


def test_certainty_has_no_finite_share() -> None:
    start = _town(["present"], 1.0, 0.9)
    end = with_edits(start, [rows("smoke", [1.0, 0.0]), edited("e0", "absent")])
    end = end.model_copy(
        update={"evidence": tuple(i.model_copy(update={"accuracy": assess.Chance(value=1.0)}) for i in end.evidence)}
    )
    change = compare(score(start), score(end))
    attributed = change.attribution["so"]
    assert (attributed.change_db, attributed.groups, attributed.parts) == (None, None, ())
    json.dumps(change.to_dict(), allow_nan=False)


def test_what_is_recorded_is_compared_as_it_was(tmp_path: Path) -> None:
    ledger = assess.Ledger(tmp_path / "ledger.db")
    now = assess.score(CASE, draws=60, seed=3)
    ledger.record(now)
    then = ledger.entry(1).assessment
    assert not isinstance(then, Scoring)
    assert (then, then.to_json()) == (now, now.to_json())
    after = score(with_edits(CASE, [withdrawn("e057")]))
    assert compare(then, after).to_dict() == compare(now, after).to_dict()


def test_what_an_older_engine_found_otherwise_is_told_apart(tmp_path: Path) -> None:
    after = score(with_edits(CASE, [withdrawn("e057")]))
    ident = "policy-coherent"
    change = compare(recorded_otherwise(tmp_path / "ledger.db", ident, "0.0.9"), after)
    check_adds_up(change)
    groups = change.attribution[ident].groups
    assert groups is not None
    assert set(groups) == {"items withdrawn", "engine"}
    assert "engine" not in (change.attribution["utr-directed"].groups or {})
    engine_change = change.inputs[-1]
    assert (engine_change.kind, engine_change.before, engine_change.after, engine_change.bears) == (
        "engine",
        "0.0.9",
        VERSION,
        True,
    )
    assert engine_change.why == f"for the same inputs, {VERSION} gives other numbers than were recorded by 0.0.9"
    assert "engine" in [row[0] for row in ComparisonTables(change).inputs().rows]


def test_other_numbers_of_a_like_named_engine_are_told_and_another_name_alone_too(tmp_path: Path) -> None:
    now = score(CASE)
    same_name = compare(recorded_otherwise(tmp_path / "one.db", "policy-coherent", VERSION), now)
    assert [(entry.kind, entry.bears) for entry in same_name.inputs] == [("engine", True)]
    check_adds_up(same_name)
    other_name = compare(recorded_otherwise(tmp_path / "two.db", None, "0.0.9"), now)
    assert [(entry.kind, entry.bears) for entry in other_name.inputs] == [("engine", False)]
    assert other_name.moved == ()


def recorded_otherwise(path: Path, ident: str | None, engine: str) -> assess.Assessment:
    """Return what a ledger gives back where an engine found 70 % for one claim."""
    result = score(CASE)
    claims = {i: replace(claim, probability=0.7) if i == ident else claim for i, claim in result.claims.items()}
    ledger = assess.Ledger(path)
    ledger.record(replace(result, engine=engine, claims=claims))
    return ledger.entry(1).assessment


def test_of_a_shipped_case_everything_is_told() -> None:
    changed = with_edits(CASE, [withdrawn("e057"), withdrawn("e058"), regraded("miles", 0.5)])
    change = compare(score(CASE), score(changed))
    check_adds_up(change)
    assert [(c.kind, c.id) for c in change.inputs] == [
        ("items withdrawn", "e057"),
        ("items withdrawn", "e058"),
        ("sources regraded", "miles"),
    ]
    assert "word" in change.claims["policy-coherent"].other
    assert change.sources["miles"].moved
    plain = json.loads(json.dumps(change.to_dict(), allow_nan=False))
    assert plain["format"] == "assess.change/1"
    assert plain["claims"].keys() == {*CASE.claims, *score(CASE).predictions}


def test_the_reason_of_a_regrading_is_its_own() -> None:
    changed = CASE.regrade("miles", "D", "Two errors", "ana", "2019-06")
    assert [entry.why for entry in compare(score(CASE), score(changed)).inputs] == ["Two errors"]


def test_levels_are_compared_where_both_were_drawn() -> None:
    changed = with_edits(CASE, [regraded("miles", 0.3)])
    drawn = compare(assess.score(CASE, draws=200), assess.score(changed, draws=200))
    assert any(move.before and move.before.level for move in drawn.claims.values())
    half = compare(assess.score(CASE, draws=200), score(changed))
    assert not any("level" in move.other for move in half.claims.values())


def _town(said: list[str], reliability: float, accuracy: float) -> Case:
    return Case.model_validate(
        {
            "case": "town",
            "rubric": {
                "rubric": "town",
                "scale": CASE.rubric.scale.model_dump(),
                "grading": CASE.rubric.grading.model_dump(),
                "questions": {"fire": {"per": "town", "hypotheses": ["yes", "no"], "prior": "uniform"}},
                "indicators": {"smoke": {"of": "fire", "present_if": {"yes": 0.8, "no": 0.2}}},
            },
            "subjects": {"town": {"kind": "town"}},
            "ask": {"town": ["fire"]},
            "sources": {f"s{k}": {"reliability": reliability} for k in range(30)},
            "claims": {"so": {"holds_if": {"town/fire": ["yes"]}}},
            "evidence": [
                {
                    "id": f"e{k}",
                    "about": "town",
                    "indicator": "smoke",
                    "says": says,
                    "source": f"s{k}",
                    "accuracy": accuracy,
                }
                for k, says in enumerate(said)
            ],
        }
    )


def test_a_claim_moves_where_its_probability_is_next_to_nothing() -> None:
    slight = Prior.model_validate({"prior": {"yes": 1e-14, "no": 1.0 - 1e-14}})
    start = _town(["present"], 0.9, 0.9).model_copy(update={"priors": {"town/fire": slight}})
    change = compare(score(start), score(start.without("e0")))
    move = change.claims["so"]
    assert move.before is not None
    assert move.before.probability < 1e-12
    assert move in change.moved
    assert change.attribution["so"].change_db == pytest.approx(move.change_db)
