"""The posterior of every instance of a table of reports, as one expression of grouped sums.

A report is a factor on its indicator (`assess.compile.report_tables`), of which only the ratio matters: how much
likelier the report is if the indicator is present than if it is absent. The logs of these ratios are summed by instance
and indicator; each sum, with the indicator's rows, is a factor on the indicator's parent; and the logs of those factors
are summed by instance.

Logs are summed as whole numbers of 2**-42 nats, so that no sum depends on the order in which a backend, its threads or
its machines reach the rows: floats hold them exactly up to 2,048 nats, well past the point where an indicator is
certain. Rounding moves the log odds of an instance by less than 2e-13 nats for each report.
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
"""The number that stands for the logarithm of 0, which some backends cannot write, and the bound below which one is."""

NONE = "<none>"
"""The text that stands for a missing grade, since nothing joins to null."""

_ZEROS = ("no_present", "no_absent")
"""The columns that count the factors that rule out that an indicator is present, or absent."""


@dataclass(frozen=True)
class GroupedSums:
    """The expressions that score a table of reports.

    Parameters
    ----------
    tables : ReportTables
    """

    tables: ReportTables

    def placed(self, reports: Any) -> Any:
        """Return reports with their factor, and the positions of their indicator and question.

        Parameters
        ----------
        reports : ibis Table
            With the columns subject, indicator, says, reliability and credibility, and perhaps source and question.

        Returns
        -------
        ibis Table
            With the further columns ``place`` and ``of``, the positions of the indicator and of its question, null if
            a report cannot be read, and ``factor``, null if nothing is said.
        """
        keyed = reports.mutate(grade=reports.reliability.fill_null(NONE), worth=reports.credibility.fill_null(NONE))
        joined = keyed.left_join(self.factors, ["indicator", "says", "grade", "worth"])
        fits = joined.subject.notnull()
        if "source" in reports.columns:
            fits &= joined.source.notnull()
        if "via" in reports.columns:
            is_known = joined.via_reliability.isin(self.tables.reliabilities)
            fits &= joined.via.isnull() | ((joined.via != joined.source) & is_known.fill_null(False))
        if "question" in reports.columns:
            fits &= joined.question.isnull() | (joined.question == question_of(joined.indicator, self.tables))
        fitting = {name: fits.ifelse(joined[name], None) for name in ("place", "of")}
        return joined.select(*reports.columns, **fitting, factor=joined.factor, **{z: joined[z] for z in self._zeros})

    @cached_property
    def factors(self) -> Any:
        """The factors of readable reports, by indicator, word and grades."""
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
            "place": place.astype(np.int16),
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

    def _by_indicator(self, placed: Any) -> Any:
        """Return the sums of the factors of the reports on each indicator of each subject, and their numbers."""
        if "known" in placed.columns:
            placed = placed.mutate(factor=placed.known.ifelse(placed.factor, None))
            placed = placed.mutate(**{name: placed.known.ifelse(placed[name], 0) for name in self._zeros})
        return placed.group_by("subject", "place").agg(
            factor=placed.factor.sum().fill_null(0.0),
            reports=placed.factor.count(),
            **{name: placed[name].sum() for name in self._zeros},
        )

    def scored(self, placed: Any) -> Any:
        """Return the reports that count, with the position of their question."""
        counts = placed.place.notnull() & placed.factor.notnull()
        if "known" in placed.columns:
            counts &= placed.known
        return placed.filter(counts).mutate(question=placed["of"])

    def by_instance(self, placed: Any) -> Any:
        """Return the sums over the reports on each instance that `joint` needs, in one pass over the reports.

        Reports that cannot be read are summed together, under no question.

        Parameters
        ----------
        placed : ibis Table
            With the column ``known`` if some reports do not count yet.
        """
        joined = self._by_indicator(placed).left_join(self._rows, "place")
        messages = self._telling(joined.drop("place_right"), self._widest)
        bottom = messages.slot < 0
        columns = {name: bottom.ifelse(messages[message], 0).sum() for name, message in self._logs.items()}
        for slot in range(len(self._parents)):
            for name, message in self._ratios.items():
                amount = messages.is_parent.ifelse(messages[name], messages[message])
                columns[f"{name}_{slot}"] = (messages.slot == slot).ifelse(amount, 0).sum()
        return messages.group_by("subject", "question").agg(reports=messages.reports.sum(), **columns)

    def joint(self, instances: Any) -> Any:
        """Return the log joint probability of each hypothesis and all reports, with a row for each instance.

        In nats, up to a constant in each instance; `NEVER` for hypotheses that are ruled out, or that a question with
        fewer hypotheses than another lacks.

        Parameters
        ----------
        instances : ibis Table
            As `by_instance` returns it.
        """
        for slot, name in enumerate(self._parents):
            instances = self._lifted(instances, slot, name)
        priors = list(self.tables.priors.values())
        columns: dict[str, Any] = {"question": np.arange(len(priors), dtype=np.int32)}
        for k in range(self._widest):
            column = np.array([prior[k] if k < len(prior) else -np.inf for prior in priors])
            columns[f"prior{k}"] = np.maximum(column, NEVER)
        whole = instances.join(constant_table(columns), "question")
        joint = {}
        for k in range(self._widest):
            ruled_out = whole[f"prior{k}"] <= LEAST
            if self._has_zeros:
                ruled_out |= whole[f"zero{k}"] > 0
            joint[f"log{k}"] = ruled_out.ifelse(NEVER, whole[f"prior{k}"] + _in_nats(whole[f"log{k}"]))
        return whole.select("subject", "question", "reports", **joint)

    @cached_property
    def _widest(self) -> int:
        return max(map(len, self.tables.priors.values()))

    @cached_property
    def _parents(self) -> list[str]:
        """The indicators that have other indicators under them, deepest first; each has a slot of its own."""
        indicators = self.tables.indicators
        names = dict.fromkeys(rows.parent for rows in indicators.values() if rows.parent)
        return sorted(names, key=lambda name: -indicators[name].depth)

    @property
    def _logs(self) -> dict[str, str]:
        """The names of an instance's sums, with the columns of messages that are summed."""
        kinds = {"log": "told", "zero": "denied"} if self._has_zeros else {"log": "told"}
        return {f"{name}{k}": f"{message}{k}" for name, message in kinds.items() for k in range(self._widest)}

    @property
    def _ratios(self) -> dict[str, str]:
        """The names of an indicator's sums, with the columns of messages to the indicator that are summed."""
        return dict(zip(("factor", *self._zeros), ("lifted", "denied0", "denied1"), strict=False))

    @cached_property
    def _rows(self) -> Any:
        """The probabilities of indicators by position, with the slot to which their messages are added."""
        every, questions = list(self.tables.indicators.values()), list(self.tables.priors)
        slots = {name: slot for slot, name in enumerate(self._parents)}
        columns: dict[str, Any] = {
            "place": np.arange(len(every), dtype=np.int16),
            "question": np.array([questions.index(rows.question) for rows in every], dtype=np.int32),
            "slot": np.array(
                [slots.get(rows.name, slots.get(rows.parent or "", -1)) for rows in every], dtype=np.int32
            ),
            "is_parent": np.array([rows.name in slots for rows in every]),
        }
        for k in range(self._widest):
            tables = np.array([np.exp(rows.table[k]) if k < len(rows.table) else np.ones(2) for rows in every])
            columns[f"if_present{k}"], columns[f"if_absent{k}"] = tables.reshape(-1, 2).T
        return constant_table(columns)

    def _telling(self, table: Any, states: int) -> Any:
        """Return a table with the message of the reports on an indicator to each state of its parent.

        Messages are logs in units, up to a constant in each row. If a state is ruled out, the log is 0 and ``denied``
        is 1.

        Parameters
        ----------
        table : ibis Table
            With the columns factor and, for each state, if_present and if_absent.
        states : int
        """
        table = table.mutate(ratio=_in_nats(table.factor))
        table = table.mutate(less=(-table.ratio.abs()).exp())
        columns: dict[str, Any] = {}
        for k in range(states):
            present, absent = table[f"if_present{k}"], table[f"if_absent{k}"]
            if self._has_zeros:
                present = (table.no_present > 0).ifelse(0.0, present)
                absent = (table.no_absent > 0).ifelse(0.0, absent)
            is_likelier = table.ratio >= 0.0
            first, second = is_likelier.ifelse(present, absent), is_likelier.ifelse(absent, present)
            log = (first + second * table.less).nullif(0.0).ln()
            if self._has_zeros:
                # Where the first is ruled out, the product may be smaller than any number.
                log = (first > 0.0).ifelse(log, second.nullif(0.0).ln() - table.ratio.abs()).fill_null(0.0)
                columns[f"denied{k}"] = ((first == 0.0) & (second == 0.0)).cast("int64")
            columns[f"told{k}"] = (log * UNIT).round(0)
        table = table.mutate(**columns)
        return table.mutate(lifted=table.told0 - table.told1)

    def _lifted(self, instances: Any, slot: int, name: str) -> Any:
        """Return instances with the message of an indicator that has others under it added to its own parent."""
        ibis, indicator = load_ibis(), self.tables.indicators[name]
        own = {column: instances[f"{column}_{slot}"] for column in self._ratios}
        for k, row in enumerate(np.exp(indicator.table).tolist()):
            own |= dict(zip((f"if_present{k}", f"if_absent{k}"), (ibis.literal(each) for each in row), strict=True))
        messages = self._telling(instances.mutate(**own), len(indicator.table))
        if indicator.parent is None:
            is_asked = messages.question == list(self.tables.priors).index(indicator.question)
            added = {
                total: is_asked.ifelse(messages[each], 0)
                for total, each in self._logs.items()
                if each in messages.columns
            }
        else:
            above = self._parents.index(indicator.parent)
            added = {f"{ratio}_{above}": messages[each] for ratio, each in self._ratios.items()}
        return messages.mutate(**{total: messages[total] + each for total, each in added.items()}).select(
            *instances.columns
        )


def question_of(indicator: Any, tables: ReportTables) -> Any:
    """Return the question that each indicator of a column bears on; null for what is not an indicator."""
    return indicator.cases(*((name, rows.question) for name, rows in tables.indicators.items()))


def _in_units(logs: Any) -> Any:
    return np.rint(logs * UNIT)


def _in_nats(column: Any) -> Any:
    return column / UNIT


def _named(names: Iterable[str], places: Ints) -> list[str]:
    known = [*names]
    return [known[place] for place in places.tolist()]
