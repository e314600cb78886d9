"""A recorded scoring as a result again: its old numbers, with the inputs that they were computed from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from assess.domain.case import Case
from assess.scoring.columns import restored
from assess.scoring.results import Assessment, QuestionResult, unmoved
from assess.scoring.score import Scoring, score

Stored = Mapping[str, Any]

_PARTS = ("questions", "claims", "predictions", "sources", "indicators", "evidence", "rates")


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class RecalledAssessment(Assessment):
    """A recorded result, with the scoring of the same inputs by this version of the engine."""

    today: Scoring = field(compare=False)


def recalled(case: Case, stored: Stored) -> RecalledAssessment:
    """Return a stored result, without its draws.

    Parameters
    ----------
    case : Case
        Its inputs.
    stored : dict
        What `Assessment.to_dict` gave. What that leaves out comes from today's engine.

    Raises
    ------
    AssessError
        If today's rules refuse the inputs.
    """
    today = score(case, stored["as_of"], draws=0, seed=stored["seed"])
    names = (each.name for each in fields(Assessment) if each.name != "stored_inputs")
    values = {name: getattr(today, name) for name in names}
    values |= {name: stored[name] for name in ("engine", "log_evidence", "draws", "seed")}
    for part in _PARTS:
        values[part] = {
            ident: replace(result, **restored(type(result), stored.get(part, {})[ident]))
            for ident, result in values[part].items()
            if ident in stored.get(part, {}) and stored[part][ident].get("probability", ...) is not None
        }
    values["questions"] = {
        ident: _with_logs(question, today.questions[ident]) for ident, question in values["questions"].items()
    }
    return RecalledAssessment(**values, stored_inputs=stored["inputs"], today=today)


def _with_logs(question: QuestionResult, today: QuestionResult) -> QuestionResult:
    """Return a recalled question with the logs of its probabilities, from today's engine if they agree with it."""
    exact = {h: unmoved(p, today.posterior[h]) for h, p in question.posterior.items()}
    return replace(
        question,
        log_posterior={h: today.log_posterior[h] if exact[h] else _log(p) for h, p in question.posterior.items()},
        log_remainder={h: today.log_remainder[h] if exact[h] else _log(1.0 - p) for h, p in question.posterior.items()},
    )


def _log(p: float) -> float:
    return math.log(p) if p > 0.0 else -math.inf
