"""Items: their ids, the statements they repeat, and the chains of sources they came through."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assess.domain.quoting import listed, quoted
from assess.domain.rules.circles import arrows, circles
from assess.domain.rules.loaded import LoadedCase, Spot, case_check
from assess.domain.rules.probabilities import TOLERANCE
from assess.errors import Finding

MOST_AFTER = 8

_OF_A_STATEMENT = (
    "about",
    "indicator",
    "period",
    "event",
    "says",
    "source",
    "credibility",
    "accuracy",
    "hit",
    "false_alarm",
    "search",
    "tells",
)


@case_check
def ids(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that no two items share an id.

    E321 item id used twice
        Finds:   Two items with the same id.
        Matters: Withdrawing or quoting one could mean the other.
        Example: - {id: e1, …}
                 - {id: e1, …}
        Instead: - {id: e1, …}
                 - {id: e2, …}
    """
    first: dict[str, int] = {}
    for n, item in enumerate(loaded.case.evidence):
        before = first.setdefault(item.id, n)
        if before != n:
            spot = Spot("case", ("evidence", n, "id"), beside=("evidence", before, "id"))
            message = f"{quoted(item.id)} is the id of an earlier item too"
            yield spot.find("E321", message, "give each item an id of its own")


@case_check
def accuracies(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that every statement has an accuracy, of its own or of its source.

    E213 no accuracy
        Finds:   An item that says present, absent or silent, without how well placed its statement was to be right.
        Matters: Without that, the item could weigh anything or nothing.
        Example: says: present
        Instead: says: present
                 credibility: 2
    """
    for n, item in enumerate(loaded.case.evidence):
        source = loaded.case.sources.get(item.source)
        if item.is_word and not item.gives_accuracy and source is not None and source.accuracy is None:
            message = f"{item.id} says {item.says} but not how accurate it is"
            hint = "give credibility (1 to 6), accuracy, or hit with false_alarm; or its source an accuracy"
            yield Spot("case", ("evidence", n)).find("E213", message, hint)


@case_check
def chains(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that no source appears twice in a chain.

    E319 source that relays itself
        Finds:   A via that contains the origin, or one source twice.
        Matters: A chain is reliable if each of its sources is; nobody can be two of them.
        Example: source: leader
                 via: [leader, miles]
        Instead: source: leader
                 via: [miles]
    """
    for n, item in enumerate(loaded.case.evidence):
        seen = {item.source}
        for m, relay in enumerate(item.via):
            if relay in seen:
                what = "is the origin" if relay == item.source else "passes it on twice"
                hint = "via names the others, first to last"
                yield Spot("case", ("evidence", n, "via", m)).find("E319", f"{quoted(relay)} {what}", hint)
            seen.add(relay)


@case_check
def copies(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that sources copy existing ones, not in a circle, with probabilities that sum to at most 1.

    E328 sources that copy in a circle
        Finds:   Sources that copy each other, or themselves.
        Matters: It would be unclear which of them spoke first.
        Example: agency: {reliability: C, copies: {paper: 0.5}}
                 paper: {reliability: C, copies: {agency: 0.5}}
        Instead: agency: {reliability: C}
                 paper: {reliability: C, copies: {agency: 0.5}}

    E329 source that copies more than it says
        Finds:   A source whose probabilities of copying add up to more than 1.
        Matters: A statement repeats at most one other.
        Example: copies: {agency: 0.7, ministry: 0.6}
        Instead: copies: {agency: 0.5, ministry: 0.4}
    """
    sources = loaded.case.sources
    copying = {name: source for name, source in sources.items() if source.copies}
    for name, source in copying.items():
        spot = Spot("case", ("sources", name, "copies"))
        for original in source.copies:
            if original not in sources:
                yield spot.key(original).unknown("E303", original, sources)
        total = math.fsum(source.copies.values())
        if total > 1.0 + TOLERANCE:
            message = f"the chances that {name} copies add up to {total:.6g}, more than 1"
            yield spot.find("E329", message, "give each the share of its words that repeat that source's")
    for circle in circles({name: tuple(source.copies) for name, source in copying.items()}):
        spot = Spot("case", ("sources", circle[0], "copies"))
        yield spot.find("E328", f"copies: runs in a circle: {arrows(circle)}", "leave out who spoke first")


@case_check
def statements(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that items of one statement agree.

    E320 one statement with two contents
        Finds:   Items of one statement that differ in what is said, by whom, about what, or how accurately.
        Matters: One utterance bears on its indicator once; it cannot be two things.
        Example: - {id: e1, statement: s1, says: present}
                 - {id: e2, statement: s1, says: absent}
        Instead: - {id: e1, statement: s1, says: present}
                 - {id: e2, statement: s2, says: absent}
    """
    first: dict[str, int] = {}
    for n, item in enumerate(loaded.case.evidence):
        if item.statement is None:
            continue
        before = first.setdefault(item.statement, n)
        other = loaded.case.evidence[before]
        differing = [part for part in _OF_A_STATEMENT if getattr(item, part) != getattr(other, part)]
        if differing:
            message = f"{item.id} and {other.id} share statement {quoted(item.statement)}, but not {listed(differing)}"
            hint = "one utterance has one content: make them agree, or give them different statements"
            part = differing[0]
            spot = Spot("case", ("evidence", n, part), beside=("evidence", before, part))
            yield spot.find("E320", message, hint)


@case_check
def relays(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that no source reaches the analyst through more than eight others that may be unreliable.

    E323 too many relays
        Finds:   A source whose items reach you through more than eight others that may be unreliable.
        Matters: The weight of its story has to be worked out for every subset of those others.
        Example: via: [s1, s2, s3, s4, s5, s6, s7, s8, s9]
        Instead: s1: {reliability: 1.0}           # an archive that nobody doubts
    """
    after: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    doubted = {name for name in loaded.case.sources if not _is_certain(loaded, name)}
    for n, item in enumerate(loaded.case.evidence):
        if item.says == "unclear" or not item.via:
            continue
        chain = (item.source, *item.via)
        for m, name in enumerate(chain[:-1]):
            if name in doubted:
                after.setdefault(name, set()).update(doubted.intersection(chain[m + 1 :]))
                first.setdefault(name, n)
    for name, others in after.items():
        if len(others) > MOST_AFTER:
            through = f"{len(others)} others ({listed(others)})"
            message = f"what {name} says comes through {through}; at most {MOST_AFTER} can be weighed"
            hint = "take as exactly known (reliability: 1.0) those whom nobody doubts, or leave them out of via"
            yield Spot("case", ("evidence", first[name], "via")).find("E323", message, hint)


def _is_certain(loaded: LoadedCase, name: str) -> bool:
    chance = loaded.case.sources[name].reliability
    if chance.term is not None:
        chance = loaded.grading.reliability.get(chance.term, chance)
    return chance.value == 1.0
