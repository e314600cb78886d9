"""Scoring many cases, here or on any executor: results arrive as they are ready, and no case stops the others.

E415 worker lost
    Finds:   A case whose worker ended before returning a result, or failed for reasons other than its files.
    Matters: Nothing is known of the case; any of those being scored at the time may be the cause.
    Example: a worker that the system killed because memory ran out
    Instead: Score again with fewer workers; results kept with --results FOLDER are not scored twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from assess.compile.joined_cases import joined, tied_groups
from assess.domain.case import Case
from assess.domain.shared_sources import SharedSources
from assess.errors import AssessError, Finding, dotted
from assess.files.loading import load_case, resolve
from assess.scoring.result_store import ResultStore, ScoreOptions, without_networks
from assess.scoring.results import Assessment
from assess.scoring.score import DRAWS, check_draws, score

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Given = tuple[tuple[str, Case | str], ...]
"""Cases scored as one, usually a single case: what each was given as, and the case."""

AT_ONCE = 256
"""The number of cases submitted to an executor ahead of the results taken from it."""


@dataclass(frozen=True, slots=True)
class CaseScore:
    """One of many cases, scored or not.

    Parameters
    ----------
    given : str
        The case as given: a path or an id; for a loaded case, its id.
    result : Assessment or None
        None if it was not scored.
    findings : tuple of Finding
        The reasons why it was not.
    kept : bool
        Whether the result had been kept from before.
    joined : tuple of str
        The cases scored together with it as one network, because they share a source with ``same: all``.
    """

    given: str
    result: Assessment | None
    findings: tuple[Finding, ...] = ()
    kept: bool = False
    joined: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values (``assess.assessment/1``), or what is wrong (``assess.refused/1``)."""
        if self.result is not None:
            return self.result.to_dict()
        findings = [
            {
                "code": each.code,
                "message": each.message,
                "path": dotted(each.path),
                "hint": each.hint,
                "file": each.file,
                "line": each.line,
                "column": each.column,
            }
            for each in self.findings
        ]
        return {"format": "assess.refused/1", "case": self.given, "findings": findings}


@dataclass(frozen=True, slots=True)
class ManyCases:
    """How each of many cases is scored, as sent to a worker.

    Parameters
    ----------
    options : ScoreOptions
    store : ResultStore or None
        The store for results.
    shared : SharedSources or None
        Sources known across cases.
    """

    options: ScoreOptions
    store: ResultStore | None = None
    shared: SharedSources | None = None

    def scored(self, cases: Given) -> CaseScore:
        """Return a case, or several joined into one, with the result or with what is wrong."""
        names = [given for given, _ in cases]
        return replace(self._scored(names[0], [case for _, case in cases]), joined=tuple(names[1:]))

    def _scored(self, given: str, cases: Sequence[Case | str]) -> CaseScore:
        try:
            loaded = [resolve(self.loaded(case)) for case in cases]
            whole = loaded[0] if len(loaded) == 1 else self._joined(loaded)
            before = None if self.store is None else self.store.result_of(whole, self.options)
            if before is not None:
                return CaseScore(given, before, kept=True)
            result = without_networks(score(whole, *self.options))
            if self.store is not None:
                self.store.keep(result, self.options)
        except AssessError as error:
            return CaseScore(given, None, error.findings)
        return CaseScore(given, result)

    def loaded(self, case: Case | str) -> Case:
        """Return a case with what is known across cases of its sources."""
        whole = case if isinstance(case, Case) else load_case(case)
        return whole if self.shared is None else self.shared.applied(whole)

    def _joined(self, cases: Sequence[Case]) -> Case:
        assert self.shared is not None
        ((_, tied),) = tied_groups(cases, self.shared.tied)
        return joined(sorted(cases, key=lambda case: case.case), tied, f"{self.shared.portfolio}-{tied[0]}")

    def lost(self, cases: Given, error: BaseException) -> CaseScore:
        """Return the record of a case whose worker gave no answer."""
        given, *others = (given for given, _ in cases)
        message = f"{given} was not scored: {type(error).__name__}: {error}"
        hint = "score again, with fewer workers if memory ran out; what is kept is not scored twice"
        return CaseScore(given, None, (Finding("E415", message, hint=hint),), joined=tuple(others))


