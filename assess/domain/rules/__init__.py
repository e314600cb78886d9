"""What must hold of a whole case, and what a good one has.

A rule is a function from the inputs to what it finds; `RUBRIC`, `CASE` and `PLACED` list them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.domain.rules import (
    asked_questions,
    circles,
    lint,
    placing,
    probabilities,
    references,
    registers,
    source_chains,
    terms,
)
from assess.domain.rules.loaded import LoadedCase, LoadedRubric
from assess.errors import Finding

RubricRule = Callable[[LoadedRubric], Iterator[Finding]]
CaseRule = Callable[[LoadedCase], Iterator[Finding]]

RUBRIC: tuple[RubricRule, ...] = (
    references.rubric_names,
    circles.rubric_circles,
    probabilities.question_priors,
    probabilities.present_if,
    terms.rubric_terms,
)

SHAPE: tuple[CaseRule, ...] = (references.subjects, circles.subject_circles, asked_questions.asked)
"""Rules of subjects and questions, which all others build on."""

CASE: tuple[CaseRule, ...] = (
    probabilities.override_priors,
    terms.case_terms,
    references.evidence,
    source_chains.ids,
    source_chains.chains,
    source_chains.statements,
    source_chains.relays,
    registers.actors,
    registers.quantities,
    registers.gaps,
)

PLACED: tuple[CaseRule, ...] = (
    probabilities.over_time,
    references.overrides,
    references.favours,
    references.claims,
    references.answers,
    registers.ladders,
    registers.pieces,
    circles.instance_circles,
    placing.parents,
    placing.items,
    placing.codes,
    placing.gaps,
)
"""Rules that look instances up; they wait until subjects and questions are sound, lest one fault be told ten times."""


def findings(case: Case) -> list[Finding]:
    """Return what is wrong with a case and its rubric.

    Parameters
    ----------
    case : Case
        Its rubric, scale and grading loaded.

    Returns
    -------
    list of Finding
        Errors only, without places in files.

    Raises
    ------
    TypeError
        Where the rubric, scale or grading is but a name.
    """
    whole = LoadedCase.of_case(case)
    found = rubric_findings(whole.rubric)
    is_sound = not any(f.code in ("E302", "E316", "E317") for f in found)
    of_shape = [f for rule in SHAPE for f in rule(whole)]
    found += of_shape
    found += [f for rule in CASE for f in rule(whole)]
    if is_sound and not of_shape:
        found += [f for rule in PLACED for f in rule(whole)]
    return found


def rubric_findings(rubric: Rubric) -> list[Finding]:
    """Return what is wrong with a rubric, its scale and grading loaded."""
    basis = LoadedRubric.of(rubric)
    return [f for rule in RUBRIC for f in rule(basis)]


def warnings(case: Case) -> list[Finding]:
    """Return what a good case has and this one, free of errors, lacks."""
    whole = LoadedCase.of_case(case)
    return [f for rule in lint.CASE for f in rule(whole)] + rubric_warnings(whole.rubric)


def rubric_warnings(rubric: Rubric) -> list[Finding]:
    """Return what a good rubric has and this one, free of errors, lacks."""
    basis = LoadedRubric.of(rubric)
    return [f for rule in lint.RUBRIC for f in rule(basis)]
