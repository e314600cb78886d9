"""Who is who, figures, gaps and ladders: what they name exists, and rungs are nested."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from assess.domain.boxes import TooManyBoxesError, boxes, implies
from assess.domain.claim import Asserted, Claim, Prediction
from assess.domain.context import Gap
from assess.domain.evidence import Cite, Evidence
from assess.domain.quoting import quoted
from assess.domain.rules.loaded import LoadedCase, Spot
from assess.errors import Finding


def actors(whole: LoadedCase) -> Iterator[Finding]:
    """Check what actors, and the relations between them, name."""
    case = whole.case
    for name, actor in case.actors.items():
        spot = Spot("case", ("actors", name))
        if actor.subject is not None and actor.subject not in case.subjects:
            yield (spot / "subject").unknown("E301", actor.subject, case.subjects)
        yield from cited(whole, actor.cites, spot)
    first: dict[str, int] = {}
    for n, relation in enumerate(case.relations):
        spot = Spot("case", ("relations", n))
        if first.setdefault(relation.id, n) != n:
            message = f"{quoted(relation.id)} is the id of an earlier relation too"
            yield (spot / "id").find("E321", message, "give each relation an id of its own")
        for key, end in (("from", relation.subject), ("to", relation.object)):
            if end not in case.actors:
                yield (spot / key).unknown("E324", end, case.actors)
        yield from cited(whole, relation.cites, spot)
    for n, item in enumerate(case.evidence):
        for m, name in enumerate(item.actors):
            if name not in case.actors:
                yield (Spot("case", ("evidence", n, "actors")) / m).unknown("E324", name, case.actors)


def quantities(whole: LoadedCase) -> Iterator[Finding]:
    """Check what quantities name."""
    case = whole.case
    for name, quantity in case.quantities.items():
        spot = Spot("case", ("quantities", name))
        if quantity.about is not None and quantity.about not in case.actors:
            yield (spot / "about").unknown("E324", quantity.about, case.actors)
        for n, other in enumerate(quantity.conflicts):
            if other not in case.quantities:
                yield (spot / "conflicts" / n).unknown("E325", other, case.quantities)
        yield from cited(whole, quantity.cites, spot)


def gaps(whole: LoadedCase) -> Iterator[Finding]:
    """Check what gaps, and claims that cannot be stated, name."""
    case = whole.case
    for n, gap in enumerate(case.gaps):
        spot = Spot("case", ("gaps", n))
        yield from reported_on(whole, gap, spot)
        yield from cited(whole, gap.cites, spot)
    for name, claim in case.unstated.items():
        if claim.asserted is not None:
            yield from asserted_by(whole, claim.asserted, Spot("case", ("unstated", name, "asserted")))


def reported_on(whole: LoadedCase, one: Evidence | Gap, spot: Spot) -> Iterator[Finding]:
    """Check the subject and the indicator of an item, or of what was not looked for."""
    if one.about not in whole.case.subjects:
        yield (spot / "about").unknown("E301", one.about, whole.case.subjects)
    if one.indicator not in whole.rubric.indicators:
        yield (spot / "indicator").unknown("E308", one.indicator, whole.rubric.indicators)


def cited(whole: LoadedCase, cites: tuple[Cite, ...], spot: Spot) -> Iterator[Finding]:
    """Check that cited documents exist."""
    for m, cite in enumerate(cites):
        if cite.document not in whole.case.documents:
            yield (spot / "cites" / m / "document").unknown("E307", cite.document, whole.case.documents)


def asserted_by(whole: LoadedCase, asserted: Asserted, spot: Spot) -> Iterator[Finding]:
    """Check the source and the document of an assertion."""
    if asserted.by not in whole.case.sources:
        yield (spot / "by").unknown("E303", asserted.by, whole.case.sources)
    if asserted.document is not None and asserted.document not in whole.case.documents:
        yield (spot / "document").unknown("E307", asserted.document, whole.case.documents)


def ladders(whole: LoadedCase) -> Iterator[Finding]:
    """Check that every rung of a ladder implies the rung below it.

    E326 ladder without rungs
        Finds:   A claim with a ladder and no rung, or the other way round, or two claims on one rung.
        Matters: A ladder is read as one rising scale: each claim on it has a place of its own.
        Example: ladder: control
        Instead: ladder: control
                 rung: 2

    E327 rung that does not imply the one below
        Finds:   A higher rung that can hold where the rung below it does not.
        Matters: Only nested claims are cumulative; a rung that is not would rank above a claim it does not include.
        Example: rung 1: {union/control: [directed]}, rung 2: {union/control: [directed, partial]}
        Instead: rung 1: {union/control: [directed, partial]}, rung 2: {union/control: [directed]}
    """
    by_ladder: dict[str, list[tuple[int, str, Claim]]] = {}
    for name, claim in whole.case.claims.items():
        spot = Spot("case", ("claims", name))
        if (claim.ladder is None) != (claim.rung is None):
            missing = "rung" if claim.rung is None else "ladder"
            yield spot.find("E326", f"{name} has no {missing}; ladder and rung go together", f"add {missing}:")
        elif claim.ladder is not None and claim.rung is not None:
            by_ladder.setdefault(claim.ladder, []).append((claim.rung, name, claim))
    for rungs in by_ladder.values():
        rungs.sort(key=lambda rung: rung[0])
        for (low, below, wide), (high, above, narrow) in itertools.pairwise(rungs):
            spot = Spot("case", ("claims", above, "rung"))
            if low == high:
                yield spot.find("E326", f"{above} and {below} are both rung {high}", "number the rungs from 1 up")
            elif _is_known(whole, narrow, wide):
                yield from _nested(whole, (above, narrow), (below, wide), spot)


def _nested(whole: LoadedCase, above: tuple[str, Claim], below: tuple[str, Claim], spot: Spot) -> Iterator[Finding]:
    (high, narrow), (low, wide) = above, below
    try:
        if implies(narrow.holds_if, wide.holds_if, whole.states):
            return
    except TooManyBoxesError as error:
        message = f"whether {high} implies {low} takes {error} to tell"
        yield spot.find("E404", message, _FEWER)
        return
    message = f"{high} is a rung above {low}, yet it can hold without it"
    yield spot.find("E327", message, f"take out of {high} what {low} does not allow")


def pieces(whole: LoadedCase) -> Iterator[Finding]:
    """Check that claims and predictions do not split into too many pieces.

    E404 claim in too many pieces
        Finds:   A claim whose alternatives overlap in so many ways that they split into too many pieces.
        Matters: Its probability is the sum over pieces that exclude each other.
        Example: holds_if: [thirty alternatives, each of ten instances]
        Instead: State it with fewer instances in each alternative, or as several claims.
    """
    for part, of_part in (("claims", whole.case.claims), ("predictions", whole.case.predictions)):
        for name, claim in of_part.items():
            if not _is_known(whole, claim):
                continue
            try:
                boxes(claim.holds_if, whole.states)
            except TooManyBoxesError as error:
                message = f"the {len(claim.holds_if)} alternatives of {name} split into {error}"
                yield Spot("case", (part, name, "holds_if")).find("E404", message, _FEWER)


_FEWER = "state it with fewer instances in each alternative, or as several claims"


def _is_known(whole: LoadedCase, *claims: Claim | Prediction) -> bool:
    """Say whether all instances that claims name are asked; where one is not, that is a finding of its own."""
    return all(i in whole.instances for claim in claims for alternative in claim.holds_if for i in alternative)
