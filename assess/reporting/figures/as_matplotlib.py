"""Drawings as figures of matplotlib, which is loaded when one is asked for.

E821 figure that needs matplotlib
    Finds:   A PNG, a PDF or a figure in Python, where matplotlib is not installed.
    Matters: It is large, and a case is scored, reported on and drawn as SVG without it.
    Example: assess plot CASE forest -o forest.png
    Instead: pip install matplotlib; or assess plot CASE forest -o forest.svg
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assess.errors import AssessError, Finding
from assess.reporting.figures.canvas import (
    Area,
    Canvas,
    Letters,
    Stroke,
)
from assess.reporting.figures.palette import INK, LIGHT

_PX_PER_INCH = 72.0
_DOTS_PER_INCH = 144.0
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_NO_TRACES: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
}
"""What would tell one making of a file from the next."""


def figure_of(sheet: Canvas, colours: tuple[str, str] = LIGHT) -> Any:
    """Return a drawing as a figure that belongs to no window and to no global state.

    Parameters
    ----------
    sheet : Canvas
    colours : (str, str)
        Of the paper and the ink.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    AssessError
        If matplotlib is not installed (E821).
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        text = "PNG, PDF and figures in Python are made with matplotlib, which is not installed"
        hint = "pip install matplotlib; or write an .svg, which needs nothing"
        raise AssessError([Finding("E821", text, hint=hint)]) from None
    paper, ink = colours
    margin = sheet.margin
    size = tuple((length + 2 * margin) / _PX_PER_INCH for length in (sheet.width, sheet.height))
    figure = Figure((size[0], size[1]), _PX_PER_INCH, facecolor=paper)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(-margin, sheet.width + margin)
    axes.set_ylim(sheet.height + margin, -margin)
    for order, mark in enumerate([*sheet.under, *sheet.marks]):
        if isinstance(mark, Letters):
            axes.text(
                mark.x,
                mark.y,
                mark.text,
                fontsize=mark.size,
                fontfamily="DejaVu Sans",
                fontweight="bold" if mark.bold else "normal",
                color=ink,
                alpha=mark.opacity,
                ha=_ANCHORS[mark.anchor],
                va="baseline",
                rotation=90 if mark.turned else 0,
                rotation_mode="anchor",
                parse_math=False,
                zorder=order,
            )
        else:
            axes.add_artist(_patch(mark, ink, order))
    return figure


def _patch(mark: Stroke | Area, ink: str, order: int) -> Any:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Polygon

    colour = ink if mark.colour == INK else mark.colour
    if isinstance(mark, Stroke):
        across, down = zip(*mark.points, strict=True)
        dashes: Any = (0, tuple(d / mark.width for d in mark.dashes)) if mark.dashes else "solid"
        return Line2D(
            across,
            down,
            color=colour,
            linewidth=mark.width,
            alpha=mark.opacity,
            linestyle=dashes,
            zorder=order,
            solid_capstyle="butt",
            dash_capstyle="butt",
        )
    if mark.is_round:
        centre, (end, _) = mark.points
        return Circle(centre, end - centre[0], facecolor=colour, alpha=mark.opacity, linewidth=0.0, zorder=order)
    return Polygon(mark.points, closed=True, facecolor=colour, alpha=mark.opacity, linewidth=0.0, zorder=order)


def file_of(sheet: Canvas, kind: str, title: str, colours: tuple[str, str] = LIGHT) -> bytes:
    """Return a drawing as a PNG or PDF file; the same drawing, the same bytes.

    Parameters
    ----------
    sheet : Canvas
    kind : {"png", "pdf"}
    title : str
    colours : (str, str)
    """
    figure = figure_of(sheet, colours)
    buffer = io.BytesIO()
    with _letters_that_a_font_lacks():
        figure.savefig(
            buffer, format=kind, dpi=_DOTS_PER_INCH, facecolor=colours[0], metadata={**_NO_TRACES[kind], "Title": title}
        )
    return buffer.getvalue()


@contextmanager
def _letters_that_a_font_lacks() -> Iterator[None]:
    """Silence the warning that a font lacks a letter."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from (current )?font")
        warnings.filterwarnings("ignore", message=r"Matplotlib currently does not support .* natively")
        yield
