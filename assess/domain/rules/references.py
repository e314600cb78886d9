"""Names: every id that is used exists."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.claim import Claim, Prediction
from assess.domain.quoting import listed, meant, quoted
from assess.domain.rules.loaded import LoadedCase, LoadedRubric, Spot
from assess.domain.rules.registers import asserted_by, cited, reported_on
from assess.errors import Finding


def rubric_names(basis: LoadedRubric) -> Iterator[Finding]:
    """Check what questions are given, and what indicators bear on."""
    questions, indicators = basis.rubric.questions, basis.rubric.indicators
    for name, question in questions.items():
        for n, given in enumerate(question.given):
            if given not in questions:
                yield Spot("rubric", ("questions", name, "given", n)).unknown("E302", given, questions)
    for name, indicator in indicators.items():
        if indicator.of not in questions and indicator.of not in indicators:
            spot = Spot("rubric", ("indicators", name, "of"))
            hint = meant(indicator.of, [*questions, *indicators], "questions and indicators")
            yield spot.find("E302", f"there is no question or indicator {quoted(indicator.of)}", hint)


def subjects(whole: LoadedCase) -> Iterator[Finding]:
    """Check that every subject lies within one that exists."""
    for name, subject in whole.case.subjects.items():
        if subject.within is not None and subject.within not in whole.case.subjects:
            yield Spot("case", ("subjects", name, "within")).unknown("E301", subject.within, whole.case.subjects)


def overrides(whole: LoadedCase) -> Iterator[Finding]:
    """Check that priors are given to, and given, instances that are asked."""
    for instance, override in whole.case.priors.items():
        spot = Spot("case", ("priors", instance))
        if instance not in whole.instances:
            yield Spot("case", ("priors",)).key(instance).unknown("E311", instance, whole.instances)
        for n, given in enumerate(override.given):
            if given not in whole.instances:
                yield (spot / "given" / n).unknown("E311", given, whole.instances)


def favours(whole: LoadedCase) -> Iterator[Finding]:
    """Check what sources favour: questions, instances and hypotheses that exist, and one story only.

    E322 story that contradicts itself
        Finds:   A source that favours, for an instance, hypotheses beyond those that it favours for the question.
        Matters: The entry of an instance narrows that of the question.
        Example: favours: {origin: [coopted], union/origin: [grassroots]}
        Instead: favours: {origin: [coopted, grassroots], union/origin: [grassroots]}
    """
    questions = whole.rubric.questions
    for name, source in whole.case.sources.items():
        spot = Spot("case", ("sources", name, "favours"))
        for key, favoured in source.favours.items():
            if "/" in key:
                if key not in whole.instances:
                    yield spot.key(key).unknown("E311", key, whole.instances)
                known = whole.hypotheses(key)
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


def claims(whole: LoadedCase) -> Iterator[Finding]:
    """Check the instances, hypotheses, sources and documents that claims and predictions name."""
    for part, of_part in (("claims", whole.case.claims), ("predictions", whole.case.predictions)):
        for name, claim in of_part.items():
            yield from _claim(whole, claim, Spot("case", (part, name)))


def answers(whole: LoadedCase) -> Iterator[Finding]:
    """Check that what is resolved was asked, and turned out to be one of its hypotheses."""
    for instance, answer in whole.case.resolved.items():
        if instance not in whole.instances:
            yield Spot("case", ("resolved",)).key(instance).unknown("E311", instance, whole.instances)
        else:
            spot = Spot("case", ("resolved", instance, "hypothesis"))
            known = whole.hypotheses(instance)
            if answer.hypothesis not in known:
                yield spot.unknown("E310", answer.hypothesis, known)


def _claim(whole: LoadedCase, claim: Claim | Prediction, spot: Spot) -> Iterator[Finding]:
    for n, alternative in enumerate(claim.holds_if):
        for instance, hypotheses in alternative.items():
            here = spot / "holds_if" / n
            if instance not in whole.instances:
                yield here.key(instance).unknown("E311", instance, whole.instances)
            yield from _hypotheses(hypotheses, whole.hypotheses(instance), here / instance)
    if claim.asserted is not None:
        yield from asserted_by(whole, claim.asserted, spot / "asserted")


def _hypotheses(named: tuple[str, ...], known: tuple[str, ...], spot: Spot) -> Iterator[Finding]:
    if not named:
        hint = f"name at least one of: {listed(known)}" if known else "name at least one"
        yield spot.find("E124", "no hypothesis is named", hint)
    for n, hypothesis in enumerate(named):
        if known and hypothesis not in known:
            yield (spot / n).unknown("E310", hypothesis, known)


def evidence(whole: LoadedCase) -> Iterator[Finding]:
    """Check the subjects, indicators, sources and documents that evidence names."""
    case = whole.case
    for n, item in enumerate(case.evidence):
        spot = Spot("case", ("evidence", n))
        yield from reported_on(whole, item, spot)
        if item.source not in case.sources:
            yield (spot / "source").unknown("E303", item.source, case.sources)
        for m, relay in enumerate(item.via):
            if relay not in case.sources:
                yield (spot / "via" / m).unknown("E303", relay, case.sources)
        yield from cited(whole, item.cites, spot)
