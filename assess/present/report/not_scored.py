"""What is not scored, and why: items, indicators that were not looked for, claims that cannot be stated."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.claim import Asserted
from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Heading, Paragraph, Point
from assess.present.words import hedge
from assess.study.assessment import Assessment, Unscored

_REASONS = {"unclear": "Unclear", "withdrawn": "Withdrawn", "later": "Reported later"}


def not_scored(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the items that bear on nothing, what was not looked for, and the claims that no hypotheses can state."""
    if result.unscored:
        yield Heading(2, "Kept but not scored")
        yield Paragraph(
            "An unclear item says neither that its indicator is present nor that it is absent. A withdrawn one no "
            "longer counts. One reported later was not known at the date of this scoring."
        )
        yield Bullets(tuple(_reason(one, names) for one in result.unscored))
    if result.case.gaps:
        yield Heading(2, "Not searched")
        yield Paragraph("Nobody looked for these, so they change nothing; finding nothing would be another matter.")
        yield Bullets(tuple(_gaps(result, names)))
    beyond = list(_beyond(result, names))
    if beyond:
        yield Heading(2, "Claims that these questions cannot state")
        yield Bullets(tuple(beyond))


def _reason(one: Unscored, names: Names) -> Point:
    item = names.item(one.id)
    reason = _REASONS[one.reason]
    why = item.why
    if one.reason == "withdrawn" and item.withdrawn is not None:
        reason = f"Withdrawn on {item.withdrawn.on}"
        why = item.withdrawn.why or why
    said = f" {_ended(item.summary)}" if item.summary else ""
    because = f" Why: {_ended(why)}" if why else ""
    would = f" It would bear on {one.instance}" if one.instance else " It bears on nothing asked"
    where = f"{would} ({item.indicator}); from {names.chain(item)}, {names.places(item.cites)}."
    return Point(f"{reason}.{said}{because}{where}", one.id)


def _gaps(result: Assessment, names: Names) -> Iterator[Point]:
    for gap in result.case.gaps:
        period = f"@{gap.period}" if gap.period else ""
        why = f". {_ended(gap.why)}" if gap.why else "."
        places = f" ({names.places(gap.cites)})" if gap.cites else ""
        yield Point(f"{names.indicator(gap.indicator, gap.about)}{why}{places}", f"{gap.about}/{gap.indicator}{period}")


def _beyond(result: Assessment, names: Names) -> Iterator[Point]:
    for ident, claim in result.case.unstated.items():
        yield Point(f"“{_bare(claim.text)}”{_by(claim.asserted, names)} Why not: {_ended(claim.why)}", ident)
    for ident, prediction in result.case.predictions.items():
        if not prediction.holds_if:
            why = f" {_ended(prediction.why)}" if prediction.why else ""
            by = f", to be settled by {prediction.resolves_by}" if prediction.resolves_by else ""
            text = _bare(prediction.text or ident)
            yield Point(f"Prediction{by}: “{text}”{_by(prediction.asserted, names)}{why}", ident)


def _ended(text: str) -> str:
    """Return a sentence with a stop at its end."""
    bare = text.strip()
    return bare if bare.endswith((".", "!", "?", "…", "”", '"')) else f"{bare}."


def _bare(text: str) -> str:
    return text.strip().rstrip(".")


def _by(asserted: Asserted | None, names: Names) -> str:
    if asserted is None:
        return "."
    place = " ".join(part for part in (asserted.document, asserted.at) if part)
    how = hedge(asserted.words, asserted.manner)
    return f", claimed by {names.source(asserted.by)}{f' ({place})' if place else ''}{f' {how}' if how else ''}."
