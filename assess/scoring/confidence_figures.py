"""The figures that each judgement rests on, and the confidence that the policy of the rubric leaves it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assess.compile.coverage import chains, heard_everywhere, independent_origins
from assess.compile.model import Compiled
from assess.compile.perturbations import dropping
from assess.domain.claim import Proposition
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.language import ENGLISH, language
from assess.domain.scale import Scale
from assess.network.information import group_shares, left_out_weights, opposed
from assess.network.logs import DB, Floats
from assess.scoring.claims import Claims, log_odds, stated_in
from assess.scoring.confidence import PRIOR_FACTOR, Confidence, ConfidenceFigures, judge
from assess.scoring.read_off import instances_of
from assess.scoring.results import QuestionResult, SourceResult, unmoved

MOST_CELLS = 2**27
"""Entries of the tables of all versions together, up to which the figures are worked out."""

_NOTHING = 1e-9
"""Differences up to this are rounding error, of a share as of a weight in dB."""


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
        By the id of the claim, prediction or instance; empty where the case is too large for it.
    """
    stated = stated_in(model.layout.case)
    judged = {ident: proposition for ident, proposition in stated.items() if ident not in undefined}
    judged |= {ident: Proposition(({ident: (question.leading,)},)) for ident, question in questions.items()}
    policy = model.layout.rubric.confidence
    assert isinstance(policy, ConfidencePolicy)
    every = confidence_figures(model, judged, questions, sources, intervals or {})
    with language(ENGLISH):
        return {name: judge(figures, policy) for name, figures in every.items()}


@dataclass(frozen=True, slots=True)
class _Odds:
    """Log odds of all judgements (nats): before, after, and without each item and each source."""

    before: Floats
    after: Floats
    without_item: Floats
    without_source: Floats


def confidence_figures(
    model: Compiled,
    judged: Mapping[str, Proposition],
    questions: Mapping[str, QuestionResult],
    sources: Mapping[str, SourceResult],
    intervals: Mapping[str, tuple[float, float]],
) -> dict[str, ConfidenceFigures]:
    """Return the figures that each judgement rests on; none where the case is too large for it.

    Parameters
    ----------
    model : Compiled
    judged : dict of str to Proposition
    questions, sources
        Results.
    intervals : dict of str to (float, float)
        The 90 % interval of the probability of a judgement, where there is one.
    """
    reports, names = model.testimony.reports, sorted(model.reports_through)
    if (len(reports) + len(names)) * model.after.plan.cells > MOST_CELLS:
        return {}
    odds = _odds(model, judged, names)
    instances = [instances_of(model, claim) for claim in judged.values()]
    weights = _weights(model, odds, instances)
    by_source = group_shares(weights, _groups(len(reports), [model.reports_through[source] for source in names]))
    by_document = _by_document(model, weights)
    named = [document for document in by_document if document]
    leads = np.array([name in questions for name in judged], dtype=bool)
    against = opposed(weights, np.where(leads, 1.0, odds.after))
    reliable = np.array([sources[source].posterior for source in names])
    passed, everywhere = chains(model), heard_everywhere(model)
    scale = model.world.numbers.scale
    figures = {}
    for k, name in enumerate(judged):
        source, source_share = _most(names, by_source[k])
        document, alone = _most(named, np.array([by_document[title][k] for title in named]))
        figures[name] = ConfidenceFigures(
            weighing=int(np.count_nonzero(weights[k])),
            origins=independent_origins((chain for i in instances[k] for chain in passed.get(i, ())), everywhere),
            source=source,
            source_share=source_share,
            document=document or None,
            document_share=min(1.0, alone + float(by_document[""][k])),
            undocumented=float(by_document[""][k]),
            reliability=_average(reliable, by_source[k]),
            width=intervals[name][1] - intervals[name][0] if name in intervals else None,
            turning=_turning(scale, odds.after[k], odds.without_source[k], names),
            other_priors=_other_priors(scale, odds.after[k]),
            moved_db=_moved(odds.before[k], odds.after[k]),
            looked_for=float(np.mean([questions[i].looked_for for i in instances[k]] or [0.0])),
            against=float(against[k]),
        )
    return figures


