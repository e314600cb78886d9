"""Sentences on rates that several uses share."""

from __future__ import annotations

from collections.abc import Sequence

from assess.analysis.explaining.rate_lessons import RateLesson
from assess.domain.language import say_number
from assess.domain.number_text import percent


def taught(lessons: Sequence[RateLesson]) -> str:
    """Return the sentence on what moved the rate that moved most; there must be one."""
    first = lessons[0]
    values = {"rate": first.id, "before": percent(first.prior), "after": percent(first.posterior)}
    if first.countries:
        return say_number(
            "{number} country moved the rate {rate} from {before} to {after}",
            "{number} countries moved the rate {rate} from {before} to {after}",
            len(first.countries),
            **values,
        )
    return say_number(
        "{number} subject moved the rate {rate} from {before} to {after}",
        "{number} subjects moved the rate {rate} from {before} to {after}",
        len(first.subjects),
        **values,
    )
