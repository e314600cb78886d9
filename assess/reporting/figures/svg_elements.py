"""Charts as SVG elements light enough for a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any

from assess.reporting.figures.chart import FONTS, WIDTH, Chart, texts_of
from assess.reporting.figures.drawing_process import begin_drawing
from assess.reporting.figures.label_widths import SMALL

SVG = "http://www.w3.org/2000/svg"

_IDLE = {
    *("class", "role", "version", "pointer-events", "aria-hidden", "aria-roledescription", "aria-label"),
    *("font-family", "display"),
}
"""Attributes that a picture with a description of its own does not need."""
_INITIAL = {
    *(("opacity", "1"), ("stroke-width", "1"), ("fill-opacity", "1"), ("stroke-miterlimit", "10")),
    *(("font-weight", "normal"), ("font-style", "normal"), ("text-anchor", "start"), ("transform", "translate(0,0)")),
}
_STAND_IN = re.compile(r"`(\d+)")
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_HOLDS_NUMBERS = {"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height"}


def element(chart: Chart, is_titled: bool) -> ET.Element:
    """Return a chart as an ``svg`` element; otherwise as `begin_element`."""
    return begin_element(chart, is_titled)()


def begin_element(chart: Chart, is_titled: bool) -> Callable[[], ET.Element]:
    """Return a function that returns a chart as an ``svg`` element; another process, if any, begins drawing at once.

    Parameters
    ----------
    chart : Chart
        Where it is as wide as figures are, its texts lie within that.
    is_titled : bool
        Whether its title stands in it; what its signs mean stands there always.
    """
    texts = texts_of(chart)
    spec = chart.to_dict(validate=False)
    if not is_titled:
        key = {"text": spec.pop("title", {}).get("subtitle", ""), "fontSize": SMALL, "fontWeight": "normal"}
        spec |= {"title": {**key, "lineHeight": 15}} if key["text"] else {}
    written: list[str] = []
    is_wide = all(panel.get("width") == WIDTH for panel in spec.get("vconcat", [spec]))
    is_measured = not is_wide or _STAND_IN.search(str(spec))
    short = spec if is_measured else _shortened(spec, written, is_titled)
    drawn = begin_drawing(short)

    def finished() -> ET.Element:
        ET.register_namespace("", SVG)
        root = ET.fromstring(drawn())
        for node in root.iter() if written else ():
            if number := _STAND_IN.fullmatch(node.text or ""):
                node.text = written[int(number[1])]
        size = {name: root.get(name, "") for name in ("width", "height", "viewBox")}
        _lighten(root)
        root.attrib.clear()
        root.attrib.update({**size, "role": "img", "aria-label": texts["alt"], "font-family": FONTS})
        return root

    return finished


def _shortened(spec: dict[str, Any], written: list[str], is_titled: bool) -> dict[str, Any]:
    """Return a chart with short texts that stand in for its own, which are added to `written`.

    A text is measured letter by letter, which is most of what drawing costs, and no width is needed: our own lines are
    broken to fit. Left alone are fields that more than a text depends on, and a title, whose bold letters may need a
    little more.
    """

    def short(text: str) -> str:
        lines = text.split("\n")
        written.extend(lines)
        numbers = range(len(written) - len(lines), len(written))
        return "\n".join(f"`{n}" if line else "" for n, line in zip(numbers, lines, strict=True))

    bare = {name: part for name, part in spec.items() if name != "datasets"}
    shown = {(channel, of["field"]) for channel, of in _channels(bare) if "field" in of}
    used = {field for channel, field in shown if channel not in ("text", "tooltip")}
    fields = {field for channel, field in shown if channel == "text" and f"datum.{field}" not in str(bare)} - used
    small = "subtitle" if is_titled else "text"
    if small in bare.get("title", ()):
        bare["title"] = {**bare["title"], small: [*map(short, bare["title"][small])]}
    return bare | {
        "datasets": {
            name: [
                {
                    field: short(value) if field in fields and isinstance(value, str) else value
                    for field, value in row.items()
                }
                for row in rows
            ]
            for name, rows in spec.get("datasets", {}).items()
        }
    }


def _channels(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the channels of a chart and of all charts in it."""
    for channel, of in part.get("encoding", {}).items():
        yield from ((channel, each) for each in (of if isinstance(of, list) else [of]))
    for each in (*part.get("layer", ()), *part.get("vconcat", ())):
        yield from _channels(each)


def _lighten(root: ET.Element) -> None:
    """Remove what makes a picture heavy and shows nothing: over half of its bytes."""
    for node in list(root.iter()):
        for name in list(node.attrib):
            if name in _IDLE or (name, node.attrib[name]) in _INITIAL:
                del node.attrib[name]
            elif name in _HOLDS_NUMBERS:
                node.attrib[name] = _NUMBER.sub(_rounded, node.attrib[name])
    is_lighter = True
    while is_lighter:
        is_lighter = False
        for node in list(root.iter()):
            for place, child in reversed(list(enumerate(node))):
                if _shows_nothing(child):
                    node.remove(child)
                    is_lighter = True
                elif child.tag == f"{{{SVG}}}g" and not child.attrib:
                    node[place : place + 1] = list(child)
                    is_lighter = True


def _shows_nothing(node: ET.Element) -> bool:
    name = node.tag.removeprefix(f"{{{SVG}}}")
    if name == "g":
        return not len(node)
    if name == "path":
        return not node.get("d") or not ({"fill", "stroke"} & node.attrib.keys())
    return name == "text" and not (node.text or "").strip() and not len(node)


def _rounded(match: re.Match[str]) -> str:
    return f"{round(float(match.group()), 1) + 0.0:g}"
