"""The first screen of a report, for a terminal."""

from __future__ import annotations

from assess.analysis.digest.lead_answer import SinceRecorded, lead_answer
from assess.analysis.digest.strongest_changes import lead_changes
from assess.analysis.what_if.one_at_a_time import OneAtATime
from assess.domain.language import ENGLISH
from assess.domain.language import language as speaking
from assess.domain.many_objects import many_objects
from assess.reporting.report.as_terminal import fitted
from assess.reporting.report.first_screen import first_screen
from assess.reporting.words.scale_terms import check_language
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import followed


@many_objects()
def in_short(
    result: Assessment, width: int = 100, language: str = ENGLISH, lines: int = 58, since: SinceRecorded | None = None
) -> str:
    """Return the first screen of a report as plain lines for a terminal.

    Parameters
    ----------
    result : Assessment
    width : int
        The width of the terminal in columns.
    language : str
        The language of the report. Texts of the case and its rubric are left as they are.
    lines : int
        The most lines; the rows of the grid that moved least are left out to fit.
    since : SinceRecorded, optional
        The changes since a scoring was recorded, as `since_recorded` returns them.

    Raises
    ------
    AssessError
        If there is no report in that language, or it has no words for the scale's terms (E407).
    """
    check_language(result.case, language)
    result = scoring_of(result)
    lead = lead_answer(result)
    changes = lead_changes(result, lead, OneAtATime(result, [followed(result, lead.ident)]), with_claims=False)
    with speaking(language):
        return fitted(first_screen(result, Names(result), lead, changes, since), width, lines)
