"""Cases with known answers, as one network in which every row that they may teach is one number in all of them.

Given the rows, the cases are independent. A row is taught by the instances that are learned from, by what was reported
on their indicators, and by those who reported it; all other rows stay as they are. The story of an unreliable source
teaches nothing, and is worked out with the rows as last learned.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from assess.compile.observation import SEARCH
from assess.compile.part import ProblemPart, SolveOptions, plan_for
from assess.compile.problem import assemble
from assess.compile.read_case import ReadCase, read_case
from assess.compile.world import Node, step_id
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.network.elimination import EliminationPlan
from assess.network.logs import Floats, Ints, log
from assess.network.network import Builder, Network, TableRows
from assess.network.row_posterior import DirichletRows, RowLearner, RowUses
from assess.network.solve import solve

Kind = Literal["prior", "over_time", "indicator", "reliability", "accuracy", "credibility", "search"]

RELIABLE = ("reliable", "unreliable")


@dataclass(frozen=True, slots=True, order=True)
class RowKey:
    """The identity of a row.

    Parameters
    ----------
    kind : {"prior", "over_time", "indicator", "reliability", "accuracy", "credibility", "search"}
        The last four belong to a source, its statements, a grade and searches.
    name : str
        The name of the question, indicator, source or grade.
    given : tuple of str
        The states of its parents.
    """

    kind: Kind
    name: str
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaughtRow:
    """A row that cases may teach.

    Parameters
    ----------
    states : tuple of str
    means : float64, shape (states,)
        The row as used, with the weight applied.
    size : float
        Its effective sample size; infinite if exactly known.
    number : int
        The position of its first number among those of all rows.
    cases : set of str
        The cases in which it may be used.
    """

    states: tuple[str, ...]
    means: Floats
    size: float
    number: int
    cases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A case and its known answers.

    Parameters
    ----------
    case : Case
    answers : dict of str to str
        By instance: its true hypothesis.
    learned : frozenset of str
        The instances that are learned from.
    """

    case: Case
    answers: Mapping[str, str]
    learned: frozenset[str]