def _odds(model: Compiled, judged: Mapping[str, Proposition], names: Sequence[str]) -> _Odds:
    items = len(model.testimony.reports)
    before = Claims(judged, model).log_odds(model.before.solution, model.before.part.nodes)
    left_out = [(), *((n,) for n in range(items)), *(model.reports_through[source] for source in names)]
    by_claim = log_odds(model, judged, dropping(left_out))
    versions = np.array([by_claim[name] for name in judged])
    return _Odds(
        before=np.array([before[name][0] for name in judged]),
        after=versions[:, 0],
        without_item=versions[:, 1 : items + 1],
        without_source=versions[:, items + 1 :],
    )


def _weights(model: Compiled, odds: _Odds, instances: Sequence[Sequence[str]]) -> Floats:
    """Return the weight of each item on each judgement.

    Where the evidence moves a judgement and yet no item weighs, since each says what others say, the items that bear
    on it count alike, or all where none does.
    """
    weights = left_out_weights(odds.after, odds.without_item)
    for k in np.flatnonzero(~weights.any(axis=1)).tolist():
        if _moved(odds.before[k], odds.after[k]) > _NOTHING:
            bears = np.array([report.instance in instances[k] for report in model.testimony.reports], dtype=np.float64)
            weights[k] = bears if bears.any() else 1.0
    return weights


def _groups(items: int, members: Sequence[Iterable[int]]) -> Floats:
    """Return which items belong to each group, shape (groups, items)."""
    belongs = np.zeros((len(members), items))
    for k, numbers in enumerate(members):
        belongs[k, list(numbers)] = 1.0
    return belongs


def _by_document(model: Compiled, weights: Floats) -> dict[str, Floats]:
    """Return the share of the weight of the items that rest on each document alone; under "", on none that is named."""
    cites = {item.id: frozenset(cite.document for cite in item.cites) for item in model.layout.case.evidence}
    alone: dict[str, list[int]] = {"": []}
    for number, report in enumerate(model.testimony.reports):
        if len(cites[report.item]) < 2:
            alone.setdefault(next(iter(cites[report.item]), ""), []).append(number)
    portions = group_shares(weights, _groups(weights.shape[1], list(alone.values())))
    return dict(zip(alone, portions.T, strict=True))


def _most(names: Sequence[str], share: Floats) -> tuple[str, float]:
    """Return the name with the largest share, the first by name of those that have it; "" where there is none."""
    if not len(names):
        return "", 0.0
    largest = float(share.max())
    return min(name for name, portion in zip(names, share, strict=True) if portion >= largest - _NOTHING), largest


def _average(values: Floats, weight: Floats) -> float:
    total = float(weight.sum())
    return float(values @ weight) / total if total > 0.0 else 0.0


def _moved(before: float, after: float) -> float:
    """Return how far odds moved (dB); 0 where they are endless before and after."""
    return 0.0 if before == after else float(abs(DB * (after - before)))


def _turning(scale: Scale, after: float, without: Floats, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(source for source, odds in zip(names, without, strict=True) if _is_other_word(scale, after, odds))


def _other_priors(scale: Scale, after: float) -> tuple[float, ...]:
    factors = (PRIOR_FACTOR, 1.0 / PRIOR_FACTOR)
    return tuple(factor for factor in factors if _is_other_word(scale, after, after + math.log(factor)))


def _is_other_word(scale: Scale, log_odds_now: float, other_log_odds: float) -> bool:
    """Say whether two log odds have different words, or lie in different gaps between words."""
    before, after = _probability(log_odds_now), _probability(other_log_odds)
    return not unmoved(before, after) and _place(scale, before) != _place(scale, after)


def _place(scale: Scale, probability: float) -> tuple[str | None, int]:
    term = scale.term_of(probability)
    return (term.term, 0) if term is not None else (None, sum(probability > each.low for each in scale.terms))


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds)) if log_odds > 0.0 else 1.0 - 1.0 / (1.0 + math.exp(log_odds))
