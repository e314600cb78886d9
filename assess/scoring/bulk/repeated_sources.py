"""Instances in which reports are tied, each of which is scored as a case of its own.

A source that speaks again ties its reports, since it is reliable or not once for all of them. So do relays and repeated
statements; and an event is an indicator of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from assess.compile.model import compile_case
from assess.compile.report_tables import SUBJECT, ReportTables, instance_case, solved_instance
from assess.domain.evidence import Evidence
from assess.domain.source import Source
from assess.network.logs import Floats
from assess.scoring.bulk.ibis_tables import constant_table, load_ibis
from assess.scoring.bulk.report_columns import TYING
from assess.scoring.claims import Claims
from assess.scoring.sampled_case import sampled

AT_ONCE = 2**16
"""The number of reports held at once."""

_ITEM = ("indicator", "says", "source", "reliability", "credibility")
_PERHAPS = (*TYING, "via_reliability")
_OF_A_STATEMENT = ("indicator", "says", "source", "credibility", "event")
"""The columns that cannot differ when a statement is repeated."""


def tied(scored: Any, checked: bool) -> Any:
    """Return the instances in which a source speaks more than once, or a report is relayed, repeated or of an event.

    Parameters
    ----------
    scored : ibis Table
        The reports that count, with the columns subject, question and source.
    checked : bool
        Whether each source is known to speak once.
    """
    parts = [scored.filter(scored[name].notnull()) for name in TYING if name in scored.columns]
    if not checked:
        spoken = scored.group_by("subject", "question", "source").agg(times=scored.count())
        parts.append(spoken.filter(spoken.times > 1))
    chosen = [part.select("subject", "question") for part in parts]
    return (load_ibis().union(*chosen) if len(chosen) > 1 else chosen[0]).distinct()


def ever_tied(scored: Any, checked: bool, hold: Callable[[Any], Any]) -> Any:
    """Return instances as `tied` does, found faster if no source speaks again.

    If the backend can hash, the hashes of each source in each instance are counted first: only the instances of those
    found twice have to be looked at.
    """
    digest = None if checked else _digest(scored)
    if digest is None:
        return tied(scored, checked)
    numbered = scored.mutate(digest=digest)
    twice = hold(numbered.group_by("digest").having(numbered.count() > 1).agg())
    repeated = tied(numbered.semi_join(twice, "digest").drop("digest"), False)
    if not any(name in scored.columns for name in TYING):
        return repeated
    return load_ibis().union(repeated, tied(scored, True), distinct=True)


def _digest(scored: Any) -> Any:
    """Return a hash of each source in each instance; None if the backend has no hash function."""
    if scored.get_backend().name != "duckdb":
        return None

    def three(subject: Any, question: Any, source: Any) -> Any: ...

    types: Any = (("string", "int32", "string"), "uint64")
    digest = load_ibis().udf.scalar.builtin(three, name="hash", signature=types)
    return digest(scored.subject.cast("string"), scored.question, scored.source)


def scored_by_engine(scored: Any, instances: Any, tables: ReportTables) -> Iterator[dict[str, Any]]:
    """Yield the posterior of each of some instances, each compiled and solved as a case.

    Parameters
    ----------
    scored : ibis Table
        The reports that count.
    instances : ibis Table
    tables : ReportTables

    Yields
    ------
    dict
        subject, question (its index), reports, how, and the posterior by hypothesis: float64, shape (hypotheses,), or
        None if the reports cannot all be true, a source has two grades, or a statement two contents (``how`` is
        "impossible", "regraded" or "contradicted").
    """
    questions = list(tables.priors)
    item = [*_ITEM, *(name for name in _PERHAPS if name in scored.columns)]
    rows = scored.semi_join(instances, ["subject", "question"]).select("subject", "question", *item)
    ordered = rows.order_by("subject", "question", *item)
    batches = ordered.to_pyarrow_batches(chunk_size=AT_ONCE)
    each = itertools.chain.from_iterable(batch.to_pylist() for batch in batches)
    for (subject, question), reports in itertools.groupby(each, key=lambda row: (row["subject"], row["question"])):
        items = list(reports)
        how, posterior = _posterior(items, questions[question], tables)
        yield {
            "subject": subject,
            "question": question,
            "reports": len(items),
            "how": how,
            "posterior": posterior,
        }


def _posterior(rows: Iterable[Mapping[str, Any]], question: str, tables: ReportTables) -> tuple[str, Floats | None]:
    idents: dict[str, str] = {}
    sources: dict[str, Source] = {}
    statements: dict[str, tuple[Any, ...]] = {}
    items = []

    def ident(kind: str, name: str | None) -> str | None:
        return None if name is None else idents.setdefault(f"{kind}{name}", f"{kind}{len(idents)}")

    for number, row in enumerate(rows):
        chain = [(row["source"], row["reliability"])]
        if row.get("via") is not None:
            chain.append((row["via"], row["via_reliability"]))
        for name, grade in chain:
            source = Source(reliability=tables.reliability(grade))
            if sources.setdefault(str(ident("s", name)), source) != source:
                return "regraded", None
        said, statement = tuple(row.get(name) for name in _OF_A_STATEMENT), row.get("statement")
        if statement is not None and statements.setdefault(statement, said) != said:
            return "contradicted", None
        items.append(
            Evidence(
                id=f"e{number}",
                about=SUBJECT,
                indicator=row["indicator"],
                says=row["says"],
                source=str(ident("s", row["source"])),
                via=tuple(str(ident("s", name)) for name, _ in chain[1:]),
                credibility=row["credibility"],
                statement=ident("t", statement),
                event=ident("v", row.get("event")),
            )
        )
    case, how = instance_case(tables.rubric, question, sources, items), "engine"
    solved = solved_instance(case, question)
    if solved.beyond is not None:
        model = compile_case(case, tables.rubric)
        solved, how = sampled(model, Claims({}, model), 0).after, "sampled"
    if not solved.is_possible:
        return "impossible", None
    return how, np.exp(solved.marginal(solved.part.nodes[f"{SUBJECT}/{question}"]))


def engine_table(scored: Iterable[Mapping[str, Any]], tables: ReportTables, types: Mapping[str, Any]) -> Any:
    """Return the engine's posteriors as a table with the columns of `posteriors`, and ``how``.

    Parameters
    ----------
    scored : iterable of dict
        As `scored_by_engine` yields them.
    tables : ReportTables
    types : dict of str to ibis DataType
        The types of the columns.
    """
    columns: dict[str, list[Any]] = {name: [] for name in types}
    questions = list(tables.priors)
    for row in scored:
        question = questions[row["question"]]
        for place, hypothesis in enumerate(tables.hypotheses(question)):
            posterior = None if row["posterior"] is None else float(row["posterior"][place])
            values = {"question": question, "hypothesis": hypothesis, "posterior": posterior}
            values["prior"] = float(np.exp(tables.priors[question][place]))
            for name, column in columns.items():
                column.append(values[name] if name in values else row[name])
    return constant_table(columns, types)
