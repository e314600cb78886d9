"""What judgements rest on, worked out in one batch, against scoring each left-out item and source from scratch."""

from __future__ import annotations

import math
import random

import pytest

from assess.compile.coverage import independent_origins
from assess.domain.case import Case
from assess.domain.scale import Scale
from assess.scoring.claims import stated_in
from assess.scoring.confidence import ConfidenceFigures
from assess.scoring.confidence_figures import confidence_figures
from assess.scoring.score import Scoring
from tests.exactly import score
from tests.random_cases import random_case

CLOSE = 1e-6


def odds(p: float) -> float:
    return 10.0 * math.log10(p / (1.0 - p))


def probabilities(result: Scoring, led: dict[str, str]) -> dict[str, float]:
    """Return the probability of every claim, prediction and of the hypothesis that leads each instance in `led`."""
    claim_probabilities = {ident: claim.probability for ident, claim in (result.claims | result.predictions).items()}
    return claim_probabilities | {
        ident: result.questions[ident].posterior[hypothesis] for ident, hypothesis in led.items()
    }


def priors(result: Scoring, led: dict[str, str]) -> dict[str, float]:
    claim_priors = {ident: claim.prior for ident, claim in (result.claims | result.predictions).items()}
    return claim_priors | {ident: result.questions[ident].prior[hypothesis] for ident, hypothesis in led.items()}


def word(scale: Scale, p: float) -> str | None:
    term = scale.term_of(p)
    return None if term is None else term.term


def of(result: Scoring, led: dict[str, str]) -> dict[str, ConfidenceFigures]:
    judged = stated_in(result.case) | {ident: ({ident: (h,)},) for ident, h in led.items()}
    return confidence_figures(result.model, judged, result.questions, result.sources, {})


def inner(p: float) -> bool:
    return 1e-6 < p < 1.0 - 1e-6


@pytest.mark.parametrize("seed", range(9_000, 9_040))
def test_the_grounds_are_those_of_scoring_without(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=8))
    case, scale = result.case, result.rubric.scale
    assert isinstance(scale, Scale)
    led = {ident: question.leading for ident, question in result.questions.items()}
    figures, now, before = of(result, led), probabilities(result, led), priors(result, led)
    scored = {item.id: item for item in case.evidence if item.id in result.evidence}
    without = {ident: probabilities(score(case.without(ident)), led) for ident in scored}
    heard = {source: [i.id for i in scored.values() if source in (i.source, *i.via)] for source in case.sources}
    silent = {s: probabilities(score(case.without(*ids)), led) for s, ids in heard.items() if ids}
    for name, ground in figures.items():
        p = now[name]
        if not inner(p) or not all(inner(w[name]) for w in without.values()) or not inner(before[name]):
            continue
        assert ground.moved_db == pytest.approx(abs(odds(p) - odds(before[name])), abs=CLOSE)
        weights = {ident: odds(p) - odds(w[name]) for ident, w in without.items()}
        total = sum(map(abs, weights.values()))
        if total < 1e-3:
            continue
        through = {s: sum(abs(weights[i]) for i in ids) / total for s, ids in heard.items() if ids}
        assert ground.source_share == pytest.approx(max(through.values()), abs=CLOSE)
        assert through[ground.source] == pytest.approx(ground.source_share, abs=CLOSE)
        assert ground.document_share == pytest.approx(on_one_document(case, weights) / total, abs=CLOSE)
        reliable = sum(share * result.sources[s].posterior for s, share in through.items()) / sum(through.values())
        assert ground.reliability == pytest.approx(reliable, abs=CLOSE)
        side = -1.0 if name not in led and p < 0.5 else 1.0
        if name in led or abs(p - 0.5) > CLOSE:
            against = sum(abs(w) for w in weights.values() if w * side < 0.0) / total
            assert ground.against == pytest.approx(against, abs=CLOSE)
        turning = {s for s, w in silent.items() if word(scale, w[name]) != word(scale, p)}
        if all(clear_of_edges(scale, q) for q in (p, *(w[name] for w in silent.values()))):
            assert set(ground.turning) == turning
        tripled = [f for f in (3.0, 1.0 / 3.0) if word(scale, p * f / (p * f + 1.0 - p)) != word(scale, p)]
        assert ground.other_priors == pytest.approx(tripled)


def clear_of_edges(scale: Scale, p: float) -> bool:
    return all(abs(p - edge) > CLOSE for term in scale.terms for edge in (term.low, term.high))


def on_one_document(case: Case, weights: dict[str, float]) -> float:
    cited = {item.id: {cite.document for cite in item.cites} for item in case.evidence}
    bare = sum(abs(w) for ident, w in weights.items() if not cited[ident])
    alone = [sum(abs(w) for ident, w in weights.items() if cited[ident] == {d}) for d in case.documents]
    return bare + max(alone, default=0.0)


@pytest.mark.parametrize("seed", range(9_100, 9_120))
def test_an_instance_has_the_origins_that_its_coverage_counts(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=10))
    led = {ident: question.leading for ident, question in result.questions.items()}
    figures = of(result, led)
    assert {i: figures[i].origins for i in led} == {i: q.independent_origins for i, q in result.questions.items()}
    assert {i: figures[i].looked_for for i in led} == pytest.approx({i: result.questions[i].looked_for for i in led})


def test_origins_of_a_claim_are_counted_over_its_instances() -> None:
    assert independent_origins([("a",), ("b", "a"), ("c",)]) == 2
