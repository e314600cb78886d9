"""What would change a judgement, against scoring the changed case from scratch."""

from __future__ import annotations

import json
import math
import random
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta

import assess
from assess.analysis.what_if.rows_at_ends import probabilities_at_ends
from assess.analysis.what_if.sensitivity import sensitivity
from assess.analysis.what_if.sensitivity_records import Sensitivity
from assess.compile.number_shifts import at_their_ends, ladder, rows_in_use
from assess.compile.numbers import Numbers
from assess.domain.chance import Chance
from assess.domain.claim import Claim
from assess.domain.grading import Grading
from assess.network.beta import beta_of_quantiles
from assess.scoring.claims import Claims, hypotheses_of, probabilities, stated_in
from assess.scoring.score import Scoring
from tests.exactly import score
from tests.exactness.formula import Formula
from tests.exactness.test_perturbations import with_source
from tests.laws.law_cases import plain_case
from tests.random_cases import random_case

CLOSE = 1e-9
SHIPPED = "russia-diasporas-2017"


@pytest.fixture(scope="module")
def shipped() -> Scoring:
    return score(assess.load_case(SHIPPED))


@pytest.fixture(scope="module")
def sensitivity_of_claims(shipped: Scoring) -> Sensitivity:
    return sensitivity(shipped)


def test_the_key_claims_are_told_where_nothing_is_named(shipped: Scoring, sensitivity_of_claims: Sensitivity) -> None:
    marked = {ident: int(claim.key) for ident, claim in shipped.case.claims.items() if claim.key}
    assert list(sensitivity_of_claims.targets) == sorted(marked, key=lambda ident: marked[ident])
    for ident, judged in sensitivity_of_claims.targets.items():
        assert judged.now.probability == pytest.approx(shipped.claims[ident].probability, abs=CLOSE)
        assert judged.now.term == shipped.claims[ident].term
        assert judged.prior == pytest.approx(shipped.claims[ident].prior, abs=CLOSE)
    json.dumps(sensitivity_of_claims.to_dict(), allow_nan=False)


def test_of_an_instance_the_leader_is_followed(shipped: Scoring) -> None:
    judged = sensitivity(shipped, ["utr/control@2017", "utr/control@2017:partial"]).targets
    assert judged["utr/control@2017"].id == "utr/control@2017:directed"
    assert judged["utr/control@2017:partial"].now.probability == pytest.approx(
        shipped.posterior("utr/control@2017")["partial"], abs=CLOSE
    )


# Sources


@pytest.mark.parametrize("seed", range(8_400, 8_440))
def test_an_unreliable_source_is_a_condition_on_the_posterior(seed: int) -> None:
    case = random_case(random.Random(seed), most=6)
    result = score(case)
    judged = sensitivity(result, ["plain", "either"]).targets
    formula = Formula(case)
    joint = formula.joint(formula.chains(), formula.world)
    for ident, target in judged.items():
        holds = formula.holds(case.claims[ident].holds_if)
        for out in target.sources:
            tables = [table for reliable, table in joint.items() if out.source not in reliable]
            total = math.fsum(float(table.sum()) for table in tables)
            if total == 0.0:
                assert out.unreliable is None
                continue
            assert out.unreliable is not None
            expected = math.fsum(float((table * holds).sum()) for table in tables) / total
            assert out.unreliable.probability == pytest.approx(expected, abs=CLOSE)


def test_a_source_a_document_or_a_theme_left_out_is_a_scoring_without_its_items(
    shipped: Scoring, sensitivity_of_claims: Sensitivity
) -> None:
    judged = sensitivity_of_claims.targets["utr-created"]
    items = [item for item in shipped.case.evidence if item.id in shipped.evidence]
    gone: dict[tuple[str, str | None], Any] = {
        ("source", out.source): out.without for out in judged.sources if out.items > 1
    }
    gone |= {("document", out.label): out.then for out in judged.documents}
    gone |= {("theme", out.label): out.then for out in judged.themes[:5]}
    for (kind, label), then in gone.items():
        ids = [
            item.id
            for item in items
            if {
                "source": label in (item.source, *item.via),
                "document": {cite.document for cite in item.cites} == {label},
                "theme": shipped.rubric.indicators[item.indicator].theme == label,
            }[kind]
        ]
        expected = score(shipped.case.without(*ids)).claims["utr-created"]
        assert then.probability == pytest.approx(expected.probability, abs=CLOSE)
        assert then.term == expected.term


@pytest.mark.parametrize("seed", range(8_440, 8_470))
def test_a_grade_better_or_worse_is_a_scoring_with_that_grade(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=8))
    for step in sensitivity(result, ["plain"]).targets["plain"].grades:
        changed = score(with_source(result.case, step.source, reliability=Chance(term=step.to)))
        assert result.case.sources[step.source].reliability.term == step.grade
        assert step.then.probability == pytest.approx(changed.claims["plain"].probability, abs=CLOSE)


