"""Words that stand for numbers: terms must be on the scale, grades in the grading."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assess.domain.chance import Chance
from assess.domain.quoting import closest, listed, meant, quoted, share_hint
from assess.domain.rules.loaded import LoadedCase, LoadedRubric, Spot, case_check, rubric_check
from assess.domain.scale import Scale
from assess.errors import Finding

Chances = Iterator[tuple[Chance, Spot]]


def rubric_chances(loaded: LoadedRubric) -> Chances:
    """Yield the chances in a rubric and its grading."""
    for name, indicator in loaded.rubric.indicators.items():
        for state, chance in indicator.present_if.items():
            yield chance, Spot("rubric", ("indicators", name, "present_if", state))
    grading = Spot("grading", ())
    for part in ("reliability", "credibility"):
        for grade, chance in getattr(loaded.grading, part).items():
            yield chance, grading / part / grade
    yield loaded.grading.search, grading / "search"


def case_chances(loaded: LoadedCase) -> Chances:
    """Yield the chances in a case, except grades and the plain numbers of items and sources."""
    for name, source in loaded.case.sources.items():
        if source.reliability.value is None and source.reliability.term not in loaded.grading.reliability:
            yield source.reliability, Spot("case", ("sources", name, "reliability"))
        if source.accuracy is not None:
            yield source.accuracy, Spot("case", ("sources", name, "accuracy"))
    for n, item in enumerate(loaded.case.evidence):
        for part in ("accuracy", "hit", "false_alarm", "search", "tells"):
            chance: Chance | None = getattr(item, part)
            if chance is not None and chance.value is None:
                yield chance, Spot("case", ("evidence", n, part))


@rubric_check
def rubric_terms(loaded: LoadedRubric) -> Iterator[Finding]:
    """Check the terms that a rubric and a grading use for probabilities.

    E218 not a term of the scale
        Finds:   A likelihood term that the rubric's scale does not have.
        Matters: Only the scale says which numbers a term stands for.
        Example: term: quite likely
        Instead: term: likely

    E220 term that reaches 0 or 1
        Finds:   A term used as a probability whose band touches 0 or 1.
        Matters: It is read as the 5 % and 95 % quantiles of a Beta, which lie strictly between.
        Example: accuracy: almost certain      # its band: 0.95 to 1
        Instead: accuracy: {low: 0.95, high: 0.99}
    """
    for chance, spot in rubric_chances(loaded):
        yield from _chance(chance, loaded.scale, spot)


@case_check
def case_terms(loaded: LoadedCase) -> Iterator[Finding]:
    """Check the grades and terms that a case uses.

    E219 not a grade
        Finds:   A grade of a source or statement that the grading does not have.
        Matters: Only the grading says what a grade is worth.
        Example: credibility: 7
        Instead: credibility: 5
    """
    grades = loaded.grading.reliability
    for chance, spot in case_chances(loaded):
        is_source = spot.path[-1] == "reliability"
        if is_source and chance.term is not None and loaded.scale.find(chance.term) is None:
            terms = ", ".join(t.term for t in loaded.scale.terms)
            hint = _perhaps(chance.term, grades) + f"grades are {listed(grades)}; terms are {terms}"
            message = f"{quoted(chance.term)} is neither a grade nor a term"
            yield spot.find("E219", message, share_hint(chance.term) or hint)
        else:
            yield from _chance(chance, loaded.scale, spot)
    for n, item in enumerate(loaded.case.evidence):
        if item.credibility is not None and item.credibility not in loaded.grading.credibility:
            spot = Spot("case", ("evidence", n, "credibility"))
            hint = (
                _perhaps(item.credibility, loaded.grading.credibility)
                + f"grades are {listed(loaded.grading.credibility)}"
            )
            yield spot.find("E219", f"{quoted(item.credibility)} is not a grade of credibility", hint)
    for part, claims in (("claims", loaded.case.claims), ("predictions", loaded.case.predictions)):
        for name, claim in claims.items():
            asserted = claim.asserted
            if asserted is not None and asserted.term is not None and loaded.scale.find(asserted.term) is None:
                yield _unknown(asserted.term, loaded.scale, Spot("case", (part, name, "asserted", "term")))


def bands(scale: Scale, chances: Chances) -> Iterator[tuple[float, float, Spot]]:
    """Yield the bands read as 5 % and 95 % quantiles of a Beta: their ends, and where they are used."""
    for chance, spot in chances:
        band = scale.find(chance.term) if chance.term is not None else chance
        if band is not None and band.low is not None and band.high is not None and _is_open(band.low, band.high):
            yield band.low, band.high, spot


def _is_open(low: float, high: float) -> bool:
    return low > 0.0 and high < 1.0


def _chance(chance: Chance, scale: Scale, spot: Spot) -> Iterator[Finding]:
    if chance.term is None:
        return
    term = scale.find(chance.term)
    if term is None:
        yield _unknown(chance.term, scale, spot, share_hint(chance.term))
    elif not _is_open(term.low, term.high):
        message = f"{quoted(chance.term)} reaches from {term.low:g} to {term.high:g}, and no Beta has such quantiles"
        yield spot.find("E220", message, "write a number, or {low, high} between 0 and 1")


def _unknown(term: str, scale: Scale, spot: Spot, hint: str | None = None) -> Finding:
    known = [words for each in scale.terms for words in each.names]
    return spot.find("E218", f"{quoted(term)} is not a term of {scale.scale}", hint or meant(term, known, "terms"))


def _perhaps(grade: str, grades: Collection[str]) -> str:
    guess = closest(grade, grades)
    return f"did you mean {guess}? " if guess else ""
