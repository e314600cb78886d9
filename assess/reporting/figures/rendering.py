"""Charts as files: SVG in the ink of the page around it, PNG, PDF, HTML with tooltips, and JSON.

E822 no file to write a figure to
    Finds:   A figure's file with an unknown ending, or in a folder that does not exist.
    Matters: The ending decides what is written; a folder made by mistake would hide the figure.
    Example: assess plot CASE forest -o forest.jpg
    Instead: assess plot CASE forest -o forest.svg
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files.atomic_write import put
from assess.files.reading import is_folder
from assess.reporting.figures.chart import WIDTH, Chart, is_empty, pages, texts_of, unchecked
from assess.reporting.figures.label_widths import SMALL, wrapped
from assess.reporting.figures.palette import DARK, LIGHT
from assess.reporting.figures.svg_elements import SVG, begin_element, element

FORMATS = (".svg", ".png", ".pdf", ".html", ".json")

_LESS_THAN = "\ue03c"
"""Stands for the sign that would end a script, until it is written as an escape."""
_OF_ITS_OWN = (
    f"svg{{color:{LIGHT[1]};background:{LIGHT[0]}}}"
    f"@media (prefers-color-scheme:dark){{svg{{color:{DARK[1]};background:{DARK[0]}}}}}"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as a report shows it: a picture, with its title, caption and description apart from it.

    Parameters
    ----------
    chart : Chart
    title : str
        What the figure shows; not drawn in the picture.
    caption : str
        How to read it.
    alt : str
        The title and the rows, for those who cannot see it.
    drawn : callable or None
        Returns it as an element, if drawing has begun.
    """

    chart: Chart
    title: str
    caption: str
    alt: str
    drawn: Callable[[], ET.Element] | None = None

    @classmethod
    def of(cls, chart: Chart) -> Picture:
        """Return a chart with its texts."""
        texts = texts_of(chart)
        return cls(chart, texts["title"], texts["caption"], texts["alt"])

    def svg(self) -> str:
        """Return the picture as an ``svg`` element in the ink of the page around it."""
        root = element(self.chart, is_titled=False) if self.drawn is None else self.drawn()
        return ET.tostring(root, encoding="unicode")

    def begun(self) -> Picture:
        """Return the picture, its drawing begun if another process draws charts."""
        return replace(self, drawn=begin_element(self.chart, is_titled=False))

    def png(self, scale: float = 2.0) -> bytes:
        """Return the picture as PNG on light paper, at a number of dots for each px."""
        return png(self.chart, scale, is_titled=False)


def pictures(draw: Callable[[], Chart]) -> list[Picture]:
    """Return a figure in parts that each fit on a sheet of A4, 170 mm wide; none if the case has no rows for it."""
    try:
        with unchecked():
            return [Picture.of(part) for part in pages(draw())]
    except AssessError as error:
        if not is_empty(error):
            raise
        return []


def svg(chart: Chart, is_titled: bool = True) -> str:
    """Return a chart as a self-contained ``svg`` element without ids or scripts, in the ink of the page around it.

    Parameters
    ----------
    chart : Chart
    is_titled : bool
        Whether its title stands in it; a report prints it as a caption.
    """
    return ET.tostring(element(chart, is_titled), encoding="unicode")


def png(chart: Chart, scale: float = 2.0, is_titled: bool = True, is_dark: bool = False) -> bytes:
    """Return a chart as PNG; the same chart gives the same bytes.

    Parameters
    ----------
    chart : Chart
    scale : float
        Dots for each px.
    is_titled : bool
        Whether its title stands in it.
    is_dark : bool
        Whether it is light ink on dark paper.
    """
    import vl_convert  # slow to load

    made: bytes = vl_convert.svg_to_png(_inked(chart, is_titled, is_dark), scale=scale)
    return made


def pdf(chart: Chart, is_titled: bool = True, is_dark: bool = False) -> bytes:
    """Return a chart as a page of PDF, whose fonts are in an order that differs from run to run; otherwise as `png`."""
    import vl_convert  # slow to load

    made: bytes = vl_convert.svg_to_pdf(_inked(chart, is_titled, is_dark))
    return made