def test_what_cannot_be_judged_is_no_step_of_the_ladder(shipped: Scoring, sensitivity_of_claims: Sensitivity) -> None:
    assert ladder(shipped.model.world.numbers) == ["A", "B", "C", "D", "E"]
    steps = {(s.source, s.grade, s.to, s.direction) for s in sensitivity_of_claims.targets["utr-created"].grades}
    assert {("miles", "C", "B", "up"), ("miles", "C", "D", "down")} <= steps
    graded = {name for name, source in shipped.case.sources.items() if source.reliability.term is not None}
    assert {source for source, *_ in steps} <= graded


# Rows


def sure(seed: int) -> Scoring:
    """Return a case in which every source is reliable, so that no story depends on a row."""
    case = random_case(random.Random(seed), most=8)
    sources = {
        name: source.model_copy(update={"reliability": Chance(value=1.0)}) for name, source in case.sources.items()
    }
    return score(case.model_copy(update={"sources": sources}))


@pytest.mark.parametrize("seed", range(8_470, 8_500))
def test_a_row_at_its_end_is_a_scoring_with_that_row_exactly_known(seed: int) -> None:
    result = sure(seed)
    rows = rows_in_use(result.model)
    values = probabilities(result.model, stated_in(result.case), at_their_ends(result.model, rows), with_stories=False)
    moving = [row for row in rows if row.low < row.high]
    stated = {
        f"{instance}:{state}": proposition
        for instance in result.questions
        for state, proposition in hypotheses_of(result.model, instance).items()
    }
    stated |= stated_in(result.case)
    read_off = probabilities_at_ends(result.model, stated, Claims(stated, result.model), moving)
    for k, row in enumerate(rows):
        indicator = result.rubric.indicators[row.indicator]
        if indicator.weight < 1.0:
            continue
        for end, value in enumerate((row.low, row.high)):
            chances = {**indicator.present_if, row.state: Chance(value=value)}
            moved = indicator.model_copy(update={"present_if": chances})
            rubric = result.rubric.model_copy(update={"indicators": {**result.rubric.indicators, row.indicator: moved}})
            changed = score(result.case.model_copy(update={"rubric": rubric}))
            for ident, claim in changed.claims.items():
                assert values[ident][2 * k + end] == pytest.approx(claim.probability, abs=CLOSE)
            if row in moving:
                then = {name: read[2 * moving.index(row) + end] for name, read in read_off.items()}
                for ident, claim in changed.claims.items():
                    assert then[ident] == pytest.approx(claim.probability, abs=CLOSE)
                for instance, question in changed.questions.items():
                    for state, probability in question.posterior.items():
                        assert then[f"{instance}:{state}"] == pytest.approx(probability, abs=CLOSE)


def test_rows_of_an_indicator_that_only_a_claim_names_are_moved_too() -> None:
    """It hangs under another that nobody reported on either; the given of a claim is a naming as well."""
    item = {"id": "e1", "indicator": "seen", "source": "s", "accuracy": 0.9}
    case = plain_case(
        [item], {"s": {"reliability": 1.0}}, {"seen": (0.7, 0.2), "above": (0.8, 0.3), "other": (0.6, 0.4)}
    )
    below = case.rubric.indicators["above"].model_copy(
        update={"of": "above", "present_if": {"present": Chance(mean=0.6, n=8), "absent": Chance(mean=0.1, n=8)}}
    )
    rubric = case.rubric.model_copy(update={"indicators": {**case.rubric.indicators, "below": below}})
    claims = {
        "c": Claim(holds_if={"o/below": "present"}, text="C"),
        "d": Claim(holds_if={"o/q": "x"}, given={"o/other": "present"}, text="D"),
    }
    case = case.model_copy(update={"rubric": rubric, "claims": claims})
    result = score(case)
    assert {row.indicator for row in rows_in_use(result.model)} == {"seen", "below", "above", "other"}
    (swing,) = [row for row in sensitivity(result, ["c"]).targets["c"].rows if row.state == "present"]
    for end, verdict in ((swing.low, swing.at_low), (swing.high, swing.at_high)):
        moved = below.model_copy(update={"present_if": {**below.present_if, "present": Chance(value=end)}})
        indicators = {**rubric.indicators, "below": moved}
        changed = score(case.model_copy(update={"rubric": rubric.model_copy(update={"indicators": indicators})}))
        assert verdict.probability == pytest.approx(changed.claims["c"].probability, abs=CLOSE)
    assert swing.swing > 0.1


