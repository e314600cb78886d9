"""Words that stand for numbers: terms are on the scale, grades are in the grading."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.chance import Chance
from assess.domain.names import listed, meant, quoted
from assess.domain.rules.whole import Basis, Spot, Whole
from assess.domain.scale import Scale
from assess.errors import Finding


def rubric_terms(basis: Basis) -> Iterator[Finding]:
    """Check the terms that a rubric and a grading use for probabilities."""
    for name, indicator in basis.rubric.indicators.items():
        for state, chance in indicator.present_if.items():
            yield from _chance(chance, basis.scale, Spot("rubric", ("indicators", name, "present_if", state)))
    grading = Spot("grading", ())
    for part in ("reliability", "credibility"):
        for grade, chance in getattr(basis.grading, part).items():
            yield from _chance(chance, basis.scale, grading / part / grade)
    yield from _chance(basis.grading.search, basis.scale, grading / "search")


def case_terms(whole: Whole) -> Iterator[Finding]:
    """Check the grades and terms that a case uses."""
    grades = whole.grading.reliability
    for name, source in whole.case.sources.items():
        term = source.reliability.term
        spot = Spot("case", ("sources", name, "reliability"))
        if term is not None and term not in grades:
            if whole.scale.find(term) is None:
                hint = f"grades are {listed(grades)}; terms are {', '.join(t.term for t in whole.scale.terms)}"
                yield spot.find("E219", f"{quoted(term)} is neither a grade nor a term", hint)
            else:
                yield from _chance(source.reliability, whole.scale, spot)
    for n, item in enumerate(whole.case.evidence):
        spot = Spot("case", ("evidence", n))
        if item.credibility is not None and item.credibility not in whole.grading.credibility:
            hint = f"grades are {listed(whole.grading.credibility)}"
            yield (spot / "credibility").find("E219", f"{quoted(item.credibility)} is no grade of credibility", hint)
        for part in ("accuracy", "hit", "false_alarm", "search"):
            chance: Chance | None = getattr(item, part)
            if chance is not None:
                yield from _chance(chance, whole.scale, spot / part)
    for part, claims in (("claims", whole.case.claims), ("predictions", whole.case.predictions)):
        for name, claim in claims.items():
            asserted = claim.asserted
            if asserted is not None and asserted.term is not None and whole.scale.find(asserted.term) is None:
                yield _unknown(asserted.term, whole.scale, Spot("case", (part, name, "asserted", "term")))


def _chance(chance: Chance, scale: Scale, spot: Spot) -> Iterator[Finding]:
    if chance.term is None:
        return
    term = scale.find(chance.term)
    if term is None:
        yield _unknown(chance.term, scale, spot)
    elif term.low <= 0.0 or term.high >= 1.0:
        message = f"{quoted(chance.term)} reaches from {term.low:g} to {term.high:g}, and no Beta has such quantiles"
        yield spot.find("E220", message, "write a number, or {low, high} between 0 and 1")


def _unknown(term: str, scale: Scale, spot: Spot) -> Finding:
    known = [words for t in scale.terms for words in (t.term, *t.also)]
    return spot.find("E218", f"{quoted(term)} is no term of {scale.scale}", meant(term, known, "terms"))
