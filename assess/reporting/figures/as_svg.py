"""Drawings as SVG: plain elements without ids, style attributes, scripts or anything from outside.

Ink is ``currentColor``, so that a figure within a page is read on a light ground and on a dark one.

They are not matplotlib's, whose SVG has ids and fixed colours: a page holds many figures, and is light or dark.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from assess.domain.quoting import clean
from assess.reporting.figures.canvas import (
    Area,
    Canvas,
    Letters,
    Mark,
    Point,
    Stroke,
)
from assess.reporting.figures.lettering import SIZE
from assess.reporting.figures.palette import DARK, INK, LIGHT

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"
_OF_ITS_OWN = (
    f"<style>svg{{color:{LIGHT[1]};background:{LIGHT[0]}}}"
    f"@media (prefers-color-scheme:dark){{svg{{color:{DARK[1]};background:{DARK[0]}}}}}</style>"
)


def svg_of(sheet: Canvas, title: str, description: str, *, alone: bool = False) -> str:
    """Return a drawing as an ``svg`` element.

    Parameters
    ----------
    sheet : Canvas
    title, description : str
        What is read aloud in its place.
    alone : bool
        Whether it will be a file of its own, which has paper and ink of its own, light or dark as the reader prefers.
    """
    margin = sheet.margin
    size = [_number(length + 2 * margin) for length in (sheet.width, sheet.height)]
    corner = _number(-margin)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{size[0]}" height="{size[1]}" '
        f'viewBox="{corner} {corner} {" ".join(size)}" font-family="{FONTS}" '
        f'font-size="{_number(SIZE)}" fill="{INK}">'
    )
    described = f"<title>{_escaped(clean(title))}</title>\n<desc>{_escaped(description)}</desc>"
    marks = _elements([*sheet.under, *sheet.marks])
    return "\n".join([head, described, *([_OF_ITS_OWN] if alone else []), *marks, "</svg>"]) + "\n"


def _elements(marks: Iterable[Mark]) -> Iterator[str]:
    """Yield elements; marks that look alike are merged into the first, and letters lie on top."""
    shapes: dict[str, list[str]] = {}
    letters: dict[str, list[str]] = {}
    for mark in marks:
        if isinstance(mark, Letters):
            letters.setdefault(_hand(mark), []).append(_letters(mark))
        else:
            shapes.setdefault(_look(mark), []).append(_path(mark))
    yield from (f'<path{look} d="{"".join(paths)}"/>' for look, paths in shapes.items())
    yield from (f"<g{look}>{''.join(texts)}</g>" for look, texts in letters.items())


def _look(mark: Stroke | Area) -> str:
    if isinstance(mark, Area):
        fill = "" if mark.colour == INK else f' fill="{mark.colour}"'
        return fill + _opacity(mark.opacity, "fill-opacity")
    text = f' fill="none" stroke="{mark.colour}"'
    if mark.width != 1.0:
        text += f' stroke-width="{_number(mark.width)}"'
    if mark.dashes:
        text += f' stroke-dasharray="{" ".join(map(_number, mark.dashes))}"'
    return text + _opacity(mark.opacity, "stroke-opacity")


def _hand(mark: Letters) -> str:
    size = "" if mark.size == SIZE else f' font-size="{_number(mark.size)}"'
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    weight = ' font-weight="600"' if mark.bold else ""
    return size + anchor + weight + _opacity(mark.opacity, "fill-opacity")


def _opacity(value: float, name: str) -> str:
    return "" if value == 1.0 else f' {name}="{value:.2g}"'


def _path(mark: Stroke | Area) -> str:
    if isinstance(mark, Area) and mark.is_round:
        (x, y), (end, _) = mark.points
        radius = round(end - x, 1)
        r, across = _number(radius), _number(2 * radius)
        return f"M{_number(x)} {_number(y)}m-{r} 0a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0"
    closing = "Z" if isinstance(mark, Area) else ""
    return f"M{'L'.join(map(_point, mark.points))}{closing}"


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _letters(mark: Letters) -> str:
    where = f'x="{_number(mark.x)}" y="{_number(mark.y)}"'
    if mark.turned:
        where += f' transform="rotate(-90 {_number(mark.x)} {_number(mark.y)})"'
    return f"<text {where}>{_escaped(mark.text)}</text>"


def _escaped(text: str) -> str:
    """Return escaped text, without the two characters that XML forbids."""
    return html.escape(text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"), quote=False)


def _number(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"
