"""What holds of every case, whatever its numbers."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assess.analysis.what_if.without_sources import without_each_source
from assess.domain.case import Case, Source
from assess.domain.chance import Chance
from assess.domain.claim import Prediction
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from tests.exactly import left_out, log_evidence, score
from tests.laws.law_cases import plain_case, same, with_keys_shuffled
from tests.made_up import Maker
from tests.oracle import Oracle, added

seeds = st.integers(0, 10_000)
shares = st.floats(0.05, 0.95)


def shuffled(case: Case, seed: int) -> Case:
    """Return the same case with every list whose order is no content, and every mapping, in another order."""
    draw = random.Random(seed)
    written = with_keys_shuffled(case.model_dump(mode="json", exclude_none=True), draw)
    draw.shuffle(written["evidence"])
    return Case.model_validate(written)


@given(seeds)
def test_order_does_not_matter(seed: int) -> None:
    case = Maker(seed).case()
    other = shuffled(case, seed)
    same(score(case), score(other))
    assert case.digest() == other.digest()


@given(seeds, st.data())
def test_a_repeated_statement_counts_once(seed: int, data: st.DataObject) -> None:
    case = Maker(seed).case()
    item = data.draw(st.sampled_from(case.evidence))
    key = item.statement or "once"
    stated = item.model_copy(update={"statement": key})
    again = item.model_copy(update={"id": "again", "statement": key})
    others = tuple(i for i in case.evidence if i.id != item.id)
    once = case.model_copy(update={"evidence": (*others, stated)})
    twice = case.model_copy(update={"evidence": (*others, stated, again)})
    same(score(once), score(twice))


@given(seeds, shares)
def test_an_item_as_likely_either_way_moves_no_question(seed: int, share: float) -> None:
    """From a source of its own: what it says is as probable in truth as in its story."""
    case = Maker(seed).case()
    sources = {**case.sources, "new": case.sources["s0"].model_copy(update={"favours": {}})}
    item = Evidence(id="new", about="one", indicator="a", says="present", source="new", hit=share, false_alarm=share)
    before = score(case.model_copy(update={"sources": sources}))
    after = score(case.model_copy(update={"sources": sources}).with_evidence(item))
    for ident, question in before.questions.items():
        assert after.questions[ident].posterior == pytest.approx(dict(question.posterior), abs=1e-11)
    assert after.evidence["new"].weight_db == pytest.approx(dict.fromkeys("xyz", 0.0), abs=1e-9)


@given(seeds)
def test_a_source_alone_never_moves_itself_and_everything_is_a_mixture(seed: int) -> None:
    """One author through whom all passes: r·P(h | all, taken at her word) + (1 - r)·P(h)."""
    case = Maker(seed).case()
    sure = {n: s.model_copy(update={"reliability": Chance(value=1.0)}) for n, s in case.sources.items()}
    reliability = 0.37
    author = Source(reliability=Chance(value=reliability))
    relayed = tuple(i.model_copy(update={"via": (*i.via, "author")}) for i in case.evidence)
    through = score(case.model_copy(update={"sources": {**sure, "author": author}, "evidence": relayed}))
    at_her_word = score(case.model_copy(update={"sources": sure}))
    assume(through.evidence)
    assert through.sources["author"].posterior == pytest.approx(reliability, abs=1e-12)
    for ident, question in through.questions.items():
        for h, p in question.posterior.items():
            mixture = reliability * at_her_word.questions[ident].posterior[h] + (1 - reliability) * question.prior[h]
            assert p == pytest.approx(mixture, abs=1e-11)


@given(seeds)
def test_without_a_source_its_items_are_not_there(seed: int) -> None:
    case = Maker(seed).case()
    result = score(case)
    for name, claims in without_each_source(result).items():
        through = [i.id for i in case.evidence if name in (i.source, *i.via)]
        rest = score(left_out(case, *through))
        for ident, probability in claims.items():
            assert probability == pytest.approx(rest.claims[ident].probability, abs=1e-10)


@given(seeds)
def test_given_that_the_last_of_a_chain_is_unreliable_its_items_are_not_there(seed: int) -> None:
    """Of a source after which no other stands in any chain; what is broken after it is another source's story."""
    case = Maker(seed).case()
    counted = [i for i in case.evidence if i.withdrawn is None]
    relayed_on = {s for i in counted for s in (i.source, *i.via)[:-1]}
    oracle = Oracle(case)
    joint = oracle.solve()
    for name in {(i.source, *i.via)[-1] for i in counted} - relayed_on:
        unreliable = added((reliable, table) for reliable, table in joint if not reliable[name])
        if oracle.reliability(name) < 1.0:
            through = [i.id for i in case.evidence if name in (i.source, *i.via)]
            rest = score(left_out(case, *through))
            for ident, question in rest.questions.items():
                assert oracle.marginal(unreliable, ident) == pytest.approx(dict(question.posterior), abs=1e-10)


