"""The basis of the answer to one question: the items for the leading answer, and those for another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assess.analysis.rankings import items_by_strength
from assess.scoring.leading import leading
from assess.scoring.results import ROUNDING, Assessment, ItemResult, QuestionResult


@dataclass(frozen=True, slots=True)
class QuestionBasis:
    """A question with the items that bear on it directly.

    Parameters
    ----------
    question : QuestionResult
    items : tuple of ItemResult
        Strongest first, without those that weigh nothing.
    """

    question: QuestionResult
    items: tuple[ItemResult, ...]

    @property
    def towards(self) -> tuple[ItemResult, ...]:
        """The items that speak for the leading answer; the others speak most for another one."""
        return tuple(item for item in self.items if points_to(item) == self.question.leading)

    @property
    def strongest(self) -> ItemResult | None:
        """The weightiest item; None if none bears on the question."""
        return self.items[0] if self.items else None

    @property
    def share(self) -> float:
        """The weightiest item's share, from 0 to 1, of the sum of all weights in dB."""
        if not self.items or math.isinf(self.items[0].strength_db):
            return 1.0 if len(self.items) == 1 else 0.0
        whole = sum(item.strength_db for item in self.items)
        return self.items[0].strength_db / whole if whole else 0.0


def question_basis(question: QuestionResult, result: Assessment) -> QuestionBasis:
    """Return the basis of the answer to a question, without items that weigh nothing."""
    items = items_by_strength(result, question.id)
    return QuestionBasis(question, tuple(item for item in items if item.strength_db > ROUNDING))


def points_to(item: ItemResult) -> str:
    """Return the hypothesis that an item speaks for most."""
    return leading({h: math.inf if weight is None else weight for h, weight in item.weight_db.items()})
