"""One-at-a-time sensitivity of a judgement: other priors, rows, sources, documents, themes and grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from assess.analysis.explaining.explain import grouped
from assess.analysis.what_if.decisive_sources import DecisiveSearch
from assess.analysis.what_if.prior_odds import prior_odds
from assess.analysis.what_if.sensitivity_records import (
    RegradedSource,
    RowSwing,
    Sensitivity,
    TargetSensitivity,
    WithoutItems,
    WithoutSource,
)
from assess.analysis.what_if.verdicts import VerdictReader, Verdicts
from assess.compile.model import Compiled
from assess.compile.number_shifts import (
    GradeShift,
    IndicatorRow,
    at_their_ends,
    grade_shifts,
    regraded,
    rows_in_use,
    unreliable,
)
from assess.compile.perturbations import dropping
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import as_ids, followed, foremost_claims


def sensitivity(result: Assessment, idents: str | Iterable[str] | None = None) -> Sensitivity:
    """Return what would change judgements, many of them at once.

    Parameters
    ----------
    result : Assessment
    idents : str or iterable of str, optional
        Claims, predictions, instances (their most probable hypothesis is followed) or ``instance:hypothesis``; the
        key claims where left out, or all claims if none is marked.

    Raises
    ------
    KeyError
        If there is no such thing; the message says what was perhaps meant.

    Notes
    -----
    Sets of items left out are one batch; the stories of unreliable sources are worked out anew in each. Rows at the
    ends of their intervals are another; stories are not, for a story is told in a world with rates of its own. A
    source taken as unreliable is a condition on the posterior; all of them are a third.
    """
    wanted = foremost_claims(result) if idents is None else as_ids(idents)
    targets = {ident: followed(result, ident) for ident in wanted}
    model = scoring_of(result).model
    reader = VerdictReader(model, dict.fromkeys(targets.values()))
    by_target = _OneAtATime(reader).by_target()
    return Sensitivity(result.case.case, {ident: by_target[target.id] for ident, target in targets.items()}, result)


class _OneAtATime:
    """The perturbations of a case in one thing at a time, and the verdicts on each target under them."""

    def __init__(self, reader: VerdictReader) -> None:
        self._reader = reader
        model = reader.model
        self._through = {
            name: model.reports_through[name] for name in model.layout.case.sources if name in model.reports_through
        }
        self._documents, self._themes = _by_document(model), _by_theme(model)
        sets = [*self._through.values(), *self._documents.values(), *self._themes.values()]
        self._dropped = reader.verdicts_under(dropping(sets))
        self._rows = [row for row in rows_in_use(model) if row.low < row.high]
        self._moved = reader.verdicts_under(at_their_ends(model, self._rows), with_stories=False)
        self._changes = grade_shifts(model)
        self._regraded = reader.verdicts_under(regraded(model, self._changes))
        self._doubted = [name for name in self._through if _may_be_unreliable(model, name)]
        self._unreliable = reader.verdicts_under(unreliable(model, self._doubted), with_stories=False)
        self._decisive = DecisiveSearch(reader).find()

    def by_target(self) -> dict[str, TargetSensitivity]:
        """Return the sensitivity of each target."""
        return {target.id: self._target(target.id) for target in self._reader.targets}

    def _target(self, ident: str) -> TargetSensitivity:
        reader, sources, documents = self._reader, len(self._through), len(self._documents)
        dropped = self._dropped[ident]
        return TargetSensitivity(
            id=ident,
            prior=float(reader.before[ident].probability[0]),
            now=reader.verdict(reader.now[ident]),
            prior_odds=prior_odds(reader, ident),
            rows=self._tornado(self._moved[ident]),
            sources=self._sources(ident, dropped),
            documents=self._without(self._documents, dropped, sources),
            themes=self._without(self._themes, dropped, sources + documents),
            grades=tuple(self._grade(k, change, ident) for k, change in enumerate(self._changes)),
            decisive_sources=self._decisive[ident],
        )

    def _tornado(self, moved: Verdicts) -> tuple[RowSwing, ...]:
        def at(k: int, row: IndicatorRow) -> RowSwing:
            low, high = (self._reader.verdict(moved, 2 * k + end) for end in (0, 1))
            return RowSwing(row.indicator, row.state, row.low, row.high, low, high)

        rows = [at(k, row) for k, row in enumerate(self._rows)]
        return tuple(sorted(rows, key=lambda row: (-round(row.swing, 9), row.indicator)))

    def _sources(self, ident: str, dropped: Verdicts) -> tuple[WithoutSource, ...]:
        without = []
        columns = {name: column for column, name in enumerate(self._doubted)}
        for k, (name, reports) in enumerate(self._through.items()):
            doubted = columns.get(name)
            then = None if doubted is None else self._reader.verdict(self._unreliable[ident], doubted)
            without.append(WithoutSource(name, len(reports), then, self._reader.verdict(dropped, k)))
        return tuple(without)

    def _without(
        self, sets: Mapping[str, frozenset[int]] | Mapping[str | None, frozenset[int]], dropped: Verdicts, first: int
    ) -> tuple[WithoutItems, ...]:
        return tuple(
            WithoutItems(label, len(reports), self._reader.verdict(dropped, first + k))
            for k, (label, reports) in enumerate(sets.items())
        )

    def _grade(self, column: int, change: GradeShift, ident: str) -> RegradedSource:
        then = self._reader.verdict(self._regraded[ident], column)
        return RegradedSource(change.source, change.grade, change.to, change.direction, then)


def _may_be_unreliable(model: Compiled, source: str) -> bool:
    variable = model.after.part.sources.get(source)
    return variable is not None and not np.isneginf(model.after.marginal(variable)[1])


def _by_document(model: Compiled) -> dict[str, frozenset[int]]:
    """Return the reports that rest on one document alone, by document."""
    by_document: dict[str, set[int]] = {}
    for number, report in enumerate(model.testimony.reports):
        cited = {cite.document for cite in model.layout.items[report.item].cites}
        if len(cited) == 1:
            by_document.setdefault(cited.pop(), set()).add(number)
    return {name: frozenset(by_document[name]) for name in model.layout.case.documents if name in by_document}


def _by_theme(model: Compiled) -> dict[str | None, frozenset[int]]:
    return {label: frozenset(numbers) for label, numbers in grouped(model, "theme").items()}
