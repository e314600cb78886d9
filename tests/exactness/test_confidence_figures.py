"""What judgements rest on, worked out in one batch, against scoring each left-out item and source from scratch."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from assess.compile.coverage import independent_origins
from assess.domain.case import Case
from assess.domain.claim import Proposition
from assess.domain.evidence import Evidence
from assess.domain.scale import Scale
from assess.scoring.claims import Claims, stated_in
from assess.scoring.confidence_figures import confidence_figures, single
from assess.scoring.evidence_groups import EvidenceGroups
from assess.scoring.judgement_basis import ConfidenceFigures
from assess.scoring.score import Scoring
from tests.exactly import left_out, score
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


def of(result: Scoring, led: dict[str, str]) -> dict[str, ConfidenceFigures]:
    judged = stated_in(result.case) | {ident: Proposition(({ident: (h,)},)) for ident, h in led.items()}
    return confidence_figures(result.model, judged, result.questions, result.sources, {})


def inner(p: float) -> bool:
    return 1e-6 < p < 1.0 - 1e-6


def says_nothing_twice(case: Case, scored: dict[str, Evidence]) -> bool:
    said = [(i.source, i.about, i.indicator, i.period, i.event, i.says) for i in scored.values()]
    return len(said) == len(set(said))


def is_for(name: str, p: float, before: float, led: dict[str, str], scale: Scale) -> bool:
    even = scale.term_of(0.5)
    assert even is not None
    return name in led or (p >= before if even.low <= p <= even.high else p >= 0.5)


@pytest.mark.parametrize("seed", range(9_000, 9_040))
def test_the_figures_are_those_of_scoring_without(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=8))
    case, scale = result.case, result.rubric.scale
    assert isinstance(scale, Scale)
    led = {ident: question.leading for ident, question in result.questions.items()}
    figures, now, before = of(result, led), probabilities(result, led), priors(result, led)
    scored = {item.id: item for item in case.evidence if item.id in result.evidence}
    if not scored or not says_nothing_twice(case, scored):
        return
    through = {s: [i.id for i in scored.values() if s in (i.source, *i.via)] for s in case.sources}
    sources = {s: probabilities(score(left_out(case, *ids)), led) for s, ids in through.items() if ids}
    documents = [probabilities(score(left_out(case, *ids)), led) for ids in on_each_document(case, scored)]
    for name, ground in figures.items():
        versions = [now, before, *sources.values(), *documents]
        if not all(inner(version[name]) for version in versions) or not clear_of_edges(scale, now[name]):
            continue
        side = 1.0 if is_for(name, now[name], before[name], led, scale) else -1.0
        moved = {s: side * (odds(w[name]) - odds(before[name])) for s, w in sources.items()}
        assert ground.moved_db == pytest.approx(side * (odds(now[name]) - odds(before[name])), abs=CLOSE)
        assert ground.source_rest == pytest.approx(min(moved.values()), abs=CLOSE)
        assert moved[ground.source] == pytest.approx(ground.source_rest, abs=CLOSE)
        rest = min(side * (odds(w[name]) - odds(before[name])) for w in documents)
        assert ground.document_rest == pytest.approx(rest, abs=CLOSE)
        if name in led or not all(clear_of_edges(scale, w[name]) for w in sources.values()):
            continue
        even = scale.term_of(0.5)
        assert even is not None
        stands = {s: w[name] > even.high if side > 0 else w[name] < even.low for s, w in {**sources, "": now}.items()}
        assert ground.turning == (
            None if not stands.pop("") else tuple(sorted(s for s, holds in stands.items() if not holds))
        )


@pytest.mark.parametrize("seed", range(9_150, 9_170))
def test_a_statement_alone_weighs_what_scoring_it_alone_gives(seed: int) -> None:
    case = random_case(random.Random(seed), most=8)
    fair = {name: source.model_copy(update={"favours": {}, "copies": {}}) for name, source in case.sources.items()}
    result = score(case.model_copy(update={"sources": fair}))
    judged = stated_in(result.case)
    evidence = EvidenceGroups.of(result.model)
    claims = Claims(judged, result.model)
    before = claims.log_odds(result.model.before.solution, result.model.before.part.nodes)
    present = claims.log_odds(
        result.model.story_batch.world_given_present(evidence.nodes), result.model.before.part.nodes
    )
    given_present = np.array([np.broadcast_to(present[name], (len(evidence.nodes) + 1,))[:-1] for name in judged])
    weights, _ = single(result.model, np.array([before[name][0] for name in judged]), given_present, evidence)
    for column, number in enumerate(evidence.statements):
        item = result.model.testimony.reports[number].item
        alone = score(left_out(result.case, *(i.id for i in case.evidence if i.id != item)))
        for row, name in enumerate(judged):
            p, prior = (
                (alone.claims | alone.predictions)[name].probability,
                (result.claims | result.predictions)[name].prior,
            )
            if inner(p) and inner(prior):
                assert weights[row, column] == pytest.approx(odds(p) - odds(prior), abs=CLOSE)


def clear_of_edges(scale: Scale, p: float) -> bool:
    return all(abs(p - edge) > CLOSE for term in scale.terms for edge in (term.low, term.high))


def on_each_document(case: Case, scored: dict[str, Evidence]) -> list[list[str]]:
    cited = {ident: {cite.document for cite in item.cites} for ident, item in scored.items()}
    bare = [ident for ident, documents in cited.items() if not documents]
    alone = [[i for i, documents in cited.items() if documents == {d}] for d in case.documents]
    return [[*ids, *bare] for ids in alone if ids] or [bare]


@pytest.mark.parametrize("seed", range(9_100, 9_120))
def test_an_instance_has_the_origins_that_its_coverage_counts(seed: int) -> None:
    result = score(random_case(random.Random(seed), most=10))
    led = {ident: question.leading for ident, question in result.questions.items()}
    figures = of(result, led)
    assert {i: figures[i].origins for i in led} == {i: q.independent_origins for i, q in result.questions.items()}
    assert {i: figures[i].looked_for for i in led} == pytest.approx({i: result.questions[i].looked_for for i in led})


def test_origins_of_a_claim_are_counted_over_its_instances() -> None:
    assert independent_origins([("a",), ("b", "a"), ("c",)]) == 2
