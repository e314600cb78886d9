"""Small drawings beside numbers: a probability with its intervals, on a line from 0 to 100 %."""

from __future__ import annotations

from markupsafe import Markup

from assess.domain.scale import Scale, Term
from assess.reporting.report.report_blocks import Bar
from assess.reporting.report.stack_drawing import TINTS


def bar(what: Bar) -> Markup:
    """Return the drawing of a row; screen readers read its numbers from the cells beside it."""
    return Markup('<svg class="bar">{}</svg>').format(_marks(what, 120.0, 8.0, ""))


def ruler(what: Bar, scale: Scale) -> Markup:
    """Return the drawing of one probability on the bands of a scale, which `bands` draws once for a page."""
    term = scale.term_of(what.probability)
    held = Markup() if term is None else _band(term, "band held")
    return Markup('<svg class="ruler" aria-hidden="true"><use href="#bands"/>{}<use href="#ends"/>{}</svg>').format(
        held, _marks(what, 100.0, 17.0, "%")
    )


def bands(scale: Scale) -> Markup:
    """Return the parts that all rulers of a page share: the bands of the scale, and the ends of the line."""
    return Markup(
        '<svg class="defs" width="0" height="0" aria-hidden="true"><symbol id="bands">{}</symbol><symbol id="ends">'
        '<line class="axis" x1="0%" x2="100%" y1="17" y2="17"/>'
        '<text x="0%" y="42">0</text><text x="50%" y="42" text-anchor="middle">50 %</text>'
        '<text x="100%" y="42" text-anchor="end">100 %</text></symbol></svg>'
    ).format(Markup().join(_band(term, "band") for term in scale.terms))


def _band(term: Term, name: str) -> Markup:
    return Markup('<rect class="{}" x="{:.4g}%" width="{:.4g}%" y="6" height="22"/>').format(
        name, 100 * term.low, 100 * (term.high - term.low)
    )


def swatch(place: int) -> Markup:
    """Return the swatch of an answer, by its place among the answers."""
    return Markup(
        '<svg class="swatch" width="12" height="12" aria-hidden="true">'
        '<rect class="tint t{}" width="12" height="12"/></svg>'
    ).format(place % TINTS)


def _marks(what: Bar, width: float, y: float, unit: str) -> Markup:
    def at(probability: float) -> str:
        return f"{width * probability:.4g}{unit}"

    marks = Markup()
    for name, ends in (("wide", what.interval), ("narrow", what.interval_50)):
        if ends is not None:
            marks += _line(name, at(ends[0]), at(ends[1]), y, y, is_path=not unit)
    marks += _line("prior", at(what.prior), at(what.prior), y - 6, y + 6, is_path=not unit)
    return marks + Markup('<circle class="dot" cx="{}" cy="{:g}" r="4"/>').format(at(what.probability), y)


def _line(name: str, x1: str, x2: str, y1: float, y2: float, is_path: bool) -> Markup:
    """Return a line; as a path, which is shorter but cannot have its ends in percentages, if `is_path`."""
    if is_path:
        return Markup('<path class="{}" d="M{} {:g}L{} {:g}"/>').format(name, x1, y1, x2, y2)
    return Markup('<line class="{}" x1="{}" x2="{}" y1="{:g}" y2="{:g}"/>').format(name, x1, x2, y1, y2)
