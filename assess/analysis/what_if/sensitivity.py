"""One-at-a-time sensitivity of a judgement: other priors, rows, sources, documents, themes and grades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import numpy as np

from assess.analysis.explaining.explain import grouped
from assess.analysis.what_if.decisive_sources import DecisiveSearch
from assess.analysis.what_if.one_at_a_time import OneAtATime
from assess.analysis.what_if.prior_odds import prior_odds
from assess.analysis.what_if.sensitivity_records import Sensitivity, TargetSensitivity, WithoutItems, WithoutSource
from assess.compile.model import Compiled
from assess.compile.number_shifts import unreliable
from assess.compile.perturbations import dropping
from assess.domain.many_objects import many_objects
from assess.scoring.results import Assessment
from assess.scoring.targets import Target, as_ids, followed, foremost_claims

L = TypeVar("L", str, str | None)


@many_objects()
def sensitivity(result: Assessment, idents: str | Iterable[str] | None = None) -> Sensitivity:
    """Return what would change judgements, for many of them at once.

    Parameters
    ----------
    result : Assessment
    idents : str or iterable of str, optional
        Claims, predictions, instances (represented by their most probable hypothesis) or ``instance:hypothesis``; by
        default the key claims, or all claims if none is marked.

    Raises
    ------
    KeyError
        If there is no such thing; the message suggests what was meant.

    Notes
    -----
    One thing is changed at a time, as in `OneAtATime`. That a source is unreliable is a condition on the posterior.
    """
    wanted = foremost_claims(result) if idents is None else as_ids(idents)
    targets = {ident: followed(result, ident) for ident in wanted}
    return sensitivity_to(OneAtATime(result, targets.values()), result, targets)


def sensitivity_to(
    changes: OneAtATime, result: Assessment, targets: Mapping[str, Target], in_full: bool = True
) -> Sensitivity:
    """Return the sensitivity of targets, reusing changes already solved.

    Parameters
    ----------
    changes : OneAtATime
    result : Assessment
    targets : dict of str to Target
    in_full : bool
        Whether to include more than prior odds, the widest row, each source left out, and decisive sources.
    """
    by_target = _by_target(changes, in_full)
    return Sensitivity(result.case.case, {ident: by_target[target.id] for ident, target in targets.items()}, result)


def _by_target(changes: OneAtATime, in_full: bool) -> dict[str, TargetSensitivity]:
    reader, model, through = changes.reader, changes.model, changes.through
    documents, themes = (_by_document(model), _by_theme(model)) if in_full else ({}, {})
    dropped = reader.verdicts_under(dropping([*documents.values(), *themes.values()]))
    doubted = [name for name in through if in_full and _may_be_unreliable(model, name)]
    suspect = reader.verdicts_under(unreliable(doubted), with_stories=False)
    decisive = DecisiveSearch(reader).find()

    def sources(ident: str) -> Iterator[WithoutSource]:
        columns = {name: reader.verdict(suspect[ident], column) for column, name in enumerate(doubted)}
        for name, without in changes.without(ident).items():
            yield WithoutSource(name, len(through[name]), columns.get(name), without)

    def left_out(ident: str, sets: Mapping[L, frozenset[int]], first: int) -> Iterator[WithoutItems]:
        for column, (label, reports) in enumerate(sets.items(), first):
            yield WithoutItems(label, len(reports), reader.verdict(dropped[ident], column))

    return {
        target.id: TargetSensitivity(
            id=target.id,
            prior=changes.prior(target.id),
            now=changes.now(target.id),
            prior_odds=prior_odds(reader, target.id),
            rows=changes.rows(target.id, None if in_full else 1),
            sources=tuple(sources(target.id)),
            documents=tuple(left_out(target.id, documents, 0)),
            themes=tuple(left_out(target.id, themes, len(documents))),
            grades=changes.grades(target.id) if in_full else (),
            decisive_sources=decisive[target.id],
        )
        for target in reader.targets
    }


def _may_be_unreliable(model: Compiled, source: str) -> bool:
    variable = model.after.part.sources.get(source)
    return variable is not None and not np.isneginf(model.after.marginal(variable)[1])


def _by_document(model: Compiled) -> dict[str, frozenset[int]]:
    """Return, by document, the reports that rest on that document alone."""
    by_document: dict[str, set[int]] = {}
    for number, report in enumerate(model.testimony.reports):
        cited = {cite.document for cite in model.layout.items[report.item].cites}
        if len(cited) == 1:
            by_document.setdefault(cited.pop(), set()).add(number)
    return {name: frozenset(by_document[name]) for name in model.layout.case.documents if name in by_document}


def _by_theme(model: Compiled) -> dict[str | None, frozenset[int]]:
    return {label: frozenset(numbers) for label, numbers in grouped(model, "theme").items()}
