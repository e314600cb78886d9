"""The weight of evidence for a claim or hypothesis, in steps from its prior to its posterior."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

import numpy as np

from assess.analysis.explaining.path import SLIGHT_DB, PathStep, path
from assess.analysis.explaining.rate_lessons import RateLesson, rate_lessons
from assess.analysis.explaining.weight_values import finite, size
from assess.compile.dropped import Dropped
from assess.compile.model import Compiled
from assess.compile.perturbations import Perturbations
from assess.compile.testimony import reported_on
from assess.domain.dates import Span
from assess.domain.evidence import Evidence
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.network.logs import DB, Floats
from assess.scoring.claims import log_odds
from assess.scoring.columns import FRAME, UNSTORED, Column, frame_of, plain
from assess.scoring.frames import Table
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import Target, targets_of

By = Literal["item", "theme", "source", "country"]
WAYS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class ExplanationStep:
    """The contribution of one group of items to the log odds.

    Parameters
    ----------
    label : str or None
        The item, theme, origin or country; None for items without a theme or country.
    items : tuple of str
        In order of reporting.
    before, after : float or None
        The probability with all groups above it, and with it as well; None for several steps taken together.
    step_db : float or None
        The change in log odds between the two (dB); positive speaks for. None if not finite.
    without_db : float or None
        The log odds with all the evidence, less those without this group (dB).
    alone_db : float or None
        The log odds with this group alone, less the prior's (dB).
    """

    label: Annotated[str | None, Column("row")]
    items: Annotated[tuple[str, ...], Column("items", shown=FRAME)]
    before: Annotated[float | None, Column("before", unit="probability", shown=FRAME)]
    after: Annotated[float | None, Column("after", unit="probability beside its word")]
    step_db: Annotated[float | None, Column("step dB", unit="dB")]
    without_db: Annotated[float | None, Column("left out dB", unit="dB")]
    alone_db: Annotated[float | None, Column("alone dB", unit="dB")]

    @property
    def is_slight(self) -> bool:
        """Whether all its weights are too small to show."""
        weights = (self.step_db, self.without_db, self.alone_db)
        return all(weight is not None and abs(weight) < SLIGHT_DB for weight in weights)


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """A row of an explanation: a step, several steps taken together, or one of the two ends.

    Parameters
    ----------
    of : str
        The claim or hypothesis.
    kind : {"prior", "step", "others", "posterior"}
    step : ExplanationStep
        For an end, the log odds there; for steps taken together, their sum.
    count : int
        The number of steps it stands for.
    """

    of: Annotated[str, Column("of", shown=FRAME | {"notebook"})]
    kind: Annotated[Literal["prior", "step", "others", "posterior"], Column("kind", shown=FRAME)]
    step: ExplanationStep
    count: int = 1

    @property
    def what(self) -> Annotated[tuple[str, ...], Column("what", shown=frozenset({"shell"}))]:
        """The items that it stands for; tables put them into words."""
        return self.step.items


@dataclass(frozen=True, slots=True)
class TargetExplanation:
    """A claim or hypothesis, from its prior to its posterior.

    Parameters
    ----------
    id : str
        The claim or prediction, else ``instance:hypothesis``.
    prior, posterior : float
        Probabilities.
    prior_db, posterior_db : float or None
        Their log odds (dB); None if not finite. Prior and steps sum to the posterior.
    steps : tuple of ExplanationStep
        In order of the first report in each; items without a date, known all along, come first.
    """

    id: str
    prior: float
    posterior: float
    prior_db: float | None
    posterior_db: float | None
    steps: tuple[ExplanationStep, ...]

    @property
    def ends(self) -> tuple[ExplanationRow, ExplanationRow]:
        """The prior and the posterior."""
        prior = ExplanationStep(None, (), None, self.prior, self.prior_db, None, None)
        posterior = ExplanationStep(None, (), None, self.posterior, self.posterior_db, None, None)
        return ExplanationRow(self.id, "prior", prior), ExplanationRow(self.id, "posterior", posterior)

    def path(self, most: int | None = None) -> list[PathStep]:
        """Return the path from prior to posterior (dB), with slight steps, if there are several, combined at its end.

        Parameters
        ----------
        most : int, optional
            How many of the largest steps are kept separate, in the original order; the others are combined too.
        """
        weights = [step.step_db for step in self.steps]
        sizes = [size(weight) for weight in weights]
        largest = sorted(range(len(sizes)), key=lambda place: -sizes[place])[:most]
        together = [place for place, step in enumerate(self.steps) if step.is_slight or place not in largest]
        return path(self.prior_db, weights, self.posterior_db, together if len(together) > 1 else ())

    def rows(self, most: int | None = None) -> list[ExplanationRow]:
        """Return the prior, the steps of `path`, and the posterior."""
        prior, posterior = self.ends
        rows = [prior]
        for way in self.path(most):
            steps = [self.steps[place] for place in way.places]
            if way.is_apart:
                rows.append(ExplanationRow(self.id, "step", steps[0]))
            else:
                items = tuple(item for step in steps for item in step.items)
                summed = ExplanationStep(None, items, None, None, way.step_db, None, None)
                rows.append(ExplanationRow(self.id, "others", summed, len(steps)))
        return [*rows, posterior]


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(Displayed):
    """The steps from prior to posterior of each target.

    Parameters
    ----------
    id : str
        What was asked about.
    by : {"item", "theme", "source", "country"}
        What the rows stand for. A source is the origin of items, not a relay; a country is that of the subject an item
        is about, so that another country's row is what it contributes through the pattern.
    targets : tuple of TargetExplanation
        A single one, or for an instance one per hypothesis.
    rates : tuple of RateLesson
        The shared rates behind it that the evidence moved.
    result : Assessment
    """

    id: str
    by: By
    targets: tuple[TargetExplanation, ...]
    rates: tuple[RateLesson, ...]
    result: Annotated[Assessment, UNSTORED] = field(compare=False)

    def _in_short(self) -> str:
        steps = count(len(self.targets[0].steps), "step")
        return f"Explanation of {self.id} by {self.by}: {steps}"

    def table(self) -> Table:
        """Return the prior and the steps of each target; ``step_db`` sums to the log odds of the posterior."""
        rows = (
            row
            for target in self.targets
            for row in (target.ends[0], *(ExplanationRow(target.id, "step", step) for step in target.steps))
        )
        return frame_of(ExplanationRow, rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain values; the published format calls the targets ``told``."""
        return {"id": self.id, "by": self.by, "told": plain(self.targets), "rates": plain(self.rates)}


