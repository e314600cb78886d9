"""Heuer's inconsistency count and the posterior: where they disagree, and what the count leaves out.

The count adds up what speaks against each hypothesis: one for each item coded I, two for II. If each item has a source
of its own, the log odds of two hypotheses are the prior's plus the weight of each item between them; if several share
one, the case is scored again as if each had its own. So what the count leaves out can be given in dB.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from assess.compile.numbers import Numbers
from assess.domain.case import Case
from assess.domain.coding import Coded
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from assess.domain.rules.loaded import LoadedRubric
from assess.network.logs import DB, log
from assess.scoring.results import Assessment, ItemResult, QuestionResult
from assess.scoring.score import score

Logs = dict[str, float]
PartReason = Literal["prior", "counted", "discount", "uncounted", "shared"]

_EQUAL = 1e-9

MATTERS_DB = 1.0
"""The least weight of evidence (dB) between two hypotheses with one count for them to disagree."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One hypothesis by both measures.

    Parameters
    ----------
    count : int
        Heuer's inconsistency count: 1 for each I, 2 for each II.
    weighted : float
        The same, with each item multiplied by √2 for high and 1/√2 for low credibility, and likewise for relevance.
    count_rank, weighted_rank, posterior_rank : int
        Its rank from 1, ties sharing the better one; fewest inconsistencies, or most probable, first.
    """

    hypothesis: str
    count: int
    weighted: float
    prior: float
    posterior: float
    count_rank: int
    weighted_rank: int
    posterior_rank: int


@dataclass(frozen=True, slots=True)
class OddsPart:
    """A part of the log odds between two hypotheses, in favour of the more probable one (dB), and its items.

    Parameters
    ----------
    reason : PartReason
        The prior odds; items that add more to one count than to the other, at the face value of their codes; the effect
        of credibility and relevance on those; items that add the same to both counts (all these as if each item had a
        source of its own); and the effect of several items sharing a source.
    """

    reason: PartReason
    weight_db: float
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two hypotheses that the count does not order by probability.

    Parameters
    ----------
    by_posterior, by_count : str
        The more probable of the two, and the other, which has no more inconsistencies.
    tied : bool
        Whether they have equally many.
    weight_db : float or None
        The log odds of the first against the second; None if the second is ruled out.
    parts : tuple of OddsPart
        They add up to `weight_db`; none if a weight is infinite.
    """

    by_posterior: str
    by_count: str
    tied: bool
    weight_db: float | None
    parts: tuple[OddsPart, ...]

    @property
    def decisive(self) -> tuple[OddsPart, ...]:
        """The parts each of which is necessary for the order to differ from the count's; perhaps none."""
        total = self.weight_db or 0.0
        return tuple(part for part in self.parts if part.weight_db >= total > 0.0)


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A question with items from a matrix of competing hypotheses, by both measures.

    Parameters
    ----------
    items : tuple of str
        The scored items with codes.
    uncoded : tuple of str
        Those without, which move only the posterior.
    unworded : int
        Coded items without a word for credibility, or for relevance: their factor is 1.
    tallies : tuple of Tally
        Most probable first.
    """

    instance: str
    items: tuple[str, ...]
    uncoded: tuple[str, ...]
    unworded: int
    tallies: tuple[Tally, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def tied(self) -> int:
        """The number of pairs for which the counts are equal."""
        return sum(pair.tied for pair in self.disagreements)

    @property
    def reversed(self) -> int:
        """The number of pairs that the count orders the other way."""
        return len(self.disagreements) - self.tied

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values."""
        return asdict(self)


def inconsistency(result: Assessment) -> dict[str, Inconsistency]:
    """Return both measures of each instance on which coded items bear.

    Returns
    -------
    dict of str to Inconsistency
        Empty if no scored item comes from a matrix.

    References
    ----------
    Heuer, Psychology of Intelligence Analysis, 1999, chapter 8 (the count).
    PARC ACH 2.0, as quoted by its users (the weighted score): √2, 1 and 1/√2 for high, medium and low.
    """
    items: dict[str, list[Evidence]] = {}
    for item in result.case.evidence:
        if item.id in result.evidence:
            items.setdefault(result.evidence[item.id].instance, []).append(item)
    return {
        instance: _of_instance(result, result.questions[instance], bearing)
        for instance, bearing in items.items()
        if any(item.ach and item.ach.codes for item in bearing)
    }


def _of_instance(result: Assessment, question: QuestionResult, bearing: list[Evidence]) -> Inconsistency:
    coded = {item.id: item.ach for item in bearing if item.ach and item.ach.codes}
    hypotheses = list(question.posterior)
    counts = {h: sum(row.inconsistency(h) for row in coded.values()) for h in hypotheses}
    weighted = {h: math.fsum(row.factor * row.inconsistency(h) for row in coded.values()) for h in hypotheses}
    unlikely = {h: -question.log_posterior[h] for h in hypotheses}
    likely = sorted(hypotheses, key=lambda h: round(unlikely[h], 9))
    tallies = tuple(
        Tally(
            h,
            counts[h],
            weighted[h],
            question.prior[h],
            question.posterior[h],
            *(_rank(values, h) for values in (counts, weighted, unlikely)),
        )
        for h in likely
    )
    pairs = _Pairs(result, question, bearing, coded)
    return Inconsistency(
        question.id,
        tuple(coded),
        tuple(item.id for item in bearing if item.id not in coded),
        sum(row.credibility is None or row.relevance is None for row in coded.values()),
        tallies,
        tuple(pairs.disagreements(likely, counts)),
    )


