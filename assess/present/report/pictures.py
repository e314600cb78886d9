"""The figures of a report; each is drawn only where it is shown."""

from __future__ import annotations

from assess.present.report.blocks import Figure
from assess.study.assessment import Assessment


def of_claims(result: Assessment) -> Figure:
    """Return the claims by country, with their intervals."""
    from assess.present.plots.forest import forest

    return Figure(lambda: forest(result))


def of_countries(result: Assessment) -> Figure:
    """Return the hypotheses by country, with how far each was looked into."""
    from assess.present.plots.coverage import coverage

    return Figure(lambda: coverage(result))


def of_steps(result: Assessment, ident: str) -> Figure:
    """Return what leads a claim from its prior to its posterior, source by source."""
    from assess.present.plots.waterfall import waterfall

    return Figure(lambda: waterfall(result, ident))


def of_ladders(result: Assessment) -> Figure:
    """Return the claims by degrees."""
    from assess.present.plots.ladder import ladder

    return Figure(lambda: ladder(result))


def of_sources(result: Assessment) -> Figure:
    """Return the sources before and after the evidence."""
    from assess.present.plots.sources import sources

    return Figure(lambda: sources(result))
