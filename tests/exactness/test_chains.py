"""Long chains, chains that run both ways, one utterance by many ways."""

from __future__ import annotations

import itertools
import random

import pytest

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.errors import AssessError
from tests.exactly import score
from tests.exactness.against import check_all
from tests.random_cases import random_case


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
