"""The posterior of every instance of a table of reports, as one expression of grouped sums.

A report is a factor on its indicator (`assess.compile.report_tables`), of which only the ratio matters: how much
likelier it is if the indicator is present than if it is absent. So the logs of these are summed by instance and
indicator; each sum, with the indicator's rows, is a factor on what it hangs under; and the logs of those are summed by
instance.

Logs are summed as whole numbers of 2**-42 nats, so that no sum depends on the order in which a backend, its threads or
its machines come to the rows. Rounding moves the log odds of an instance by less than 2e-13 nats a report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from assess.compile.report_tables import SAYS, ReportTables
from assess.network.logs import Ints
from assess.scoring.bulk.ibis_tables import constant_table, load_ibis

UNIT = 2.0**42
"""Units of a nat."""

NEVER, LEAST = -1e300, -1e200
"""Stands for the logarithm of 0, which some backends cannot write; what is below the other is one."""

NONE = "<none>"
"""Stands for a grade that is not given, since nothing joins to null."""

_ZEROS = ("no_present", "no_absent")
"""How many factors rule out that an indicator is present, or absent."""


@dataclass(frozen=True)
class GroupedSums:
    """The expressions that score a table of reports.

    Parameters
    ----------
    tables : ReportTables
    """

    tables: ReportTables

    def placed(self, reports: Any) -> Any:
        """Return reports with their factor, and the place of their indicator and question.

        Parameters
        ----------
        reports : ibis Table
            With the columns subject, indicator, says, source, reliability and credibility, and perhaps question.

        Returns
        -------
        ibis Table
            Also with ``place`` and ``of``, of the indicator and of its question, null where a report cannot be read;
            and with ``factor``, null where nothing is said.
        """
        keyed = reports.mutate(grade=reports.reliability.fill_null(NONE), worth=reports.credibility.fill_null(NONE))
        joined = keyed.left_join(self.factors, ["indicator", "says", "grade", "worth"])
        fits = joined.subject.notnull() & joined.source.notnull()
        if "question" in reports.columns:
            fits &= joined.question.isnull() | (joined.question == question_of(joined.indicator, self.tables))
        fitting = {name: fits.ifelse(joined[name], None) for name in ("place", "of")}
        return joined.select(*reports.columns, **fitting, factor=joined.factor, **{z: joined[z] for z in self._zeros})

    @cached_property
    def factors(self) -> Any:
        """The factors of reports that can be read, by indicator, word and grades."""
        logs = self.tables.log_likelihoods
        place, says, grade, worth = np.nonzero(~np.isnan(logs).any(axis=-1))
        logs = logs[place, says, grade, worth]
        finite = np.where(np.isfinite(logs), logs, 0.0)
        questions = np.array([list(self.tables.priors).index(i.question) for i in self.tables.indicators.values()])
        columns: dict[str, Any] = {
            "indicator": _named(self.tables.indicators, place),
            "says": _named(SAYS, says),
            "grade": _named((*self.tables.reliabilities, NONE), grade),
            "worth": _named((*self.tables.credibilities, NONE), worth),
            "place": place.astype(np.int32),
            "of": questions[place].astype(np.int32),
            "factor": np.ma.masked_array(_in_units(finite[:, 0] - finite[:, 1]), says == SAYS.index("unclear")),
        }
        if self._has_zeros:
            columns |= {name: np.isneginf(logs[:, k]).astype(np.int64) for k, name in enumerate(_ZEROS)}
        return constant_table(columns)

    @cached_property
    def _has_zeros(self) -> bool:
        tables = [self.tables.log_likelihoods, *(rows.table for rows in self.tables.indicators.values())]
        return any(np.isneginf(table).any() for table in tables)

    @property
    def _zeros(self) -> tuple[str, ...]:
        return _ZEROS if self._has_zeros else ()

    def by_indicator(self, placed: Any) -> Any:
        """Return the sums of the factors of the reports on each indicator of each subject, and how many there are.

        Those that cannot be read stand together, under no indicator.

        Parameters
        ----------
        placed : ibis Table
            With the column ``known`` where some reports do not count yet.
        """
        if "known" in placed.columns:
            placed = placed.mutate(factor=placed.known.ifelse(placed.factor, None))
            placed = placed.mutate(**{name: placed.known.ifelse(placed[name], 0) for name in self._zeros})
        return placed.group_by("subject", "place").agg(
            factor=placed.factor.sum().fill_null(0),
            reports=placed.factor.count(),
            **{name: placed[name].sum() for name in self._zeros},
        )

    def scored(self, placed: Any) -> Any:
        """Return the reports that count, with the place of their question."""
        counts = placed.place.notnull() & placed.factor.notnull()
        if "known" in placed.columns:
            counts &= placed.known
        return placed.filter(counts).mutate(question=placed["of"])

    def by_instance(self, sums: Any) -> Any:
        """Return the log joint probability of each hypothesis and all reports, a row for each instance.

        Nats, from a zero of its own in each instance; `NEVER` where a hypothesis is ruled out, and where a question has
        fewer hypotheses than another.
        """
        deepest = max((rows.depth for rows in self.tables.indicators.values()), default=0)
        for depth in range(deepest, 0, -1):
            sums = self._lifted(sums, depth)
        priors = list(self.tables.priors.values())
        widest = max(map(len, priors))
        messages = self._messages(sums, 0, widest)
        names = [f"{kind}{k}" for k in range(widest) for kind in self._kinds]
        grouped = messages.group_by("subject", "question").agg(
            reports=messages.reports.sum(), **{name: messages[name].sum() for name in names}
        )
        columns: dict[str, Any] = {"question": np.arange(len(priors), dtype=np.int32)}
        for k in range(widest):
            column = np.array([prior[k] if k < len(prior) else -np.inf for prior in priors])
            columns[f"prior{k}"] = np.maximum(column, NEVER)
        whole = grouped.join(constant_table(columns), "question")
        joint = {}
        for k in range(widest):
            ruled_out = whole[f"prior{k}"] <= LEAST
            if self._has_zeros:
                ruled_out |= whole[f"zero{k}"] > 0
            joint[f"log{k}"] = ruled_out.ifelse(NEVER, whole[f"prior{k}"] + _in_nats(whole[f"log{k}"]))
        return whole.select("subject", "question", "reports", **joint)

    @property
    def _kinds(self) -> tuple[str, ...]:
        return ("log", "zero") if self._has_zeros else ("log",)

    def _rows(self, depth: int, states: int) -> Any:
        """Return the rows of the indicators of a depth, by their place."""
        names, questions = list(self.tables.indicators), list(self.tables.priors)
        these = [rows for rows in self.tables.indicators.values() if rows.depth == depth]
        columns: dict[str, Any] = {
            "place": np.array([names.index(rows.name) for rows in these], dtype=np.int32),
            "question": np.array([questions.index(rows.question) for rows in these], dtype=np.int32),
            "above": np.array([names.index(rows.parent) if rows.parent else -1 for rows in these], dtype=np.int32),
        }
        for k in range(states):
            tables = np.array([rows.table[k] if k < len(rows.table) else np.zeros(2) for rows in these])
            columns[f"if_present{k}"], columns[f"if_absent{k}"] = np.maximum(tables, NEVER).reshape(-1, 2).T
        return constant_table(columns)

    def _messages(self, sums: Any, depth: int, states: int) -> Any:
        """Return what the reports on each indicator of a depth tell of each state of what it hangs under."""
        joined = sums.join(self._rows(depth, states), "place")
        ratio = _in_nats(joined.factor)
        columns: dict[str, Any] = {}
        for k in range(states):
            present, absent = joined[f"if_present{k}"] + ratio, joined[f"if_absent{k}"]
            if self._has_zeros:
                present = (joined.no_present > 0).ifelse(NEVER, present)
                absent = (joined.no_absent > 0).ifelse(NEVER, absent)
            message = _log_add(present, absent)
            if self._has_zeros:
                columns[f"zero{k}"] = (message <= LEAST).cast("int64")
                message = (message <= LEAST).ifelse(0.0, message)
            columns[f"log{k}"] = (message * UNIT).round().cast("int64")
        return joined.select("subject", "question", "above", "reports", **columns)

    def _lifted(self, sums: Any, depth: int) -> Any:
        """Return the sums with what the indicators of a depth tell added to those that they hang under."""
        ibis = load_ibis()
        placed = list(enumerate(self.tables.indicators.values()))
        deep = [place for place, rows in placed if rows.depth == depth]
        parents = {rows.parent for rows in self.tables.indicators.values() if rows.depth == depth}
        above = [place for place, rows in placed if rows.name in parents]
        messages = self._messages(sums, depth, 2)
        zeros = dict(zip(self._zeros, (messages.zero0, messages.zero1), strict=True)) if self._has_zeros else {}
        lifted = messages.select(
            "subject", "reports", place=messages.above, factor=messages.log0 - messages.log1, **zeros
        )
        both = ibis.union(sums.filter(sums.place.isin(above)).select(*lifted.columns), lifted)
        summed = ("reports", "factor", *self._zeros)
        added = both.group_by("subject", "place").agg(**{name: both[name].sum() for name in summed})
        return ibis.union(sums.filter(~sums.place.isin([*deep, *above])).select(*added.columns), added)


def question_of(indicator: Any, tables: ReportTables) -> Any:
    """Return the question that each indicator of a column bears on; null of what is none."""
    return indicator.cases(*((name, rows.question) for name, rows in tables.indicators.items()))


def _in_units(logs: Any) -> Any:
    return np.rint(logs * UNIT).astype(np.int64)


def _in_nats(column: Any) -> Any:
    return column.cast("float64") / UNIT


def _named(names: Iterable[str], places: Ints) -> list[str]:
    known = [*names]
    return [known[place] for place in places.tolist()]


def _log_add(first: Any, second: Any) -> Any:
    """Return the logarithm of the sum of two numbers whose logarithms are given."""
    ibis = load_ibis()
    larger, less = ibis.greatest(first, second), ibis.least(first, second)
    return larger + (1.0 + (less - larger).exp()).ln()
