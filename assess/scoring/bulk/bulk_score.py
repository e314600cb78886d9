"""Scoring of a table of reports, with each instance as a case of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from assess.compile.report_tables import ReportTables
from assess.domain.instances import UnplacedError
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.errors import AssessError, Finding
from assess.files import load_rubric
from assess.files.loading import sound_rubric
from assess.scoring.bulk.grouped_sums import GroupedSums
from assess.scoring.bulk.ibis_tables import failures_told, load_ibis, opened
from assess.scoring.bulk.posterior_table import posteriors, term_of
from assess.scoring.bulk.repeated_sources import engine_table, ever_tied, scored_by_engine, tied
from assess.scoring.bulk.report_columns import TYING, is_dated, known_by, numbered, report_columns, with_numbers
from assess.scoring.bulk.unreadable_reports import unreadable_reports, unscored_instances
from assess.scoring.csv_text import FORMULA


@dataclass(frozen=True)
class BulkResult:
    """The posteriors of the instances of a table of reports.

    Parameters
    ----------
    table : ibis Table
        A row for each hypothesis of each instance, held where the reports are. Its columns are subject, question,
        hypothesis, prior, posterior, term, reports and how; also as_of, and then, points and db, if asked for.
    findings : tuple of Finding
        What was skipped.
    """

    table: Any = field(repr=False)
    findings: tuple[Finding, ...] = ()
    _held: tuple[Any, ...] = field(default=(), repr=False)

    @property
    def _case(self) -> list[str]:
        """The columns that tell the scorings of the table apart."""
        return [name for name in ("subject", "question", "as_of") if name in self.table.columns]

    @property
    def _ordered(self) -> Any:
        return self.table.order_by(*self._case, self.table.posterior.desc(), "hypothesis")

    def to_arrow(self) -> Any:
        """Return the rows as a `pyarrow.Table`, by subject, question and date, most probable hypothesis first."""
        return self._ordered.to_pyarrow()

    def to_pandas(self) -> Any:
        """Return the rows of `to_arrow` as a data frame of pandas."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """Return the rows of `to_arrow` as a data frame of polars."""
        return self._ordered.to_polars()

    def write(self, path: str | Path) -> None:
        """Write the rows of `to_arrow` to a file: CSV by its ending, else Parquet.

        In CSV a subject that a spreadsheet would take for a formula gets an apostrophe before it.
        """
        with failures_told():
            if Path(path).suffix.lower() == ".csv":
                rows = self._ordered
                if rows.subject.type().is_string():
                    rows = rows.mutate(subject=rows.subject.re_replace(FORMULA, r"\1\2'\3"))
                rows.to_csv(path)
            else:
                self._ordered.to_parquet(path)

    def counts(self) -> dict[str, int]:
        """Return how many instances were scored in each way: by sums, by engine, sampled, or not at all."""
        chosen = self.table.select(*self._case, "how")
        counted = chosen.distinct().how.value_counts(name="times").order_by("how").to_pyarrow().to_pylist()
        return {row["how"]: row["times"] for row in counted}


def bulk(
    reports: Any,
    rubric: Rubric | str | Path,
    as_of: str | Sequence[str] | None = None,
    since: str | None = None,
    checked: bool = False,
    skip_bad: bool = False,
) -> BulkResult:
    """Score a table of reports, with each subject and question as a case of its own.

    Parameters
    ----------
    reports : str, Path, pyarrow.Table, data frame or ibis Table
        A row for each report, with the columns subject, indicator, says, source and reliability, and perhaps
        question, credibility, date, via with via_reliability, statement and event. DuckDB reads anything that is not
        an Ibis table.
    rubric : Rubric, str or Path
    as_of : str or sequence of str, optional
        Score with the reports made by the end of this year, month or day; for several, with a row for each.
    since : str, optional
        Add to each posterior its value at the end of this year, month or day, and the difference.
    checked : bool
        Take for granted that each source reports once on each instance; checking it takes about two thirds as long
        as the scoring itself. The column of sources is then not read, and may be missing.
    skip_bad : bool
        Skip reports that cannot be read and instances that cannot be scored, and list them in `findings`.

    Raises
    ------
    AssessError
        E411 if Ibis is not installed, E421 if the table cannot be opened, E422 if its columns cannot be scored in bulk,
        E423 and E424 if reports or instances cannot, unless they are skipped, E425 if the database gives up.
    """
    tables = report_tables(rubric)
    dates: list[str | None] = [as_of] if as_of is None or isinstance(as_of, str) else [*dict.fromkeys(as_of)]
    dates = dates or [None]
    with failures_told():
        scorer = scorer_of(tables, opened(reports), [*dates, since], checked)
        findings = list(scorer.unreadable())
        if findings and not skip_bad:
            raise AssessError(findings)
        table = scorer.over(dates, since)
        if not as_of:
            table = table.drop("as_of")
        unscored = list(unscored_instances(scorer.unscored(table)))
    if unscored and not skip_bad:
        raise AssessError(unscored)
    scale = tables.rubric.scale
    assert isinstance(scale, Scale)
    table = table.mutate(term=term_of(table.posterior, scale))
    order = ("subject", "question", "as_of", "hypothesis", "prior", "posterior", "term", "then", "points", "db")
    shown = [name for name in (*order, "reports", "how") if name in table.columns]
    return BulkResult(table.select(*shown), (*findings, *unscored), tuple(scorer.held))


def report_tables(rubric: Rubric | str | Path) -> ReportTables:
    """Return the tables of a rubric, given as an object, a file or the name of one that ships.

    Raises
    ------
    AssessError
        With everything that is wrong with it.
    """
    loaded = sound_rubric(rubric) if isinstance(rubric, Rubric) else load_rubric(rubric)
    try:
        return ReportTables(loaded)
    except UnplacedError as error:
        raise AssessError([Finding(error.code, str(error), hint=error.hint, about="rubric")]) from None


def scorer_of(tables: ReportTables, reports: Any, dates: Sequence[str | None], checked: bool) -> Scorer:
    """Return the scorer of a table of reports, in which reliabilities may be given as numbers."""
    is_numeric = "reliability" in reports.columns and reports.reliability.type().is_numeric()
    if is_numeric:
        tables = with_numbers(tables, reports)
    scorer = Scorer(tables, reports, dates, checked)
    if is_numeric or not scorer.has_unreadable:
        return scorer
    more = with_numbers(tables, reports)
    return scorer if more is tables else Scorer(more, reports, dates, checked)


def _changed(table: Any, then: Any) -> Any:
    """Return posteriors beside those of another date, with the difference in points and in dB of the odds."""
    keys = ["subject", "question", "hypothesis"]
    both = table.join(then.select(*keys, then=then.posterior), keys)
    now, before = both.posterior, both.then
    has_odds = (now > 0.0) & (now < 1.0) & (before > 0.0) & (before < 1.0)
    odds = (now / (1.0 - now)).log10() - (before / (1.0 - before)).log10()
    return both.mutate(points=100.0 * (now - before), db=has_odds.ifelse(10.0 * odds, None))


class Scorer:
    """The scoring of one table of reports at several dates.

    Parameters
    ----------
    tables : ReportTables
    reports : ibis Table
    dates : sequence of str or None
        The dates asked for; None for no date.
    checked : bool
        As in `bulk`.
    """

    def __init__(self, tables: ReportTables, reports: Any, dates: Sequence[str | None], checked: bool) -> None:
        self.tables, self.sums, self.checked = tables, GroupedSums(tables), checked
        self._first = dates[0]
        self.dated = any(date is not None for date in dates)
        self._reports = reports
        self.placed = self._placed(reports)
        self.held: list[Any] = []
        self._by_date: dict[str | None, Any] = {}

    def _hold(self, table: Any) -> Any:
        """Return a table computed once and kept for as long as the scorer exists."""
        if table.get_backend().name == "pyspark":
            table.limit(0).to_pyarrow()  # Ibis brings constants to Spark for a query, and not for what it caches.
        self.held.append(table.cache())
        return self.held[-1]

    def _placed(self, reports: Any) -> Any:
        placed = self.sums.placed(report_columns(reports, self.dated, self.checked))
        return placed.mutate(place=is_dated(placed.day).ifelse(placed.place, None)) if self.dated else placed

    @cached_property
    def has_unreadable(self) -> bool:
        """Whether some reports cannot be read."""
        unplaced = self._instances(self._first).filter(lambda instances: instances.question.isnull())
        return bool(unplaced.count().to_pyarrow().as_py())

    def unreadable(self) -> list[Finding]:
        """Return a finding for each reason why reports cannot be read."""
        if not self.has_unreadable:
            return []
        placed = self._placed(numbered(self._reports))
        return list(unreadable_reports(placed.filter(placed.place.isnull()), self.tables))

    def _instances(self, date: str | None) -> Any:
        if date not in self._by_date:
            self._by_date[date] = self._hold(self.sums.by_instance(self._known(date)))
        return self._by_date[date]

    def _known(self, date: str | None) -> Any:
        return self.placed if date is None else self.placed.mutate(known=known_by(self.placed.day, date))

    def at(self, date: str | None) -> Any:
        """Return the posteriors at a date, with how each was computed."""
        closed = posteriors(self.sums.joint(self._instances(date)), self.tables)
        closed = closed.mutate(how=closed.posterior.isnull().ifelse("impossible", "sums"))
        is_checked = self.checked and not any(name in self.placed.columns for name in TYING)
        if is_checked or not self._ever_tied.count().to_pyarrow().as_py():
            return self._hold(closed)
        # What is tied by some date is so in the end.
        scored = self.sums.scored(self._known(date)).semi_join(self._ever_tied, ["subject", "question"])
        instances = self._hold(tied(scored, self.checked))
        engine = engine_table(
            scored_by_engine(scored, instances, self.tables), self.tables, dict(closed.schema().items())
        )
        names = engine.select("subject", "question").distinct()
        rest = closed.anti_join(names, ["subject", "question"])
        return self._hold(load_ibis().union(rest, engine.select(*rest.columns)))

    @cached_property
    def _ever_tied(self) -> Any:
        return self._hold(ever_tied(self.sums.scored(self.placed), self.checked, self._hold))

    def over(self, dates: Sequence[str | None], since: str | None) -> Any:
        """Return the posteriors at several dates, compared with those at an earlier one if `since` is given."""
        tables = [self.at(date) for date in dates]
        if since is not None:
            then = self.at(since)
            tables = [_changed(table, then) for table in tables]
        ibis = load_ibis()
        dated = [table.mutate(as_of=ibis.literal(date, "string")) for table, date in zip(tables, dates, strict=True)]
        return ibis.union(*dated) if len(dated) > 1 else dated[0]

    def unscored(self, table: Any) -> Any:
        """Return the instances without a posterior."""
        return table.filter(table.posterior.isnull()).select("subject", "question", "how").distinct()
