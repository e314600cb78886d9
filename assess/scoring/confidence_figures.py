"""The figures that each judgement rests on, and the confidence that the rubric's policy allows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.compile.coverage import chains, in_every_chain, independent_origins
from assess.compile.model import Compiled
from assess.compile.perturbations import dropping
from assess.domain.claim import Proposition
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.language import ENGLISH, language
from assess.domain.scale import Scale
from assess.network.information import ENDLESS_DB, best_carried, excess_against, presence_given, single_weights
from assess.network.logs import DB, Bools, Floats, logistics
from assess.scoring.claims import FAR, Claims, hypotheses_of, log_odds, stated_in
from assess.scoring.confidence import Confidence, judge
from assess.scoring.evidence_groups import EvidenceGroups
from assess.scoring.judgement_basis import ENOUGH_DB, PRIOR_FACTOR, ConfidenceFigures
from assess.scoring.read_off import instances_of
from assess.scoring.results import QuestionResult, SourceResult

MOST_CELLS = 2**27
"""The most table entries of all versions together for the figures to be worked out."""

_NOTHING = 1e-9
"""Differences up to this size are rounding error, in a share as in a weight in dB."""


def confidences(
    model: Compiled,
    questions: Mapping[str, QuestionResult],
    sources: Mapping[str, SourceResult],
    intervals: Mapping[str, tuple[float, float]] | None = None,
    undefined: Collection[str] = (),
) -> dict[str, Confidence]:
    """Return the confidence in each claim and prediction, and in the leading hypothesis of each instance.

    Parameters
    ----------
    model : Compiled
    questions, sources
        Results.
    intervals : dict of str to (float, float), optional
        90 % intervals of probability, by claim, prediction and instance (of its leading hypothesis).
    undefined : collection of str
        Claims and predictions without a probability.

    Returns
    -------
    dict of str to Confidence
        By id of the claim, prediction or instance; empty if the case is too large for it, or exceeds the memory bound
        even without evidence.
    """
    if model.before.beyond is not None:
        return {}
    stated = stated_in(model.layout.case)
    judged = {ident: proposition for ident, proposition in stated.items() if ident not in undefined}
    judged |= {ident: Proposition(({ident: (question.leading,)},)) for ident, question in questions.items()}
    policy = model.layout.rubric.confidence
    assert isinstance(policy, ConfidencePolicy)
    every = confidence_figures(model, judged, questions, sources, intervals or {})
    with language(ENGLISH):
        return {name: judge(figures, policy) for name, figures in every.items()}


def confidence_figures(
    model: Compiled,
    judged: Mapping[str, Proposition],
    questions: Mapping[str, QuestionResult],
    sources: Mapping[str, SourceResult],
    intervals: Mapping[str, tuple[float, float]],
) -> dict[str, ConfidenceFigures]:
    """Return the figures that each judgement rests on; none if the case is too large for it.

    Parameters
    ----------
    model : Compiled
    judged : dict of str to Proposition
        Those under the id of an instance concern its leading hypothesis.
    questions, sources
        Results.
    intervals : dict of str to (float, float)
        The 90 % interval of the probability of a judgement, if there is one.
    """
    evidence = EvidenceGroups.of(model)
    if evidence.versions * model.after.plan.cells > MOST_CELLS:
        return {}
    claims = Claims(judged, model)
    odds = _Odds.of(model, judged, claims, questions, evidence)
    towards = np.where(odds.is_for, 1.0, -1.0)
    weights, expected = single(model, odds.before, odds.given_present, evidence)
    weights = weights * towards[:, np.newaxis]
    expected = np.where(towards[:, np.newaxis] > 0.0, expected[0], expected[1])
    quality = np.array(
        [math.prod(sources[s].posterior for s in model.testimony.reports[n].passed) for n in evidence.statements]
    )
    towards_it = np.maximum(weights, 0.0)
    carrying = np.where(towards_it.any(axis=1, keepdims=True), towards_it, np.abs(weights))
    reliability = best_carried(carrying, quality, ENOUGH_DB)
    against = excess_against(weights, expected)
    moves = np.clip(
        towards[:, np.newaxis] * DB * _difference(odds.versions, odds.before[:, np.newaxis]), -ENDLESS_DB, ENDLESS_DB
    )
    weigh = np.count_nonzero(np.abs(weights) > _NOTHING, axis=1).tolist()
    passed, everywhere = chains(model), in_every_chain(model)
    figures = {}
    for k, (name, claim) in enumerate(judged.items()):
        instances = instances_of(model, claim)
        source, source_rest = _least(evidence.sources, moves[k, 1 : len(evidence.sources) + 1])
        document, document_rest = _least(evidence.documents, moves[k, len(evidence.sources) + 1 :])
        figures[name] = ConfidenceFigures(
            weighing=weigh[k] or (len(evidence.statements) if abs(moves[k, 0]) > _NOTHING else 0),
            origins=independent_origins((chain for i in instances for chain in passed.get(i, ())), everywhere),
            source=source,
            source_rest=source_rest,
            document=document or None,
            document_rest=document_rest,
            undocumented=evidence.undocumented,
            reliability=float(reliability[k]),
            width=intervals[name][1] - intervals[name][0] if name in intervals else None,
            turning=odds.turning(name, evidence.sources),
            prior_turns=odds.prior_turns(name),
            moved_db=float(moves[k, 0]),
            looked_for=float(np.mean([questions[i].looked_for for i in instances] or [0.0])),
            against=float(against[k]),
            leads=name in questions,
        )
    return figures


@dataclass(frozen=True)
class _Odds:
    """Log odds of all judgements (nats).

    Parameters
    ----------
    before : float64, shape (judgements,)
        The odds without any evidence.
    given_present : float64, shape (judgements, indicator instances)
        The odds if all that were known is that an indicator is present.
    versions : float64, shape (judgements, versions)
        The odds with all the evidence, then without each group left out.
    place : dict of str to int
    rivals : dict of str to float64, shape (other hypotheses, versions)
        The rivals of each instance's leading hypothesis.
    scale : Scale
    """

    before: Floats
    given_present: Floats
    versions: Floats
    place: Mapping[str, int]
    rivals: Mapping[str, Floats]
    scale: Scale

    @classmethod
    def of(
        cls,
        model: Compiled,
        judged: Mapping[str, Proposition],
        claims: Claims,
        questions: Mapping[str, QuestionResult],
        of: EvidenceGroups,
    ) -> _Odds:
        """Return the odds of judgements, and of the rivals of leading hypotheses."""
        others = {
            (name, state): held
            for name in judged
            if name in questions
            for state, held in hypotheses_of(model, name).items()
            if state != questions[name].leading
        }
        # No id contains a line break, so no two keys coincide.
        every = {**judged, **{f"{name}\n{state}": held for (name, state), held in others.items()}}
        nodes, columns = model.before.part.nodes, len(of.nodes) + 1
        without = claims.log_odds(model.story_batch.world_given_present(of.nodes), nodes).values()
        given_present = np.array([np.broadcast_to(odds, (columns,)) for odds in without]).reshape(-1, columns)
        before = given_present[:, -1]
        if not (np.abs(before) < FAR).all():
            before = np.array([odds[0] for odds in claims.log_odds(model.before.exact, nodes).values()])
        left_out = [of.repeated, *(of.repeated | group for group in of.left_out)]
        after = log_odds(model, every, dropping(left_out))
        rivals: dict[str, list[Floats]] = {}
        for name, state in others:
            rivals.setdefault(name, []).append(after[f"{name}\n{state}"])
        return cls(
            before,
            given_present[:, :-1],
            np.array([after[name] for name in judged]).reshape(len(judged), len(left_out)),
            {name: k for k, name in enumerate(judged)},
            {name: np.array(of_one) for name, of_one in rivals.items()},
            model.world.numbers.scale,
        )

    @cached_property
    def is_for(self) -> Bools:
        """Whether each judgement is for what it names, as leading hypotheses always are, rather than the contrary.

        For a claim with the word for even chances, it is the side towards which the evidence moves it.
        """
        now, (low, high) = self.versions[:, 0], self._even
        probability = logistics(now)
        is_even = (low - _NOTHING <= probability) & (probability <= high + _NOTHING)
        sides: Bools = np.where(is_even, now >= self.before, now >= 0.0)
        sides[[self.place[name] for name in self.rivals]] = True
        return sides

    @cached_property
    def _even(self) -> tuple[float, float]:
        """The interval of probability that has the word for even chances."""
        even = self.scale.term_of(0.5)
        return (even.low, even.high) if even is not None else (0.5, 0.5)

    def turning(self, name: str, sources: Sequence[str]) -> tuple[str, ...] | None:
        """Return the sources without which a judgement would leave its side; None if it is not on it with all."""
        stands = self._as_is[self.place[name]]
        if not stands[0]:
            return None
        return tuple(itertools.compress(sources, ~stands[1:]))

    def prior_turns(self, name: str) -> bool:
        """Return whether a judgement would leave its side if the prior odds of that side were a third."""
        return not self._with_less_prior[self.place[name]]

    @cached_property
    def _as_is(self) -> Bools:
        return self._stand(slice(None), 0.0)

    @cached_property
    def _with_less_prior(self) -> Bools:
        return self._stand(slice(1), -math.log(PRIOR_FACTOR))[:, 0]

    def _stand(self, versions: slice, shift: float) -> Bools:
        """Return whether judgements are clearly on their side in some versions, with odds for it shifted (nats).

        For a claim that means beyond the word for even chances; for a leading hypothesis, ahead of all others.
        """
        odds, (low, high) = self.versions[:, versions], self._even
        is_for = self.is_for[:, np.newaxis]
        probability = logistics(odds + np.where(is_for, shift, -shift))
        stand: Bools = np.where(is_for, probability > high - _NOTHING, probability < low + _NOTHING)
        for name, rivals in self.rivals.items():
            k = self.place[name]
            rest = 1.0 - logistics(odds[k])
            left = np.divide(1.0 - probability[k], rest, out=np.zeros_like(rest), where=rest > 0.0)
            highest = logistics(rivals[:, versions]).max(axis=0, initial=0.0)
            stand[k] = probability[k] > highest * left + _NOTHING
        return stand


def single(model: Compiled, before: Floats, given_present: Floats, evidence: EvidenceGroups) -> tuple[Floats, Floats]:
    """Return each statement's weight alone towards each judgement, and its expected weight against either side (dB).

    Parameters
    ----------
    model : Compiled
    before : float64, shape (judgements,), nats
        Their log odds without any evidence.
    given_present : float64, shape (judgements, indicator instances), nats
        The same if all that were known is that an indicator is present.
    evidence : EvidenceGroups

    Returns
    -------
    weights : float64, shape (judgements, statements)
    expected : float64, shape (2, judgements, statements)
    """
    if not evidence.statements:
        return np.zeros((len(before), 0)), np.zeros((2, len(before), 0))
    reports, place = model.testimony.reports, {name: k for k, name in enumerate(evidence.nodes)}
    present = np.exp([model.before.marginal(model.before.part.nodes[name])[0] for name in place])
    at = [place[reports[number].node] for number in evidence.statements]
    reliable = {name: float(witness.log_reliable[0]) for name, witness in model.testimony.witnesses.items()}
    return single_weights(
        presence_given(before, given_present, present)[:, :, at],
        present[at],
        np.exp([reports[number].log_likelihood for number in evidence.statements]),
        np.exp([sum(reliable[source] for source in reports[number].passed) for number in evidence.statements]),
    )


def _least(names: Sequence[str], rest: Floats) -> tuple[str, float]:
    """Return the name without which least is left (on ties, the first); "" if there are none."""
    if not len(names):
        return "", 0.0
    least = float(rest.min())
    return min(name for name, left in zip(names, rest, strict=True) if left <= least + _NOTHING), least


def _difference(after: Floats, before: Floats) -> Floats:
    """Return how far odds moved (nats); 0 if they are infinite before and after."""
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(after - before, nan=0.0, posinf=np.inf, neginf=-np.inf)
