"""Instances in which a source speaks again: these are scored as a case is, each by itself.

Such a source ties its reports, since it is reliable or not once for all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from assess.compile.model import compile_case
from assess.compile.report_tables import SUBJECT, ReportTables, instance_case, solved_instance
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
from assess.domain.source import Source
from assess.network.logs import Floats
from assess.scoring.bulk.ibis_tables import constant_table, load_ibis
from assess.scoring.claims import Claims
from assess.scoring.sampled_case import sampled

AT_ONCE = 2**16
"""Reports that are held at once."""

_ITEM = ("indicator", "says", "source", "reliability", "credibility")


def repeated(scored: Any) -> Any:
    """Return the instances in which a source speaks more than once.

    Parameters
    ----------
    scored : ibis Table
        The reports that count, with the columns subject, question and source.
    """
    spoken = scored.group_by("subject", "question", "source").agg(times=scored.count())
    return spoken.filter(spoken.times > 1).select("subject", "question").distinct()


def pair_digest(scored: Any) -> Any:
    """Return a number of each source of each instance, mostly of it alone; None where the backend gives no such.

    Numbers are counted faster than pairs of texts: where no number is there twice, no source speaks again.

    Parameters
    ----------
    scored : ibis Table
        As in `repeated`.
    """
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
        subject, question (its place), reports, how, and the posterior by hypothesis: float64, shape (hypotheses,), or
        None where the reports cannot all stand, or a source has two grades (``how`` is "impossible" or "regraded").
    """
    questions = list(tables.priors)
    rows = scored.semi_join(instances, ["subject", "question"]).select("subject", "question", *_ITEM)
    ordered = rows.order_by("subject", "question", *_ITEM)
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
    items = []
    for number, row in enumerate(rows):
        ident = idents.setdefault(row["source"], f"s{len(idents)}")
        source = Source(reliability=Chance(term=row["reliability"]))
        if sources.setdefault(ident, source) != source:
            return "regraded", None
        items.append(
            Evidence(
                id=f"e{number}",
                about=SUBJECT,
                indicator=row["indicator"],
                says=row["says"],
                source=ident,
                credibility=row["credibility"],
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
    """Return what the engine scored as a table with the columns of `posteriors`, and ``how``.

    Parameters
    ----------
    scored : iterable of dict
        As `scored_by_engine` yields them.
    tables : ReportTables
    types : dict of str to ibis DataType
        Of the columns.
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
