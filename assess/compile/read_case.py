"""Reading a case for its networks: its world, its testimony, and the world without any evidence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assess.compile.claim_counts import counting_for, spoken_of
from assess.compile.numbers import Numbers
from assess.compile.observation import Copying, observation_model, statement_of
from assess.compile.part import SolveOptions
from assess.compile.sightings import Sighting, what_was_seen
from assess.compile.solved import Solved
from assess.compile.stories import Stories, pose
from assess.compile.testimony import (
    Report,
    Standing,
    Testimony,
    is_later,
    standing,
    witnesses_of,
)
from assess.compile.world import World
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.instances import Layout, Observable
from assess.domain.rubric import Rubric
from assess.network.logs import log


class ReadCase(NamedTuple):
    """A case as its networks need it.

    Parameters
    ----------
    layout : Layout
    world : World
    testimony : Testimony
    standings : dict of str to str
        For every item: scored, unclear, withdrawn or later.
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
    standings: Mapping[str, Standing]
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
    standings = {item.id: standing(item, case, as_of) for item in case.evidence}
    scored = [item for item in case.evidence if standings[item.id] == "scored"]
    chains = {item.id: layout.observables(item) for item in scored}
    spoken = list(spoken_of(layout))
    world = World(layout, numbers, itertools.chain(*chains.values(), spoken), also)
    sightings = what_was_seen(scored, chains, case, numbers, learning)
    world.add(itertools.chain.from_iterable((s.right, s.seen) for s in sightings.values()))
    world.add(counting_for(case, world))
    if learning:
        world.step_by_step()
    witnesses = witnesses_of(layout, numbers, as_of)
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
    return ReadCase(layout, world, testimony, standings, sightings, before, Stories(world, testimony, marginals))


def _copying(case: Case, layout: Layout, as_of: str | None) -> Copying:
    """Return what sources may have repeated, which includes statements that have since been withdrawn."""
    if not any(source.copies for source in case.sources.values()):
        return Copying()
    known = [item for item in case.evidence if item.says != "unclear" and not is_later(item, case, as_of)]
    return Copying.of(case, {item.id: layout.observables(item)[0].id for item in known})


def _reports(
    scored: Sequence[tuple[Evidence, Observable]],
    numbers: Numbers,
    sure: set[str],
    copying: Copying,
    case: Case,
    sightings: Mapping[str, Sighting],
) -> list[Report]:
    """Return the scored items as reports, given their indicator instances."""
    statements = [statement_of(item) for item, _ in scored]
    own = [sightings.get(statement) for statement in statements]
    whole = [observation_model(i, at.id, numbers, copying, case.sources[i.source]) for i, at in scored]
    given_seen = [
        model if seen is None else observation_model(i, at.id, numbers, copying, case.sources[i.source], sees=False)
        for (i, at), seen, model in zip(scored, own, whole, strict=True)
    ]
    likelihoods = list(log([model.likelihood for model in whole]))
    of_seen = list(log([model.likelihood for model in given_seen])) if any(own) else likelihoods
    reports = []
    for n, (item, observable) in enumerate(scored):
        passed, seen = (item.source, *item.via), own[n]
        reports.append(
            Report(
                item.id,
                statements[n],
                observable.id,
                observable.instance,
                observable.id if seen is None else seen.seen.id,
                given_seen[n],
                likelihoods[n],
                of_seen[n],
                passed,
                passed if sure.isdisjoint(passed) else tuple(source for source in passed if source not in sure),
            )
        )
    return reports