def test_ends_are_those_of_the_rows_own_beta(shipped: Scoring) -> None:
    """A weight below 1 draws a row's mean to the average of its rows; its effective sample size stays."""
    numbers: Numbers = shipped.model.world.numbers
    seen = set()
    for row in rows_in_use(shipped.model):
        indicator = shipped.rubric.indicators[row.indicator]
        written = indicator.present_if[row.state]
        if written.value is not None:
            assert (row.low, row.high) == (row.mean, row.mean)
            continue
        term = None if written.term is None else numbers.scale.find(written.term)
        low, high = (written.low, written.high) if term is None else (term.low, term.high)
        if written.n is None:
            assert low is not None
            assert high is not None
            size = sum(beta_of_quantiles(low, high))
        else:
            size = written.n
        means = [numbers.row(chance)[0] for chance in indicator.present_if.values()]
        mean = indicator.weight * numbers.row(written)[0] + (1.0 - indicator.weight) * float(np.mean(means))
        assert row.mean == pytest.approx(mean)
        expected = beta.ppf([0.05, 0.95], size * mean, size * (1.0 - mean))
        assert (row.low, row.high) == pytest.approx(tuple(expected), rel=1e-6)
        seen.add(indicator.weight < 1.0)
    assert seen == {True, False}


def test_rows_are_told_widest_first_and_what_is_exactly_known_is_not(sensitivity_of_claims: Sensitivity) -> None:
    for judged in sensitivity_of_claims.targets.values():
        swings = [row.swing for row in judged.rows]
        assert swings == pytest.approx(sorted(swings, reverse=True), abs=1e-8)
        assert all(row.low < row.high for row in judged.rows)


# Prior odds


@pytest.mark.parametrize("seed", range(8_500, 8_530))
def test_at_the_factors_told_the_leader_and_the_word_change(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=6))
    scale = result.rubric.scale
    assert isinstance(scale, assess.Scale)
    for target in sensitivity(result, ["plain", *result.questions]).targets.values():
        p, odds = target.now.probability, target.prior_odds
        if not 0.0 < p < 1.0:
            continue

        def then(factor: float, p: float = p) -> float:
            return factor * p / (factor * p + 1.0 - p)

        for factor, outward in ((odds.term_down, 1.0 - 1e-6), (odds.term_up, 1.0 + 1e-6)):
            if factor is None:
                continue
            inward = 2.0 - outward
            between = then(1.0 + (factor - 1.0) * 0.999)
            assert abs(factor - 1.0) < 1e-9 or scale.term_of(between) == scale.term_of(p)
            assert scale.term_of(then(factor * outward)) != scale.term_of(then(factor * inward))
        if target.id == "plain" and odds.leader_factor is not None:
            assert then(odds.leader_factor) == pytest.approx(0.5)
        for point in odds.curve:
            assert point.then.probability == pytest.approx(then(point.factor))
            prior = target.prior / (1.0 - target.prior) * point.factor if target.prior < 1.0 else math.inf
            assert point.prior == pytest.approx(prior / (1.0 + prior) if prior < math.inf else 1.0)


def test_other_prior_odds_are_a_scoring_with_another_prior() -> None:
    """With reliable sources, and so no story that depends on the prior."""
    item = {"id": "e", "indicator": "i", "source": "s", "hit": 0.9, "false_alarm": 0.2}
    for factor in (0.2, 3.0):
        odds = factor * 0.3 / 0.7
        other = plain_case([item], {"s": {"reliability": 1.0}}, {"i": (0.6, 0.1)}, odds / (1.0 + odds))
        case = plain_case([item], {"s": {"reliability": 1.0}}, {"i": (0.6, 0.1)}, 0.3)
        judged = sensitivity(score(case), ["o/q:x"]).targets["o/q:x"]
        (point,) = (p for p in judged.prior_odds.curve if p.factor == factor)
        assert point.then.probability == pytest.approx(score(other).posterior("o/q")["x"], abs=CLOSE)


def test_a_leader_changes_where_its_odds_meet_those_of_the_next(shipped: Scoring) -> None:
    judged = sensitivity(shipped, ["utr/control@2017"]).targets["utr/control@2017"]
    posterior = shipped.posterior("utr/control@2017")
    assert judged.prior_odds.leader_factor == pytest.approx(posterior["partial"] / posterior["directed"])


def test_a_grading_without_a_fall_has_one_step() -> None:
    grading = Grading.model_validate(
        {"grading": "flat", "reliability": {"yes": 0.9, "no": 0.9}, "credibility": {"1": 0.9}, "search": 0.5}
    )
    scale = assess.load_scale("icd203")
    assert ladder(Numbers(scale, grading)) == ["yes"]


def test_one_id_may_stand_for_a_list_of_one() -> None:
    result = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
    ident = next(iter(result.claims))
    assert sensitivity(result, ident).to_dict() == sensitivity(result, [ident]).to_dict()
    assert [*assess.variance_shares(result, ident, pairs=8)] == [ident]
    assert assess.timeline(result.case, ident, draws=0) == assess.timeline(result.case, [ident], draws=0)