@given(seeds)
def test_over_all_that_could_be_said_the_probabilities_sum_to_1(seed: int) -> None:
    case = Maker(seed).case()
    spoken = [i for i in case.evidence if i.says in ("present", "absent") and i.withdrawn is None]
    keys = list(dict.fromkeys(i.statement or f"/{i.id}" for i in spoken))[:4]
    chosen = [i for i in spoken if (i.statement or f"/{i.id}") in keys]
    assume(chosen)
    total = 0.0
    for outcome in itertools.product(("present", "absent"), repeat=len(keys)):
        says = dict(zip(keys, outcome, strict=True))
        items = tuple(i.model_copy(update={"says": says[i.statement or f"/{i.id}"]}) for i in chosen)
        total += math.exp(log_evidence(score(case.model_copy(update={"evidence": items}))))
    # Two items of one statement are one utterance only where both are intact: broken, each may say either.
    if len({i.statement or i.id for i in chosen}) == len(chosen):
        assert total == pytest.approx(1.0, abs=1e-10)
    else:
        assert total <= 1.0 + 1e-10


@given(seeds, st.data())
def test_the_expected_posterior_is_the_posterior_without_the_item(seed: int, data: st.DataObject) -> None:
    case = Maker(seed).case()
    alone = [i for i in case.evidence if i.statement is None and i.says in ("present", "absent") and not i.withdrawn]
    assume(alone)
    item = data.draw(st.sampled_from(alone))
    rest = tuple(i for i in case.evidence if i.id != item.id)
    without = score(case.model_copy(update={"evidence": rest}))
    said = {
        says: score(case.model_copy(update={"evidence": (*rest, item.model_copy(update={"says": says}))}))
        for says in ("present", "absent")
    }
    chance = {says: math.exp(log_evidence(result) - log_evidence(without)) for says, result in said.items()}
    assert sum(chance.values()) == pytest.approx(1.0, abs=1e-11)
    for ident, question in without.questions.items():
        for h, p in question.posterior.items():
            expected = sum(chance[says] * said[says].questions[ident].posterior[h] for says in chance)
            assert expected == pytest.approx(p, abs=1e-11)


@given(shares, shares, shares, st.floats(0.5, 0.95), st.floats(0.02, 0.5))
def test_a_favoured_story_costs_reliability_by_no_more_than_its_prior(
    prior: float, at_x: float, at_y: float, reliability: float, false_alarm: float
) -> None:
    assume(at_x > at_y)
    case = plain_case(
        [{"id": "e", "indicator": "i", "source": "s", "hit": 0.9, "false_alarm": false_alarm}],
        {"s": {"reliability": reliability, "favours": {"q": ["x"]}}},
        {"i": (at_x, at_y)},
        prior,
    )
    after = score(case).sources["s"].posterior
    change = after / (1 - after) / (reliability / (1 - reliability))
    assert prior - 1e-12 <= change <= 1.0 + 1e-12


@given(shares, st.floats(0.02, 0.2), st.floats(0.02, 0.2))
def test_agreement_on_the_rare_lifts_and_contradiction_lowers(reliability: float, at_x: float, at_y: float) -> None:
    sources = {"s": {"reliability": reliability}, "t": {"reliability": reliability}}
    said = [{"id": "e", "indicator": "i", "source": "s", "accuracy": 0.9}]
    said.append({"id": "f", "indicator": "i", "source": "t", "accuracy": 0.9})
    agree = score(plain_case(said, sources, {"i": (at_x, at_y)}))
    said[1] = {**said[1], "says": "absent"}
    contradict = score(plain_case(said, sources, {"i": (at_x, at_y)}))
    for name in sources:
        assert agree.sources[name].posterior > reliability > contradict.sources[name].posterior


