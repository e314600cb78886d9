"""A recorded scoring as a result again: what was found then, of the inputs that it was found from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from assess.domain.case import Case
from assess.scoring.columns import restored
from assess.scoring.results import Assessment, QuestionResult, unmoved
from assess.scoring.score import score

Stored = Mapping[str, Any]

_PARTS = ("questions", "claims", "predictions", "sources", "indicators", "evidence")


def recalled(case: Case, stored: Stored) -> Assessment:
    """Return a result as it was stored; it holds neither its draws nor its network.

    Parameters
    ----------
    case : Case
        Its inputs.
    stored : dict
        What `Assessment.to_dict` gave. What that leaves out is as today's engine finds it.

    Raises
    ------
    AssessError
        If today's rules refuse the inputs.
    """
    today = score(case, stored["as_of"], draws=0)
    values = {field.name: getattr(today, field.name) for field in fields(Assessment) if field.name != "stored_inputs"}
    values |= {name: stored[name] for name in ("engine", "log_evidence", "draws", "seed")}
    for part in _PARTS:
        values[part] = {
            ident: replace(result, **restored(type(result), stored[part][ident]))
            for ident, result in values[part].items()
            if ident in stored[part]
        }
    values["questions"] = {
        ident: _with_logs(question, today.questions[ident]) for ident, question in values["questions"].items()
    }
    return Assessment(**values, stored_inputs=stored["inputs"])


def _with_logs(question: QuestionResult, today: QuestionResult) -> QuestionResult:
    """Return a recalled question with the logarithms of its probabilities: today's, where these are the same."""
    exact = {h: unmoved(p, today.posterior[h]) for h, p in question.posterior.items()}
    return replace(
        question,
        log_posterior={h: today.log_posterior[h] if exact[h] else _log(p) for h, p in question.posterior.items()},
        log_remainder={h: today.log_remainder[h] if exact[h] else _log(1.0 - p) for h, p in question.posterior.items()},
    )


def _log(p: float) -> float:
    return math.log(p) if p > 0.0 else -math.inf
