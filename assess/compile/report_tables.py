"""What one report tells about its indicator, for every statement and grade: tables to score many instances at once.

If each source speaks only once about an instance, unrelayed and without events, neither sources nor rates connect its
reports. Each report is then a factor on its indicator alone, which depends on the indicator, the statement and the two
grades; the posterior follows from these factors and the rows of the rubric. Every number here comes from the functions
that compile a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assess.compile.leaf_reports import source_summed_out
from assess.compile.numbers import Numbers
from assess.compile.observation import Copying, observation_model
from assess.compile.part import SolveOptions
from assess.compile.read_case import read_case
from assess.compile.solved import Solved
from assess.compile.stories import lone_story, pose
from assess.domain.case import Case, Subject
from assess.domain.chance import Chance
from assess.domain.evidence import Evidence, Says
from assess.domain.instances import Layout
from assess.domain.rubric import Rubric
from assess.domain.source import Source
from assess.network.logs import Floats, log

SAYS: tuple[Says, ...] = ("present", "absent", "not-found", "unclear")
"""What a report may say; a silence would need a probability of its own, which no grade gives."""

SUBJECT = "subject"
"""The id of the subject in a case of one instance."""


@dataclass(frozen=True, slots=True)
class PlacedIndicator:
    """An indicator of an instance.

    Parameters
    ----------
    name : str
    question : str
        The question at the top of its chain.
    parent : str or None
        The indicator that is its parent; None if its parent is the question.
    depth : int
        The number of its ancestors that are indicators.
    table : float64, shape (states of the parent, 2), nats
        The table of present and absent.
    marginal : float64, shape (2,), nats
        Its marginal before any evidence.
    """

    name: str
    question: str
    parent: str | None
    depth: int
    table: Floats
    marginal: Floats


class ReportTables:
    """The numbers that score reports on instances of a rubric's questions, each instance a case of its own.

    Parameters
    ----------
    rubric : Rubric
        Its scale and grading loaded.
    numbers : sequence of str
        Probabilities, which may stand in the place of a source's grade.

    Attributes
    ----------
    priors : dict of str to float64, shape (hypotheses,), nats
        The prior of each question, its parents summed out.
    indicators : dict of str to PlacedIndicator
    reliabilities : tuple of str
        The grades of sources, and the terms of the scale that may replace them.
    credibilities : tuple of str
        The grades of statements.
    """

    def __init__(self, rubric: Rubric, numbers: Sequence[str] = ()) -> None:
        self.rubric, self._numbers = rubric, Numbers.of(rubric)
        grading, scale = self._numbers.grading, self._numbers.scale
        terms = (words for term in scale.terms for words in term.names)
        named = dict.fromkeys((*grading.reliability, *terms))
        self._probabilities = {text: Chance(value=float(text)) for text in numbers if text not in named}
        self.reliabilities = (*named, *self._probabilities)
        self.credibilities = tuple(grading.credibility)
        self.priors: dict[str, Floats] = {}
        self.indicators: dict[str, PlacedIndicator] = {}
        for question in rubric.questions:
            self._read(question)

    def with_numbers(self, numbers: Sequence[str]) -> ReportTables:
        """Return the tables of the same rubric with numbers that may be given in place of grades."""
        return ReportTables(self.rubric, numbers)

    def reliability(self, grade: str) -> Chance:
        """Return one of the reliabilities as a case states it."""
        return self._probabilities.get(grade) or Chance(term=grade)

    def hypotheses(self, question: str) -> tuple[str, ...]:
        """Return the hypotheses of a question."""
        return tuple(self.rubric.questions[question].hypotheses)

    def _read(self, question: str) -> None:
        case = instance_case(self.rubric, question)
        layout = Layout(case, self.rubric)
        names = [name for name in self.rubric.indicators if layout.top_question(name) == question]
        chains = {name: layout.named(f"{SUBJECT}/{name}") for name in names}
        read = read_case(case, self.rubric, also=[each for chain in chains.values() for each in chain])
        marginal = {ident: read.before.marginal(variable) for ident, variable in read.before.part.nodes.items()}
        self.priors[question] = marginal[f"{SUBJECT}/{question}"]
        for name, chain in chains.items():
            node = read.world.nodes[chain[0].id]
            parent = chain[1].indicator if len(chain) > 1 else None
            self.indicators[name] = PlacedIndicator(
                name, question, parent, len(chain) - 1, node.table, marginal[chain[0].id]
            )

    @cached_property
    def log_likelihoods(self) -> Floats:
        """The log probability of a report in each state of its indicator, its source summed out.

        Shape (indicators, says, reliabilities + 1, credibilities + 1, 2), nats; the last entry of each grade axis is
        for no grade. It is NaN where a report lacks a grade that it needs.
        """
        grades = [*self.credibilities, None]
        reliable = np.array([self._numbers.reliability(self.reliability(grade))[0] for grade in self.reliabilities])
        trust, doubt = log(np.stack([reliable, 1.0 - reliable]))[:, :, np.newaxis, np.newaxis]
        marginals = np.array([rows.marginal for rows in self.indicators.values()]).reshape(-1, 1, 1, 2)
        shape = len(self.indicators), len(SAYS), len(self.reliabilities) + 1, len(grades), 2
        logs = np.full(shape, np.nan)
        for place, says in enumerate(SAYS):
            if says == "unclear":
                logs[:, place] = 0.0
                continue
            said = log(np.array([self._said(says, grade) for grade in grades]))
            story = lone_story(marginals, said)[..., np.newaxis]
            logs[:, place, :-1] = source_summed_out(trust, doubt, said, story)
            if says != "not-found":
                logs[:, place, :, -1] = np.nan
        return logs

    def _said(self, says: Says, credibility: str | None) -> Floats:
        """Return the probability of a statement from a reliable source in each state of the indicator."""
        sure = Chance(value=1.0)  # Where there is no grade, of what is struck out.
        item = Evidence(id="e", about=SUBJECT, indicator="any", says=says, source="s", credibility=credibility)
        source = Source(reliability=sure, accuracy=sure)
        return observation_model(item, "any", self._numbers, Copying({}, {}), source).likelihood


def instance_case(
    rubric: Rubric, question: str, sources: Mapping[str, Source] | None = None, evidence: Iterable[Evidence] = ()
) -> Case:
    """Return the case of one instance: its subject, within subjects of whom its question's ancestors are asked.

    Parameters
    ----------
    rubric : Rubric
    question : str
    sources : dict of str to Source, optional
    evidence : iterable of Evidence
        The items, about `SUBJECT`.
    """
    kinds: dict[str, list[str]] = {}
    for name in _with_givens(rubric, question):
        kinds.setdefault(rubric.questions[name].per, []).append(name)
    idents = [SUBJECT, *(f"around-{place}" for place in range(1, len(kinds)))]
    around: Sequence[str | None] = [*idents[1:], None]
    return Case(
        case="instance",
        rubric=rubric,
        subjects={
            ident: Subject(kind=kind, within=within) for ident, kind, within in zip(idents, kinds, around, strict=True)
        },
        ask={ident: tuple(names) for ident, names in zip(idents, kinds.values(), strict=True)},
        sources=dict(sources or {}),
        evidence=tuple(evidence),
    )


def solved_instance(case: Case, question: str) -> Solved:
    """Return the case of one instance with all its reports, solved only for the posterior of its question."""
    assert isinstance(case.rubric, Rubric)
    read = read_case(case, case.rubric)
    every = read.testimony.every_chain()
    return pose(read.stories, every, SolveOptions(nodes=(f"{SUBJECT}/{question}",)))


def _with_givens(rubric: Rubric, question: str) -> list[str]:
    """Return a question and its ancestors, nearest first."""
    names = [question]
    for name in names:
        names += [given for given in rubric.questions[name].given if given not in names]
    return names
