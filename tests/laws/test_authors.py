"""What follows for a source through which everything, or something, passes last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.analysis.what_if.without_sources import without_each_source
from assess.domain.case import Case, Source
from assess.domain.chance import Chance
from assess.domain.claim import Claim
from assess.domain.evidence import Withdrawal
from tests.exactly import left_out, score
from tests.laws.law_cases import STORIES, cases, chances, flat, flat_prior, odds, plain_case, same
from tests.oracle import Oracle, added


def through_an_author(case: Case, reliability: float, favours: dict[str, list[str]] | None = None) -> Case:
    """Return the case with one more relay, last in every chain."""
    author = Source.model_validate({"reliability": reliability, "favours": favours or {}})
    relayed = tuple(item.model_copy(update={"via": (*item.via, "author")}) for item in case.evidence)
    return case.model_copy(update={"sources": {**case.sources, "author": author}, "evidence": relayed})


@given(cases(), chances)
def test_one_document_is_a_mixture_of_its_word_and_the_prior(case: Case, reliability: float) -> None:
    """Whatever the sources before the author are: r·P(. | all, at her word) + (1 - r)·P(.), of everything."""
    at_her_word, through = score(case), score(through_an_author(case, reliability))
    assert through.sources["author"].posterior == pytest.approx(reliability, abs=1e-12)
    assert through.log_evidence == pytest.approx(at_her_word.log_evidence, abs=1e-11)
    prior, word, posteriors = flat_prior(at_her_word), flat(at_her_word), flat(through)
    mixture = {name: reliability * word[name] + (1.0 - reliability) * prior[name] for name in word}
    assert {name: posteriors[name] for name in mixture} == pytest.approx(mixture, abs=1e-11)


@given(cases(), chances, st.sampled_from(STORIES))
def test_an_author_who_favours_a_story_loses_what_the_story_gains(
    case: Case, reliability: float, favours: dict[str, list[str]]
) -> None:
    """Her odds change by 1 / (f·P(favoured | all, at her word) / P(favoured) + 1 - f), no less than P(favoured)."""
    instances = {"q": ["one/q", "two/q"], "top": ["land/top"], "one/q": ["one/q"]}
    holds = {instance: states for key, states in favours.items() for instance in instances[key]}
    story = Claim.model_validate({"holds_if": holds})
    case = case.model_copy(update={"claims": {**case.claims, "story": story}})
    at_her_word, through = score(case), score(through_an_author(case, reliability, favours))
    favoured = at_her_word.claims["story"]
    change = odds(through.sources["author"].posterior) / odds(reliability)
    weight = Source(reliability=Chance(value=0.5)).favours_weight
    gain = weight * favoured.probability / favoured.prior + 1.0 - weight
    assert change == pytest.approx(1.0 / gain, rel=1e-9)
    assert change >= favoured.prior * (1.0 - 1e-9)
    after = through.sources["author"].posterior
    prior, word, posteriors = flat_prior(at_her_word), flat(at_her_word), flat(through)
    mixture = {name: after * word[name] + (1.0 - after) * prior[name] for name in word}
    assert {name: posteriors[name] for name in mixture} == pytest.approx(mixture, abs=1e-11)


@given(chances, chances, st.floats(0.05, 0.45), st.floats(0.55, 0.95))
def test_what_is_said_against_a_story_counts_for_more(prior: float, r: float, at_x: float, at_y: float) -> None:
    """Of one who favours x and reports what points to y, beside the same report of one who favours nothing."""
    item = {"id": "e", "indicator": "i", "source": "s", "hit": 0.9, "false_alarm": 0.2}
    fair = score(plain_case([item], {"s": {"reliability": r}}, {"i": (at_x, at_y)}, prior))
    partial = {"s": {"reliability": r, "favours": {"q": ["x"]}}}
    against = score(plain_case([item], partial, {"i": (at_x, at_y)}, prior))
    assert against.sources["s"].posterior > r
    assert against.questions["o/q"].posterior["y"] > fair.questions["o/q"].posterior["y"] > 1.0 - prior
    along = score(plain_case([item], partial, {"i": (at_y, at_x)}, prior))
    assert along.sources["s"].posterior < r


@given(cases(), st.sampled_from(["s", "t", "u"]))
def test_of_a_source_that_is_never_reliable_nothing_is_heard(case: Case, name: str) -> None:
    """Where no other stands after it; then its story is a constant, and all else is as without its items."""
    through = [item for item in case.evidence if name in (item.source, *item.via)]
    last = tuple(
        item.model_copy(update=moved_last(item.source, item.via, name)) if item in through else item
        for item in case.evidence
    )
    case = case.model_copy(update={"evidence": last})
    never = case.sources[name].model_copy(update={"reliability": Chance(value=0.0)})
    unheard = score(case.model_copy(update={"sources": {**case.sources, name: never}}))
    rest = score(left_out(case, *(item.id for item in through)))
    unheard_figures, rest_figures = flat(unheard), flat(rest)
    names = (unheard_figures.keys() & rest_figures.keys()) - {f"source {name}"}
    assert {n: unheard_figures[n] for n in names} == pytest.approx({n: rest_figures[n] for n in names}, abs=1e-10)


def moved_last(source: str, via: tuple[str, ...], name: str) -> dict[str, object]:
    chain = [*(s for s in (source, *via) if s != name), name]
    return {"source": chain[0], "via": tuple(chain[1:])}


@given(cases())
def test_without_each_source_is_the_score_without_its_items(case: Case) -> None:
    names = {name for item in case.evidence for name in (item.source, *item.via)}
    probabilities = without_each_source(score(case))
    assert probabilities.keys() == names
    for name in names:
        rest = score(left_out(case, *(i.id for i in case.evidence if name in (i.source, *i.via))))
        assert probabilities[name] == pytest.approx({i: c.probability for i, c in rest.claims.items()}, abs=1e-11)


def test_before_another_source_unreliable_is_not_the_same_as_not_there() -> None:
    """The condition of the law above is needed: the relay t is told by which story the item of s was."""
    items = [
        {"id": "e", "indicator": "i", "source": "s", "via": ["t"], "accuracy": 0.9},
        {"id": "f", "indicator": "j", "source": "t", "accuracy": 0.9},
    ]
    sources = {"s": {"reliability": 0.6, "favours": {"q": ["x"]}}, "t": {"reliability": 0.6}}
    case = plain_case(items, sources, {"i": (0.9, 0.1), "j": (0.8, 0.3)})
    oracle = Oracle(case)
    unreliable = added((reliable, table) for reliable, table in oracle.solve() if not reliable["s"])
    given_unreliable = oracle.marginal(unreliable, "o/q")["x"]
    nothing_through_s = score(case.without("e")).questions["o/q"].posterior["x"]
    assert abs(given_unreliable - nothing_through_s) > 0.001


@given(cases())
def test_an_item_that_does_not_count_is_no_item(case: Case) -> None:
    said = case.evidence[0]
    unclear = said.model_copy(update={"id": "unclear", "says": "unclear"})
    withdrawn = said.model_copy(update={"id": "gone", "withdrawn": Withdrawal(on="2017")})
    more, fewer = score(case.with_evidence(unclear, withdrawn)), score(case)
    same(more, fewer)
    assert more.evidence.keys() == fewer.evidence.keys()
    assert {u.id: u.reason for u in more.unscored} == {"unclear": "unclear", "gone": "withdrawn"}
