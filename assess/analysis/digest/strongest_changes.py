"""What would change the answer most: rows, grades, sources and what authors favour, on one common measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.analysis.digest.lead_answer import LeadAnswer
from assess.analysis.what_if.one_at_a_time import OneAtATime, RowSwing
from assess.analysis.what_if.swings import Swing, swings
from assess.analysis.what_if.without_sources import IfFavoured, if_authors_favoured
from assess.scoring.results import ROUNDING, Assessment
from assess.scoring.targets import followed


@dataclass(frozen=True, slots=True)
class LeadChanges:
    """What would change the answer to the lead question.

    Parameters
    ----------
    prior, now : float
    rows : tuple of RowSwing
        The widest first.
    without : dict of str to float
        The probability of the answer without each source.
    favoured : tuple of IfFavoured
        The results had the authors of claims favoured them.
    swings : tuple of Swing
        Widest first; without prior odds and documents.
    """

    prior: float
    now: float
    rows: tuple[RowSwing, ...]
    without: Mapping[str, float]
    favoured: tuple[IfFavoured, ...]
    swings: tuple[Swing, ...]


def lead_changes(result: Assessment, lead: LeadAnswer, changes: OneAtATime, with_claims: bool = True) -> LeadChanges:
    """Return what would change the answer to the lead question, widest change first.

    Parameters
    ----------
    result : Assessment
    lead : LeadAnswer
    changes : OneAtATime
        Those of the answer, and perhaps of other targets.
    with_claims : bool
        Whether to include the probability of each claim had its author favoured it.
    """
    answer = followed(result, lead.ident)
    supposed = if_authors_favoured(result, {answer.id: answer.proposition}, with_claims)
    favours = [Swing("favoured", (author.source,), None, None, author.claims[answer.id], None) for author in supposed]
    now = changes.now(answer.id).probability
    every = [swing for swing in swings(changes, answer.id) if swing.kind != "prior"] + favours
    moving = [swing for swing in every if swing.width(now) > ROUNDING]
    ordered = sorted(moving, key=lambda swing: (-round(swing.width(now), 9), swing.kind != "favoured", swing.of))
    return LeadChanges(
        prior=changes.prior(answer.id),
        now=now,
        rows=changes.rows(answer.id),
        without={source: then.probability for source, then in changes.without(answer.id).items()},
        favoured=supposed,
        swings=tuple(ordered),
    )
