"""The result of a scoring, as data."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from assess.compile.model import Compiled
from assess.domain.case import Case
from assess.domain.claim import Manner
from assess.domain.notebook_display import Displayed
from assess.domain.rubric import Rubric
from assess.scoring.confidence import Confidence

if TYPE_CHECKING:
    from assess.analysis.explaining.explain import By
    from assess.scoring.draws import Draws, Range
    from assess.scoring.frames import Table
    from assess.scoring.result_tables import Of


def unmoved(before: float, after: float) -> bool:
    """Say whether two probabilities differ by rounding error at most."""
    return math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-12)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What the evidence says on one question of one subject; all dicts are by hypothesis.

    Parameters
    ----------
    prior, posterior : dict of str to float
        Probabilities before any evidence, and given all of it.
    log_posterior : dict of str to float
        Natural logarithm of the posterior, exact where the posterior underflows; ``-inf`` for impossible.
    log_remainder : dict of str to float
        Natural logarithm of 1 minus the posterior.
    term : dict of str to str or None
        The scale's word; None where the scale has none.
    interval, interval_50 : dict of str to (float, float), or None
        The 90 % and the 50 % interval of each probability; None where none was drawn.
    items, origins : int
        Scored items that bear on it, and the different origins among them.
    independent_origins : int
        Those of which no two were heard through one source, other than one through which all items of the case were.
    coverage : {"assessed", "thin", "unmonitored"}
        How far it was looked into.
    looked_for : float
        Share, from 0 to 1, of the information that the rubric's indicators of the question could be expected to give,
        on which there are scored items.
    unsearched : tuple of str
        The rubric's indicators of this question on which no item reports.
    confidence : Confidence or None
        In the leading hypothesis; None where it was not computed.
    """

    id: str
    subject: str
    country: str | None
    question: str
    period: str | None
    prior: Mapping[str, float]
    posterior: Mapping[str, float]
    log_posterior: Mapping[str, float]
    log_remainder: Mapping[str, float]
    term: Mapping[str, str | None]
    items: int
    origins: int
    independent_origins: int
    coverage: Literal["assessed", "thin", "unmonitored"]
    looked_for: float
    unsearched: tuple[str, ...]
    interval: Mapping[str, Range] | None = None
    interval_50: Mapping[str, Range] | None = None
    confidence: Confidence | None = None

    @property
    def moved(self) -> bool:
        """Whether any evidence bears on it, be it through other questions."""
        return not all(unmoved(p, self.posterior[hypothesis]) for hypothesis, p in self.prior.items())


@dataclass(frozen=True, slots=True)
class AssertedResult:
    """Who asserts a claim, and whether the probability lies in the band of the word."""

    by: str
    term: str | None
    words: str | None
    manner: Manner
    inside: bool | None
    """None where no term of the scale stands for the author's words."""


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """Probability of a claim or a prediction, before and after the evidence.

    Parameters
    ----------
    interval, interval_50 : (float, float), or None
        The 90 % and the 50 % interval of the probability after it; None where none was drawn.
    """

    id: str
    text: str | None
    countries: tuple[str, ...]
    instances: tuple[str, ...]
    prior: float
    probability: float
    term: str | None
    asserted: AssertedResult | None
    interval: Range | None = None
    interval_50: Range | None = None
    confidence: Confidence | None = None

    @property
    def moved(self) -> bool:
        """Whether any evidence bears on it."""
        return not unmoved(self.prior, self.probability)


