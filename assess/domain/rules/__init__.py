"""Checks of a whole case or rubric: errors, and warnings about departures from good practice.

A rule is a function in one of these modules that yields findings. Its decorator says what it needs and when it runs;
its docstring holds the page of each code that it reports.
"""

from __future__ import annotations

from assess.domain.case import Case
from assess.domain.quoting import few_guesses
from assess.domain.rubric import Rubric
from assess.domain.rules import (  # noqa: F401 - each module adds its rules to those that run
    circles,
    dependence,
    ladders,
    lint,
    placing,
    probabilities,
    references,
    rubric_lint,
    shared_lint,
    source_chains,
    terms,
)
from assess.domain.rules.loaded import (
    LoadedCase,
    LoadedRubric,
    case_check,
    case_habit,
    placed_check,
    rubric_check,
    rubric_habit,
    shape_check,
)
from assess.domain.shared_sources import SharedSources
from assess.errors import Finding


@few_guesses()
def findings(case: Case) -> list[Finding]:
    """Return the errors of a case and its rubric.

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
        If the rubric, scale or grading is only a name.
    """
    loaded = LoadedCase.of_case(case)
    of_rubric = rubric_check.findings(loaded)
    of_shape = shape_check.findings(loaded)
    errors = of_rubric + of_shape + case_check.findings(loaded)
    if not of_shape and not any(error.code in ("E302", "E316", "E317") for error in of_rubric):
        errors += placed_check.findings(loaded)
    return errors


@few_guesses()
def rubric_findings(rubric: Rubric) -> list[Finding]:
    """Return the errors of a rubric whose scale and grading are loaded."""
    return rubric_check.findings(LoadedRubric.of(rubric))


def warnings(case: Case) -> list[Finding]:
    """Return the warnings about a case without errors."""
    loaded = LoadedCase.of_case(case)
    return case_habit.findings(loaded) + rubric_habit.findings(loaded)


def sources_warnings(shared: SharedSources) -> list[Finding]:
    """Return the warnings about sources that are known across cases."""
    return list(shared_lint.shared_sources_lint(shared))


def rubric_warnings(rubric: Rubric) -> list[Finding]:
    """Return the warnings about a rubric without errors."""
    return rubric_habit.findings(LoadedRubric.of(rubric))
