"""How improbable the evidence is under the whole model, and which items nothing in it would lead one to expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assess.compile.replicated_evidence import ReplicatedEvidence, log_evidence_of, replicated_evidence
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of

DRAWS = 200
SELDOM = 0.05
"""What makes the evidence, or an item, surprising: a probability of at most this."""

_ROUNDING = 1e-9
_FEWEST_ITEMS, _FEWEST_DRAWS = 5, 20
"""Of fewer items, or with fewer draws in which a hypothesis is true, nothing is said of how one-sided they are."""


@dataclass(frozen=True, slots=True)
class SurprisingItem:
    """An item that is improbable under every hypothesis, given all the other items.

    Parameters
    ----------
    item, instance : str
    hypothesis : str
        Of that instance, the one under which it is least improbable.
    probability : float
        Of what it says, under that hypothesis.
    """

    item: str
    instance: str
    hypothesis: str
    probability: float


@dataclass(frozen=True, slots=True)
class OneSidedEvidence:
    """Evidence on an instance that speaks for its leading hypothesis more often than it would if that were true.

    Parameters
    ----------
    instance, hypothesis : str
    items : int
        Scored items on the instance.
    speaking_for : int
        Those that speak for the hypothesis.
    expected : float
        The mean of that number in evidence drawn from worlds in which it is true.
    share : float
        The share of such evidence in which as many speak for it.
    """

    instance: str
    hypothesis: str
    items: int
    speaking_for: int
    expected: float
    share: float


@dataclass(frozen=True, slots=True)
class Surprise:
    """How improbable the evidence is under the model, beside evidence of the same items drawn from it.

    Parameters
    ----------
    log_evidence : float, nats
        Log probability of the evidence.
    draws : int
        How much evidence was drawn.
    share : float
        The share of it, the evidence itself counted, that is no more probable; 1 where nothing is said.
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
        """Whether hardly any evidence drawn from the model is as improbable."""
        return self.share <= SELDOM


def surprise(result: Assessment, draws: int = DRAWS, seed: int = 0) -> Surprise:
    """Return how improbable the evidence of a case is under its whole model (the prior predictive check of Box 1980).

    Parameters
    ----------
    result : Assessment
    draws : int
        How much evidence is drawn from the model, to compare with: at least 1.
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
