"""Figures: each takes its rows from a public function, and draws them without arithmetic of its own.

``plots.forest(result)`` returns a `Plot`: ``.rows`` and ``.records()``, ``.caption`` and ``.alt``, ``.svg()`` for a
page, ``.save(path)`` for a file, ``.figure()`` for matplotlib, which is loaded only for that, for PNG and for PDF.
"""

from __future__ import annotations

from assess.present.plots.catalogue import FIGURES, Shown, figures
from assess.present.plots.collection import collection, collection_rows
from assess.present.plots.coverage import coverage, coverage_rows
from assess.present.plots.forest import forest, forest_rows
from assess.present.plots.items import items, items_rows
from assess.present.plots.ladder import ladder, ladder_rows
from assess.present.plots.matrix import matrix, matrix_rows
from assess.present.plots.network import network, network_rows
from assess.present.plots.plot import Plot
from assess.present.plots.reliability import calibration, calibration_rows
from assess.present.plots.shares import shares, shares_rows
from assess.present.plots.sources import source_rows, sources
from assess.present.plots.timeline import timeline, timeline_rows
from assess.present.plots.tornado import tornado, tornado_rows
from assess.present.plots.waterfall import waterfall, waterfall_rows

__all__ = [
    "FIGURES",
    "Plot",
    "Shown",
    "calibration",
    "calibration_rows",
    "collection",
    "collection_rows",
    "coverage",
    "coverage_rows",
    "figures",
    "forest",
    "forest_rows",
    "items",
    "items_rows",
    "ladder",
    "ladder_rows",
    "matrix",
    "matrix_rows",
    "network",
    "network_rows",
    "shares",
    "shares_rows",
    "source_rows",
    "sources",
    "timeline",
    "timeline_rows",
    "tornado",
    "tornado_rows",
    "waterfall",
    "waterfall_rows",
]
