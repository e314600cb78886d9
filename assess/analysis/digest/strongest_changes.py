"""What would change the answer most: rows, grades, sources and what an author may favour, all on one measure."""

from __future__ import annotations

from dataclasses import dataclass

from assess.analysis.digest.lead_answer import LeadAnswer
from assess.analysis.what_if.sensitivity_records import TargetSensitivity
from assess.analysis.what_if.swings import Swing, swings
from assess.analysis.what_if.without_sources import IfFavoured, if_authors_favoured
from assess.scoring.results import ROUNDING, Assessment
from assess.scoring.targets import followed


@dataclass(frozen=True, slots=True)
class LeadChanges:
    """What would change the answer to the lead question.

    Parameters
    ----------
    target : TargetSensitivity
    favoured : tuple of IfFavoured
        Had the authors of claims favoured them.
    swings : tuple of Swing
        The widest first; prior odds and documents are not among them.
    """

    target: TargetSensitivity
    favoured: tuple[IfFavoured, ...]
    swings: tuple[Swing, ...]


def lead_changes(result: Assessment, lead: LeadAnswer, target: TargetSensitivity) -> LeadChanges:
    """Return what would change the answer to the lead question, whose sensitivity is known: the widest change first."""
    answer = followed(result, lead.ident)
    supposed = if_authors_favoured(result, {answer.id: answer.proposition})
    favours = [Swing("favoured", (author.source,), None, None, author.claims[answer.id], None) for author in supposed]
    now = target.now.probability
    every = [swing for swing in swings(target) if swing.kind != "prior"] + favours
    moving = [swing for swing in every if swing.width(now) > ROUNDING]
    ordered = sorted(moving, key=lambda swing: (-round(swing.width(now), 9), swing.kind != "favoured", swing.of))
    return LeadChanges(target, supposed, tuple(ordered))
