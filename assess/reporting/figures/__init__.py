"""Figures, each drawn from the rows that a public function returns, without arithmetic of its own.

``plots.forest(result)`` returns an Altair chart to show, restyle or save; ``plots.save(chart, path)`` writes it with
its caption as SVG, PNG, PDF, HTML or JSON, and ``plots.svg(chart)`` gives an element for a page. Altair and vl-convert
are loaded only when something is drawn.
"""

from __future__ import annotations

from assess.reporting.figures.answers_figure import answer_rows, answers
from assess.reporting.figures.author_figure import author_rows, authors
from assess.reporting.figures.chains_figure import chain_rows, chains
from assess.reporting.figures.chart import pages, records, texts_of
from assess.reporting.figures.collection_figure import collection, collection_rows
from assess.reporting.figures.coverage_figure import coverage, coverage_rows
from assess.reporting.figures.events_figure import event_rows, events
from assess.reporting.figures.figure_list import FIGURES, FigureKind, figures
from assess.reporting.figures.forest import forest, forest_rows
from assess.reporting.figures.item_matrix import matrix, matrix_rows
from assess.reporting.figures.items_figure import items, items_rows
from assess.reporting.figures.ladder import ladder, ladder_rows
from assess.reporting.figures.question_grid import grid, grid_rows
from assess.reporting.figures.reliability_diagram import calibration, calibration_rows
from assess.reporting.figures.rendering import pdf, png, save, svg
from assess.reporting.figures.sources_figure import source_rows, sources
from assess.reporting.figures.timeline_figure import timeline, timeline_rows
from assess.reporting.figures.tornado import tornado, tornado_rows
from assess.reporting.figures.waterfall import shares, shares_rows, waterfall, waterfall_rows

__all__ = [
    "FIGURES",
    "FigureKind",
    "answer_rows",
    "answers",
    "author_rows",
    "authors",
    "calibration",
    "calibration_rows",
    "chain_rows",
    "chains",
    "collection",
    "collection_rows",
    "coverage",
    "coverage_rows",
    "event_rows",
    "events",
    "figures",
    "forest",
    "forest_rows",
    "grid",
    "grid_rows",
    "items",
    "items_rows",
    "ladder",
    "ladder_rows",
    "matrix",
    "matrix_rows",
    "pages",
    "pdf",
    "png",
    "records",
    "save",
    "shares",
    "shares_rows",
    "source_rows",
    "sources",
    "svg",
    "texts_of",
    "timeline",
    "timeline_rows",
    "tornado",
    "tornado_rows",
    "waterfall",
    "waterfall_rows",
]
