"""Warnings about a case or rubric, which never stop a scoring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from assess.domain.claim import Claim, Prediction
from assess.domain.evidence import Evidence
from assess.domain.quoting import MOST_LISTED, listed
from assess.domain.rules.loaded import LoadedCase, LoadedRubric, Spot, case_habit, rubric_habit
from assess.errors import Finding, KeyPath

_WHY = "add why: with a sentence on where it comes from"


@rubric_habit
def questions_say_why(loaded: LoadedRubric) -> Iterator[Finding]:
    """Warn of numbers in a rubric that have no reason.

    W101 number without a reason
        Finds:   A prior, a reliability, an indicator or an item's own accuracy without why.
        Matters: A judged number is as good as its reason; without one nobody can dispute or correct it.
        Example: miles: {reliability: B}
        Instead: miles: {reliability: B, why: Field work in the country; cites by page}
    """
    for name, question in loaded.rubric.questions.items():
        if not question.why and (question.prior != "uniform" or question.over_time):
            yield Spot("rubric", ("questions", name)).find("W101", f"the prior of {name} has no why", _WHY)
    for name, indicator in loaded.rubric.indicators.items():
        if not indicator.why:
            yield Spot("rubric", ("indicators", name)).find("W101", f"present_if of {name} has no why", _WHY)


@case_habit
def judgements_say_why(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of numbers in a case that have no reason."""
    for instance, override in loaded.case.priors.items():
        if not override.why:
            yield Spot("case", ("priors", instance)).find("W101", f"the prior of {instance} has no why", _WHY)
    for name, source in loaded.case.sources.items():
        if not source.why:
            yield Spot("case", ("sources", name)).find("W101", f"the reliability of {name} has no why", _WHY)
    for n, item in enumerate(loaded.case.evidence):
        if not item.why and any(part is not None for part in (item.accuracy, item.hit, item.search)):
            spot = Spot("case", ("evidence", n))
            yield spot.find("W101", f"{item.id} has numbers of its own and no why", _WHY)


