"""Prospective reports, which have not been made yet, and their likelihoods.

Each is assumed to come from a new source of a stated grade, which speaks once, unrelayed, and favours nothing. If r is
the probability that it is reliable, it says that an indicator is present with probability r·hit + (1 - r)·Z if the
indicator is present, and r·false alarm + (1 - r)·Z if it is absent; Z, its story, is the probability of that statement
in the world before any evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.compile.dropped import Dropped
from assess.compile.model import Compiled, compile_case
from assess.compile.perturbations import Perturbations
from assess.compile.scored_reports import Report
from assess.compile.untold import UntoldReports
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence
from assess.domain.grading import Grading
from assess.domain.instances import Observable
from assess.domain.quoting import listed, quoted
from assess.network.logs import Bools, Floats, log
from assess.network.reweighted import Product

PRESENT, ABSENT = 0, 1
"""What a report may say, in the order of an indicator's states."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a source together with one of a statement.

    Examples
    --------
    >>> str(Grade("B", "2"))
    'B2'
    """

    reliability: str
    credibility: str

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


def read_grade(written: str, grading: Grading) -> Grade:
    """Return the pair of grades written together, such as ``B2``.

    Raises
    ------
    ValueError
        If the grading has no such pair.
    """
    for reliability in grading.reliability:
        credibility = written.removeprefix(reliability)
        if credibility != written and credibility in grading.credibility:
            return Grade(reliability, credibility)
    text = (
        f"{quoted(written)} is no grade of {grading.grading}: write one of a source ({listed(grading.reliability)}) "
        f"and one of a statement ({listed(grading.credibility)}), such as "
        f"{next(iter(grading.reliability))}{next(iter(grading.credibility))}"
    )
    raise ValueError(text)


def best_grade(compiled: Compiled) -> Grade:
    """Return the best grades of a grading: A1 in the Admiralty code."""
    return _grade_at(compiled, 0)


def good_grade(compiled: Compiled) -> Grade:
    """Return the second-best grades of a grading, or its only ones: B2 in the Admiralty code."""
    return _grade_at(compiled, 1)


def _grade_at(compiled: Compiled, place: int) -> Grade:
    numbers = compiled.world.numbers

    def at(grades: Mapping[str, Chance]) -> str:
        order = sorted(grades, key=lambda name: -numbers.row(grades[name])[0])
        return order[min(place, len(order) - 1)]

    return Grade(at(numbers.grading.reliability), at(numbers.grading.credibility))


@dataclass(frozen=True, slots=True)
class ProspectiveReport:
    """A possible future report.

    Parameters
    ----------
    node : str
        The indicator instance.
    says : int
        `PRESENT` or `ABSENT`.
    grade : Grade
    """

    node: str
    says: int
    grade: Grade


@dataclass(frozen=True, slots=True)
class Scenario:
    """A possible future: reports that come, and reports that are withdrawn.

    Parameters
    ----------
    reports : tuple of ProspectiveReport
        Reports that come, each from a source of its own.
    without : frozenset of int
        Reports that are withdrawn.
    """

    reports: tuple[ProspectiveReport, ...]
    without: frozenset[int] = frozenset()


def either_report(nodes: Iterable[str], grade: Grade) -> Iterator[Scenario]:
    """Yield, for each of some indicators, the scenarios of a report that it is present and that it is absent."""
    return (Scenario((ProspectiveReport(node, says, grade),)) for node in nodes for says in (PRESENT, ABSENT))


def asked_for(about: str, indicator: str, period: str | None) -> Evidence:
    """Return a report on an indicator as an item."""
    return Evidence(
        id="prospect", about=about, indicator=indicator, period=period, says="present", source="prospect", accuracy=0.5
    )


def with_observables(compiled: Compiled, case: Case, as_of: str | None, also: Collection[Observable]) -> Compiled:
    """Return a case compiled with further, unreported indicators in its world."""
    if all(observable.id in compiled.world.nodes for observable in also):
        return compiled
    return compile_case(case, compiled.layout.rubric, as_of, also)


def scenario_perturbations(compiled: Compiled, scenarios: Sequence[Scenario]) -> Perturbations:
    """Return one perturbation of a case for each of several scenarios."""
    virtual_evidence: dict[str, Floats] = defaultdict(lambda: np.zeros((2, len(scenarios))))
    dropped: dict[int, Bools] = defaultdict(lambda: np.zeros(len(scenarios), dtype=bool))
    likelihoods: dict[tuple[str, Grade], Floats] = {}
    for column, scenario in enumerate(scenarios):
        for report in scenario.reports:
            key = report.node, report.grade
            if key not in likelihoods:
                likelihoods[key] = report_likelihood(compiled, report.node, report.grade)
            virtual_evidence[report.node][:, column] += likelihoods[key][:, report.says]
        for number in scenario.without:
            dropped[number][column] = True
    return Perturbations(len(scenarios), dropped=Dropped.of(dropped), virtual_evidence=dict(virtual_evidence))


def scenario_products(untold: UntoldReports, scenario: Scenario, asked: Sequence[str]) -> list[Product]:
    """Return products whose means add up to the probability of a scenario's reports, given all the evidence.

    Parameters
    ----------
    untold : UntoldReports
    scenario : Scenario
        It must not withdraw any report.
    asked : sequence of str
        The unreported indicators that it involves.
    """
    likelihoods: dict[str, Floats] = {}
    for report in scenario.reports:
        likelihood = np.exp(report_likelihood(untold.compiled, report.node, report.grade)[:, report.says])
        likelihoods[report.node] = likelihoods.get(report.node, 1.0) * likelihood
    return untold.products(likelihoods, asked)


def report_likelihood(compiled: Compiled, node: str, grade: Grade) -> Floats:
    """Return the log probability of either statement given each state, shape (states, statements), nats."""
    numbers = compiled.world.numbers
    reliable = numbers.row(numbers.grading.reliability[grade.reliability])[0]
    accuracy = numbers.row(numbers.grading.credibility[grade.credibility])[0]
    at_its_word = np.array([[accuracy, 1.0 - accuracy], [1.0 - accuracy, accuracy]])
    prior = np.exp(compiled.before.marginal(compiled.before.part.nodes[node]))
    return log(reliable * at_its_word + (1.0 - reliable) * (prior @ at_its_word))


def same_statement(reports: Sequence[Report]) -> Mapping[str, frozenset[int]]:
    """Return the reports of each statement."""
    by_statement: dict[str, set[int]] = defaultdict(set)
    for number, report in enumerate(reports):
        by_statement[report.statement].add(number)
    return {statement: frozenset(numbers) for statement, numbers in by_statement.items()}