@dataclass(frozen=True, slots=True)
class SourceResult:
    """P(the source is reliable) before and after the evidence, and how many scored items pass through it."""

    id: str
    prior: float
    posterior: float
    as_origin: int
    as_relay: int
    interval: Range | None = None
    interval_50: Range | None = None


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """P(present) of an indicator of a subject, before and after the evidence."""

    id: str
    instance: str
    prior: float
    posterior: float


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item weighs: 10·log10 of the odds with all evidence over the odds with all but it (dB).

    Parameters
    ----------
    weight_db : dict of str to float or None
        By hypothesis of the instance; None where it is infinite.
    """

    id: str
    instance: str
    weight_db: Mapping[str, float | None]

    @property
    def strength_db(self) -> float:
        """Largest absolute weight; infinite where one of them is."""
        return max(float("inf") if w is None else abs(w) for w in self.weight_db.values())


@dataclass(frozen=True, slots=True)
class Unscored:
    """An item that is kept but bears on nothing."""

    id: str
    instance: str | None
    reason: Literal["unclear", "withdrawn", "later"]


@dataclass(frozen=True)
class Assessment(Displayed):
    """Posterior probabilities of everything that a case asks.

    Parameters
    ----------
    case : Case
        The inputs, with the rubric, scale and grading loaded.
    as_of : str or None
        Only what had been reported by then was used.
    method : str
        ``"exact"``.
    log_evidence : float
        Natural logarithm of the probability of all the evidence.
    draws, seed : int
        How many draws the intervals are from, and what they were drawn with.
    """

    case: Case
    as_of: str | None
    engine: str
    method: str
    log_evidence: float
    questions: Mapping[str, QuestionResult]
    claims: Mapping[str, ClaimResult]
    predictions: Mapping[str, ClaimResult]
    sources: Mapping[str, SourceResult]
    indicators: Mapping[str, IndicatorResult]
    evidence: Mapping[str, ItemResult]
    unscored: tuple[Unscored, ...]
    draws: int = 0
    seed: int = 0
    drawn: Draws | None = field(default=None, repr=False, compare=False)
    """The draws themselves."""
    stored_inputs: str | None = field(default=None, repr=False, compare=False)
    """The digest of the inputs as it was recorded, of a result that is recalled."""
    model: Compiled | None = field(default=None, repr=False, compare=False)
    """The networks that it was read off, kept for what may be asked next."""

    @cached_property
    def inputs(self) -> str:
        """Digest of the inputs."""
        return self.stored_inputs or self.case.digest()

    @property
    def rubric(self) -> Rubric:
        """The rubric that was used."""
        assert isinstance(self.case.rubric, Rubric)
        return self.case.rubric

    def _in_short(self) -> str:
        return f"Assessment of {self.case.case}"

    def posterior(self, instance: str) -> dict[str, float]:
        """Return hypothesis to probability for one question instance.

        Raises
        ------
        KeyError
            If the case does not ask it.
        """
        if instance not in self.questions:
            text = f"{instance!r} is not asked; asked are {', '.join(self.questions)}"
            raise KeyError(text)
        return dict(self.questions[instance].posterior)

    def table(self, of: Of = "hypotheses") -> Table:
        """Return plain records, in the order of the case.

        Parameters
        ----------
        of : {"hypotheses", "claims", "sources", "weights"}
            One for each hypothesis of each instance, where ``confidence`` is the level in the leading hypothesis; for
            each claim and prediction; each source; what each item weighs for each hypothesis. ``interval`` is of 90 %.
        """
        from assess.scoring.result_tables import table

        return table(self, of)

    def contributions(self, ident: str, by: By = "item") -> Table:
        """Return the steps that lead from a prior to a posterior: the table of `assess.explain`."""
        from assess.analysis.explaining.explain import explain

        return explain(self, ident, by).table()

    def plan(self, ident: str | Iterable[str] | None = None, grade: str | None = None) -> Table:
        """Return what a report on each indicator not yet reported on would tell: the table of `assess.plan`."""
        from assess.analysis.collection.plan import plan

        return plan(self, ident, grade).table()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values, in the published format (``assess.assessment/1``)."""
        from assess.scoring.plain_values import plain

        return plain(self)

    def to_json(self, indent: int | None = 2) -> str:
        """Return the result as JSON; same inputs, same bytes."""
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False)
