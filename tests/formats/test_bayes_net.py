"""The exported network: pyAgrum's posteriors are those of the scoring."""

import itertools
import json
import math
import random
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given

import assess
from assess.domain.case import Case
from assess.formats.bayes_net import (
    _distinct,
    _pyagrum,
    bayes_net,
    check_network,
    save_network,
)
from tests.formats.exported_results import hostile, shipped
from tests.random_cases import random_case, sharp_cases, whole_cases

DIGITS = {".bif": 1e-7, ".xdsl": 0.0, ".net": 1e-7}
"""How far a number is from what was written, once pyAgrum has read it: it reads BIF and NET in single precision."""


def test_posteriors_of_the_shipped_case_agree() -> None:
    assert check_network(shipped()) < 1e-9


@pytest.mark.parametrize("seed", range(60))
def test_posteriors_of_random_cases_agree(seed: int) -> None:
    assert check_network(assess.score(random_case(random.Random(seed)), draws=0)) < 1e-9


@given(whole_cases)
def test_posteriors_of_any_case_agree(case: Case) -> None:
    assert check_network(assess.score(case, draws=0)) < 1e-9


@given(sharp_cases)
def test_posteriors_agree_where_numbers_are_zeros_and_ones(case: Case) -> None:
    try:
        result = assess.score(case, draws=0)
    except assess.AssessError:
        return
    assert check_network(result) < 1e-9


def test_the_probability_of_what_is_observed_is_that_of_the_evidence_and_without_it_there_are_priors() -> None:
    result = shipped()
    exported = bayes_net(result)
    solver = _pyagrum().LazyPropagation(exported.net)
    solver.makeInference()
    for name, node in exported.names.items():
        if node["kind"] == "question":
            prior = list(result.questions[node["id"]].prior.values())
            assert solver.posterior(name).toarray() == pytest.approx(prior, abs=1e-12)
    solver.setEvidence(dict(exported.evidence))
    solver.makeInference()
    assert math.log(solver.evidenceProbability()) == pytest.approx(result.log_evidence, abs=1e-9)


@pytest.mark.parametrize("suffix", DIGITS)
def test_files_hold_the_network(suffix: str, tmp_path: Path) -> None:
    result = shipped()
    exported = bayes_net(result)
    path, names = save_network(result, tmp_path / f"net{suffix}")
    again = _pyagrum().loadBN(str(path))
    furthest = 0.0
    for name in exported.names:
        expected, read_back = exported.net.cpt(name), again.cpt(name)
        assert set(read_back.names) == set(expected.names)
        assert again.variable(name).labels() == exported.net.variable(name).labels()
        furthest = max(
            furthest, float(np.abs(read_back.reorganize(expected.names).toarray() - expected.toarray()).max())
        )
    assert furthest <= DIGITS[suffix]
    content = json.loads(names.read_text(encoding="utf-8"))
    assert content["observe"] == exported.evidence
    assert content["nodes"]["arac_origin"] == {
        "kind": "question",
        "id": "arac/origin",
        "states": {state: state for state in result.questions["arac/origin"].posterior},
    }


def test_the_files_are_written_with_all_digits_and_are_the_same_twice(tmp_path: Path) -> None:
    result = shipped()
    for suffix in DIGITS:
        first, again = (save_network(result, tmp_path / f"{n}{suffix}")[0].read_bytes() for n in "ab")
        assert first == again
    root = ElementTree.parse(tmp_path / "a.xdsl").getroot()
    written = [float(p) for node in root.iter("probabilities") for p in (node.text or "").split()]
    net = bayes_net(result).net
    table = net.cpt("source_miles").toarray().tolist()
    assert table in [list(pair) for pair in itertools.pairwise(written)]
    assert repr(table[0]) in (tmp_path / "a.bif").read_text(encoding="utf-8")
    assert repr(table[0]) in (tmp_path / "a.net").read_text(encoding="utf-8")


def test_names_are_plain_and_different() -> None:
    assert _distinct(["a/b@2017", "a-b_2017", "A_b_2017", "2017", "é"]) == [
        "a_b_2017", "a_b_2017_2", "A_b_2017_3", "n_2017", "n__"
    ]  # fmt: skip
    for result in (shipped(), hostile()):
        names = bayes_net(result).names
        assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) for name in names)


def test_a_number_too_small_for_a_file_is_refused() -> None:
    case = assess.Case.model_validate(
        {
            "case": "many",
            "rubric": {
                "rubric": "many",
                "questions": {"origin": {"per": "body", "hypotheses": ["a", "b"], "prior": "uniform"}},
                "indicators": {f"i{n}": {"of": "origin", "present_if": {"a": 0.01, "b": 0.02}} for n in range(200)},
            },
            "subjects": {"club": {"kind": "body"}},
            "ask": {"club": ["origin"]},
            "sources": {"s": {"reliability": 0.9}},
            "evidence": [
                {
                    "id": f"e{n}",
                    "about": "club",
                    "indicator": f"i{n}",
                    "says": "present",
                    "source": "s",
                    "accuracy": 0.99,
                }
                for n in range(200)
            ],
        }
    )
    with pytest.raises(assess.AssessError, match=r"E409 the network holds a probability of e\^-\d+ \(story of s\)"):
        bayes_net(assess.score(case, draws=0))
