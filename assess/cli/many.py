"""Many cases on the command line: in processes of their own, in the order given, and what failed told at the end."""

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
from assess.cli.output import FINDINGS, say, show
from assess.domain.number_text import count
from assess.domain.quoting import clean, listed
from assess.files.case_folders import is_no_case
from assess.scoring.result_store import ScoreOptions
from assess.scoring.results import Assessment
from assess.scoring.score_many import CaseScore, score_many


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """Yield so many processes to score in; none for one job, which is done here."""
    if jobs == 1:
        yield None
        return
    # Processes are spawned, as threads run here; an interrupt is for this one to answer.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=signal.signal, initargs=ignore) as pool:
        yield pool


def score_cases(
    cases: Iterable[str],
    options: ScoreOptions,
    jobs: int,
    store: Path | None,
    take: Callable[[CaseScore], None] = lambda _: None,
) -> list[CaseScore]:
    """Score cases and return them in their order; each is passed on as soon as those before it are.

    Findings go to standard error as they come.
    """
    given = list(dict.fromkeys(cases))
    done: dict[str, CaseScore] = {}
    left = iter(given)
    following = next(left, None)
    with progress("scoring cases") as tell, workers(jobs) as executor:
        for scored in score_many(given, *options, executor=executor, store=store):
            done[scored.given] = scored
            tell(len(done), len(given))
            while following is not None and following in done:
                for finding in done[following].findings:
                    say(str(finding) if finding.file is not None else f"{following}: {finding}")
                take(done[following])
                following = next(left, None)
    return [done[case] for case in given]


def show_cases(
    cases: Sequence[str],
    options: ScoreOptions,
    jobs: int,
    store: Path | None,
    as_json: bool,
    keep: Callable[[str, Assessment], None] | None,
) -> None:
    """Score and print cases, and record each if told how; exit with 1 if some were not scored.

    What is there and is no case is left out, so that all that a folder holds can be given.
    """
    strange = [name for name in cases if is_no_case(Path(name))]
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

    scored = score_cases([name for name in cases if name not in strange], options, jobs, store, take)
    exit_if_refused(scored)


def exit_if_refused(scored: Sequence[CaseScore], refused: Sequence[CaseScore] = ()) -> None:
    """Say how many cases were scored, and which were not, or `refused` later; exit with 1 if there are such."""
    without = sorted({case.given for case in scored if case.result is None} | {case.given for case in refused})
    kept = sum(case.kept for case in scored)
    counted = f"{len(scored) - len(without):,} of {count(len(scored), 'case')} scored"
    say(f"{counted}, {kept:,} of them before" if kept else counted)
    if without:
        say(f"not scored: {listed(without)}")
        raise typer.Exit(FINDINGS)
