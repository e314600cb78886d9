"""What carries no meaning: in which order, in which file and under which names a case is written."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.case import Case
from assess.files import load_case
from tests.exactly import score
from tests.laws.law_cases import cases, flat, same, with_keys_shuffled
from tests.made_up import Maker

SWAP = {"x": "z", "y": "x", "z": "y", "a": "b", "b": "a", "s": "u", "t": "s", "u": "t", "i": "j", "j": "i"}


def written(case: Case) -> dict[str, Any]:
    content: dict[str, Any] = case.model_dump(mode="json", exclude_none=True)
    return content


def renamed(value: Any) -> Any:
    """Return a written value with every name of SWAP changed, alone or after an instance's slash."""
    if isinstance(value, dict):
        return {renamed(key): renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner) for inner in value]
    return SWAP.get(value, value) if isinstance(value, str) else value


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_lists_does_not_matter(case: Case, random: Any) -> None:
    """Lists too, where their order says nothing: items, what is asked or favoured, the alternatives of a claim."""

    def mixed(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            names = list(value)
            random.shuffle(names)
            return {name: mixed(value[name], name) for name in names}
        if isinstance(value, list):
            inner = [mixed(element) for element in value]
            if key != "via":
                random.shuffle(inner)
            return inner
        return value

    content = written(case)
    rubric = content.pop("rubric")
    rubric = {**mixed(rubric), "scale": rubric["scale"]}
    other = Case.model_validate({**mixed(content), "rubric": rubric})
    same(score(case), score(other))


@given(cases(), st.randoms(use_true_random=False))
def test_the_digest_sees_content_and_no_order(case: Case, random: Any) -> None:
    content = with_keys_shuffled(written(case), random)
    random.shuffle(content["evidence"])
    assert Case.model_validate(content).digest() == case.digest()
    changed = {case.digest()}
    content["sources"]["s"]["reliability"] += 1e-9
    changed.add(Case.model_validate(content).digest())
    content["rubric"]["indicators"]["i"]["present_if"]["x"] += 1e-9
    changed.add(Case.model_validate(content).digest())
    content["evidence"][0]["about"] = {"one": "two", "two": "one"}[content["evidence"][0]["about"]]
    changed.add(Case.model_validate(content).digest())
    assert len(changed) == 4


@given(cases())
def test_names_that_trade_places_take_their_numbers_along(case: Case) -> None:
    """Hypotheses, sources and indicators exchange names, so that no order of names is kept."""
    result, other = score(case), score(Case.model_validate(renamed(written(case))))
    assert result.log_evidence == pytest.approx(other.log_evidence, abs=1e-11)
    for ident, question in result.questions.items():
        expected = {SWAP[h]: p for h, p in question.posterior.items()}
        assert other.questions[ident].posterior == pytest.approx(expected, abs=1e-11)
    for name, source in result.sources.items():
        assert other.sources[SWAP[name]].posterior == pytest.approx(source.posterior, abs=1e-11)


@given(cases())
def test_hypotheses_that_nothing_tells_apart_are_as_good_as_one(case: Case) -> None:
    """y and z with one row each for all indicators, and no weight that averages over hypotheses."""
    content = written(case)
    rubric = content["rubric"]
    question, present = rubric["questions"]["q"], [rubric["indicators"][i]["present_if"] for i in "ij"]
    rubric["indicators"]["i"]["weight"] = 1.0
    for row in present:
        row["z"] = row["y"]
    for source in content["sources"].values():
        source["favours"] = {"q": ["x"]} if source.get("favours") else {}
    content["claims"] = {"x": {"holds_if": {"one/q": ["x"], "two/q": ["y", "z"]}}}
    three = score(Case.model_validate(content))
    question["hypotheses"] = ["x", "yz"]
    question["prior"] = {t: {"x": row["x"], "yz": row["y"] + row["z"]} for t, row in question["prior"].items()}
    for row in present:
        row["yz"] = row.pop("y")
        del row["z"]
    content["claims"] = {"x": {"holds_if": {"one/q": ["x"], "two/q": ["yz"]}}}
    two = score(Case.model_validate(content))
    assert two.log_evidence == pytest.approx(three.log_evidence, abs=1e-11)
    of_three, of_two = flat(three), flat(two)
    names = of_three.keys() & of_two.keys()
    assert {"one/q=x", "claim x", "source s", "land/top=a"} <= names
    assert {n: of_two[n] for n in names} == pytest.approx({n: of_three[n] for n in names}, abs=1e-11)


@given(cases())
def test_the_order_of_two_parents_does_not_matter(case: Case) -> None:
    content = written(case)
    rows = content["rubric"]["questions"]["q"]["prior"]
    nested = {t: {c: {**rows[t if c == "p" else "b"]} for c in "pn"} for t in "ab"}
    content["rubric"]["questions"]["cause"] = {"per": "land", "hypotheses": ["p", "n"], "prior": {"p": 0.3, "n": 0.7}}
    content["ask"]["land"] = ["top", "cause"]
    question = content["rubric"]["questions"]["q"]
    question |= {"given": ["top", "cause"], "prior": nested}
    result = score(Case.model_validate(content))
    question |= {"given": ["cause", "top"], "prior": {c: {t: nested[t][c] for t in "ab"} for c in "pn"}}
    same(result, score(Case.model_validate(content)))


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    """A case in three pieces, two of them with evidence, under a rubric in two, included in every order."""
    content = written(Maker(8).case())
    assert len(content["evidence"]) > 2
    rubric = content["rubric"]
    pieces = {
        "first.yaml": {"evidence": content["evidence"][:2], "claims": content["claims"]},
        "second.yaml": {"evidence": content["evidence"][2:], "documents": content["documents"]},
        "third.yaml": {"sources": content["sources"]},
    }
    parts = {
        "parts/one.yaml": {"questions": rubric["questions"], "indicators": {"a": rubric["indicators"]["a"]}},
        "parts/two.yaml": {"indicators": {n: i for n, i in rubric["indicators"].items() if n != "a"}},
    }
    inside = {key for piece in pieces.values() for key in piece}
    results = []
    for number, order in enumerate(itertools.permutations(pieces)):
        folder = tmp_path / f"case{number}"
        main = {key: value for key, value in content.items() if key not in inside}
        split = {"rubric": "made-up", "version": rubric["version"], "scale": "plain", "grading": "grades"}
        files = {
            **pieces,
            **parts,
            "case.yaml": {**main, "rubric": "made-up", "include": list(order)},
            "scales/plain.yaml": rubric["scale"],
            "scales/grades.yaml": {**rubric["grading"], "grading": "grades"},
            "made-up.yaml": {**split, "include": sorted(parts, reverse=bool(number % 2))},
        }
        for name, value in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
        results.append(score(load_case(folder)))
    for other in results:
        same(results[0], other)
        assert other.inputs == results[0].inputs
