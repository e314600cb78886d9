"""All figures of a case, scored once."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import assess
from assess import plots
from assess.reporting.figures.chart import Chart

ROOT = Path(__file__).parents[2]
CHOIR = ROOT / "docs" / "figures" / "choir"
SPACE = "{http://www.w3.org/2000/svg}"
SHIPPED = ROOT / "cases" / "russia-diasporas-2017"


@lru_cache
def scored(path: Path, draws: int = 200) -> assess.Assessment:
    return assess.score(assess.load_case(path), draws=draws)


def forecasts() -> list[assess.Forecast]:
    pairs = [(0.05, False), (0.3, False), (0.3, True), (0.72, True), (0.78, False), (0.97, True)]
    return [assess.Forecast(f"a/{n}", p, 0.5, None, None, came) for n, (p, came) in enumerate(pairs)]


def shown(chart: Chart) -> list[dict[str, Any]]:
    """Return all rows that a chart's marks are drawn from."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def written(chart: Chart) -> list[str]:
    """Return the texts in a picture, the parts of one that is broken put together."""
    root = ET.fromstring(plots.svg(chart))
    return [" ".join(part.strip() for part in node.itertext()) for node in root.iter(f"{SPACE}text")]


def calibration() -> Chart:
    return plots.calibration(assess.calibration(forecasts(), assess.load_scale("icd203")))


def _missing() -> Chart:
    raise assess.AssessError([])


def figures(result: assess.Assessment) -> dict[str, Chart]:
    """Return one figure of each kind that the case has rows for; of what it is about, the first."""
    drawings = {}
    for name in plots.FIGURES:
        if name == "calibration":
            drawings[name] = calibration()
        else:
            with suppress(assess.AssessError):
                drawings[name] = next(iter(plots.figures(result, name)), _missing)()
    return drawings


def beside(result: assess.Assessment) -> dict[str, Chart]:
    """Return the figures that are not of a scoring: of its case, and of a change to it from two items fewer."""
    fewer = result.case.without(*(item.id for item in result.case.evidence[:2]))
    change = assess.compare(assess.score(fewer, draws=0), result)
    return {"items": plots.items(result.case), "shares": plots.shares(change, next(iter(result.claims)))}


@lru_cache
def hostile(text: str) -> assess.Assessment:
    """Return the small case with a text in every place that a figure may show."""
    case = assess.load_case(CHOIR)
    assert isinstance(case.rubric, assess.Rubric)
    subjects = {
        ident: subject.model_copy(update={"name": text, "country": text}) for ident, subject in case.subjects.items()
    }
    sources = {ident: source.model_copy(update={"name": text}) for ident, source in case.sources.items()}
    claims = {ident: claim.model_copy(update={"text": text}) for ident, claim in case.claims.items()}
    questions = {ident: question.model_copy(update={"text": text}) for ident, question in case.rubric.questions.items()}
    indicators = {
        ident: indicator.model_copy(update={"text": text}) for ident, indicator in case.rubric.indicators.items()
    }
    rubric = case.rubric.model_copy(update={"questions": questions, "indicators": indicators})
    changes = {"subjects": subjects, "sources": sources, "claims": claims, "rubric": rubric, "title": text}
    return assess.score(case.model_copy(update=changes), draws=50)