class TaughtRows:
    """The rows that cases may teach, and the network of these cases.

    Parameters
    ----------
    lessons : sequence of Lesson
    rubric : Rubric
        The rubric before learning.

    Attributes
    ----------
    rows : dict of RowKey to TaughtRow
    network : Network
    plan : EliminationPlan
    impossible : list of str
        The cases whose answers are impossible given their evidence.
    tells_stories : bool
        Whether some source may be unreliable.
    """

    def __init__(self, lessons: Sequence[Lesson], rubric: Rubric) -> None:
        self._lessons = lessons
        self.rows: dict[RowKey, TaughtRow] = {}
        self._length = 0
        self._tables: dict[int, list[tuple[int, int, Ints]]] = defaultdict(list)
        builder = Builder()
        self._parts: list[ProblemPart] = []
        for lesson in lessons:
            read = read_case(lesson.case, rubric, learning=True)
            self._parts.append(self._add(builder, lesson, read))
        self.network = builder.build()
        self.plan: EliminationPlan = plan_for(self.network, self._parts)
        self.tells_stories = any(part.tables.stories for part in self._parts)
        self.impossible = list(self._impossible())

    @property
    def numbers(self) -> DirichletRows:
        """The rows as one array of numbers."""
        rows = list(self.rows.values())
        free = np.array([np.isfinite(row.size) and 0.0 < row.means.max() < 1.0 for row in rows], dtype=bool)
        sizes = [row.size if is_free else 1.0 for row, is_free in zip(rows, free, strict=True)]
        alpha = [row.means * size for row, size in zip(rows, sizes, strict=True)]
        starts = np.array([*(row.number for row in rows), self._length], dtype=np.int64)
        return DirichletRows(np.concatenate([*alpha, np.zeros(0)]), starts, free)

    @property
    def learner(self) -> RowLearner:
        """The rows and the tables made of them, a group for each case."""
        uses = []
        for stack, tables in self._tables.items():
            places, groups, numbers = zip(*tables, strict=True)
            uses.append(RowUses(stack, np.array(places), np.array(groups), np.stack(numbers)))
        return RowLearner(self.plan, self.numbers, uses)

    def retold(self, cases: Sequence[Case]) -> Network:
        """Return the network with the stories of unreliable sources under other numbers.

        Parameters
        ----------
        cases : sequence of Case
            The cases of the lessons, in order, with other numbers in their rubrics and sources.
        """
        stacks = {place: stack.tables.copy() for place, stack in enumerate(self.network.stacks)}
        for case, part in zip(cases, self._parts, strict=True):
            if not part.tables.stories:
                continue
            assert isinstance(case.rubric, Rubric)
            stories = read_case(case, case.rubric, learning=True).stories
            stories.tell_of(stories.testimony.every_chain(), deep=False)
            for factors, where in part.tables.stories:
                totals = np.array([stories.table(factor) for factor in factors])
                there = stacks[where.stack][where.first : where.last]
                there[:, 1] = totals.reshape(there[:, 1].shape)
        network = self.network
        for place, tables in stacks.items():
            network = network.with_stack(place, tables)
        return network

    def _add(self, builder: Builder, lesson: Lesson, read: ReadCase) -> ProblemPart:
        stories, testimony = read.stories, read.testimony
        chain_set = testimony.every_chain()
        stories.tell_of(chain_set, deep=False)
        asked = tuple(dict.fromkeys([*lesson.learned, *lesson.answers]))
        part = assemble(builder, stories, chain_set, {}, SolveOptions(shared="nothing", nodes=asked))
        for instance, true in lesson.answers.items():
            states = read.world.nodes[instance].states
            builder.table((part.nodes[instance],), log([float(state == true) for state in states]))
        for key, node in _nodes(lesson, read):
            self._use_node(key, node, part.tables.nodes[node.id], lesson, read)
        bearing = (report for report in testimony.reports if report.instance in lesson.learned)
        for source in dict.fromkeys(source for report in bearing for source in report.chain):
            witness = testimony.witnesses[source]
            key = RowKey("reliability", source)
            numbers = self._row(key, RELIABLE, np.exp(witness.log_reliable), witness.size, lesson.case.case)
            self._use(part.tables.sources[source], numbers)
        return part

    def _use_node(self, key: RowKey, node: Node, where: TableRows, lesson: Lesson, read: ReadCase) -> None:
        states = [read.world.nodes[parent].states for parent in node.parents]
        means = np.exp(node.table).reshape(-1, len(node.states))
        numbers = []
        for given, row, size in zip(itertools.product(*states), means, node.sizes.reshape(-1), strict=True):
            answers = (lesson.answers.get(parent, state) for parent, state in zip(node.parents, given, strict=True))
            may_be = all(answer == state for answer, state in zip(answers, given, strict=True))
            of_row = RowKey(key.kind, key.name, given)
            numbers.append(self._row(of_row, node.states, row, float(size), lesson.case.case if may_be else None))
        self._use(where, np.array(numbers).reshape(node.table.shape))

    def _row(self, key: RowKey, states: tuple[str, ...], means: Floats, size: float, case: str | None) -> Ints:
        """Return the positions of a row's numbers; a row that another case writes differently is a separate one."""
        row = self.rows.get(key)
        if row is not None and (row.size != size or not np.allclose(row.means, means, rtol=0.0, atol=1e-12)):
            return self._row(RowKey(key.kind, f"{key.name} ({case})", key.given), states, means, size, case)
        if row is None:
            row = self.rows[key] = TaughtRow(states, means, size, self._length)
            self._length += len(states)
        if case is not None:
            row.cases.add(case)
        return row.number + np.arange(len(states))

    def _use(self, where: TableRows, numbers: Ints) -> None:
        self._tables[where.stack].append((where.first, len(self._parts), numbers))

    def _impossible(self) -> Iterator[str]:
        roots = solve(self.network, self.plan).log_roots
        for lesson, part in zip(self._lessons, self._parts, strict=True):
            if any(roots[variable][0] == -np.inf for variable in part.variables if variable in roots):
                yield lesson.case.case


def _nodes(lesson: Lesson, read: ReadCase) -> Iterable[tuple[RowKey, Node]]:
    """Yield the variables of a case that use rows which it teaches, with the keys of these rows."""
    layout, world = read.layout, read.world
    for ident in sorted(lesson.learned):
        instance = layout.instances[ident]
        if ident in layout.case.priors:
            continue
        kind: Kind = "prior" if layout.previous(instance) is None else "over_time"
        node, key = world.nodes[ident], RowKey(kind, instance.question)
        step = 1
        while (between := world.nodes.get(step_id(ident, step))) is not None:
            yield key, between
            step += 1
        yield key, node
    scored = (item for item in layout.case.evidence if item.id not in read.unscored)
    hanging = {o.id: o for item in scored for o in layout.observables(item)}
    for observable in hanging.values():
        if observable.instance in lesson.learned:
            yield RowKey("indicator", observable.indicator), world.nodes[observable.id]
    spoken = {report.statement for report in read.testimony.reports if report.instance in lesson.learned}
    for statement, sighting in read.sightings.items():
        if statement in spoken:
            kind, name = sighting.rate
            yield RowKey(kind, "" if sighting.rate == SEARCH else name), sighting.right
