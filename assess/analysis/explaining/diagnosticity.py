"""The diagnosticity of indicators between two hypotheses, and how much of it survives a chain of sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np

from assess.analysis.explaining.weight_values import finite
from assess.compile.coverage import present_rows
from assess.compile.model import Compiled
from assess.compile.perturbations import dropping
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.domain.quoting import UnknownTargetError
from assess.network.logs import DB, Floats, log
from assess.scoring.columns import SPOKEN, Column, frame_of, plain
from assess.scoring.frames import Table
from assess.scoring.results import Assessment, foremost
from assess.scoring.score import scoring_of

Test = Literal["doubly decisive", "hoop", "smoking gun", "straw in the wind"]

CUT = 2.0
"""The likelihood ratio from which a finding counts as telling, after Humphreys and Jacobs."""


@dataclass(frozen=True, slots=True)
class ReportWeight:
    """The weight of evidence of one report, all others left out.

    Parameters
    ----------
    item : str
    report_db : float or None
        For the first hypothesis against the second (dB); None if not finite.
    origin_db : float or None
        The most that it could carry for either side if its chain were whole: hit over false alarm (dB, 0 or more).
        None if infinite.
    chain_db : float or None
        The most that it can carry through its chain, which may be broken (dB, 0 or more), however decisive the
        indicator. None if infinite, or if the indicator is certain beforehand.
    """

    item: str
    report_db: float | None
    origin_db: float | None
    chain_db: float | None


@dataclass(frozen=True, slots=True)
class IndicatorTest:
    """An indicator as a test between two hypotheses.

    Parameters
    ----------
    indicator : str
    test : {"doubly decisive", "hoop", "smoking gun", "straw in the wind"}
        The kind of test it is for the hypothesis that its presence speaks for.
    favours : str or None
        That hypothesis; None if it tells nothing.
    present_db, absent_db : float or None
        The weight, for the first hypothesis against the second, of seeing it, or its absence, for certain (dB); None if
        not finite.
    diagnosticity_db : float or None
        The range of its log likelihood over all hypotheses of the question, for presence or absence, whichever is
        larger (dB); 0 if it is equally likely under all, None if infinite.
    reports : tuple of ReportWeight
        The scored reports on it for this instance.
    """

    indicator: Annotated[str, Column("indicator")]
    test: Annotated[Test, Column("test")]
    favours: Annotated[str | None, Column("speaks for")]
    present_db: Annotated[float | None, Column("present dB", unit="dB")]
    absent_db: Annotated[float | None, Column("absent dB", unit="dB")]
    diagnosticity_db: Annotated[float | None, Column("spread dB", unit="dB")]
    reports: Annotated[tuple[ReportWeight, ...], Column("what its reports carry", shown=SPOKEN)]


@dataclass(frozen=True, slots=True, repr=False)
class Diagnosis(Displayed):
    """The indicators of a question as tests between two hypotheses of an instance; positive dB favour the first."""

    instance: str
    first: str
    second: str
    cut: float
    tests: tuple[IndicatorTest, ...]

    def _in_short(self) -> str:
        tests = count(len(self.tests), "indicator")
        return f"Diagnosis of {self.instance}, {self.first} against {self.second}: {tests}"

    @property
    def reported_first(self) -> tuple[IndicatorTest, ...]:
        """The tests of reported indicators, then the others."""
        return tuple(sorted(self.tests, key=lambda test: (not test.reports, test.indicator)))

    def table(self) -> Table:
        """Return a row for each test."""
        return frame_of(IndicatorTest, self.tests)

    def to_dict(self) -> dict[str, Any]:
        """Return the diagnosis as plain values."""
        diagnosis: dict[str, Any] = plain(self)
        return diagnosis


def kind_of(first: float, second: float, cut: float = CUT) -> Test:
    """Return the kind of test that an indicator is for the hypothesis that its presence speaks for.

    Parameters
    ----------
    first, second : float
        P(present) under each of two hypotheses.
    cut : float
        A likelihood ratio of at least 1: above it, finding the indicator tells for the hypothesis; below its inverse,
        not finding it tells against.

    Notes
    -----
    Passing a smoking-gun test confirms, but failing it says little; failing a hoop test eliminates, but passing it says
    little (Van Evera 1997; Collier 2011). With s and t the larger and the smaller probability, s/t > cut makes a test
    sufficient and (1-s)/(1-t) < 1/cut makes it necessary; the borders at 2 follow Humphreys and Jacobs (Integrated
    Inferences). Fairfield and Charman hold that the weight matters, not the type; it is given too.

    Examples
    --------
    >>> [kind_of(*pair) for pair in ((0.9, 0.05), (0.95, 0.8), (0.3, 0.02), (0.5, 0.4))]
    ['doubly decisive', 'hoop', 'smoking gun', 'straw in the wind']
    """
    larger, smaller = max(first, second), min(first, second)
    confirms = larger > cut * smaller
    eliminates = cut * (1.0 - larger) < 1.0 - smaller
    if confirms:
        return "doubly decisive" if eliminates else "smoking gun"
    return "hoop" if eliminates else "straw in the wind"


def diagnose(result: Assessment, instance: str, pair: tuple[str, str] | None = None, cut: float = CUT) -> Diagnosis:
    """Return the indicators of a question as tests between two hypotheses of an instance.

    Parameters
    ----------
    result : Assessment
    instance : str
    pair : tuple of two str, optional
        The hypotheses; by default the two most probable ones.
    cut : float
        As for `kind_of`.

    Raises
    ------
    UnknownTargetError
        If the instance does not have one of the hypotheses; it is a `KeyError`.
    """
    posterior = result.posterior(instance)
    first, second = pair or foremost(posterior, 2)
    for named in (first, second):
        if named not in posterior:
            raise UnknownTargetError(named, list(posterior), f"hypotheses of {instance}")
    model = scoring_of(result).model
    states = list(posterior)
    places = states.index(first), states.index(second)
    on_indicator = _report_weights(model, instance, places)
    rows = present_rows(model).get(result.questions[instance].question, {})
    tests = tuple(
        _indicator_test(name, row, states, places, cut, on_indicator.get(name, [])) for name, row in rows.items()
    )
    return Diagnosis(instance, first, second, cut, tests)


def _indicator_test(
    indicator: str, row: Floats, states: list[str], places: tuple[int, int], cut: float, reports: list[ReportWeight]
) -> IndicatorTest:
    first, second = (float(row[place]) for place in places)
    favours = None if first == second else states[places[0] if first > second else places[1]]
    both = log(np.stack([row, 1.0 - row]))
    with np.errstate(invalid="ignore"):
        weights = (DB * (both[:, places[0]] - both[:, places[1]])).tolist()
        spread = float(np.nanmax(DB * (both.max(axis=1) - both.min(axis=1))))
    present, absent, diagnosticity = finite((*weights, spread))
    return IndicatorTest(
        indicator, kind_of(first, second, cut), favours, present, absent, diagnosticity, tuple(reports)
    )


def _report_weights(model: Compiled, instance: str, places: tuple[int, int]) -> dict[str, list[ReportWeight]]:
    """Return, by indicator, the weight of each report on an instance taken alone."""
    reports = model.testimony.reports
    numbers = [n for n, report in enumerate(reports) if report.instance == instance]
    every = frozenset(range(len(reports)))
    nodes, before = model.after.part.nodes, model.before
    weights_on: dict[str, list[ReportWeight]] = {}
    for chosen, solution in model.story_batch.solutions(dropping([every - {n} for n in numbers])):
        for column, number in enumerate(numbers[chosen]):
            report = reports[number]
            moved = []
            for node, (first, second) in ((instance, places), (report.node, (0, 1))):
                prior = before.marginal(before.part.nodes[node])
                alone = solution.log_marginal(nodes[node])
                alone = alone[:, column if alone.shape[-1] > 1 else 0]
                with np.errstate(invalid="ignore"):
                    moved.append(float(alone[first] - alone[second] - (prior[first] - prior[second])))
            origin = abs(float(report.log_likelihood[0] - report.log_likelihood[1]))
            weights = finite(DB * weight for weight in (moved[0], origin, abs(moved[1])))
            weights_on.setdefault(model.layout.items[report.item].indicator, []).append(
                ReportWeight(report.item, *weights)
            )
    return weights_on
