"""What the claims would be if those who make them favoured them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.present.figures import percent
from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Point
from assess.present.report.claims import claim_anchor
from assess.study.assessment import Assessment
from assess.study.what_if import IfFavoured

_POINT = 0.01


def if_favoured(result: Assessment, names: Names, favoured: Sequence[IfFavoured]) -> Iterator[Block]:
    """Yield what the claims would be if those who make them also favoured them."""
    if not favoured:
        return
    yield Heading(2, "If the authors favoured their own claims")
    yield Paragraph(
        "The case takes these sources to favour nothing. Suppose instead that an author, where unreliable, tells a "
        "story in which the author's own claims hold. What the author reports in their favour then counts for less, "
        "and the author's reliability falls by saying it; what the author reports against them counts for more. This "
        "is the whole case scored again under that supposition, for one author at a time."
    )
    yield Bullets(tuple(_reliability(one, names) for one in favoured))
    moved = [
        c for c in result.claims.values() if any(abs(one.claims[c.id] - c.probability) >= _POINT for one in favoured)
    ]
    if moved:
        yield Grid(
            ("as scored", *(f"if {one.source} favoured" for one in favoured), "prior", "claim"),
            tuple(
                (
                    percent(claim.probability, names.scale),
                    *(percent(one.claims[claim.id]) for one in favoured),
                    percent(claim.prior),
                    claim.id,
                )
                for claim in moved
            ),
            figures=tuple(range(len(favoured) + 2)),
            caption="Probabilities of the claims if their authors favoured them",
            links=tuple(claim_anchor(claim.id) for claim in moved),
        )
    if len(moved) < len(result.claims):
        other = "The other claims move" if moved else "The claims move"
        yield Paragraph(f"{other} by less than one percentage point.")


def _reliability(one: IfFavoured, names: Names) -> Point:
    favours = "; ".join(f"{', '.join(hypotheses)} of {instance}" for instance, hypotheses in one.favours.items())
    before, after = percent(one.prior), percent(one.posterior)
    moves = (
        f"{before} before the evidence and after it"
        if before == after
        else f"{before} before the evidence and {after} after it"
    )
    return Point(
        f"{names.source(one.source)} would have P(reliable) {moves}. Taken to favour {favours}.",
        one.source,
    )