def explain(result: Assessment, ident: str, by: By = "item", hypothesis: str | None = None) -> Explanation:
    """Explain the probability of a claim, a prediction, or the hypotheses of an instance.

    Parameters
    ----------
    result : Assessment
    ident : str
        A claim, a prediction, an instance (``arac/origin``) or one hypothesis of it (``arac/origin:coopted``).
    by : {"item", "theme", "source", "country"}
        How items are grouped into rows.
    hypothesis : str, optional
        For an instance, the hypothesis to explain.

    Raises
    ------
    KeyError
        If there is no such thing; the message suggests what was meant.

    Notes
    -----
    Weights of evidence in decibans (Good 1950). Every number is a scoring of some of the items, all in one batch. A row
    holds what a group adds to those above it: in another order the rows differ, but their sum does not.
    """
    return explain_each(result, {ident: targets_of(result, ident, hypothesis)}, by)[ident]


def explain_each(result: Assessment, asked: Mapping[str, Sequence[Target]], by: By) -> dict[str, Explanation]:
    """Explain several claims or instances in one batch.

    Parameters
    ----------
    result : Assessment
    asked : dict of str to sequence of Target
        As `targets_of` returns them.
    by : {"item", "theme", "source", "country"}
    """
    model = scoring_of(result).model
    groups = grouped(model, by)
    stated = {t.id: t.proposition for targets in asked.values() for t in targets}
    odds = log_odds(model, stated, _left_out(list(groups.values())))
    explained = {ident: _explained(ident, groups, odds[ident], model) for ident in stated}
    return {
        ident: Explanation(ident, by, tuple(explained[t.id] for t in targets), rate_lessons(result, targets), result)
        for ident, targets in asked.items()
    }


def grouped(model: Compiled, by: By) -> dict[str | None, tuple[int, ...]]:
    """Return the positions of the reports in groups, in order of reporting."""
    case = model.layout.case
    items = [model.layout.items[report.item] for report in model.testimony.reports]
    ways: dict[By, Callable[[Evidence], str | None]] = {
        "item": lambda item: item.id,
        "theme": lambda item: model.layout.rubric.indicators[item.indicator].theme,
        "source": lambda item: item.source,
        "country": lambda item: model.layout.country(model.layout.bears_on(item).subject),
    }

    def when(number: int) -> tuple[bool, Span]:
        reported = reported_on(items[number], case)
        return reported is not None, Span(reported or "0001")

    groups: dict[str | None, list[int]] = {}
    for number in sorted(range(len(items)), key=when):
        groups.setdefault(ways[by](items[number]), []).append(number)
    return {label: tuple(numbers) for label, numbers in groups.items()}


def _left_out(groups: Sequence[tuple[int, ...]]) -> Perturbations:
    """Return the reports to leave out: from all to none step by step, then each group, then all but each group."""
    count = len(groups)
    last = 3 * count + 1
    runs = [
        (report, start, stop)
        for place, group in enumerate(groups)
        for report in group
        for start, stop in (
            (0, place + 1),
            (count + 1 + place, count + 2 + place),
            (2 * count + 1, 2 * count + 1 + place),
            (2 * count + 2 + place, last),
        )
    ]
    return Perturbations(last, dropped=Dropped.in_runs(runs))


def _explained(
    ident: str, groups: Mapping[str | None, tuple[int, ...]], odds: Floats, model: Compiled
) -> TargetExplanation:
    count = len(groups)
    along, without, alone = odds[: count + 1], odds[count + 1 : 2 * count + 1], odds[2 * count + 1 :]
    with np.errstate(over="ignore", invalid="ignore"):
        chances = (1.0 / (1.0 + np.exp(-along))).tolist()
        columns = (finite(DB * each) for each in (np.diff(along), along[-1] - without, alone - along[0]))
    reports = model.testimony.reports
    steps = tuple(
        ExplanationStep(label, tuple(reports[n].item for n in numbers), chances[k], chances[k + 1], *weights)
        for k, ((label, numbers), *weights) in enumerate(zip(groups.items(), *columns, strict=True))
    )
    prior, posterior = finite(DB * along[[0, -1]])
    return TargetExplanation(ident, chances[0], chances[-1], prior, posterior, steps)
