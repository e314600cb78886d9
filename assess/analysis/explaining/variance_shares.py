"""Variance-based sensitivity: the share of an interval's variance due to each kind of judgement.

Evidence makes rows dependent, so shuffling columns between draws would be unsound. Instead, each draw is paired with
another that keeps some of its rows and redraws the others given those and the evidence: states are drawn given the
rows, and the rows to be replaced given the states, a few times over (Tanner and Wong 1987).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np

from assess.compile.model import Compiled
from assess.compile.row_tables import GROUPS, Group
from assess.compile.rows import Drawn, ParameterRows
from assess.domain.claim import Proposition
from assess.domain.notebook_display import Displayed
from assess.network.conditionals import Conditionals, conditionals
from assess.network.elimination import EliminationPlan
from assess.network.logs import DB, Floats, Ints
from assess.network.network import Network
from assess.network.sampling import explained_share, ratio_of_means, sample_states, sample_states_within
from assess.scoring.claims import Claims
from assess.scoring.columns import FRAME, Column, frame_of, plain
from assess.scoring.frames import Table
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of
from assess.scoring.targets import as_ids, asked_in, targets_of

PAIRS = 400
"""The default number of pairs of draws."""

_SWEEPS = 3
_NOTHING = 1e-18


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """The share of a variance due to one kind of judgement, with Monte Carlo standard errors.

    Parameters
    ----------
    first, first_error : float
        The share of the variance that would vanish if only these rows were known for certain.
    total, total_error : float or None
        The share that would be left if all other rows were known for certain; None for a single source, or if not
        requested.
    """

    first: Annotated[float, Column("known alone, takes away", unit="share")]
    first_error: Annotated[float, Column("error", unit="share")]
    total: Annotated[float | None, Column("known all else, leaves", unit="share")]
    total_error: Annotated[float | None, Column("error of that", unit="share")]


@dataclass(frozen=True, slots=True)
class VarianceShareRow:
    """The share of a kind of judgement, or of one source's grade."""

    kind: Annotated[Literal["group", "source"], Column("kind", shown=FRAME)]
    of: Annotated[str, Column("what is judged", width=44)]
    share: VarianceShare


@dataclass(frozen=True, slots=True, repr=False)
class VarianceShares(Displayed):
    """The shares of the variance behind an interval.

    Parameters
    ----------
    deviation_db : float
        Standard deviation of the log odds, in dB.
    groups : dict of str to VarianceShare
        By kind of judgement: ``prior``, ``indicator``, ``source`` and ``statement``; empty if there is no variance.
    sources : dict of str to (float, float)
        By source with scored items: the share that knowing its reliability would remove, and its standard error;
        largest first.
    """

    deviation_db: float
    groups: Mapping[Group, VarianceShare]
    sources: Mapping[str, tuple[float, float]]

    def _in_short(self) -> str:
        return f"Variance shares of log odds with a standard deviation of {self.deviation_db:.1f} dB"

    def rows(self, sources: int | None = None) -> list[VarianceShareRow]:
        """Return the share of each kind of judgement, and of a given number of the largest sources."""
        rows = [VarianceShareRow("group", group, share) for group, share in self.groups.items()]
        return rows + [
            VarianceShareRow("source", source, VarianceShare(first, error, None, None))
            for source, (first, error) in itertools.islice(self.sources.items(), sources)
        ]

    def table(self) -> Table:
        """Return a row for each kind of judgement and each source."""
        return frame_of(VarianceShareRow, self.rows())

    def to_dict(self) -> dict[str, Any]:
        """Return the shares as plain values."""
        shares: dict[str, Any] = plain(self)
        return shares


def variance_shares(
    result: Assessment, idents: str | Iterable[str] | None = None, pairs: int = PAIRS, seed: int = 0
) -> dict[str, VarianceShares]:
    """Return the shares of the variance of log odds, first-order and total (Sobol' 1993), by kind of judgement.

    Parameters
    ----------
    result : Assessment
    idents : str or iterable of str, optional
        Claims, predictions, instances (each of their hypotheses) or ``instance:hypothesis``; by default all claims and
        predictions.
    pairs : int
        Pairs of draws for each share.
    seed : int

    Raises
    ------
    KeyError
        If there is no such thing; the message suggests what was meant.
    """
    model = scoring_of(result).model
    if idents is None:
        return variance_shares_in(model, asked_in(result), pairs, seed)
    targets = [target for ident in as_ids(idents) for target in targets_of(result, ident)]
    return variance_shares_in(model, {target.id: target.proposition for target in targets}, pairs, seed)


