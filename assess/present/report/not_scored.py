"""The items that are kept but not scored, and why."""

from __future__ import annotations

from collections.abc import Iterator

from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Heading, Paragraph, Point
from assess.present.report.evidence import item_anchor
from assess.study.assessment import Assessment, Unscored

_REASONS = {"unclear": "Unclear", "withdrawn": "Withdrawn", "later": "Reported later"}


def not_scored(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the items that bear on nothing."""
    if result.unscored:
        yield Heading(2, "Kept but not scored", fold=True)
        yield Paragraph(
            "An unclear item says neither that its indicator is present nor that it is absent. A withdrawn one no "
            "longer counts. One reported later was not known at the date of this scoring."
        )
        yield Bullets(tuple(_reason(one, names) for one in result.unscored))


def _reason(one: Unscored, names: Names) -> Point:
    item = names.item(one.id)
    reason = _REASONS[one.reason]
    why = item.why
    if one.reason == "withdrawn" and item.withdrawn is not None:
        reason = f"Withdrawn on {item.withdrawn.on}"
        why = item.withdrawn.why or why
    said = f" {ended(item.summary)}" if item.summary else ""
    because = f" Why: {ended(why)}" if why else ""
    would = f" It would bear on {one.instance}" if one.instance else " It bears on nothing asked"
    where = f"{would} ({item.indicator}); from {names.chain(item)}, {names.places(item.cites)}."
    return Point(f"{reason}.{said}{because}{where}", one.id, item_anchor(one.id))


def ended(text: str) -> str:
    """Return a sentence with a stop at its end."""
    bare = text.strip()
    return bare if bare.endswith((".", "!", "?", "…", "”", '"')) else f"{bare}."
