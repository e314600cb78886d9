"""Names: every id that is used must exist."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.claim import Asserted, Claim, Prediction
from assess.domain.context import Gap
from assess.domain.evidence import Cite, Evidence
from assess.domain.quoting import listed, meant, quoted
from assess.domain.rules.loaded import (
    LoadedCase,
    LoadedRubric,
    Spot,
    case_check,
    placed_check,
    rubric_check,
    shape_check,
)
from assess.errors import Finding


@rubric_check
def rubric_names(loaded: LoadedRubric) -> Iterator[Finding]:
    """Check the names of what questions are given and of what indicators bear on."""
    questions, indicators = loaded.rubric.questions, loaded.rubric.indicators
    for name, question in questions.items():
        for n, given in enumerate(question.given):
            if given not in questions:
                yield Spot("rubric", ("questions", name, "given", n)).unknown("E302", given, questions)
    for name, indicator in indicators.items():
        if indicator.of not in questions and indicator.of not in indicators:
            spot = Spot("rubric", ("indicators", name, "of"))
            hint = meant(indicator.of, [*questions, *indicators], "questions and indicators")
            yield spot.find("E302", f"there is no question or indicator {quoted(indicator.of)}", hint)


@shape_check
def subjects(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that the subject around every subject exists."""
    for name, subject in loaded.case.subjects.items():
        if subject.within is not None and subject.within not in loaded.case.subjects:
            yield Spot("case", ("subjects", name, "within")).unknown("E301", subject.within, loaded.case.subjects)


