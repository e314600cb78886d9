"""The figures of a report; each is drawn only where it is shown."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from assess.reporting.report.report_blocks import Figure
from assess.scoring.results import Assessment
from assess.scoring.targets import key_claims

if TYPE_CHECKING:
    from assess.analysis.explaining.explain import By, TargetExplanation

_MOST_SOURCES = 60
"""Sources up to which each has a step of its own; where there are more, each country has."""


def of_claims(result: Assessment) -> Figure:
    """Return the claims by country, with their intervals."""
    from assess.reporting.figures.forest import forest

    return Figure(lambda: forest(result))


def of_countries(result: Assessment) -> Figure:
    """Return the hypotheses by country, with how far each was looked into."""
    from assess.reporting.figures.coverage_figure import coverage

    return Figure(lambda: coverage(result))


class Steps:
    """What leads the claims that matter most from prior to posterior: of all of them at once, when one is drawn.

    Parameters
    ----------
    result : Assessment
    """

    def __init__(self, result: Assessment) -> None:
        self._result = result
        self.ids = key_claims(result)
        self._by: By = "source" if len(result.sources) <= _MOST_SOURCES else "country"

    @cached_property
    def _told(self) -> dict[str, TargetExplanation]:
        from assess.analysis.explaining.explain import explain_each
        from assess.scoring.targets import targets_of

        found = explain_each(self._result, {ident: targets_of(self._result, ident) for ident in self.ids}, self._by)
        return {ident: explanation.targets[0] for ident, explanation in found.items()}

    def of(self, ident: str) -> Figure:
        """Return the figure of one of them."""
        from assess.reporting.figures.waterfall import waterfall_of

        return Figure(lambda: waterfall_of(self._result, self._told[ident], self._by))


def of_ladders(result: Assessment) -> Figure:
    """Return the claims by degrees."""
    from assess.reporting.figures.ladder import ladder

    return Figure(lambda: ladder(result))


def of_sources(result: Assessment) -> Figure:
    """Return the sources before and after the evidence."""
    from assess.reporting.figures.sources_figure import sources

    return Figure(lambda: sources(result))
