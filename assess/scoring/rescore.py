"""Scoring again after a small change: only what the change touches is compiled and solved anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assess.compile.coverage import heard_everywhere
from assess.compile.model import compile_case
from assess.compile.testimony import standing
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.instances import Layout, UnplacedError
from assess.errors import AssessError
from assess.files.loading import rubric_of
from assess.scoring.blocks import (
    Kept,
    blocks_of,
    clusters,
    hangs,
)
from assess.scoring.rescored import Reader
from assess.scoring.results import Assessment
from assess.scoring.score import compiled, score
from assess.version import VERSION

_MOST_SHARE = 0.5
"""Share of the items up to which what is touched is worked out by itself."""

_APART: dict[str, Any] = {
    **{"claims": {}, "predictions": {}, "unstated": {}, "quantities": {}},
    **{"gaps": (), "relations": ()},
}
"""Parts of a case that no number of the network depends on."""


def rescore(result: Assessment, case: Case, draws: int = 0, seed: int = 0) -> Assessment:
    """Score a case that differs a little from one that was scored: items more or fewer or other, sources regraded.

    The numbers are those of `score`, up to rounding. Where no uncertain source is heard on many instances, only the
    instances that the change touches are worked out anew. A source that is heard on many ties them to each other: how
    far it is believed on one depends on what it says of all the rest. Where most are tied so, and where anything but
    items and grades differs, the whole case is scored. It is with draws too, for each of them takes the whole case,
    and takes longer than scoring it: the result then is that of `score` to the last digit.

    Parameters
    ----------
    result : Assessment
        Of the earlier case, as of the same date.
    case : Case
    draws, seed : int
        As `score` has them: with 0 draws there are neither intervals nor levels of confidence.

    Raises
    ------
    ValueError, AssessError
        As `score`.
    """
    again = None if draws else Again.of(result, case)
    found = None if again is None else again.scored()
    return score(case, result.as_of, draws, seed) if found is None else found


def kept_of(result: Assessment) -> Kept | None:
    """Return what a scoring keeps for the next; None where its instances share their sources, or one is ruled out."""
    if result.kept is not None or result.model is None:
        return result.kept
    model = result.model
    groups = clusters((report.instance, report.chain) for report in model.testimony.reports)
    blocks = blocks_of(model, [instance for instance, group in groups.items() if len(group) == 1])
    if not blocks:
        return None
    return Kept(blocks, hangs(model))


@dataclass(frozen=True)
class Again:
    """A scoring, and the case to be scored next."""

    result: Assessment
    case: Case
    kept: Kept
    items: Mapping[str, Evidence]
    """Those that count now."""
    instance_of: Mapping[str, str]
    """By item, of those that count now or did."""
    touched: frozenset[str]
    """Instances."""
    alone: frozenset[str]
    """Instances with items now that share no uncertain source."""
    differ: frozenset[str]
    """Items that are new, gone or other."""

    @classmethod
    def of(cls, result: Assessment, case: Case) -> Again | None:
        """Return what is to be done; None where the whole case has to be scored."""
        old = result.case
        rubric = rubric_of(case)
        if rubric != old.rubric or result.engine != VERSION:
            return None
        whole = case if case.rubric is rubric else case.model_copy(update={"rubric": rubric})
        fields = set(Case.model_fields) - {"evidence", "sources", "documents"}
        if any(getattr(whole, name) != getattr(old, name) for name in fields) or not _has_all(whole, old):
            return None
        before, after = ({item.id: item for item in one.evidence} for one in (old, whole))
        differ = [i for i in {**before, **after} if before.get(i) is not after.get(i) and before.get(i) != after.get(i)]
        kept = kept_of(result)
        if kept is None or len(after) < len(whole.evidence):
            return None
        scored = {
            ident: item
            for ident, item in after.items()
            if (
                ident in result.evidence
                if before.get(ident) is item
                else standing(item, whole, result.as_of) == "scored"
            )
        }
        layout = Layout(whole, result.rubric)
        try:
            instance_of = {ident: item.instance for ident, item in result.evidence.items()}
            instance_of |= {ident: layout.bears_on(scored[ident]).id for ident in differ if ident in scored}
        except (UnplacedError, KeyError):
            return None
        regraded = {
            name
            for name, source in old.sources.items()
            if (now := whole.sources[name]) is not source
            and (now.reliability, now.changes) != (source.reliability, source.changes)
        }
        unsure = {name for name, source in result.sources.items() if source.prior < 1.0}
        unsure |= regraded | (whole.sources.keys() - old.sources.keys())
        links = [*_links(scored.values(), instance_of, unsure)]
        were = [*_links((before[i] for i in differ if i in result.evidence), _instances(result), unsure)]
        groups = clusters([*links, *were])
        hit = {instance_of[i] for i in differ if i in scored} | {
            result.evidence[i].instance for i in differ if i in result.evidence
        }
        hit |= {instance for instance, sources in links if not regraded.isdisjoint(sources)}
        touched = {
            i for instance, group in groups.items() if instance in hit or instance not in kept.blocks for i in group
        }
        # One more, so that a source through which all that is touched passes is not one through which everything does.
        touched |= set(sorted(groups.keys() - touched)[:1])
        inside = clusters(link for link in links if link[0] in touched)
        alone = frozenset(instance for instance, group in inside.items() if len(group) == 1)
        again = cls(result, whole, kept, scored, instance_of, frozenset(touched), alone, frozenset(differ))
        return again if again._is_little(after) else None

    def _is_little(self, after: Mapping[str, Evidence]) -> bool:
        inside = sum(self.instance_of[ident] in self.touched for ident in self.items)
        if inside > _MOST_SHARE * len(self.items):
            return False
        common = None
        for item in self.items.values():
            common = {item.source, *item.via} if common is None else common & {item.source, *item.via}
            if not common:
                break
        shared = {after[ident].statement for ident in self.differ if ident in after} - {None}
        apart = shared and any(
            item.statement in shared and self.instance_of.get(ident) not in self.touched
            for ident, item in after.items()
        )
        return not common and not apart

    def scored(self) -> Assessment | None:
        """Return the result; None where it takes the whole case after all."""
        others = {i: block for i, block in self.kept.blocks.items() if i not in self.touched}
        found = {instance: block.likelihood[:, np.newaxis] for instance, block in others.items()}
        try:
            part = compiled(self._part(self.case, self.items), self.result.as_of)
            old = self.result.case
            was = {item.id: item for item in old.evidence if item.id in self.result.evidence}
            part_was = compile_case(self._part(old, was), self.result.rubric, self.result.as_of)
            fresh = blocks_of(part, self.touched & self.alone)
        except AssessError:
            return None
        swapped = {name for swaps in part.after.swaps for name in swaps.names}
        if fresh is None or heard_everywhere(part) or len(swapped) < len(part.testimony.reports):
            return None
        model = replace(part, after=part.retelling.given(found))
        total, total_was = (
            float(one.retelling.given(found).solution.log_total[0])
            if one is part_was
            else float(model.after.solution.log_total[0])
            for one in (part, part_was)
        )
        if not np.isfinite(total) or not np.isfinite(total_was):
            return None
        kept = Kept(
            {**others, **fresh},
            {**self.kept.hangs, **hangs(part)},
        )
        return Reader(self, model, others, kept).result(self.result.log_evidence + total - total_was)

    def _part(self, case: Case, items: Mapping[str, Evidence]) -> Case:
        """Return a case with only the evidence on what is touched."""
        chosen = tuple(item for ident, item in items.items() if self._instance(ident, case) in self.touched)
        if case is self.case:
            chosen += tuple(i for i in case.evidence if i.id not in items and i.id in self.differ)
        needed = {name for item in chosen for name in (item.source, *item.via)}
        needed |= {n for n, s in case.sources.items() if self.result.case.sources.get(n) is not s}
        sources = {name: source for name, source in case.sources.items() if name in needed}
        return case.model_copy(update={**_APART, "evidence": chosen, "sources": sources})

    def _instance(self, ident: str, case: Case) -> str:
        return self.instance_of[ident] if case is self.case else self.result.evidence[ident].instance


def _links(
    items: Iterable[Evidence], instance_of: Mapping[str, str], unsure: set[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for item in items:
        yield instance_of[item.id], tuple(name for name in (item.source, *item.via) if name in unsure)


def _instances(result: Assessment) -> dict[str, str]:
    return {ident: item.instance for ident, item in result.evidence.items()}


def _has_all(new: Case, old: Case) -> bool:
    """Say whether all documents and sources are still there, the sources the same but for their grades and texts."""
    return all(new.documents.get(name) == document for name, document in old.documents.items()) and all(
        (now := new.sources.get(name)) is source or (now is not None and now.favours == source.favours)
        for name, source in old.sources.items()
    )
