"""What the answer to one question rests on: the items for the answer that leads, and those for another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assess.analysis.rankings import by_strength
from assess.scoring.leading import leading
from assess.scoring.results import ROUNDING, Assessment, ItemResult, QuestionResult


@dataclass(frozen=True, slots=True)
class QuestionBasis:
    """A question with the items that bear on it directly, the strongest first.

    Parameters
    ----------
    question : QuestionResult
    towards, against : tuple of ItemResult
        Those that speak for the answer that leads, and those that speak for another most of all.
    """

    question: QuestionResult
    towards: tuple[ItemResult, ...]
    against: tuple[ItemResult, ...]

    @property
    def strongest(self) -> ItemResult | None:
        """The weightiest item; None where none bears on the question."""
        every = by_strength([*self.towards, *self.against])
        return every[0] if every else None

    @property
    def share(self) -> float:
        """The share, from 0 to 1, that the weightiest item has of the weights of all, in dB."""
        every = by_strength([*self.towards, *self.against])
        if not every or math.isinf(every[0].strength_db):
            return 1.0 if len(every) == 1 else 0.0
        whole = sum(item.strength_db for item in every)
        return every[0].strength_db / whole if whole else 0.0


def question_basis(question: QuestionResult, result: Assessment) -> QuestionBasis:
    """Return what the answer to a question rests on; items that weigh nothing are left out."""
    bearing = (item for item in result.evidence.values() if item.instance == question.id)
    items = by_strength(item for item in bearing if item.strength_db > ROUNDING)
    towards = [item for item in items if points_to(item) == question.leading]
    return QuestionBasis(question, tuple(towards), tuple(item for item in items if item not in towards))


def points_to(item: ItemResult) -> str:
    """Return the hypothesis that an item speaks for most."""
    return leading({h: math.inf if weight is None else weight for h, weight in item.weight_db.items()})