def save(chart: Chart, path: str | Path, scale: float = 2.0, is_dark: bool = False) -> None:
    """Write a chart with its caption to a file; an existing one is replaced only once the new one is complete.

    Parameters
    ----------
    chart : Chart
    path : str or Path
        Ends in ``.svg``; ``.png`` or ``.pdf``; ``.html``, a page with tooltips that needs nothing else; or ``.json``,
        the chart in Vega-Lite.
    scale : float
        Of a PNG, dots for each px.
    is_dark : bool
        Whether it is light ink on dark paper; an SVG follows its reader's preference.

    Raises
    ------
    AssessError
        If the ending is unknown, the path is a folder, or its folder does not exist (E822); if it cannot be
        written (E611).
    """
    target = Path(path)
    check_target(target)
    put(target, content(chart, target.suffix.lower(), scale, is_dark))


@unchecked()
def content(chart: Chart, ending: str, scale: float = 2.0, is_dark: bool = False) -> bytes:
    """Return the bytes of a file of a chart with its caption; `ending` is one of `FORMATS`, the rest as in `save`."""
    match ending:
        case ".png":
            return png(_captioned(chart), scale, is_dark=is_dark)
        case ".pdf":
            return pdf(_captioned(chart), is_dark=is_dark)
        case ".html":
            return _page(chart).encode()
        case ".json":
            return f"{json.dumps(chart.to_dict(), ensure_ascii=False, indent=1)}\n".encode()
        case _:
            root = element(_captioned(chart), True)
            style = ET.Element(f"{{{SVG}}}style")
            style.text = _OF_ITS_OWN
            root.insert(0, style)
            return ET.tostring(root, encoding="unicode").encode()


def _captioned(chart: Chart) -> Chart:
    """Return a chart with its caption under it."""
    import altair as alt  # slow to load

    lines = wrapped(texts_of(chart)["caption"], WIDTH, SMALL)
    rows = alt.InlineData(values=[{"caption": "\n".join(lines)}])
    height = 15.0 * len(lines)
    foot = (
        alt.Chart(rows)
        .mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=15, fontSize=SMALL, opacity=0.8)
        .encode(x=alt.XValue(0), y=alt.YValue(0), text=alt.Text("caption:N"))
        .properties(width=WIDTH, height=height)
    )
    bare = chart.copy(deep=False)
    texts = {name: getattr(bare, name) for name in ("title", "description", "usermeta", "padding", "config")}
    for name in texts:
        setattr(bare, name, alt.Undefined)
    # What is made of many panels, or sets something by a method, copies all of them.
    sheet: Any = alt.vconcat(foot, spacing=14)
    sheet.vconcat = [*(bare.vconcat if isinstance(bare, alt.VConcatChart) else [bare]), foot]
    for name in ("title", "description", "usermeta", "config"):
        setattr(sheet, name, texts[name])
    sheet.padding = 18
    return sheet


def _page(chart: Chart) -> str:
    import vl_convert  # slow to load

    spec = json.dumps(chart.to_dict(), ensure_ascii=False).replace("<", _LESS_THAN)
    made: str = vl_convert.vegalite_to_html(spec, bundle=True)
    return made.replace(_LESS_THAN, "\\u003c")


def _inked(chart: Chart, is_titled: bool, is_dark: bool) -> str:
    """Return a chart as SVG with paper and ink of its own, for use outside a page."""
    root = element(chart, is_titled)
    paper, ink = DARK if is_dark else LIGHT
    root.set("color", ink)
    root.insert(0, ET.Element(f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "fill": paper}))
    return ET.tostring(root, encoding="unicode")


def check_target(target: Path) -> None:
    """Raise an error if no figure can be written to a file.

    Raises
    ------
    AssessError
        E822: the ending is unknown, the path is a folder, or its folder does not exist.
    """
    if target.suffix.lower() not in FORMATS:
        _refuse(
            f"a figure ends in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, and {quoted(target.name)} does not",
            f"write to {target.with_suffix('.svg').name}" if target.name else None,
        )
    if is_folder(target):
        _refuse(f"{quoted(str(target))} is a folder", "name a file in it")
    if not is_folder(target.parent):
        _refuse(f"there is no folder {quoted(str(target.parent))}", "make it first")


def _refuse(message: str, hint: str | None) -> NoReturn:
    raise AssessError([Finding("E822", message, hint=hint)])


def stem(chart: Chart) -> str:
    """Return the name of a chart's file, without the suffix."""
    texts = texts_of(chart)
    return re.sub(r"[^\w.-]+", "-", texts["figure"] if texts["id"] is None else f"{texts['figure']}-{texts['id']}")
