"""Many cases at once: the same results wherever they are scored, and none stopped by another."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from os import kill
from pathlib import Path
from time import sleep
from typing import Any

import pytest

import assess
from assess.compile.joined_cases import joined
from assess.domain.shared_sources import SharedSources
from assess.scoring.columns import plain
from assess.scoring.result_store import ResultStore, ScoreOptions
from assess.scoring.score_many import CaseScore, score_many
from tests.scoring.many_cases import write_cases

DRAWS = 20


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> list[Path]:
    return write_cases(tmp_path_factory.mktemp("many"), 500 if request.config.getoption("--thorough") else 24)


@pytest.fixture(scope="module")
def alone(cases: list[Path]) -> dict[str, Any]:
    """Each case as it is scored by itself."""
    return {str(path): whole(assess.score(assess.load_case(path), draws=DRAWS)) for path in cases}


def whole(result: assess.Assessment) -> dict[str, Any]:
    parts = ("questions", "claims", "sources", "indicators", "evidence", "rates")
    return {**result.to_dict(), **{part: plain(getattr(result, part), whole=True) for part in parts}}


def results(scored: Iterator[CaseScore]) -> dict[str, Any]:
    return {each.given: whole(each.result) for each in scored if each.result is not None}


@contextmanager
def processes() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        yield pool


@contextmanager
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed", reason="Dask's executor is tested where distributed is installed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client.get_executor()


@pytest.mark.parametrize("where", [processes, threads, dask])
def test_every_executor_gives_what_each_case_gives_alone(where: Any, cases: list[Path], alone: dict[str, Any]) -> None:
    broken = cases[0].parent / "broken.yaml"
    broken.write_text("case: broken\nrubric: tiny\nrelaibility: A\n")
    with where() as executor:
        scored = list(score_many([broken, *reversed(cases)], draws=DRAWS, executor=executor))
    assert results(iter(scored)) == alone
    refused = [each for each in scored if each.result is None]
    with pytest.raises(assess.AssessError) as caught:
        assess.load_case(broken)
    assert [(each.given, each.findings) for each in refused] == [(str(broken), caught.value.findings)]


def test_without_an_executor_results_come_in_the_order_of_the_cases(cases: list[Path], alone: dict[str, Any]) -> None:
    scored = results(score_many((assess.load_case(path) for path in cases[:3]), draws=DRAWS))
    assert list(scored.values()) == [alone[str(path)] for path in cases[:3]]


def test_what_was_done_before_workers_were_killed_is_not_scored_again(
    tmp_path: Path, cases: list[Path], alone: dict[str, Any]
) -> None:
    store = tmp_path / "results"
    half = len(cases) // 2
    with processes() as pool:

        def killing() -> Iterator[Path]:
            yield from cases[:half]
            while len(list(store.glob("*.json"))) < 5:
                sleep(0.01)
            for worker in list(pool._processes):
                kill(worker, signal.SIGKILL)
            yield from cases[half:]

        first = list(score_many(killing(), draws=DRAWS, executor=pool, store=store))
    lost = [each for each in first if each.result is None]
    assert len(first) == len(cases)
    assert [finding.code for each in lost for finding in each.findings] == ["E415"] * len(lost)
    assert all("BrokenProcessPool" in each.findings[0].message for each in lost)
    kept = len(list(store.glob("*.json")))
    assert len(cases) - len(lost) <= kept <= half
    assert kept >= 5
    second = list(score_many(cases, draws=DRAWS, store=store))
    assert sum(each.kept for each in second) == kept
    assert results(iter(second)) == alone
    third = list(score_many(cases, draws=DRAWS, store=store))
    assert all(each.kept for each in third)
    assert results(iter(third)) == alone


def test_a_kept_result_is_taken_only_for_the_same_inputs_and_options(tmp_path: Path, cases: list[Path]) -> None:
    case = assess.load_case(cases[0])
    options, store = ScoreOptions(None, DRAWS, 0), ResultStore(tmp_path / "store")
    assert store.result_of(case, options) is None
    store.keep(assess.score(case, draws=DRAWS), options)
    assert store.result_of(case, options) == assess.score(case, draws=DRAWS)
    for other in (ScoreOptions("2020", DRAWS, 0), ScoreOptions(None, 0, 0), ScoreOptions(None, DRAWS, 1)):
        assert store.result_of(case, other) is None
    assert store.result_of(case.without("e1"), options) is None
    (file,) = store.folder.iterdir()
    kept, changed = file.read_bytes(), file.read_bytes().replace(b":0.", b":0.1")
    for damaged in (b"", b"[]", b"{}", kept[:-9], kept.replace(b'"prior":', b'"piror":'), changed):
        file.write_bytes(damaged)
        assert store.result_of(case, options) is None


def test_a_result_of_a_case_that_names_its_rubric_is_kept_too(tmp_path: Path) -> None:
    case = assess.Case.model_validate(
        {"case": "c", "rubric": "intent", "subjects": {"x": {"kind": "act"}}, "ask": {"x": "intent"}, "sources": {}}
    )
    kept = [[each.kept for each in score_many([case], draws=0, store=tmp_path / "store")] for _ in range(2)]
    assert kept == [[False], [True]]


def test_a_store_that_cannot_be_written_is_told_for_each_case(tmp_path: Path, cases: list[Path]) -> None:
    (tmp_path / "file").write_text("")
    (scored,) = score_many(cases[:1], draws=0, store=tmp_path / "file")
    assert [finding.code for finding in scored.findings] == ["E611"]


def test_a_pool_that_takes_no_more_is_told_for_each_case(cases: list[Path]) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    scored = list(score_many(cases[:2], draws=0, executor=pool))
    assert [each.findings[0].code for each in scored] == ["E415", "E415"]
    assert [each.given for each in scored] == [str(path) for path in cases[:2]]
    assert scored[0].to_dict()["findings"][0]["message"].startswith(f"{cases[0]} was not scored: RuntimeError")


def test_wrong_options_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="draws is -1"):
        score_many([], draws=-1)


def test_cases_of_a_tied_source_are_one_wherever_they_are_scored(tmp_path: Path, cases: list[Path]) -> None:
    shared = SharedSources.model_validate(
        {"portfolio": "desk", "sources": {"clerk": {"reliability": 0.7, "same": "all"}, "other": {"reliability": "A"}}}
    )
    given = [str(path) for path in cases[:4]]
    silent = assess.load_case(cases[4]).without("e2")
    every: list[assess.Case | str] = [*given, "nobody", silent]
    here = list(score_many(every, draws=0, shared=shared))
    with threads() as pool:
        there = list(score_many(every, draws=0, shared=shared, executor=pool, store=tmp_path / "store"))
    assert {each.given: each for each in there} == {each.given: each for each in here}
    assert sorted((each.given, each.joined) for each in here) == sorted(
        [(given[0], tuple(given[1:])), ("nobody", ()), (silent.case, ())]
    )
    (whole,) = (each.result for each in here if each.joined and each.result is not None)
    loaded = [shared.applied(assess.load_case(path)) for path in given]
    assert whole == assess.score(joined(loaded, ["clerk"], "desk-clerk"), draws=0)
    (backwards,) = (each.result for each in score_many(every[::-1], draws=0, shared=shared) if each.joined)
    assert backwards is not None
    assert backwards.to_json() == whole.to_json()
    (alone,) = (each.result for each in here if each.given == silent.case)
    assert alone == assess.score(shared.applied(silent), draws=0)


def test_one_case_may_be_given_by_itself() -> None:
    ident = "heuer-iraq-1993"
    case = assess.load_case(ident)
    assert [each.given for each in score_many(ident, draws=0)] == [ident]
    assert [each.given for each in score_many(case, draws=0)] == [ident]
    assert [each.findings[0].code for each in score_many(Path("no-such-case"), draws=0)] == ["E101"]