@given(seeds)
def test_a_prior_of_zero_stays_zero(seed: int) -> None:
    case = Maker(seed).case()
    assert isinstance(case.rubric, Rubric)
    none = {"x": 0.0, "y": 0.4, "z": 0.6}
    origin = case.rubric.questions["origin"].model_copy(update={"prior": {"p": none, "n": none}})
    rubric = case.rubric.model_copy(update={"questions": {**case.rubric.questions, "origin": origin}})
    sources = {n: s.model_copy(update={"favours": {}}) for n, s in case.sources.items()}
    case = case.model_copy(update={"rubric": rubric, "sources": sources, "priors": {}})
    for question in score(case).questions.values():
        if question.question == "origin":
            assert question.posterior["x"] == 0.0
            assert all(weight is None or math.isfinite(weight) for weight in question.posterior.values())


@given(seeds)
def test_other_names_give_the_same_numbers(seed: int) -> None:
    case = Maker(seed).case()
    written = case.model_dump_json(exclude_none=True)
    renamed = written.replace('"x"', '"h1"').replace('"y"', '"h2"').replace('"z"', '"h3"').replace('"s1"', '"S1"')
    result, other = score(case), score(Case.model_validate_json(renamed))
    names = {"x": "h1", "y": "h2", "z": "h3"}
    for ident, question in result.questions.items():
        for h, p in question.posterior.items():
            assert other.questions[ident].posterior[names.get(h, h)] == pytest.approx(p, abs=1e-12)
    assert other.sources["S1"].posterior == pytest.approx(result.sources["s1"].posterior, abs=1e-12)


def test_the_same_inputs_give_the_same_bytes() -> None:
    case = Maker(11).case()
    assert score(case).to_json() == score(Case.model_validate(case.model_dump(mode="json"))).to_json()


def test_ten_thousand_items_of_10_db_keep_their_digits() -> None:
    count = 10_000
    items = [{"id": f"e{k}", "indicator": "i", "event": f"v{k}", "source": "s", "accuracy": 1.0} for k in range(count)]
    result = score(plain_case(items, {"s": {"reliability": 1.0}}, {"i": (0.5, 0.05)}, prior=0.5))
    question = result.questions["o/q"]
    assert question.log_remainder["x"] == pytest.approx(-count * math.log(10.0), rel=1e-9, abs=0.0)
    assert question.posterior["x"] == 1.0
    assert result.evidence["e77"].weight_db == pytest.approx({"x": 10.0, "y": -10.0}, abs=1e-6)


@pytest.mark.parametrize("balance", [0, 60])
def test_two_hundred_items_of_170_db_stay_finite(balance: int) -> None:
    rows = {"i": (1.0, 1e-17), "j": (1e-17, 1.0)}
    items = [
        {
            "id": f"e{k}",
            "indicator": "i" if k < 100 + balance else "j",
            "event": f"v{k}",
            "source": "s",
            "accuracy": 1.0,
        }
        for k in range(200)
    ]
    result = score(plain_case(items, {"s": {"reliability": 1.0}}, rows, prior=0.5))
    question = result.questions["o/q"]
    expected = 2 * balance * 17 * math.log(10.0)
    log_odds = question.log_posterior["x"] - question.log_remainder["x"]
    assert log_odds == pytest.approx(expected, rel=1e-12, abs=1e-9)
    assert result.evidence["e0"].weight_db["x"] == pytest.approx(170.0, abs=1e-6)


def test_a_prediction_that_no_hypotheses_state_gets_no_number() -> None:
    case = Maker(3).case()
    bare, stated = Prediction(text="It will be told"), Prediction(holds_if=case.claims["both"].holds_if)
    result = score(case.model_copy(update={"predictions": {"bare": bare, "stated": stated}}))
    assert list(result.predictions) == ["stated"]
    assert result.predictions["stated"].probability == result.claims["both"].probability
