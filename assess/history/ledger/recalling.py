"""A recorded scoring as a result again: what was found then, of the inputs that it was found from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from assess.domain.case import Case
from assess.scoring.confidence import Confidence, Reason
from assess.scoring.draws import Range
from assess.scoring.results import (
    Assessment,
    ClaimResult,
    QuestionResult,
    SourceResult,
    unmoved,
)
from assess.scoring.score import score

Stored = Mapping[str, Any]
R = TypeVar("R")


def recalled(case: Case, found: Stored) -> Assessment:
    """Return a result as it was stored; it holds neither its draws nor its network.

    Parameters
    ----------
    case : Case
        Its inputs.
    found : dict
        What `Assessment.to_dict` gave. What that leaves out is as today's engine finds it.

    Raises
    ------
    AssessError
        If today's rules refuse the inputs.
    """
    today = score(case, found["as_of"], draws=0)
    return replace(
        today,
        engine=found["engine"],
        stored_inputs=found["inputs"],
        log_evidence=found["log_evidence"],
        questions={i: _question(one, stored) for i, one, stored in _both(today.questions, found["questions"])},
        claims={i: _claim(one, stored) for i, one, stored in _both(today.claims, found["claims"])},
        predictions={i: _claim(one, stored) for i, one, stored in _both(today.predictions, found["predictions"])},
        sources={i: _source(one, stored) for i, one, stored in _both(today.sources, found["sources"])},
        indicators={i: replace(one, **stored) for i, one, stored in _both(today.indicators, found["indicators"])},
        evidence={i: replace(one, **stored) for i, one, stored in _both(today.evidence, found["evidence"])},
        draws=found["draws"],
        seed=found["seed"],
        model=None,
    )


def _both(today: Mapping[str, R], found: Stored) -> Iterator[tuple[str, R, Stored]]:
    return ((ident, one, found[ident]) for ident, one in today.items() if ident in found)


def _question(today: QuestionResult, found: Stored) -> QuestionResult:
    posterior: dict[str, float] = found["posterior"]
    exact = {h: unmoved(p, today.posterior[h]) for h, p in posterior.items()}
    return replace(
        today,
        prior=found["prior"],
        posterior=posterior,
        log_posterior={h: today.log_posterior[h] if exact[h] else _log(p) for h, p in posterior.items()},
        log_remainder={h: today.log_remainder[h] if exact[h] else _log(1.0 - p) for h, p in posterior.items()},
        term=found["term"],
        items=found["items"],
        origins=found["origins"],
        independent_origins=found["independent_origins"],
        coverage=found["coverage"],
        looked_for=found["looked_for"],
        interval=_ranges(found["interval"]),
        interval_50=_ranges(found["interval_50"]),
        confidence=_confidence(found["confidence"]),
    )


def _claim(today: ClaimResult, found: Stored) -> ClaimResult:
    asserted = found["asserted"]
    return replace(
        today,
        prior=found["prior"],
        probability=found["probability"],
        term=found["term"],
        asserted=today.asserted and replace(today.asserted, **asserted),
        interval=_range(found["interval"]),
        interval_50=_range(found["interval_50"]),
        confidence=_confidence(found["confidence"]),
    )


def _source(today: SourceResult, found: Stored) -> SourceResult:
    ranges = {name: _range(found[name]) for name in ("interval", "interval_50")}
    return replace(today, **{**found, **ranges})


def _confidence(found: Stored | None) -> Confidence | None:
    return None if found is None else Confidence(found["level"], tuple(Reason(**one) for one in found["reasons"]))


def _range(found: list[float] | None) -> Range | None:
    return None if found is None else (found[0], found[1])


def _ranges(found: Mapping[str, list[float]] | None) -> dict[str, Range] | None:
    return None if found is None else {hypothesis: (ends[0], ends[1]) for hypothesis, ends in found.items()}


def _log(p: float) -> float:
    return math.log(p) if p > 0.0 else -math.inf