def _rank(values: Mapping[str, float], hypothesis: str) -> int:
    return 1 + sum(value < values[hypothesis] - _EQUAL for value in values.values())


class _Pairs:
    """Compares the hypotheses of an instance pairwise."""

    def __init__(
        self, result: Assessment, question: QuestionResult, bearing: list[Evidence], coded: dict[str, Coded]
    ) -> None:
        self.question, self.coded = question, coded
        self.bearing = {item.id: item for item in bearing}
        self.face = _face_values(result.rubric, bearing, list(question.posterior))
        speaks = Counter(source for item in bearing for source in {item.source, *item.via})
        self.shared = tuple(i.id for i in bearing if any(speaks[source] > 1 for source in (i.source, *i.via)))
        alone = score(_apart(result.case, self.shared), result.as_of, draws=0) if self.shared else result
        self.alone = alone.questions[question.id]
        self.without = {item: _without(self.alone, alone.evidence[item]) for item in self.bearing}

    def disagreements(self, likely: list[str], counts: dict[str, int]) -> Iterator[Disagreement]:
        """Yield the pairs that disagree, reversed ones before ties, each by weight."""
        pairs = [
            self.disagreement(likelier, other, counts[likelier] == counts[other])
            for likelier, other in combinations(likely, 2)
            if counts[likelier] >= counts[other]
        ]
        kept = (pair for pair in pairs if _weight(pair) >= (MATTERS_DB if pair.tied else _EQUAL))
        yield from sorted(kept, key=lambda pair: (pair.tied, -round(_weight(pair), 9)))

    def disagreement(self, likelier: str, other: str, tied: bool) -> Disagreement:

        def between(logs: Mapping[str, float]) -> float:
            return DB * (logs[likelier] - logs[other])

        total = between(self.question.log_posterior)
        if not math.isfinite(total):
            ruled_out = self.question.log_posterior[other] < self.question.log_posterior[likelier]
            return Disagreement(likelier, other, tied, None if ruled_out else 0.0, ())
        alone = between(self.alone.log_posterior)
        weights = {item: alone - between(logs) for item, logs in self.without.items()}
        prior = between({h: math.log(self.question.prior[h]) for h in (likelier, other)})
        # Only items that add more to the count of one of the two than to that of the other.
        counted = [i for i, row in self.coded.items() if row.inconsistency(likelier) != row.inconsistency(other)]
        face = {item: between(self.face[item]) for item in counted}
        parts = tuple(self.parts(prior, weights, face, total))
        return Disagreement(
            likelier, other, tied, total, parts if all(math.isfinite(part.weight_db) for part in parts) else ()
        )

    def parts(self, prior: float, weights: Logs, face: Logs, total: float) -> Iterator[OddsPart]:
        counted, others = tuple(face), tuple(item for item in weights if item not in face)
        yield OddsPart("prior", prior)
        yield OddsPart("counted", math.fsum(face.values()), counted)
        yield OddsPart("discount", math.fsum(weights[item] - face[item] for item in counted), counted)
        yield OddsPart("uncounted", math.fsum(weights[item] for item in others), others)
        yield OddsPart("shared", total - prior - math.fsum(weights.values()), self.shared)


def _face_values(rubric: Rubric, bearing: list[Evidence], hypotheses: list[str]) -> dict[str, dict[str, float]]:
    """Return, by hypothesis, the log likelihood of what each item says, as if certain; 0 if nested in an indicator."""
    loaded = LoadedRubric.of(rubric)
    numbers = Numbers(loaded.scale, loaded.grading)
    values: dict[str, dict[str, float]] = {}
    for item in bearing:
        present_if = rubric.indicators[item.indicator].present_if
        means = [numbers.row(present_if[h])[0] if h in present_if else 1.0 for h in hypotheses]
        if item.says != "present" and present_if.keys() >= set(hypotheses):
            means = [1.0 - mean for mean in means]
        values[item.id] = dict(zip(hypotheses, log(means).tolist(), strict=True))
    return values


def _apart(case: Case, shared: tuple[str, ...]) -> Case:
    """Return the case with a separate source, of the same grade, for each item that shares one."""
    sources = dict(case.sources)

    def own(item: Evidence, name: str) -> str:
        made = f"{name}.{item.id}"
        while made in sources:
            made += "."
        sources[made] = case.sources[name]
        return made

    evidence = [
        item.model_copy(update={"source": own(item, item.source), "via": tuple(own(item, relay) for relay in item.via)})
        if item.id in shared and item.statement is None
        else item
        for item in case.evidence
    ]
    return case.model_copy(update={"sources": sources, "evidence": tuple(evidence)})


def _without(question: QuestionResult, item: ItemResult) -> dict[str, float]:
    """Return the log probabilities without one item; NaN if its weight is infinite."""
    weights = {h: math.nan if db is None else db / DB for h, db in item.weight_db.items()}
    odds = {h: log_p - question.log_remainder[h] for h, log_p in question.log_posterior.items()}
    with np.errstate(invalid="ignore"):
        return {h: -float(np.logaddexp(0.0, weights[h] - odds[h])) for h in odds}


def _weight(pair: Disagreement) -> float:
    return math.inf if pair.weight_db is None else pair.weight_db