@case_habit
def items_can_be_checked(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of items without a citation or a date.

    W102 item that nobody can check
        Finds:   An item with neither cites nor summary.
        Matters: A reader must be able to see what was said, and where.
        Example: - {id: e1, …}
        Instead: - {id: e1, …, cites: [{document: paper, at: p24}]}

    W108 item without a date
        Finds:   An item with no reported date that cites no dated document.
        Matters: Every scoring as of an earlier day counts it, though it may not have been known.
        Example: - {id: e1, …}
        Instead: - {id: e1, …, reported: 2017-07}
    """
    for n, item in enumerate(loaded.case.evidence):
        spot = Spot("case", ("evidence", n))
        if not item.cites and not item.summary:
            yield spot.find(
                "W102", f"{item.id} has neither cites nor summary", "say where it is written, or what it says"
            )
        is_dated = item.reported is not None or any(
            c.document in loaded.case.documents and loaded.case.documents[c.document].published for c in item.cites
        )
        if not is_dated:
            message = f"{item.id} has no date: a scoring as of any day counts it"
            yield spot.find("W108", message, "add reported:, or published: to the document that it cites")


@case_habit
def claims_are_somebodys(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of claims that are attributed to nobody.

    W103 claim without an author
        Finds:   A claim without asserted, unless it is an answer to the lead question.
        Matters: The point of scoring a claim is to compare the score with what its author said.
        Example: coopted: {holds_if: …}
        Instead: coopted: {holds_if: …, asserted: {by: miles, term: likely, document: paper}}
    """
    for name, claim in loaded.case.claims.items():
        is_answer = [tuple(together) for together in claim.holds_if] == [(loaded.case.lead,)]
        if claim.asserted is None and not is_answer:
            hint = "add asserted: with by: and the author's words or term"
            yield Spot("case", ("claims", name)).find("W103", f"nobody is said to assert {name}", hint)


@case_habit
def confirmed_by_others(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of grade 1 where other sources report on the same indicator.

    W104 confirmation counted twice
        Finds:   Credibility 1 beside items of other sources on the same indicator.
        Matters: Credibility is not 'confirmed by other sources': the engine does the confirming, and an agreement that
                 also raises the grade counts twice. Grade only how well placed this statement was to be right.
        Example: credibility: 1                   # others say so too
        Instead: credibility: 2                   # saw it himself
        References: US Army FM 2-22.3, 2006, table B-2, where digit 1 is "confirmed by other independent sources"
    """
    together: dict[tuple[Any, ...], list[tuple[int, Evidence]]] = {}
    for n, item in enumerate(loaded.case.evidence):
        if item.says in ("present", "absent") and item.withdrawn is None:
            together.setdefault((item.about, item.indicator, item.period, item.event), []).append((n, item))
    for items in together.values():
        ordered = sorted((item.id, item.source) for _, item in items)
        of_source = Counter(source for _, source in ordered)
        beside: dict[str, str] = {}
        for n, item in items:
            count = len(items) - of_source[item.source]
            if item.credibility == "1" and count:
                if item.source not in beside:  # written once a source: an item must not cost a look at all others
                    others = (ident for ident, source in ordered if source != item.source)
                    beside[item.source] = listed(list(islice(others, MOST_LISTED)), count)
                message = f"{item.id} has credibility 1 beside {beside[item.source]} on the same indicator"
                hint = "credibility is not 'confirmed by other sources': the engine does the confirming"
                yield Spot("case", ("evidence", n, "credibility")).find("W104", message, hint)


@rubric_habit
def certain_rubric(loaded: LoadedRubric) -> Iterator[Finding]:
    """Warn of numbers in a rubric that no evidence could ever move.

    W105 certainty
        Finds:   Probabilities of exactly 0 or 1.
        Matters: No evidence can ever move them, and two that contradict each other stop the scoring.
        Example: prior: {grassroots: 1, coopted: 0}
        Instead: prior: {grassroots: 0.99, coopted: 0.01}
        References: D. V. Lindley, Making Decisions, 2nd ed., Wiley 1985, on Cromwell's rule
    """
    for name, question in loaded.rubric.questions.items():
        spot = Spot("rubric", ("questions", name))
        yield from _certain(question.prior, spot / "prior")
        yield from _certain(question.over_time, spot / "over_time")
    for name, indicator in loaded.rubric.indicators.items():
        numbers = {state: chance.value for state, chance in indicator.present_if.items()}
        yield from _certain(numbers, Spot("rubric", ("indicators", name, "present_if")))


@case_habit
def certain_case(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of numbers in a case that no evidence could ever move."""
    for instance, override in loaded.case.priors.items():
        yield from _certain(override.prior, Spot("case", ("priors", instance, "prior")))
    for name, source in loaded.case.sources.items():
        yield from _certain({"reliability": source.reliability.value}, Spot("case", ("sources", name)))
    for n, item in enumerate(loaded.case.evidence):
        parts = {part: getattr(item, part) for part in ("accuracy", "hit", "false_alarm", "search", "tells")}
        numbers = {part: chance.value for part, chance in parts.items() if chance is not None}
        yield from _certain(numbers, Spot("case", ("evidence", n)))


def _certain(written: Any, spot: Spot) -> Iterator[Finding]:
    if isinstance(written, Mapping):
        sure = [key for key, value in written.items() if isinstance(value, int | float) and value in (0, 1)]
        if sure:
            message = f"{', '.join(sure)}: exactly 0 or 1, which no evidence can ever move"
            yield (spot / sure[0]).find("W105", message, "leave a little doubt, unless it is true by definition")
        for key, value in written.items():
            yield from _certain(value, spot / key)


@case_habit
def unused_numbers(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of accuracies that the scoring does not use.

    W106 number that is not used
        Finds:   An accuracy on an item that says not-found; search on one that does not; tells on one not silent.
        Matters: It looks as if it counted.
        Example: says: not-found
                 credibility: 2
        Instead: says: not-found
                 search: 0.7
    """
    for n, item in enumerate(loaded.case.evidence):
        idle = {
            "not-found": ("credibility", "accuracy", "hit", "false_alarm", "tells"),
            "silent": ("search",),
            "unclear": (),
        }
        for part in idle.get(item.says, ("search", "tells")):
            if getattr(item, part) is not None:
                message = f"{item.id} says {item.says}, where {part} is not used"
                belongs = {"search": "search: belongs to not-found", "tells": "tells: belongs to silent"}
                hint = belongs.get(part, "search: is what counts there")
                yield Spot("case", ("evidence", n, part)).find("W106", message, hint)


@rubric_habit
def tells_nothing(loaded: LoadedRubric) -> Iterator[Finding]:
    """Warn of indicators that are equally likely under every hypothesis.

    W107 indicator that tells nothing
        Finds:   present_if with the same number for every state.
        Matters: Reports on it move nothing, whatever they say.
        Example: present_if: {grassroots: 0.4, coopted: 0.4}
        Instead: present_if: {grassroots: 0.1, coopted: 0.4}
        References: R. J. Heuer Jr., Psychology of Intelligence Analysis, CIA 1999, chapter 8, on diagnosticity
    """
    for name, indicator in loaded.rubric.indicators.items():
        chances = list(indicator.present_if.values())
        if len(chances) > 1 and all(chance == chances[0] for chance in chances):
            message = f"{name} is as likely under every state of {indicator.of}: it tells nothing"
            hint = "take it out, or say where it differs"
            yield Spot("rubric", ("indicators", name, "present_if")).find("W107", message, hint)


@case_habit
def idle_entries(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of unused sources and documents.

    W109 unused source
        Finds:   A source that says, relays, asserts and has written nothing.
        Matters: Its grade changes nothing; often an item names another source by mistake.
        Example: sources: {stranger: {reliability: B}}
        Instead: Name it where it speaks, or remove it.

    W110 unused document
        Finds:   A document that nothing cites.
        Matters: Often an item cites another by mistake, or was forgotten.
        Example: documents: {book: {title: Unread}}
        Instead: Cite it, or remove it.
    """
    case = loaded.case
    claims: list[Claim | Prediction] = [*case.claims.values(), *case.predictions.values()]
    asserted = [claim.asserted for claim in claims if claim.asserted is not None]
    speaking = {name for item in case.evidence for name in (item.source, *item.via)} | {a.by for a in asserted}
    authors = {document.author for document in case.documents.values()}
    for name in case.sources:
        if name not in speaking and name not in authors:
            message = f"source {name} says, relays and asserts nothing"
            yield Spot("case", ("sources", name)).find("W109", message, "take it out, or name it where it speaks")
    cited = {cite.document for item in case.evidence for cite in item.cites} | {a.document for a in asserted}
    for name in case.documents:
        if name not in cited:
            message = f"document {name} is never cited"
            yield Spot("case", ("documents", name)).find("W110", message, "take it out, or cite it")


@case_habit
def idle_stories(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of stories about questions that are never asked, and of claims and stories that hold whatever is true.

    W111 story about a question not asked
        Finds:   A source that favours a side in a question that is never asked.
        Matters: It changes nothing.
        Example: favours: {funding: [state]}
        Instead: ask: {union: [funding]}

    W112 every hypothesis named
        Finds:   A claim, prediction or story that names all hypotheses of a question.
        Matters: It holds whatever is true.
        Example: holds_if: {union/origin: [coopted, grassroots]}
        Instead: holds_if: {union/origin: [coopted]}
    """
    asked = {i.partition("/")[2].partition("@")[0] for i in loaded.instances}
    for name, source in loaded.case.sources.items():
        for key, favoured in source.favours.items():
            spot = Spot("case", ("sources", name, "favours", key))
            if "/" not in key and key not in asked:
                yield spot.find(
                    "W111", f"{name} favours a side in {key}, which is never asked", "ask it, or take it out"
                )
            known = loaded.hypotheses(key if "/" in key else f"/{key}")
            yield from _names_all(favoured, known, f"what {name} favours", spot)
    for part, claims in (("claims", loaded.case.claims), ("predictions", loaded.case.predictions)):
        for name, claim in claims.items():
            for keys, together in claim.parts:
                for instance, named in together.items():
                    path: KeyPath = (part, name, *keys, instance)
                    yield from _names_all(named, loaded.hypotheses(instance), name, Spot("case", path))


def _names_all(named: tuple[str, ...], known: tuple[str, ...], what: str, spot: Spot) -> Iterator[Finding]:
    if known and set(named) >= set(known):
        yield spot.find("W112", f"{what} names every hypothesis, and so holds whatever is true", "leave one out")
