"""A report as one self-contained HTML file, which needs no network, no fonts, and no scripts to be read."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from assess.domain.language import current
from assess.domain.number_text import spoken
from assess.domain.quoting import clean
from assess.domain.scale import Scale
from assess.files.reading import own_text
from assess.reporting.figures.rendering import Picture, pictures
from assess.reporting.report.as_html.inline_bars import bands, bar, ruler, swatch
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Figure,
    Grid,
    Point,
)
from assess.reporting.report.stack_drawing import stack
from assess.reporting.report.tree import Section, anchors, grown
from assess.reporting.report.typesetting import one_line
from assess.reporting.words import page_frame as words

if TYPE_CHECKING:
    from jinja2 import Template


def page(blocks: Iterable[Block], scale: Scale, cited: str) -> str:
    """Return blocks as a page of HTML in the current language.

    Whatever users wrote is shown as plain text; a policy in the page forbids all content from elsewhere, and all
    scripts and styles but the page's own.

    Parameters
    ----------
    blocks : iterable of Block
        The first is the title.
    scale : Scale
        The scale whose bands to draw behind probabilities.
    cited : str
        What a citation of a part of the page says after its title.
    """
    begun: dict[Callable[[], Any], list[Picture]] = {}
    root = grown(_drawing(blocks, begun))
    style = _read("report.css").replace("@title", _css_string(clean(root.heading.text)))
    script = _read("report.js")
    return _template().render(
        root=root,
        contents=[section for section in root.sections if section.heading.level == 2],
        places=_places(root),
        data={
            "countries": _countries(root),
            "ranks": {
                word.casefold(): place
                for words_of in ([spoken(term.term, scale) for term in scale.terms], words.levels(), words.sides())
                for place, word in enumerate(words_of)
            },
            "cited": cited,
            **words.labels(),
        },
        anchors=anchors(root),
        scale=scale,
        language=current(),
        words=words,
        pictures=begun.__getitem__,
        style=style,
        script=script,
        policy=(
            f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
    )


def _drawing(blocks: Iterable[Block], begun: dict[Callable[[], Any], list[Picture]]) -> Iterator[Block]:
    """Yield blocks as they come, the pictures of each figure begun at once and recorded by its drawing function."""
    for block in blocks:
        if isinstance(block, Figure):
            for draw in (block.draw, *block.by_country.values()):
                begun[draw] = [picture.begun() for picture in pictures(draw)]
        yield block


def _places(root: Section) -> dict[str, str]:
    """Return the country of each anchor that has one, so that links to it can be marked with that country."""
    places = {section.id: section.heading.country for section in root.walk()}
    for block in (block for section in root.walk() for block in section.blocks):
        if isinstance(block, Bullets):
            places |= {point.anchor: point.country for point in block.points if point.country}
    return {anchor: country for anchor, country in places.items() if anchor and country}


def _countries(root: Section) -> dict[str, str]:
    """Return the countries that the page can be filtered by, with their names, in the order of first mention."""
    codes: dict[str, None] = {}
    names: dict[str, str] = {}
    for section in root.walk():
        heading = section.heading
        mentioned = [heading.country]
        mentioned += [country for block in section.blocks if isinstance(block, Grid) for country in block.countries]
        codes |= dict.fromkeys(part.strip() for each in mentioned for part in each.split(","))
        if heading.country and not heading.fold:
            names.setdefault(heading.country, heading.text)
    return {clean(code): clean(names.get(code, code)) for code in codes if code not in ("", "-")}


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters |= {
        "text": one_line,
        "fragment": _fragment,
        "kind": _kind,
        "bar": bar,
        "name_column": _name_column,
    }
    environment.globals |= {
        "ruler": ruler,
        "stack": stack,
        "swatch": swatch,
        "Once": Once,
        "bands": bands,
    }
    return environment.from_string(_read("page.html.j2"))


class Once:
    """Gives each anchor to the first point that asks for it."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, point: Point) -> str:
        """Return the anchor of a point; empty if it has none or another point already has it."""
        if not point.anchor or point.anchor in self._given:
            return ""
        self._given.add(point.anchor)
        return point.anchor


def _fragment(anchor: str) -> str:
    return "#" + quote(anchor)


def _kind(block: Block) -> str:
    return type(block).__name__


def _name_column(grid: Grid) -> int:
    return grid.head % len(grid.columns)


@functools.cache
def _read(name: str) -> str:
    return own_text(Path(__file__).with_name(name))


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _css_string(text: str) -> str:
    r"""Return `text` as a CSS string, all but letters, digits and spaces escaped.

    Examples
    --------
    >>> _css_string('a "b"</style>')
    '"a \\22 b\\22 \\3c \\2f style\\3e "'
    """
    safe = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"'


__all__ = ["page"]
