"""Cases joined by a source that is one for all of them: what is shared is shared, and nothing else."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import assess
from assess.compile import solved
from assess.compile.joined_cases import joined, member_of, tied_groups
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.rubric import Rubric
from tests.made_up import Maker
from tests.scoring.many_cases import write_cases


def named(seed: int, name: str) -> Case:
    return Maker(seed).case().model_copy(update={"case": name})


def with_source(case: Case, name: str, **update: Any) -> Case:
    return case.model_copy(update={"sources": {**case.sources, name: case.sources[name].model_copy(update=update)}})


def with_part(case: Case, **parts: Any) -> Case:
    assert isinstance(case.rubric, Rubric)
    return case.model_copy(update={"rubric": case.rubric.model_copy(update=parts)})


def log_evidence(result: assess.Assessment) -> float:
    assert result.log_evidence is not None
    return result.log_evidence


@pytest.fixture
def tiny(tmp_path: Path) -> list[Case]:
    return [assess.load_case(path) for path in write_cases(tmp_path, 9)]


@pytest.mark.parametrize("seed", range(1, 40, 2))
def test_cases_that_share_no_source_are_as_each_is_alone(seed: int) -> None:
    """Whatever the features of both, shared rates too."""
    cases = named(seed, "a"), named(seed + 1, "b")
    whole, alone = assess.score(joined(cases, [], "both"), draws=0), [assess.score(case, draws=0) for case in cases]
    assert whole.log_evidence == pytest.approx(sum(log_evidence(result) for result in alone), abs=1e-9)
    for result in alone:
        name = result.case.case
        for ident, question in result.questions.items():
            subject, _, rest = ident.partition("/")
            expected = whole.questions[f"{name}..{subject}/{name}..{rest}"].posterior
            assert question.posterior == pytest.approx(expected, abs=1e-9)
        for part in ("claims", "predictions"):
            mine = {i: claim.probability for i, claim in getattr(result, part).items()}
            assert mine == pytest.approx({i: getattr(whole, part)[f"{name}..{i}"].probability for i in mine}, abs=1e-9)
        mine = {i: source.posterior for i, source in result.sources.items()}
        assert mine == pytest.approx({i: whole.sources[f"{name}..{i}"].posterior for i in mine}, abs=1e-9)


@pytest.mark.parametrize("places", [(0, 1), (0, 4, 8), (2, 3, 5, 7)])
def test_a_tied_source_is_reliable_in_all_cases_or_in_none(places: tuple[int, ...], tiny: list[Case]) -> None:
    """P = Σ over reliable or not of its probability times that of each case's evidence given that."""
    cases = [tiny[place] for place in places]
    whole = assess.score(joined(cases, ["agency"], "all"), draws=0)
    prior = whole.sources["agency"].prior
    given = [
        [assess.score(with_source(case, "agency", reliability=Chance.model_validate(r)), draws=0) for case in cases]
        for r in (1.0, 0.0)
    ]
    logs = [math.log(p) + sum(map(log_evidence, each)) for p, each in zip((prior, 1 - prior), given, strict=True)]
    total = np.logaddexp(logs[0], logs[1])
    assert whole.log_evidence == pytest.approx(total, abs=1e-10)
    posterior = math.exp(logs[0] - total)
    assert whole.sources["agency"].posterior == pytest.approx(posterior, abs=1e-10)
    for number, case in enumerate(cases):
        reliable, not_reliable = (each[number].claims["of-the-state"].probability for each in given)
        mixed = posterior * reliable + (1 - posterior) * not_reliable
        assert whole.claims[f"{case.case}..of-the-state"].probability == pytest.approx(mixed, abs=1e-10)


def test_joined_cases_beyond_the_bound_are_sampled(tiny: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = joined(tiny[:3], ["agency", "clerk"], "all")
    exact = assess.score(whole, draws=0)
    monkeypatch.setattr(solved, "BOUND", 1)
    sampled = assess.score(whole, draws=0)
    assert (exact.method, sampled.method) == ("exact", "cutset")
    for ident, claim in sampled.claims.items():
        assert claim.error is not None
        assert claim.probability == pytest.approx(exact.claims[ident].probability, abs=5 * claim.error + 1e-6)


def test_a_source_that_another_case_contradicts_loses_reliability_here_too(tiny: list[Case]) -> None:
    agreeing, contradicted = tiny[0], tiny[3]
    assert [item.says for item in contradicted.evidence][:2] == ["present", "absent"]
    alone = assess.score(agreeing, draws=0)
    both = assess.score(joined([agreeing, contradicted], ["agency"], "all"), draws=0)
    assert both.sources["agency"].posterior < alone.sources["agency"].posterior


def test_groups_hang_together_by_tied_sources_that_speak(tiny: list[Case]) -> None:
    only = {"a": ("s",), "b": ("t",), "c": ("u",), "d": ("s", "t"), "e": ("v",)}
    cases = [
        tiny[0].model_copy(
            update={
                "case": name,
                "evidence": tuple(tiny[0].evidence[0].model_copy(update={"id": s, "source": s}) for s in sources),
            }
        )
        for name, sources in only.items()
    ]
    groups = [([case.case for case in group], tied) for group, tied in tied_groups(cases, {"s", "t", "u"})]
    assert groups == [(["a", "b", "d"], ["s", "t"]), (["c"], ["u"]), (["e"], [])]


def test_a_tied_source_need_not_speak_in_every_case(tiny: list[Case]) -> None:
    first, second = tiny[:2]
    silent = second.model_copy(
        update={
            "sources": {name: source for name, source in second.sources.items() if name != "agency"},
            "evidence": tuple(each for each in second.evidence if each.source != "agency"),
        }
    )
    whole, alone = (assess.score(case, draws=0) for case in (joined([first, silent], ["agency"], "all"), first))
    assert whole.sources["agency"].posterior == pytest.approx(alone.sources["agency"].posterior)


def test_what_differs_about_a_tied_source_is_refused(tiny: list[Case]) -> None:
    first, second = tiny[:2]
    other = with_source(second, "agency", favours_weight=0.5, accuracy=Chance.model_validate(0.7))
    scale = assess.load_scale("phia")
    with pytest.raises(assess.AssessError) as caught:
        joined([first, with_part(other, scale=scale)], ["agency"], "all")
    assert [finding.message for finding in caught.value.findings] == [
        "the cases of all have different scales",
        "source 'agency' is one for all cases, and they give it different accuracy",
        "source 'agency' is one for all cases, and they give it different favours_weight",
    ]
    with pytest.raises(
        assess.AssessError, match=r"E801 case 'c000' is given more than once[^$]*give each case an id of its own$"
    ):
        joined([first, first], ["agency"], "all")


def test_the_id_of_a_part_of_a_joined_case_tells_whose_it_is(tiny: list[Case]) -> None:
    whole = joined(tiny[:2], ["agency"], "all")
    assert [member_of(whole, ident) for ident in ("c001..clerk", "agency")] == [("c001", "clerk"), ("all", "agency")]
    assert member_of(tiny[0], "c001..clerk") == ("c000", "c001..clerk")
