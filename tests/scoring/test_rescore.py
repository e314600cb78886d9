"""Scoring again gives what scoring from scratch gives, after any sequence of edits."""

from __future__ import annotations

import math
import random
from contextlib import suppress
from typing import Any

import pytest

import assess
from assess.domain.case import Case
from assess.errors import AssessError
from assess.scoring import rescore as module
from assess.scoring.rescore import rescore
from tests.exactly import score
from tests.made_up import GRADING, SCALE
from tests.strategies import random_case

TOWNS = 6


def close(found: Any, expected: Any, path: str = "") -> list[str]:
    """Return where two plain results differ by more than rounding."""
    if isinstance(expected, dict):
        wrong = [] if list(found) == list(expected) else [f"{path}: keys"]
        return wrong + [
            w for key in expected if key in found for w in close(found[key], expected[key], f"{path}/{key}")
        ]
    if isinstance(expected, float) and isinstance(found, float):
        same = math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-11 if "weight_db" in path else 1e-12)
        return [] if same else [f"{path}: {found!r} is not {expected!r}"]
    return [] if found == expected else [f"{path}: {found!r} is not {expected!r}"]


def check_same(found: assess.Assessment, case: Case, as_of: str | None = None) -> None:
    scratch = score(case, as_of)
    assert close(found.to_dict(), scratch.to_dict()) == []
    assert [(s.as_origin, s.as_relay) for s in found.sources.values()] == [
        (s.as_origin, s.as_relay) for s in scratch.sources.values()
    ]
    for ident, question in scratch.questions.items():
        again = found.questions[ident]
        assert again.unsearched == question.unsearched
        assert again.log_posterior == pytest.approx(question.log_posterior, rel=1e-12, abs=1e-12)
        assert again.log_remainder == pytest.approx(question.log_remainder, rel=1e-12, abs=1e-12)


