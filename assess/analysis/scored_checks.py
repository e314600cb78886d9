"""Checks that need a scoring, for what a case says only once it is solved: warnings, as those at loading are.

A check is a function under `@scored_check` that yields what it finds; its docstring holds the page of its code.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from assess.domain.number_text import percent
from assess.domain.rules.loaded import Spot
from assess.errors import Finding
from assess.files.lookup import located
from assess.scoring.results import Assessment

ScoredCheck = Callable[[Assessment], Iterator[Finding]]

_CHECKS: list[ScoredCheck] = []
_ROUNDING = 1e-9


def scored_check(check: ScoredCheck) -> ScoredCheck:
    """Add a check to those that need a scoring."""
    _CHECKS.append(check)
    return check


def scored_findings(result: Assessment) -> tuple[Finding, ...]:
    """Return what the checks that need a scoring find, with places in the files of the case."""
    return tuple(located(result.case, itertools.chain.from_iterable(check(result) for check in _CHECKS)))


@scored_check
def claims_that_exclude_each_other(result: Assessment) -> Iterator[Finding]:
    """Warn of claims that cannot both hold, and yet are together more than certain.

    W120 claims that exclude each other are both likely
        Finds:   Two claims, one of which excludes the other, whose probabilities add to more than 1.
        Matters: No two things that exclude each other can. The questions behind them are not linked, so that evidence
                 for the one does not count against the other.
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
