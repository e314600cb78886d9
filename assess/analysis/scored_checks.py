"""Checks that need a scoring, for what a case shows only once it is solved; like those at loading, they give warnings.

A check is a function decorated with `scored_check` that yields findings; its docstring holds the page of its code.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from assess.analysis.exact_numbers import SPREAD, leaning_intervals
from assess.analysis.surprise import surprise
from assess.domain.number_text import percent, percent_range
from assess.domain.rules.loaded import Spot
from assess.errors import Finding
from assess.files.lookup import located
from assess.scoring.results import Assessment

ScoredCheck = Callable[[Assessment], Iterator[Finding]]

_CHECKS: list[ScoredCheck] = []
_ROUNDING = 1e-9
_MOST_NUMBERS = 6


def scored_check(check: ScoredCheck) -> ScoredCheck:
    """Register a check that needs a scoring."""
    _CHECKS.append(check)
    return check


def scored_findings(result: Assessment) -> tuple[Finding, ...]:
    """Return the findings of these checks, with places in the files of the case."""
    return tuple(located(result.case, itertools.chain.from_iterable(check(result) for check in _CHECKS)))


@scored_check
def claims_that_exclude_each_other(result: Assessment) -> Iterator[Finding]:
    """Warn of claims that cannot both hold, yet whose probabilities add up to more than 1.

    W120 claims that exclude each other are both likely
        Finds:   Two claims, one of which excludes the other, whose probabilities add to more than 1.
        Matters: The probabilities of things that exclude each other cannot. The questions behind them are not linked,
                 so that evidence for one does not count against the other.
        Example: alone: {holds_if: {group/control: independent}, excludes: [own-body]}      # 60 %
                 own-body: {holds_if: {members/where: own-group}}                           # 60 %
        Instead: priors: {members/where: {given: group/control, prior: …}}
    """
    claims = result.case.claims
    listed = [(ident, other) for ident, claim in claims.items() for other in claim.excludes]
    for ident, other in dict.fromkeys(listed):
        first, second = result.claims.get(ident), result.claims.get(other)
        is_second_time = (other, ident) in listed[: listed.index((ident, other))]
        if first is None or second is None or is_second_time or claims[ident].given != claims[other].given:
            continue
        total = first.probability + second.probability
        if total > 1.0 + _ROUNDING:
            each = f"{percent(first.probability)} and {percent(second.probability)}"
            message = f"{ident} and {other} exclude each other, and are {each} likely: {percent(total - 1.0)} too much"
            hint = "hang the question of one on that of the other, with given or under priors"
            yield Spot("case", ("claims", ident, "excludes", claims[ident].excludes.index(other))).find(
                "W120", message, hint
            )


@scored_check
def evidence_that_surprises(result: Assessment) -> Iterator[Finding]:
    """Warn of evidence that the model would hardly expect.

    W121 evidence that the model would hardly expect
        Finds:   Evidence less probable than nearly all evidence drawn from the model, or an item that is improbable
                 under every hypothesis, whatever else was said.
        Matters: A model that does not expect what was seen may be wrong in a way that no posterior shows: a hypothesis
                 is missing, a row is overconfident, a source is graded too well, or reports only what it found.
        Example: present_if: {drill: 0.01, attack: 0.02}      # and three good sources say that it was seen
        Instead: present_if: {drill: 0.01, attack: 0.02, mutiny: 0.6}

    W135 one-sided evidence
        Finds:   Five or more items on an instance that speak for its leading hypothesis more often than they would if
                 it were true: at most 5 % of the evidence drawn from such worlds has as many.
        Matters: Even if it is true, some of what is looked for is not there, and some sources err. If nothing speaks
                 against it, perhaps nobody looked for what would, or nobody recorded it.
        Example: eight items that say present on indicators with present_if 0.5
        Instead: Ask of each indicator who looked for it and found nothing: says: absent, not-found or silent.
    """
    if result.method != "exact":
        return
    check = surprise(result)
    if check.is_surprising:
        message = (
            f"of evidence drawn from the model {percent(check.share)} is as improbable as this: "
            f"{check.present} items say present, where {check.expected_present:.0f} would be expected"
        )
        hint = (
            "ask which hypothesis is missing, which row is too sure of itself, which source is graded too well, "
            "and which would not have told what it did not find (says: silent)"
        )
        yield Spot("case", ("evidence",)).find("W121", message, hint)
    places = {item.id: place for place, item in enumerate(result.case.evidence)}
    for each in check.items:
        message = (
            f"{each.item} is at most {percent(each.probability)} likely under every hypothesis of {each.instance}, "
            "whatever else was said"
        )
        hint = "ask what would lead one to expect it: a further hypothesis, a row with more spread, a lower grade"
        yield Spot("case", ("evidence", places[each.item])).find("W121", message, hint)
    for side in check.one_sided:
        message = (
            f"{side.speaking_for} of {side.items} items on {side.instance} speak for {side.hypothesis}; "
            f"if it were true, {side.expected:.0f} would be expected"
        )
        hint = "write down too what was looked for and not found: says: absent, not-found or silent"
        yield Spot("case", ("ask",)).find("W135", message, hint)


@scored_check
def intervals_that_lean_on_exact_numbers(result: Assessment) -> Iterator[Finding]:
    """Warn of key claims whose interval is narrow because numbers are written without spread.

    W122 interval that depends on exactly known numbers
        Finds:   A key claim whose interval would be wider by ten points or more if rows and priors that are plain
                 numbers were worth eight cases.
        Matters: A plain number counts as exactly known, which hardly any number is; the interval then understates the
                 uncertainty.
        Example: present_if: {state: 0.6, free: 0.1}
        Instead: present_if: {state: {mean: 0.6, n: 8}, free: {low: 0.03, high: 0.25}}
    """
    for leaning in leaning_intervals(result):
        numbers = [f"the rows of {name}" for name in leaning.indicators]
        numbers += [f"the prior of {instance}" for instance in leaning.priors]
        which = ", ".join(numbers[:_MOST_NUMBERS] or ["rows and priors of other questions"])
        more = f" and {len(numbers) - _MOST_NUMBERS} more" if len(numbers) > _MOST_NUMBERS else ""
        message = (
            f"the interval of {leaning.claim}, {percent_range(leaning.interval)}, leans on numbers without spread: "
            f"{which}{more}; as good as {SPREAD:.0f} cases each, it would be {percent_range(leaning.spread)}"
        )
        hint = "write such a number as {mean, n} or {low, high}, and give a prior its prior_n"
        yield Spot("case", ("claims", leaning.claim)).find("W122", message, hint)
