"""What is due to the engine alone: other numbers for the same inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.history.comparing.differences import InputChange
from assess.scoring.results import Assessment, unmoved
from assess.scoring.score import Scoring, score
from assess.version import VERSION


def found_today(result: Assessment) -> Assessment:
    """Return a result as today's engine finds it; one that holds its networks was found by it."""
    return result if isinstance(result, Scoring) else score(result.case, result.as_of, draws=0)


def engine_change(found: Sequence[Assessment], today: Sequence[Assessment]) -> Iterator[InputChange]:
    """Yield the change of engine: other numbers than today's for what was recorded, or only another version.

    Parameters
    ----------
    found, today : sequence of Assessment
        The earlier and the later, and what `found_today` gives for each.
    """
    old, new = (result.engine for result in found)
    pairs = [(result, now) for result, now in zip(found, today, strict=True) if result is not now]
    others = [result.engine for result, now in pairs if _numbers_differ(result, now)]
    if others:
        why = f"of the same inputs, {VERSION} gives other numbers than were recorded by {' and '.join(others)}"
        yield InputChange("engine", VERSION, old, new, why)
    elif old != new:
        yield InputChange("engine", VERSION, old, new, bears=False)


def _numbers_differ(result: Assessment, now: Assessment) -> bool:
    found, again = _numbers(result), _numbers(now)
    return found.keys() != again.keys() or not all(unmoved(p, again[of]) for of, p in found.items())


def _numbers(result: Assessment) -> dict[tuple[str, str], float]:
    claims = {**result.claims, **result.predictions}
    found = {("claim", ident): claim.probability for ident, claim in claims.items()}
    found |= {("source", ident): source.posterior for ident, source in result.sources.items()}
    return found | {(i, h): p for i, question in result.questions.items() for h, p in question.posterior.items()}
