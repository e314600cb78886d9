"""Reading a case for its networks: its world, its testimony, and the world without any evidence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from assess.compile.claim_counts import counting_for, spoken_of
from assess.compile.numbers import Numbers
from assess.compile.observation import Copying, Sighting, origin_rows, statement_of, telling, what_was_seen
from assess.compile.part import SolveOptions
from assess.compile.scored_reports import Reports, log_likelihoods
from assess.compile.solved import Solved
from assess.compile.stories import Stories, pose
from assess.compile.testimony import (
    Standing,
    Testimony,
    Witnesses,
    is_later,
    standing,
)
from assess.compile.world import World
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.instances import Layout, Observable
from assess.domain.rubric import Rubric


class ReadCase(NamedTuple):
    """A case as its networks need it.

    Parameters
    ----------
    layout : Layout
    world : World
    testimony : Testimony
    unscored : dict of str to str
        For every item that does not count: unclear, withdrawn or later.
    sightings : dict of str to Sighting
        By statement whose origin may be wrong at a shared rate.
    before : Solved
        The world without any evidence.
    stories : Stories
        The stories, none of them worked out yet.
    """

    layout: Layout
    world: World
    testimony: Testimony
    unscored: Mapping[str, Standing]
    sightings: Mapping[str, Sighting]
    before: Solved
    stories: Stories


def read_case(
    case: Case,
    rubric: Rubric,
    as_of: str | None = None,
    also: Iterable[Observable] = (),
    learning: bool = False,
) -> ReadCase:
    """Return a case as its networks need it.

    Parameters
    ----------
    case, rubric, as_of, also
        As in `compile_case`.
    learning : bool
        Whether to make a variable for each use of a number that cases may teach.
    """
    numbers = Numbers.of(rubric)
    layout = Layout(case, rubric)
    unscored = {item.id: why for item in case.evidence if (why := standing(item, case, as_of)) is not None}
    scored = [item for item in case.evidence if item.id not in unscored]
    chains = {item.id: layout.observables(item) for item in scored}
    spoken = list(spoken_of(layout))
    world = World(layout, numbers, itertools.chain(*chains.values(), spoken), also)
    sightings = what_was_seen(scored, chains, case, numbers, learning)
    world.add(itertools.chain.from_iterable((s.right, s.seen) for s in sightings.values()))
    world.add(counting_for(case, world))
    if learning:
        world.step_by_step()
    witnesses = Witnesses(layout, numbers, as_of)
    sure = {name for name, source in witnesses.items() if source.sure}
    copying = _copying(case, layout, as_of)
    reports = _reports([(item, chains[item.id][0]) for item in scored], numbers, sure, copying, case, sightings)
    testimony = Testimony(reports, witnesses)
    blank = Stories(world, testimony, {})
    before = pose(
        blank, testimony.chains(()), SolveOptions(whole=True, shared="questions", asked=frozenset(o.id for o in spoken))
    )
    # For one node without evidence, the mean rows are enough.
    apart = (
        before
        if before.beyond is None
        else pose(blank, testimony.chains(()), SolveOptions(whole=True, shared="nothing"))
    )
    marginals = {ident: apart.marginal(variable) for ident, variable in apart.part.nodes.items()}
    return ReadCase(layout, world, testimony, unscored, sightings, before, Stories(world, testimony, marginals))


def _copying(case: Case, layout: Layout, as_of: str | None) -> Copying:
    """Return what sources may have repeated, which includes statements that have since been withdrawn."""
    if not any(source.copies for source in case.sources.values()):
        return Copying({}, {})
    known = [item for item in case.evidence if item.says != "unclear" and not is_later(item, case, as_of)]
    return Copying.of(case, {item.id: layout.observables(item)[0].id for item in known})


def _reports(
    scored: Sequence[tuple[Evidence, Observable]],
    numbers: Numbers,
    sure: set[str],
    copying: Copying,
    case: Case,
    sightings: Mapping[str, Sighting],
) -> Reports:
    """Return the scored items as reports, given their indicator instances."""
    items = [item for item, _ in scored]
    nodes = [at.id for _, at in scored]
    sighted = {n: own for n, item in enumerate(items) if (own := sightings.get(statement_of(item))) is not None}
    rows = np.array([origin_rows(item, numbers, case.sources[item.source]) for item in items]).reshape(-1, 2, 2)
    tells = {n: row for n, item in enumerate(items) if (row := telling(item, numbers)) is not None}
    repeated = {
        n: copying.repeated_and_own(item, nodes[n]) for n, item in enumerate(items) if item.source in copying.copies
    }
    likelihoods = of_seen = log_likelihoods(rows, tells, repeated)
    seen, given_seen = nodes, rows
    if sighted:
        seen, given_seen = nodes.copy(), rows.copy()
        for n, own in sighted.items():
            seen[n] = own.seen.id
            given_seen[n] = origin_rows(items[n], numbers, case.sources[items[n].source], sees=False)
        of_seen = log_likelihoods(given_seen, tells, repeated)
    passed = [(item.source, *item.via) for item in items]
    return Reports(
        items=[item.id for item in items],
        nodes=nodes,
        instances=[at.instance for _, at in scored],
        seen=seen,
        shared={n: item.statement for n, item in enumerate(items) if item.statement is not None},
        passed=passed,
        chains=[p if sure.isdisjoint(p) else tuple(source for source in p if source not in sure) for p in passed],
        rows=given_seen,
        tells=tells,
        repeated=repeated,
        log_likelihoods=likelihoods,
        log_given_seen=of_seen,
    )