def score_many(
    cases: Iterable[Case | str | Path] | Case | Path,
    as_of: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    executor: Executor | None = None,
    store: str | Path | None = None,
    shared: SharedSources | None = None,
) -> Iterator[CaseScore]:
    """Yield the score of each of many cases, as `score` gives it, once it is ready.

    Whatever is wrong with a case is in its record, and does not stop the others. Each result depends only on its case,
    not on the executor or the order.

    Parameters
    ----------
    cases : iterable of Case, str or Path
        Cases, or paths or ids of cases, which are loaded where they are scored; or a single one.
    as_of, draws, seed
        As in `score`.
    executor : concurrent.futures.Executor, optional
        An executor of processes or threads, of Dask (``Client.get_executor()``), of MPI (``MPIPoolExecutor``), or
        anything else with ``submit``. Results come as they are ready; without an executor, in the order of the cases.
    store : str or Path, optional
        A folder for results, visible to all workers. A case whose result is there, from the same version and inputs,
        is not scored again.
    shared : SharedSources, optional
        Sources known across the cases, from `load_sources`. Cases that share one with ``same: all`` are scored as one,
        and are loaded here for that purpose.

    Yields
    ------
    CaseScore
        With E415 if a worker ended, such as by ``BrokenProcessPool``; all others are in the store for another attempt.

    Raises
    ------
    ValueError
        If `draws` is negative.
    AssessError
        E412 if `draws` or `seed` is out of bounds.

    Examples
    --------
    >>> [done.result.case.case for done in score_many(["heuer-iraq-1993"], draws=0)]
    ['heuer-iraq-1993']
    """
    check_draws(draws, seed)
    many = ManyCases(ScoreOptions(as_of, draws, seed), None if store is None else ResultStore(Path(store)), shared)
    several = (cases,) if isinstance(cases, Case | str | Path) else cases
    each = ((case.case, case) if isinstance(case, Case) else (str(case), str(case)) for case in several)
    given = ((case,) for case in each) if shared is None or not shared.tied else _groups(many, each)
    return map(many.scored, given) if executor is None else _as_they_come(many, given, executor)


def _groups(many: ManyCases, cases: Iterable[tuple[str, Case | str]]) -> list[Given]:
    """Return the cases in groups scored as one; a case that cannot be loaded is a group of its own."""
    assert many.shared is not None
    groups: list[Given] = []
    loaded: list[Case] = []
    names: list[tuple[str, Case | str]] = []
    for given, case in cases:
        try:
            loaded.append(many.loaded(case))
        except AssessError:
            groups.append(((given, case),))
        else:
            names.append((given, case))
    of = {id(case): name for case, name in zip(loaded, names, strict=True)}
    return [*groups, *(tuple(of[id(case)] for case in group) for group, _ in tied_groups(loaded, many.shared.tied))]


def _as_they_come(many: ManyCases, cases: Iterable[Given], executor: Executor) -> Iterator[CaseScore]:
    done: SimpleQueue[Future[CaseScore]] = SimpleQueue()
    waiting: dict[Future[CaseScore], Given] = {}

    def next_done() -> CaseScore:
        future = done.get()
        group = waiting.pop(future)
        try:
            return future.result()
        except Exception as error:
            return many.lost(group, error)

    try:
        for group in cases:
            try:
                future = executor.submit(many.scored, group)
            except RuntimeError as error:  # a pool that is broken, or shut down, takes no more
                yield many.lost(group, error)
                continue
            waiting[future] = group
            future.add_done_callback(done.put)
            if len(waiting) == AT_ONCE:
                yield next_done()
        while waiting:
            yield next_done()
    finally:
        for future in waiting:
            future.cancel()