@placed_check
def overrides(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that priors name, and are given, instances that are asked."""
    for instance, override in loaded.case.priors.items():
        spot = Spot("case", ("priors", instance))
        if instance not in loaded.instances:
            yield Spot("case", ("priors",)).key(instance).unknown("E311", instance, loaded.instances)
        for n, given in enumerate(override.given):
            if given not in loaded.instances:
                yield (spot / "given" / n).unknown("E311", given, loaded.instances)


@placed_check
def lead(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that the question that a report answers first is asked."""
    if loaded.case.lead is not None and loaded.case.lead not in loaded.instances:
        yield Spot("case", ("lead",)).unknown("E311", loaded.case.lead, loaded.instances)


@placed_check
def favours(loaded: LoadedCase) -> Iterator[Finding]:
    """Check what sources favour: questions, instances and hypotheses that exist, and one story only.

    E322 story that contradicts itself
        Finds:   A source that favours, for an instance, hypotheses beyond those that it favours for the question.
        Matters: The entry of an instance narrows that of the question.
        Example: favours: {origin: [coopted], union/origin: [grassroots]}
        Instead: favours: {origin: [coopted, grassroots], union/origin: [grassroots]}
    """
    questions = loaded.rubric.questions
    for name, source in loaded.case.sources.items():
        spot = Spot("case", ("sources", name, "favours"))
        for key, favoured in source.favours.items():
            if "/" in key:
                if key not in loaded.instances:
                    yield spot.key(key).unknown("E311", key, loaded.instances)
                known = loaded.hypotheses(key)
            elif key not in questions:
                yield spot.key(key).unknown("E302", key, questions)
                continue
            else:
                known = tuple(questions[key].hypotheses)
            yield from _hypotheses(favoured, known, spot / key)
            question = key.partition("/")[2].partition("@")[0]
            wider = source.favours.get(question, favoured)
            beyond = [h for h in favoured if h not in wider]
            if beyond and set(beyond) <= set(known):
                message = f"{name} favours {', '.join(beyond)} for {key}, but not for {question} in general"
                hint = f"add it under {question}, or take it out here"
                yield (spot / key).find("E322", message, hint)


@placed_check
def claims(loaded: LoadedCase) -> Iterator[Finding]:
    """Check the instances, hypotheses, sources and documents that claims and predictions name."""
    for part, of_part in (("claims", loaded.case.claims), ("predictions", loaded.case.predictions)):
        for name, claim in of_part.items():
            yield from _claim(loaded, claim, Spot("case", (part, name)))
    for name, claim in loaded.case.claims.items():
        others = loaded.case.claims.keys() - {name}
        for n, other in enumerate(claim.excludes):
            if other not in others:
                yield Spot("case", ("claims", name, "excludes", n)).unknown("E331", other, sorted(others))


@placed_check
def answers(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that resolved instances are asked, and that their answers are among the hypotheses."""
    for instance, answer in loaded.case.resolved.items():
        if instance not in loaded.instances:
            yield Spot("case", ("resolved",)).key(instance).unknown("E311", instance, loaded.instances)
        else:
            spot = Spot("case", ("resolved", instance, "hypothesis"))
            known = loaded.hypotheses(instance)
            if answer.hypothesis not in known:
                yield spot.unknown("E310", answer.hypothesis, known)


def _claim(loaded: LoadedCase, claim: Claim | Prediction, spot: Spot) -> Iterator[Finding]:
    for path, together in claim.parts:
        here = Spot(spot.about, (*spot.path, *path))
        for instance, hypotheses in together.items():
            if not loaded.is_node(instance):
                yield here.key(instance).unknown("E311", instance, loaded.nodes_like(instance))
            yield from _hypotheses(hypotheses, loaded.hypotheses(instance), here / instance)
    if claim.asserted is not None:
        yield from asserted_by(loaded, claim.asserted, spot / "asserted")


def _hypotheses(named: tuple[str, ...], known: tuple[str, ...], spot: Spot) -> Iterator[Finding]:
    if not named:
        hint = f"name at least one of: {listed(known)}" if known else "name at least one"
        yield spot.find("E124", "no hypothesis is named", hint)
    for n, hypothesis in enumerate(named):
        if known and hypothesis not in known:
            yield (spot / n).unknown("E310", hypothesis, known)


@case_check
def evidence(loaded: LoadedCase) -> Iterator[Finding]:
    """Check the subjects, indicators, sources and documents that evidence names."""
    case = loaded.case
    for n, item in enumerate(case.evidence):
        spot = Spot("case", ("evidence", n))
        yield from reported_on(loaded, item, spot)
        if item.source not in case.sources:
            yield (spot / "source").unknown("E303", item.source, case.sources)
        for m, relay in enumerate(item.via):
            if relay not in case.sources:
                yield (spot / "via" / m).unknown("E303", relay, case.sources)
        yield from cited(loaded, item.cites, spot)


@case_check
def actors(loaded: LoadedCase) -> Iterator[Finding]:
    """Check the names in actors and the relations between them."""
    case = loaded.case
    for name, actor in case.actors.items():
        spot = Spot("case", ("actors", name))
        if actor.subject is not None and actor.subject not in case.subjects:
            yield (spot / "subject").unknown("E301", actor.subject, case.subjects)
        yield from cited(loaded, actor.cites, spot)
    first: dict[str, int] = {}
    for n, relation in enumerate(case.relations):
        spot = Spot("case", ("relations", n))
        before = first.setdefault(relation.id, n)
        if before != n:
            repeated = Spot("case", ("relations", n, "id"), beside=("relations", before, "id"))
            message = f"{quoted(relation.id)} is the id of an earlier relation too"
            yield repeated.find("E321", message, "give each relation an id of its own")
        for key, end in (("from", relation.subject), ("to", relation.object)):
            if end not in case.actors:
                yield (spot / key).unknown("E324", end, case.actors)
        yield from cited(loaded, relation.cites, spot)
    for n, item in enumerate(case.evidence):
        for m, name in enumerate(item.actors):
            if name not in case.actors:
                yield (Spot("case", ("evidence", n, "actors")) / m).unknown("E324", name, case.actors)


@case_check
def quantities(loaded: LoadedCase) -> Iterator[Finding]:
    """Check the names in quantities."""
    case = loaded.case
    for name, quantity in case.quantities.items():
        spot = Spot("case", ("quantities", name))
        if quantity.about is not None and quantity.about not in case.actors:
            yield (spot / "about").unknown("E324", quantity.about, case.actors)
        for n, other in enumerate(quantity.conflicts):
            if other not in case.quantities:
                yield (spot / "conflicts" / n).unknown("E325", other, case.quantities)
        yield from cited(loaded, quantity.cites, spot)


@case_check
def gaps(loaded: LoadedCase) -> Iterator[Finding]:
    """Check the names in gaps and in claims that cannot be stated."""
    case = loaded.case
    for n, gap in enumerate(case.gaps):
        spot = Spot("case", ("gaps", n))
        yield from reported_on(loaded, gap, spot)
        yield from cited(loaded, gap.cites, spot)
    for name, claim in case.unstated.items():
        if claim.asserted is not None:
            yield from asserted_by(loaded, claim.asserted, Spot("case", ("unstated", name, "asserted")))


def reported_on(loaded: LoadedCase, report: Evidence | Gap, spot: Spot) -> Iterator[Finding]:
    """Check the subject and the indicator of an item or a gap."""
    if report.about not in loaded.case.subjects:
        yield (spot / "about").unknown("E301", report.about, loaded.case.subjects)
    if report.indicator not in loaded.rubric.indicators:
        yield (spot / "indicator").unknown("E308", report.indicator, loaded.rubric.indicators)


def cited(loaded: LoadedCase, cites: tuple[Cite, ...], spot: Spot) -> Iterator[Finding]:
    """Check that cited documents exist."""
    for m, cite in enumerate(cites):
        if cite.document not in loaded.case.documents:
            yield (spot / "cites" / m / "document").unknown("E307", cite.document, loaded.case.documents)


def asserted_by(loaded: LoadedCase, asserted: Asserted, spot: Spot) -> Iterator[Finding]:
    """Check the source and the document of an assertion."""
    if asserted.by not in loaded.case.sources:
        yield (spot / "by").unknown("E303", asserted.by, loaded.case.sources)
    if asserted.document is not None and asserted.document not in loaded.case.documents:
        yield (spot / "document").unknown("E307", asserted.document, loaded.case.documents)