class Towns:
    """Towns under one pattern, each with sources of its own but for what a rare gossip says, and edits of them."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.count = 0
        hypotheses = ["x", "y", "z"]
        questions = {
            "policy": {"per": "realm", "hypotheses": ["p", "n"], "prior": {"p": 0.3, "n": 0.7}},
            "q": {"per": "town", "hypotheses": hypotheses, "given": "policy", "prior": {s: self.row() for s in "pn"}},
        }
        indicators = {f"i{k}": {"of": "q", "present_if": {h: self.share() for h in hypotheses}} for k in range(3)}
        indicators["deep"] = {"of": "i0", "present_if": {"present": self.share(), "absent": self.share()}}
        indicators["high"] = {"of": "policy", "present_if": {"p": self.share(), "n": self.share()}}
        content: dict[str, Any] = {
            "case": "towns",
            "rubric": {
                **{"rubric": "towns", "scale": SCALE, "grading": GRADING},
                **{"questions": questions, "indicators": indicators},
            },
            "subjects": {
                "realm": {"kind": "realm"},
                **{f"t{k}": {"kind": "town", "within": "realm", "country": f"c{k}"} for k in range(TOWNS)},
            },
            "ask": {"realm": ["policy"], **{f"t{k}": ["q"] for k in range(TOWNS)}},
            "sources": {
                "gossip": {"reliability": 0.5},
                "oracle": {"reliability": 1.0},
                **{f"s{k}-{n}": self.source() for k in range(TOWNS) for n in range(3)},
            },
            "documents": {"letter": {"published": "2016"}},
            "claims": {"both": {"holds_if": {"t0/q": ["x"], "t1/q": ["x", "y"]}}, "one": {"holds_if": {"t2/q": ["z"]}}},
        }
        content["evidence"] = [self.item(k % TOWNS) for k in range(10)]
        self.case = Case.model_validate(content)

    def share(self) -> float:
        return round(self.rng.uniform(0.05, 0.95), 3)

    def row(self) -> dict[str, float]:
        parts = [self.rng.uniform(0.1, 1.0) for _ in "xyz"]
        return {h: part / sum(parts) for h, part in zip("xyz", parts, strict=True)}

    def source(self) -> dict[str, Any]:
        favours = {"favours": {"q": ["x"]}} if self.rng.random() < 0.2 else {}
        return {"reliability": self.rng.choice(["B", "C", self.share()]), **favours}

    def item(self, town: int | None = None) -> dict[str, Any]:
        self.count += 1
        town = self.rng.randrange(TOWNS) if town is None else town
        chain = [f"s{town}-{n}" for n in self.rng.sample(range(3), self.rng.choice([1, 1, 2]))]
        odd = self.rng.random()
        chain = ["gossip"] if odd < 0.03 else [*chain, "oracle"] if odd < 0.1 else chain
        about, indicator = f"t{town}", self.rng.choice(["i0", "i0", "i1", "i2", "deep"])
        says = self.rng.choice(["present", "present", "absent", "not-found", "unclear"])
        item: dict[str, Any] = {"id": f"e{self.count}", "about": about, "indicator": indicator, "says": says}
        item |= {"source": chain[0], "via": chain[1:], "cites": [{"document": "letter"}]}
        return item | ({} if says == "not-found" else {"accuracy": self.share()})

    def edit(self) -> None:
        evidence = list(self.case.evidence)
        at = self.rng.randrange(len(evidence)) if evidence else None
        match self.rng.randrange(6):
            case 0 | 1:
                evidence.append(assess.Evidence.model_validate(self.item()))
            case 2 if at is not None and evidence[at].withdrawn is None:
                self.case = self.case.withdraw(evidence[at].id, self.rng.choice(["2017", "2020"]), "Wrong.", "ana")
                return
            case 3 if at is not None:
                del evidence[at]
            case 4 if at is not None:
                evidence[at] = assess.Evidence.model_validate({**self.item(), "id": evidence[at].id})
            case _:
                name, day = self.rng.choice(sorted(self.case.sources)), self.rng.choice(["2017-03-01", "2020-03-01"])
                with suppress(ValueError):  # it has that grade
                    grades: list[str | float] = ["B", "C", 0.2, 0.95, 1.0]
                    grade = self.rng.choice(grades)
                    self.case = self.case.regrade(name, grade, "Caught out", "ana", day)
                return
        self.case = self.case.model_copy(update={"evidence": tuple(evidence)})


@pytest.mark.parametrize("seed", range(200))
def test_a_sequence_of_edits(seed: int) -> None:
    towns = Towns(random.Random(seed))
    as_of = "2018" if seed % 5 == 0 else None
    found = score(towns.case, as_of)
    for _ in range(1 + seed % 3):
        towns.edit()
        found = rescore(found, towns.case)
    check_same(found, towns.case, as_of)


def test_most_edits_are_worked_out_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = 0

    def counted(*arguments: Any, **named: Any) -> assess.Assessment:
        nonlocal whole
        whole += 1
        return assess.score(*arguments, **named)

    monkeypatch.setattr(module, "score", counted)
    edits = 0
    for seed in range(6):
        towns = Towns(random.Random(seed))
        found = score(towns.case)
        for _ in range(3):
            towns.edit()
            found = rescore(found, towns.case)
            edits += 1
    assert whole < edits / 2


@pytest.mark.parametrize("seed", range(8))
def test_where_sources_are_shared_the_whole_case_is_scored(seed: int) -> None:
    rng = random.Random(seed)
    case = random_case(rng)
    as_of = rng.choice([None, "2016-06"])
    less = case.without(case.evidence[0].id)
    try:
        found = score(less, as_of)
        score(case, as_of)
    except AssessError:
        return
    check_same(rescore(found, case), case, as_of)


def test_what_is_wrong_is_said_as_ever() -> None:
    towns = Towns(random.Random(1))
    found = score(towns.case)
    wrong = assess.Evidence.model_validate({**towns.item(), "id": "wrong", "indicator": "i9"})
    with pytest.raises(AssessError) as told:
        rescore(found, towns.case.with_evidence(wrong))
    with pytest.raises(AssessError) as expected:
        score(towns.case.with_evidence(wrong))
    assert told.value.findings == expected.value.findings
