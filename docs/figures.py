"""Draws the figures of docs/figures.md anew: ``python docs/figures.py``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import assess  # noqa: E402
from assess import plots  # noqa: E402
from assess.reporting.figures.chart import Chart, texts_of  # noqa: E402
from assess.reporting.figures.rendering import content  # noqa: E402

FOLDER = HERE / "figures"
CLAIM = "utr-directed"


def drawn() -> Iterator[Chart]:
    """Yield the figures: of the shipped case, and where it has nothing to show, of a small invented one."""
    result = assess.score(assess.load_case(HERE.parent / "cases" / "russia-diasporas-2017"))
    small = assess.load_case(FOLDER / "choir")
    key = [ident for ident, claim in result.case.claims.items() if claim.key][:6]
    yield plots.answers(result, ["utr/origin"])
    yield plots.grid(assess.score(small, draws=0))
    yield plots.forest(result, key)
    yield plots.authors(result)
    yield plots.chains(result)
    yield plots.waterfall(result, CLAIM)
    yield plots.coverage(result, "control")
    yield plots.matrix(assess.score(small, draws=0), "choir/origin")
    yield plots.sources(result)
    yield plots.tornado(result, CLAIM)
    yield plots.events(result)
    yield plots.timeline(assess.timeline(small))
    yield plots.ladder(result, "utr-control")
    yield plots.collection(result, CLAIM)
    yield plots.calibration(assess.calibration(made_up(), assess.load_scale("icd203")))


def made_up() -> list[assess.Forecast]:
    """Return forecasts that were somewhat too bold: of every ten, those came true that the second column says."""
    held = ((0.04, 1), (0.15, 2), (0.3, 4), (0.5, 5), (0.62, 6), (0.75, 6), (0.87, 8), (0.96, 8))
    return [
        assess.Forecast(f"made-up/{held}-{n}", held, 0.5, None, None, outcome=n < came)
        for held, came in held
        for n in range(10)
    ]


def files() -> dict[str, str]:
    """Return what each file of the folder holds."""
    return {f"{texts_of(chart)['figure']}.svg": content(chart, ".svg").decode() for chart in drawn()}


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
