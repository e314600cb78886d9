"""A page for each rule."""

from __future__ import annotations

from assess.domain.quoting import meant, quoted
from assess.files.pages import (
    of_edits,
    of_exports,
    of_figures,
    of_files,
    of_habits,
    of_imports,
    of_ledgers,
    of_numbers,
    of_outcomes,
    of_references,
    of_reports,
)
from assess.files.pages.page import Rule

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        *of_files.RULES,
        *of_numbers.RULES,
        *of_references.RULES,
        *of_reports.RULES,
        *of_outcomes.RULES,
        *of_ledgers.RULES,
        *of_habits.RULES,
        *of_edits.RULES,
        *of_figures.RULES,
        *of_exports.RULES,
        *of_imports.RULES,
    )
}


def explain(code: str) -> str:
    """Return the page of the rule `code`: what it finds, why it matters, an example, what to write instead.

    Raises
    ------
    KeyError
        Where there is no such rule; its text says which there are.

    Examples
    --------
    >>> explain("e203").splitlines()[0]
    'E203 outside [0, 1]'
    """
    rule = RULES.get(code.strip().upper())
    if rule is None:
        text = f"there is no rule {quoted(code)}; {meant(code, RULES, 'rules')}"
        raise KeyError(text)
    return rule.text()


__all__ = ["RULES", "Rule", "explain"]
