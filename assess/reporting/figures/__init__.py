"""Figures: each takes its rows from a public function, and draws them without arithmetic of its own.

``plots.forest(result)`` returns a `Plot`: ``.rows`` and ``.records()``, ``.caption`` and ``.alt``, ``.svg()`` for a
page, ``.save(path)`` for a file, ``.figure()`` for matplotlib, which is loaded only for that, for PNG and for PDF.
"""

from __future__ import annotations

from assess.reporting.figures.change_shares import shares, shares_rows
from assess.reporting.figures.claim_network import network, network_rows
from assess.reporting.figures.collection_figure import collection, collection_rows
from assess.reporting.figures.coverage_figure import coverage, coverage_rows
from assess.reporting.figures.figure import Plot
from assess.reporting.figures.figure_list import FIGURES, FigureKind, figures
from assess.reporting.figures.forest import forest, forest_rows
from assess.reporting.figures.item_matrix import matrix, matrix_rows
from assess.reporting.figures.items_figure import items, items_rows
from assess.reporting.figures.ladder import ladder, ladder_rows
from assess.reporting.figures.reliability_diagram import calibration, calibration_rows
from assess.reporting.figures.sources_figure import source_rows, sources
from assess.reporting.figures.timeline_figure import timeline, timeline_rows
from assess.reporting.figures.tornado import tornado, tornado_rows
from assess.reporting.figures.waterfall import waterfall, waterfall_rows

__all__ = [
    "FIGURES",
    "FigureKind",
    "Plot",
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
