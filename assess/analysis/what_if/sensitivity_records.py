"""The sensitivity of judgements, as data: each one under one change at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from assess.analysis.what_if.decisive_sources import DecisiveSets
from assess.analysis.what_if.one_at_a_time import RegradedSource, RowSwing
from assess.analysis.what_if.prior_odds import PriorOdds
from assess.analysis.what_if.verdicts import Verdict
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.scoring.columns import SPOKEN, UNSTORED, Column, frame_of, plain
from assess.scoring.frames import Table
from assess.scoring.results import ROUNDING, Assessment


@dataclass(frozen=True, slots=True)
class WithoutSource:
    """The verdicts without one source.

    Parameters
    ----------
    source : str
    items : int
        Scored items that it made or passed on.
    unreliable : Verdict or None
        Given that it is unreliable and said what it said; None if that is impossible.
    without : Verdict
        Without those items.
    """

    source: Annotated[str, Column("source")]
    items: Annotated[int, Column("items", unit="count")]
    unreliable: Annotated[Verdict | None, Column("if it is unreliable", unit="likelihood", width=20)]
    without: Annotated[Verdict, Column("without its items", unit="likelihood", width=20)]

    def leaves_the_prior(self, prior: float) -> bool:
        """Return whether only the prior is left without its items."""
        return math.isclose(self.without.probability, prior, rel_tol=0.0, abs_tol=ROUNDING)

    @property
    def leads(self) -> Annotated[str, Column("leads")]:
        """What leads without its items."""
        return self.without.leader

    @property
    def name(self) -> Annotated[str, Column("name", shown=SPOKEN)]:
        """The source; tables give its name."""
        return self.source


@dataclass(frozen=True, slots=True)
class WithoutItems:
    """The verdict without some items: those that cite one document and no other, or those of one theme."""

    label: Annotated[str | None, Column("left out")]
    items: Annotated[int, Column("items", unit="count")]
    then: Annotated[Verdict, Column("then", unit="likelihood", width=30)]

    @property
    def leads(self) -> Annotated[str, Column("leads")]:
        """What leads then."""
        return self.then.leader


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """One change, and the verdict under it; None if the change is impossible.

    Parameters
    ----------
    of : str
        The judgement.
    kind : {"prior", "row", "source", "document", "theme", "grade"}
    label : str or None
        The thing changed.
    to : str
        What it becomes.
    now, then : float
        Probabilities.
    """

    of: Annotated[str, Column("judgement")]
    kind: Annotated[str, Column("what changes")]
    label: Annotated[str | None, Column("which")]
    to: Annotated[str, Column("to")]
    now: Annotated[float, Column("now", unit="probability beside its word")]
    then: Annotated[float | None, Column("then", unit="probability beside its word")]
    term: Annotated[str | None, Column("word", unit="word")]
    leader: Annotated[str | None, Column("leads")]


@dataclass(frozen=True, slots=True)
class TargetSensitivity:
    """The sensitivity of one judgement.

    Parameters
    ----------
    id : str
        The claim or prediction, else ``instance:hypothesis``.
    prior : float
    now : Verdict
    prior_odds : PriorOdds
    rows : tuple of RowSwing
        Widest swing first, without exactly known rows.
    sources : tuple of WithoutSource
    documents, themes : tuple of WithoutItems
    grades : tuple of RegradedSource
        For graded sources only.
    decisive_sources : DecisiveSets
        The smallest sets of sources without which it would change.
    """

    id: Annotated[str, Column("judgement", width=36)]
    prior: float
    now: Annotated[Verdict, Column("probability", unit="likelihood")]
    prior_odds: Annotated[PriorOdds, Column("prior odds that change it", width=18)]
    rows: tuple[RowSwing, ...]
    sources: tuple[WithoutSource, ...]
    documents: tuple[WithoutItems, ...]
    themes: tuple[WithoutItems, ...]
    grades: tuple[RegradedSource, ...]
    decisive_sources: DecisiveSets

    @property
    def falls_without(self) -> Annotated[tuple[str, ...] | None, Column("falls without", width=16)]:
        """The smallest set of sources without which another side leads."""
        return self.decisive_sources.leader.sources

    @property
    def word_changes_without(self) -> Annotated[tuple[str, ...] | None, Column("word changes without", width=16)]:
        """The smallest set of sources without which it has another word."""
        return self.decisive_sources.term.sources

    @property
    def widest_row(self) -> Annotated[tuple[str, str] | None, Column("widest row")]:
        """Indicator and state of the row that swings it most; None if none does."""
        widest = self.rows[0] if self.rows else None
        return None if widest is None or widest.swing <= ROUNDING else (widest.indicator, widest.state)

    def changes(self) -> Iterator[SensitivityRow]:
        """Yield the judgement under every single change."""
        changes: list[tuple[str, str | None, str, Verdict | None]] = [
            *(("prior", "prior odds", f"times {point.factor:g}", point.then) for point in self.prior_odds.curve),
            *(("row", f"{r.indicator} given {r.state}", f"{r.low:.4g}", r.at_low) for r in self.rows),
            *(("row", f"{r.indicator} given {r.state}", f"{r.high:.4g}", r.at_high) for r in self.rows),
            *(("source", out.source, "unreliable", out.unreliable) for out in self.sources),
            *(("source", out.source, "left out", out.without) for out in self.sources),
            *(("document", out.label, "left out", out.then) for out in self.documents),
            *(("theme", out.label, "left out", out.then) for out in self.themes),
            *(("grade", change.source, change.to, change.then) for change in self.grades),
        ]
        for kind, label, to, then in changes:
            verdict = (None, None, None) if then is None else (then.probability, then.term, then.leader)
            yield SensitivityRow(self.id, kind, label, to, self.now.probability, *verdict)


@dataclass(frozen=True, slots=True, repr=False)
class Sensitivity(Displayed):
    """The sensitivity of each judgement; an instance is represented by its most probable hypothesis."""

    case: str
    targets: Mapping[str, TargetSensitivity]
    result: Annotated[Assessment, UNSTORED] = field(compare=False)

    def _in_short(self) -> str:
        return f"Sensitivity of {self.case} for {count(len(self.targets), 'judgement')}"

    def table(self) -> Table:
        """Return a row for each single change; the smallest sets of sources are in `decisive_sources`."""
        return frame_of(SensitivityRow, (row for target in self.targets.values() for row in target.changes()))

    def to_dict(self) -> dict[str, Any]:
        """Return the sensitivity as plain values; the published format calls decisive sources ``flips``."""
        targets: dict[str, Any] = plain(self.targets)
        for target in targets.values():
            target["flips"] = target.pop("decisive_sources")
        return {"case": self.case, "targets": targets}
