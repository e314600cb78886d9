"""Sentences on what to look for next."""

from __future__ import annotations

from assess.domain.language import say
from assess.domain.number_text import percent


def one_report_only(what: str) -> str:
    """Return the sentence on an indicator of which a report could say one thing only."""
    return say("{what}: only one report on it is possible.", what=what)


def would_stand(what: str, grade: str, chance: float, judged: str | None, present: str, absent: str) -> str:
    """Return the sentence that says where a claim, or a hypothesis, would stand after either report.

    Parameters
    ----------
    what : str
        What to look for.
    grade : str
        Of the source that reports.
    chance : float
        That it reports it present.
    judged : str or None
        The hypothesis; None for a claim.
    present, absent : str
        Words with their numbers.
    """
    values = {"what": what, "grade": grade, "chance": percent(chance), "present": present, "absent": absent}
    if judged is None:
        return say(
            "{what}: reported present by a source graded {grade} (chance {chance}), it would stand at {present}; "
            "reported absent, at {absent}.",
            **values,
        )
    return say(
        "{what}: reported present by a source graded {grade} (chance {chance}), {judged} would stand at {present}; "
        "reported absent, at {absent}.",
        judged=judged,
        **values,
    )
