"""Warnings about sources that may depend on each other, or report only part of what they know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from assess.domain.rules.loaded import LoadedCase, Spot, case_habit
from assess.errors import Finding

IN_A_ROW = 3
"""Agreements in a row from which a source is suspected of copying another."""

MOST_BESIDE = 20
"""Sources on one indicator that are compared: among more, agreement is to be expected."""

ONLY_PRESENT = 5
"""Items from which a source is suspected of not reporting absences."""

_Words = dict[str, str]
_Place = tuple[str, str, str | None, str | None]


@case_habit
def agreeing_sources(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of sources that keep agreeing, one of which may copy the other.

    W115 sources that always agree
        Finds:   Two origins that said the same of three indicators in a row, in statements of their own, without
                 either being said to copy the other.
        Matters: Two who repeat each other are not two witnesses; counted as such they make a result too certain.
        Example: - {id: e1, indicator: money, says: present, source: agency, …}
                 - {id: e2, indicator: money, says: present, source: paper, …}      # and twice more
        Instead: sources: {paper: {reliability: C, copies: {agency: 0.3}}}
        References: X. L. Dong, L. Berti-Equille and D. Srivastava, Integrating conflicting data: the role of source
                    dependence, 2009
    """
    of_source = {name: source.copies for name, source in loaded.case.sources.items()}
    runs: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    for number, words in _by_indicator(loaded):
        for pair in combinations(sorted(words), 2):
            first, second = pair
            if second in of_source.get(first, {}) or first in of_source.get(second, {}):
                continue
            runs[pair] = runs.get(pair, 0) + 1 if words[first] == words[second] else 0
            if runs[pair] == IN_A_ROW:
                last[pair] = number
    for (first, second), number in last.items():
        message = f"{first} and {second} say the same of {IN_A_ROW} indicators in a row: does one copy the other?"
        hint = f"say so, such as copies: {{{first}: 0.3}} of {second}; what repeats one utterance shares a statement"
        yield Spot("case", ("evidence", number, "source")).find("W115", message, hint)


@case_habit
def only_presents(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of a source that only ever reports presence, whose silence may then tell something.

    W116 source that never reports an absence
        Finds:   A source of five or more unrelayed items, each of which says present.
        Matters: If a source reports only what it found, its silence is evidence; read as if it had reported
                 everything, what it says makes too much probable.
        Example: - {id: e1, says: present, source: monitor, …}       # and four more
        Instead: - {id: e9, says: silent, tells: {low: 0.5, high: 0.9}, source: monitor, …}
    """
    of_source: dict[str, list[int]] = {}
    absences: set[str] = set()
    for number, item in enumerate(loaded.case.evidence):
        if item.withdrawn is None and item.says == "present" and not item.via:
            of_source.setdefault(item.source, []).append(number)
        elif item.says in ("absent", "not-found", "silent"):
            absences.add(item.source)
    for name, numbers in of_source.items():
        if len(numbers) >= ONLY_PRESENT and name not in absences:
            message = f"all {len(numbers)} items of {name} say present: would it have told of an absence?"
            hint = "where it is known to have looked and told nothing, add an item that says silent, with tells"
            yield Spot("case", ("evidence", numbers[0], "says")).find("W116", message, hint)


def _by_indicator(loaded: LoadedCase) -> Iterator[tuple[int, _Words]]:
    """Yield, for each indicator that few sources report on, its last item and the word of each origin."""
    together: dict[_Place, _Words] = {}
    statements: dict[_Place, set[str]] = {}
    last: dict[_Place, int] = {}
    for number, item in enumerate(loaded.case.evidence):
        if item.says not in ("present", "absent") or item.withdrawn is not None:
            continue
        key = (item.about, item.indicator, item.period, item.event)
        if item.statement is not None and item.statement in statements.setdefault(key, set()):
            continue
        if item.statement is not None:
            statements[key].add(item.statement)
        together.setdefault(key, {})[item.source] = item.says
        last[key] = number
    for key, words in together.items():
        if 1 < len(words) <= MOST_BESIDE:
            yield last[key], words


MOST_ALONE = 3
"""Instances under one parent up to which the rows are not questioned."""


@case_habit
def one_rate_or_many(loaded: LoadedCase) -> Iterator[Finding]:
    """Warn of a question asked many times under one parent that does not say whether its uncertain rows are one rate.

    W117 rows used many times without saying if they are one rate
        Finds:   A question with prior_n but no same of its own, with more than three instances under one parent.
        Matters: Each instance then has a row of its own. If one rate is really behind them all, thirty of them count
                 as thirty independent rows, and their parent becomes far too certain.
        Example: posture: {given: policy, prior_n: 8, …}                 # asked of thirty countries
        Instead: posture: {given: policy, prior_n: 8, same: all, …}      # or same: use, where each really differs
        References: A. Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, chapter 5
    """
    layout = loaded.layout
    under: dict[tuple[str, tuple[str, ...]], int] = {}
    for instance in layout.instances.values():
        if instance.id not in loaded.case.priors and layout.previous(instance) is None:
            key = instance.question, layout.parents(instance)
            under[key] = under.get(key, 0) + 1
    crowded = {name: count for (name, _), count in under.items() if count > MOST_ALONE}
    for name, count in crowded.items():
        question = loaded.rubric.questions[name]
        if question.prior_n is not None and "same" not in question.model_fields_set:
            message = f"{name} is asked {count} times under one parent: are its rows one rate, or one for each?"
            hint = "write same: all (or country) where one rate stands behind them, same: use where each really differs"
            yield Spot("rubric", ("questions", name)).find("W117", message, hint)
