"""Cases whose very shape is random, against a second reading of the model."""

from __future__ import annotations

import math
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.analysis.what_if.without_sources import without_each_source
from assess.domain.case import Case
from tests.exactly import left_out, score
from tests.exactness.against import check_all, check_sharp, close
from tests.exactness.formula import Formula
from tests.made_up import Maker
from tests.oracle import Oracle
from tests.random_cases import AS_OF, draft_of, random_case, whole_cases

SEEDS = range(300)
CROWDED = range(5_000, 5_040)

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
    "copies",
    "favours",
    "favours_weight",
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
    "same: all",
    "same: country",
    "same: use",
    "same words by the same way",
    "says absent",
    "says not-found",
    "says present",
    "says silent",
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


@pytest.mark.parametrize("sharp", [False, True])
@pytest.mark.parametrize("seed", range(2_000, 2_040))
def test_without_a_source_its_items_are_not_there(seed: int, sharp: bool) -> None:
    case = random_case(random.Random(seed), sharp=sharp, most=8)
    if sharp and check_sharp(case) != "scored":
        return
    result = score(case)
    heard = {s for i in case.evidence if i.id in result.evidence for s in (i.source, *i.via)}
    probabilities = without_each_source(result)
    assert probabilities.keys() == heard
    for source, claims in probabilities.items():
        rest = left_out(case, *(i.id for i in case.evidence if source in (i.source, *i.via)))
        expected = Formula(rest).answers().claims
        assert dict(claims) == {name: close(expected[name][1]) for name in claims}