def variance_shares_in(
    model: Compiled, stated: Mapping[str, Proposition], pairs: int = PAIRS, seed: int = 0, totals: bool = True
) -> dict[str, VarianceShares]:
    """Return the variance shares of claims, like `variance_shares`, for a compiled case.

    Parameters
    ----------
    model : Compiled
    stated : dict of str to Proposition
    pairs, seed : int
    totals : bool
        Whether to estimate total shares; first-order ones alone take half as long.
    """
    by_condition: dict[str, dict[str, Proposition]] = {}
    for name, said in stated.items():
        by_condition.setdefault(repr(said.given), {})[name] = said
    shares: dict[str, VarianceShares] = {}
    rows = ParameterRows(model)
    blocks = math.ceil(pairs * len(GROUPS) / model.drawn_at_once)
    for alike in by_condition.values():
        study = _PickFreeze(model, rows, alike, seed, totals)
        drawn = [study.block((pairs + k) // blocks) for k in range(blocks)]
        joined = {key: np.concatenate([block[key] for block in drawn], axis=-1) for key in drawn[0]}
        by_source = {name: joined["source", name] for name in model.after.part.sources}
        shares |= {name: _variance_shares(name, joined, by_source) for name in alike}
    return {name: shares[name] for name in stated}


class _PickFreeze:
    """Draws of log odds, each paired with others that share some of its rows (pick-freeze: Saltelli et al. 2010).

    Conditional claims all have the same condition: rows and states are drawn given it too, so that a draw of the rows
    counts by how probable it makes the condition, as in the interval.
    """

    def __init__(
        self,
        model: Compiled,
        rows: ParameterRows,
        stated: Mapping[str, Proposition],
        seed: int,
        totals: bool,
    ) -> None:
        self._model, self._rng = model, np.random.default_rng(seed)
        self._kept: list[tuple[dict[str, list[Group]], np.random.Generator]] = [
            ({group: [group] for group in GROUPS}, self._rng)
        ]
        if totals:
            but = {_but(group): [other for other in GROUPS if other != group] for group in GROUPS}
            self._kept.append((but, np.random.default_rng([seed, 1])))
        self._rows, self._claims = rows, Claims(stated, model)
        self._given, self._pool = self._claims.condition(next(iter(stated), "")), rows.pool(self._rng)

    def block(self, count: int) -> dict[tuple[str, str], Floats]:
        """Return log odds (nats) by shared rows and claim, and log reliabilities by source, each of shape (count,)."""
        rows = self._rows
        states = self._states(*self._model.after.lean, count, self._rng, self._model.after.conditionals)
        drawn = rows.draw(states, self._pool, self._rng)
        network, plan = self._network(drawn)
        solution = conditionals(network, plan)
        logs = self._log_odds("all", solution, count)
        logs |= {("source", name): reliability for name, reliability in rows.reliabilities(drawn).items()}
        resampled = self._states(network, plan, count, self._rng, solution)
        for kept, rng in self._kept:
            logs |= self._beside(drawn, np.tile(resampled, len(kept)), kept, rng)
        return logs

    def _beside(
        self, drawn: Drawn, states: Ints, kept: Mapping[str, Sequence[Group]], rng: np.random.Generator
    ) -> dict[tuple[str, str], Floats]:
        """Return log odds where some rows are kept, as many columns for each way to keep them, all in one batch."""

        def redrawn() -> tuple[Network, EliminationPlan]:
            return self._network(self._rows.redraw(drawn, states, list(kept.values()), self._pool, rng))

        for _ in range(_SWEEPS - 1):
            states = self._states(*redrawn(), states.shape[1], rng)
        every = self._log_odds("", conditionals(*redrawn()), states.shape[1])
        return {
            (label, name): part
            for (_, name), odds in every.items()
            for label, part in zip(kept, np.split(odds, len(kept)), strict=True)
        }

    def _network(self, drawn: Drawn) -> tuple[Network, EliminationPlan]:
        return self._rows.network(drawn), self._model.with_rows.lean[1]

    def _states(
        self,
        network: Network,
        plan: EliminationPlan,
        count: int,
        rng: np.random.Generator,
        solution: Conditionals | None = None,
    ) -> Ints:
        if self._given:
            return sample_states_within(network, plan, self._given, count, rng)
        return sample_states(conditionals(network, plan) if solution is None else solution, count, rng)

    def _log_odds(self, label: str, solution: Conditionals, count: int) -> dict[tuple[str, str], Floats]:
        with np.errstate(divide="ignore"):
            by_claim = {name: np.log(p) - np.log1p(-p) for name, p in self._claims.probabilities(solution).items()}
        return {(label, name): np.broadcast_to(odds, (count,)) for name, odds in by_claim.items()}


def _variance_shares(
    name: str, log_odds: Mapping[tuple[str, str], Floats], by_source: Mapping[str, Floats]
) -> VarianceShares:
    whole = log_odds["all", name]
    labels = [label for label in ("all", *GROUPS, *map(_but, GROUPS)) if (label, name) in log_odds]
    finite = np.logical_and.reduce([np.isfinite(log_odds[label, name]) for label in labels])
    whole = whole[finite]
    variance = float(whole.var()) if len(whole) > 1 else 0.0
    if variance <= _NOTHING:
        return VarianceShares(0.0, {}, {})
    groups = {
        group: _share(
            whole, *(log_odds[label, name][finite] for label in (group, _but(group)) if (label, name) in log_odds)
        )
        for group in GROUPS
    }
    sources = {source: explained_share(logs[finite], whole) for source, logs in by_source.items()}
    order = sorted(sources, key=lambda source: (-round(sources[source][0], 9), source))
    return VarianceShares(DB * variance**0.5, groups, {source: sources[source] for source in order})


def _but(group: Group) -> str:
    return f"all but {group}"


def _share(whole: Floats, kept: Floats, replaced: Floats | None = None) -> VarianceShare:
    """Return the shares of a group from draws that share its rows, and from draws that share all others."""
    around = whole - whole.mean()
    squares = around**2
    first, first_error = ratio_of_means(around * (kept - whole.mean()), squares)
    if replaced is None:
        return VarianceShare(first, first_error, None, None)
    total, total_error = ratio_of_means((whole - replaced) ** 2 / 2.0, squares)
    return VarianceShare(first, first_error, total, total_error)
