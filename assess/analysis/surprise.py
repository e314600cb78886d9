"""How improbable the evidence is under the whole model, and which items nothing in the model leads one to expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assess.compile.replicated_evidence import ReplicatedEvidence, log_evidence_of, replicated_evidence
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of

DRAWS = 200
SELDOM = 0.05
"""The probability up to which the evidence, or an item, is surprising."""

_ROUNDING = 1e-9
_FEWEST_ITEMS, _FEWEST_DRAWS = 5, 20
"""The fewest items, and the fewest draws in which a hypothesis is true, for evidence to be called one-sided."""


@dataclass(frozen=True, slots=True)
class SurprisingItem:
    """An item that is improbable under every hypothesis, given all the other items.

    Parameters
    ----------
    item, instance : str
    hypothesis : str
        The hypothesis of that instance under which it is least improbable.
    probability : float
        The probability of what it says under that hypothesis.
    """

    item: str
    instance: str
    hypothesis: str
    probability: float


@dataclass(frozen=True, slots=True)
class OneSidedEvidence:
    """Evidence that speaks for an instance's leading hypothesis more often than it would if that were true.

    Parameters
    ----------
    instance, hypothesis : str
    items : int
        Scored items on the instance.
    speaking_for : int
        The number that speak for the hypothesis.
    expected : float
        The mean of that number in evidence drawn from worlds in which it is true.
    share : float
        The share of such evidence in which at least as many speak for it.
    """

    instance: str
    hypothesis: str
    items: int
    speaking_for: int
    expected: float
    share: float


@dataclass(frozen=True, slots=True)
class Surprise:
    """How improbable the evidence is, compared with evidence on the same items drawn from the model.

    Parameters
    ----------
    log_evidence : float, nats
        Log probability of the evidence.
    draws : int
        The number of draws.
    share : float
        The share of them, the evidence itself included, that is no more probable; 1 if nothing is said.
    expected : float, nats
        The mean log probability of what was drawn.
    present : int
        Items that say that their indicator is present.
    expected_present : float
        Their mean number in what was drawn.
    items : tuple of SurprisingItem
        Most improbable first.
    one_sided : tuple of OneSidedEvidence
        Most one-sided first.
    """

    log_evidence: float
    draws: int
    share: float
    expected: float
    present: int
    expected_present: float
    items: tuple[SurprisingItem, ...]
    one_sided: tuple[OneSidedEvidence, ...]

    @property
    def is_surprising(self) -> bool:
        """Whether hardly any evidence drawn from the model is as improbable as this."""
        return self.share <= SELDOM


def surprise(result: Assessment, draws: int = DRAWS, seed: int = 0) -> Surprise:
    """Return how improbable the evidence of a case is under its whole model (prior predictive check: Box 1980).

    Parameters
    ----------
    result : Assessment
    draws : int
        The number of draws from the model to compare with, at least 1.
    seed : int

    Examples
    --------
    >>> import assess
    >>> result = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
    >>> assess.surprise(result).is_surprising
    False
    """
    model = scoring_of(result).model
    drawn = replicated_evidence(model, draws, np.random.default_rng(seed))
    logs = log_evidence_of(model, drawn.perturbations)
    log_evidence = float(model.after.exact.log_total[0])
    count = len(logs)
    as_improbable = np.count_nonzero(logs <= log_evidence + _ROUNDING)
    presents = [sum(word == "present" for word in words.values()) for words in drawn.words]
    said = [model.layout.items[report.item].says for report in model.testimony.reports]
    return Surprise(
        log_evidence=log_evidence,
        draws=count,
        share=float(as_improbable + 1) / (count + 1),
        expected=float(logs.mean()) if count else log_evidence,
        present=said.count("present"),
        expected_present=sum(presents) / count if count else float(said.count("present")),
        items=tuple(_improbable(result)),
        one_sided=tuple(_one_sided(result, drawn)),
    )


def _improbable(result: Assessment) -> list[SurprisingItem]:
    model = scoring_of(result).model
    listed = []
    for number, logs in model.foretold.items():
        report = model.testimony.reports[number]
        likeliest = int(logs.argmax())
        probability = float(np.exp(logs[likeliest]))
        if probability <= SELDOM:
            hypothesis = model.world.nodes[report.instance].states[likeliest]
            listed.append(SurprisingItem(report.item, report.instance, hypothesis, probability))
    return sorted(listed, key=lambda each: (round(each.probability, 9), each.item))


def _one_sided(result: Assessment, drawn: ReplicatedEvidence) -> list[OneSidedEvidence]:
    model = scoring_of(result).model
    listed = []
    for ident, question in result.questions.items():
        leading = question.leading
        weights = {
            name: weight
            for name, item in result.evidence.items()
            if item.instance == ident and (weight := item.weight_db[leading]) is not None
        }
        true = np.flatnonzero(drawn.truths[ident] == model.world.nodes[ident].states.index(leading)).tolist()
        if len(weights) < _FEWEST_ITEMS or len(true) < _FEWEST_DRAWS:
            continue
        said = {name: model.layout.items[name].says for name in weights}
        counts = [
            sum((drawn.words[draw][name] == said[name]) == (weight > 0.0) for name, weight in weights.items())
            for draw in true
        ]
        speaking_for = sum(weight > 0.0 for weight in weights.values())
        share = (sum(count >= speaking_for for count in counts) + 1) / (len(true) + 1)
        if share <= SELDOM:
            expected = sum(counts) / len(counts)
            listed.append(OneSidedEvidence(ident, leading, len(weights), speaking_for, expected, share))
    return sorted(listed, key=lambda each: (each.share, each.instance))
