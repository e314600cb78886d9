"""Many cases on the command line: in separate processes, in the order given, with failures reported at the end."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import typer

from assess.cli.at_work import progress
from assess.cli.listings import result_text
from assess.cli.output import FINDINGS, exit_on_findings, say, show
from assess.domain.number_text import count
from assess.domain.quoting import clean, listed
from assess.domain.shared_sources import SharedSources
from assess.files import load_sources
from assess.files.case_folders import SOURCES, is_no_case
from assess.scoring.result_store import ScoreOptions
from assess.scoring.results import Assessment
from assess.scoring.score_many import CaseScore, score_many

MOST_IN_VAIN = 3
"""How often new workers may end without a result before giving up."""


@contextmanager
def workers(jobs: int, singly: bool) -> Iterator[Executor | None]:
    """Yield a pool of the given number of processes to score in; none for one job, which is done here."""
    if jobs == 1:
        yield None
        return
    # Processes are spawned, since threads run here; only this one handles an interrupt.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(
        1 if singly else jobs, get_context("spawn"), initializer=signal.signal, initargs=ignore
    ) as pool:
        yield pool


def score_cases(
    cases: Iterable[str],
    options: ScoreOptions,
    jobs: int,
    store: Path | None,
    shared: SharedSources | None = None,
    take: Callable[[CaseScore], None] = lambda _: None,
) -> list[CaseScore]:
    """Return the scores of cases in order, passing each to `take` as soon as those before it are done.

    Findings go to standard error as they come. Cases lost with a worker are scored in new ones, those that were being
    scored at the time last, and finally one by one, until no more succeed.
    """
    given = list(dict.fromkeys(cases))
    done: dict[str, CaseScore] = {}
    left = iter(given)
    following = next(left, None)

    def pass_on() -> None:
        nonlocal following
        while following is not None and following in done:
            if following == done[following].given:
                for finding in done[following].findings:
                    say(str(finding) if finding.file is not None else f"{following}: {finding}")
                take(done[following])
            following = next(left, None)

    pending, in_vain = given, 0
    with progress("scoring cases") as tell:
        while pending:
            lost: dict[str, CaseScore] = {}
            with workers(jobs, singly=in_vain > 0) as executor:
                for scored in score_many(pending, *options, executor=executor, store=store, shared=shared):
                    of = lost if any(finding.code == "E415" for finding in scored.findings) else done
                    of |= dict.fromkeys((scored.given, *scored.joined), scored)
                    tell(len(done), len(given))
                    pass_on()
            in_vain = in_vain + 1 if len(lost) == len(pending) else 0
            if in_vain == MOST_IN_VAIN:
                done |= lost
                break
            waiting = [name for name in pending if name in lost]
            first = min(jobs + 1, len(waiting) - 1)
            pending = waiting[first:] + waiting[:first]
    pass_on()
    return [done[case] for case in given if done[case].given == case]


def sources_among(given: Sequence[str], named: Path | None) -> SharedSources | None:
    """Return the sources known across cases: from the file named, else from a ``sources.yaml`` among the cases.

    Exits if something is wrong with them.
    """
    path = named or next((Path(name) for name in given if Path(name).name == SOURCES), None)
    if path is None:
        return None
    with exit_on_findings("nothing scored"):
        return load_sources(path)


def show_cases(
    cases: Sequence[str],
    options: ScoreOptions,
    jobs: int,
    store: Path | None,
    as_json: bool,
    keep: Callable[[str, Assessment], None] | None,
    sources: Path | None,
) -> None:
    """Score and print cases, and record each if asked to; exit with 1 if some were not scored.

    Existing files that are not cases are skipped, so that everything in a folder can be given.
    """
    shared = sources_among(cases, sources)
    strange = [name for name in cases if is_no_case(Path(name)) and Path(name).name != SOURCES]
    if strange:
        say(f"left out, as no cases: {listed(strange)}")

    def take(scored: CaseScore) -> None:
        if keep is not None and scored.result is not None:
            keep(scored.given, scored.result)
        if as_json:
            show(f"{json.dumps(scored.to_dict(), ensure_ascii=False, allow_nan=False)}\n")
        elif scored.result is not None:
            head = clean(f"{scored.result.case.case}: {scored.result.case.title or scored.given}")
            show(f"{head}\n{'═' * len(head)}\n\n{result_text(scored.result)}")

    wanted = [name for name in cases if name not in strange and Path(name).name != SOURCES]
    if not wanted:
        say("none of these is a case: nothing scored")
        raise typer.Exit(FINDINGS)
    scored = score_cases(wanted, options, jobs, store, shared, take)
    exit_if_refused(scored)


def exit_if_refused(scored: Sequence[CaseScore], refused: Sequence[CaseScore] = ()) -> None:
    """Report how many cases were scored, and which were not or were `refused` later; exit with 1 if there are any."""
    every = [name for case in scored for name in (case.given, *case.joined)]
    wrong = [*refused, *(case for case in scored if case.result is None)]
    without = {name for case in wrong for name in (case.given, *case.joined)}
    kept = sum(1 + len(case.joined) for case in scored if case.kept)
    counted = f"{len(every) - len(without):,} of {count(len(every), 'case')} scored"
    say(f"{counted}, {kept:,} of them before" if kept else counted)
    if without:
        say(f"not scored: {listed(without)}")
        raise typer.Exit(FINDINGS)
