"""Scoring many cases, here or on any executor: results as they come, and no case stops the others.

E415 worker lost
    Finds:   A case whose worker was ended before the result was there, or failed by more than what is in the files.
    Matters: Nothing is known of the case; of those that were at work at once, any can have been the cause.
    Example: a worker that the system killed because memory ran out
    Instead: Score again with fewer workers; results that are kept (--results FOLDER) are not scored twice.
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
"""Cases that are scored as one, mostly a single case: what each was given as, and the case."""

AT_ONCE = 256
"""Cases that an executor is given ahead of the results that were taken from it."""


@dataclass(frozen=True, slots=True)
class CaseScore:
    """One of many cases, scored or not.

    Parameters
    ----------
    given : str
        The case as it was given: a path or an id; of a loaded case its id.
    result : Assessment or None
        None where it was not scored.
    findings : tuple of Finding
        Why it was not.
    kept : bool
        Whether the result was there from before.
    joined : tuple of str
        The cases that were scored together with it, as one network, because they share a source that is one for all.
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
    """How each of many cases is scored; what a worker is sent.

    Parameters
    ----------
    options : ScoreOptions
    store : ResultStore or None
        Where results are kept, and taken from.
    shared : SharedSources or None
        Sources that are known across cases.
    """

    options: ScoreOptions
    store: ResultStore | None = None
    shared: SharedSources | None = None

    def scored(self, cases: Given) -> CaseScore:
        """Return a case, or several joined to one, with the result, or with what is wrong."""
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
        """Return a case, with what is known of its sources."""
        whole = case if isinstance(case, Case) else load_case(case)
        return whole if self.shared is None else self.shared.applied(whole)

    def _joined(self, cases: Sequence[Case]) -> Case:
        assert self.shared is not None
        ((_, tied),) = tied_groups(cases, self.shared.tied)
        return joined(sorted(cases, key=lambda case: case.case), tied, f"{self.shared.portfolio}-{tied[0]}")

    def lost(self, cases: Given, error: BaseException) -> CaseScore:
        """Return a case that its worker gave no answer to."""
        given, *others = (given for given, _ in cases)
        message = f"{given} was not scored: {type(error).__name__}: {error}"
        hint = "score again, with fewer workers if memory ran out; what is kept is not scored twice"
        return CaseScore(given, None, (Finding("E415", message, hint=hint),), joined=tuple(others))


def score_many(
    cases: Iterable[Case | str | Path],
    as_of: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    executor: Executor | None = None,
    store: str | Path | None = None,
    shared: SharedSources | None = None,
) -> Iterator[CaseScore]:
    """Score many cases, each as `score` does, and yield each when it is done.

    What is wrong with one is in its record, and stops no other. Each result depends on its case alone: not on the
    executor, nor on the order.

    Parameters
    ----------
    cases : iterable of Case, str or Path
        Cases, or the paths or ids of cases, which are loaded where they are scored.
    as_of, draws, seed
        As in `score`.
    executor : concurrent.futures.Executor, optional
        Of processes or threads, of Dask (``Client.get_executor()``), of MPI (``MPIPoolExecutor``), or another that has
        ``submit``. Results come in the order in which they are done; without one, in that of the cases.
    store : str or Path, optional
        A folder in which results are kept, which all workers see. A case of which the result is there, by the same
        version from the same inputs, is not scored again.
    shared : SharedSources, optional
        Sources that are known across the cases: what `load_sources` gives. Cases that share one of ``same: all`` are
        scored as one, and are loaded here for that.

    Yields
    ------
    CaseScore
        With E415 where a worker was ended, such as ``BrokenProcessPool``: scored again, all others are in the store.

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
    each = ((case.case, case) if isinstance(case, Case) else (str(case), str(case)) for case in cases)
    given = ((case,) for case in each) if shared is None or not shared.tied else _groups(many, each)
    return map(many.scored, given) if executor is None else _as_they_come(many, given, executor)


def _groups(many: ManyCases, cases: Iterable[tuple[str, Case | str]]) -> list[Given]:
    """Return the cases in groups that are scored as one; one that cannot be loaded is a group of its own."""
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
