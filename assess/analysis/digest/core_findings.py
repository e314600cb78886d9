"""The findings behind the first screen of a report: sources, collection, assumptions and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.analysis.collection.collection_plan import LEAST, CollectionPlan, ProspectRow
from assess.analysis.digest.author_differences import AuthorDifference, author_differences
from assess.analysis.digest.countries import CountryDigest, country_digests
from assess.analysis.digest.lead_answer import LeadAnswer
from assess.analysis.digest.strongest_changes import LeadChanges
from assess.analysis.exact_numbers import LeaningInterval, leaning_intervals
from assess.analysis.surprise import Surprise, surprise
from assess.analysis.what_if.one_at_a_time import OneAtATime, RowSwing
from assess.analysis.what_if.without_sources import without_each_source
from assess.scoring.results import Assessment, SourceResult
from assess.scoring.targets import foremost_claims

SOUGHT = 8
"""The most things to look for that are listed."""
_MOST_SOURCES, _MOST_ASSUMPTIONS = 8, 2


@dataclass(frozen=True, slots=True)
class SourceWeight:
    """A source, and the results without it.

    Parameters
    ----------
    source : SourceResult
    moves : float
        How far the claims move without it, on average; in a case without claims, the answer.
    answer : float
        The probability of the answer without it.
    """

    source: SourceResult
    moves: float
    answer: float


@dataclass(frozen=True, slots=True)
class CoreFindings:
    """The findings behind a first screen.

    Parameters
    ----------
    countries : tuple of CountryDigest
    sources : tuple of SourceWeight
        Those whose loss moves most first.
    without : dict of str to dict of str to float
        By source, then by claim: the probability had the source said and relayed nothing.
    collect : tuple of ProspectRow
        What to look for, each thing once, for the claim or question about which it tells most.
    differences : tuple of AuthorDifference
        Claims compared with their authors' terms.
    rows : tuple of RowSwing
        The rows of the rubric that matter most to the answer, one per indicator.
    leaning : tuple of LeaningInterval
        Key claims whose interval depends on numbers written without uncertainty.
    surprise : Surprise or None
        None for a case that was sampled, since the probability of its evidence is not known.
    """

    countries: tuple[CountryDigest, ...]
    sources: tuple[SourceWeight, ...]
    without: Mapping[str, Mapping[str, float]]
    collect: tuple[ProspectRow, ...]
    differences: tuple[AuthorDifference, ...]
    rows: tuple[RowSwing, ...]
    leaning: tuple[LeaningInterval, ...]
    surprise: Surprise | None


def core_targets(result: Assessment, lead: LeadAnswer) -> list[str]:
    """Return the targets of a report's collection plan: the answer, and the foremost claims."""
    wanted = dict.fromkeys([lead.ident, *foremost_claims(result)])
    return [ident for ident in wanted if ident not in result.undefined]


def core_findings(
    result: Assessment,
    lead: LeadAnswer,
    changes: LeadChanges,
    collection: CollectionPlan,
    one_at_a_time: OneAtATime,
) -> CoreFindings:
    """Return the findings of a report's core, given a collection plan that covers at least its targets."""
    known = one_at_a_time.without_each(result.claims)
    without = without_each_source(result) if known is None else known
    return CoreFindings(
        countries=country_digests(result),
        sources=_sources(result, changes, without),
        without=without,
        collect=_collect(result, lead, collection),
        differences=author_differences(result),
        rows=_rows(changes),
        leaning=leaning_intervals(result) if result.draws else (),
        surprise=surprise(result) if result.method == "exact" else None,
    )


def _sources(
    result: Assessment, changes: LeadChanges, without: Mapping[str, Mapping[str, float]]
) -> tuple[SourceWeight, ...]:
    weights = []
    for source, answer in changes.without.items():
        moves = [abs(p - result.claims[claim].probability) for claim, p in without.get(source, {}).items()]
        moved = sum(moves) / len(moves) if moves else abs(answer - changes.now)
        weights.append(SourceWeight(result.sources[source], moved, answer))
    weights.sort(key=lambda weight: (-round(weight.moves, 9), weight.source.id))
    return tuple(weights[:_MOST_SOURCES])


def _collect(result: Assessment, lead: LeadAnswer, collection: CollectionPlan) -> tuple[ProspectRow, ...]:
    targets = [collection.targets[ident] for ident in core_targets(result, lead)]
    rows = [row for target in targets for row in target.rows() if row.prospect.gain >= LEAST]
    rows.sort(key=lambda row: (-round(row.prospect.gain, 9), row.target.id != lead.ident))
    best: dict[str, ProspectRow] = {}
    for row in rows:
        best.setdefault(row.prospect.id, row)
    return tuple(best.values())[:SOUGHT]


def _rows(changes: LeadChanges) -> tuple[RowSwing, ...]:
    best: dict[str, RowSwing] = {}
    for row in changes.rows:
        if round(row.swing, 9) > 0.0:
            best.setdefault(row.indicator, row)
    return tuple(best.values())[:_MOST_ASSUMPTIONS]
