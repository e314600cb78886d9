"""A stacked bar of answers over that of their priors, as a drawing within a page and as a separate picture."""

from __future__ import annotations

from markupsafe import Markup

from assess.reporting.figures.palette import LIGHT, TINT
from assess.reporting.figures.palette import TINTS as OPAQUE
from assess.reporting.report.answer_cells import StackedBar

TINTS = len(OPAQUE)
"""The tints of answers, in turn."""

_ROOM = 0.12
"""The smallest share of a bar at which a segment has room for its number."""
_WIDTH, _HEIGHT, _DENSITY = 340, 40, 3.0
"""The size of a picture in px, and the dots for each px."""


def stack(what: StackedBar) -> Markup:
    """Return the drawing of a stacked bar over that of its priors; its numbers and labels stand beside it.

    A segment bears its number if there is room for it even on a phone.
    """
    now, before = 0.0, 0.0
    parts = Markup()
    for place, segment in enumerate(what.segments):
        tint = place % TINTS
        parts += Markup(
            '<svg x="{x:.4g}%" width="{w:.4g}%" y="0" height="28"><rect class="tint t{t}" width="100%" height="28"/>'
            '{number}</svg><rect class="tint t{t}" x="{b:.4g}%" width="{p:.4g}%" y="31" height="8"/>'
        ).format(
            x=100 * now,
            w=100 * segment.now,
            b=100 * before,
            p=100 * segment.prior,
            t=tint,
            number=_number(segment.written) if segment.now >= _ROOM else "",
        )
        now, before = now + segment.now, before + segment.prior
    return Markup('<svg class="stack{}" width="100%" height="40" aria-hidden="true">{}</svg>').format(
        "" if what.moved else " still", parts
    )


def _number(written: str) -> Markup:
    return Markup('<text x="50%" y="19" text-anchor="middle">{}</text>').format(written)


def stack_png(what: StackedBar) -> bytes:
    """Return the drawing of a stacked bar as PNG on light paper; the same bar gives the same bytes."""
    import vl_convert  # slow to load

    tints = "".join(f".t{place}{{fill:#{tint(place)}}}" for place in range(TINTS))
    style = f".tint{{stroke:{LIGHT[0]}}}text{{font:14px sans-serif;fill:{LIGHT[1]}}}.still{{opacity:.55}}{tints}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}"><style>{style}</style>'
    made: bytes = vl_convert.svg_to_png(f"{head}{stack(what)}</svg>", scale=_DENSITY)
    return made


def tint(place: int) -> str:
    """Return the tint of an answer on white paper as six hexadecimal digits, by its place among the answers.

    Examples
    --------
    >>> tint(0)
    '99C7E0'
    """
    parts = bytes.fromhex(OPAQUE[place % TINTS].removeprefix("#"))
    return bytes(round(255 - TINT * (255 - part)) for part in parts).hex().upper()
