"""What would change the answer most: rows, grades, sources and what an author may favour, all on one measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assess.analysis.digest.lead_answer import LeadAnswer
from assess.analysis.what_if.sensitivity import sensitivity
from assess.analysis.what_if.sensitivity_records import TargetSensitivity
from assess.analysis.what_if.swings import Swing, swings
from assess.analysis.what_if.without_sources import IfFavoured, if_authors_favoured
from assess.compile.testimony import favoured
from assess.scoring.claims import Claims
from assess.scoring.results import ROUNDING, Assessment
from assess.scoring.score import scoring_of
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


def lead_changes(result: Assessment, lead: LeadAnswer) -> LeadChanges:
    """Return what would change the answer to the lead question, the widest change first."""
    target = sensitivity(result, [lead.ident]).targets[lead.ident]
    supposed = if_authors_favoured(result)
    now = target.now.probability
    every = [swing for swing in swings(target) if swing.kind != "prior"] + _favours(result, lead, supposed)
    moving = [swing for swing in every if swing.width(now) > ROUNDING]
    ordered = sorted(moving, key=lambda swing: (-round(swing.width(now), 9), swing.kind != "without", swing.of))
    return LeadChanges(target, supposed, tuple(ordered))


def _favours(result: Assessment, lead: LeadAnswer, supposed: Sequence[IfFavoured]) -> list[Swing]:
    """Return where the answer would be if each author favoured the author's own claims."""
    model, target = scoring_of(result).model, followed(result, lead.ident)
    stated = Claims({target.id: target.proposition}, model)
    answers = []
    for author in supposed:
        solution = model.story_batch.supposing(author.source, favoured(author.favours, model.layout))
        then = float(stated.probabilities(solution)[target.id][0])
        answers.append(Swing("favoured", (author.source,), None, None, then, None))
    return answers
