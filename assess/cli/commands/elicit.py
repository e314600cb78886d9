"""``assess elicit``."""

from __future__ import annotations

import itertools
from typing import Annotated, Any

import typer

from assess.analysis.explaining.diagnosticity import kind_of
from assess.cli.editing import By, editor_name, today
from assess.cli.options import usage
from assess.cli.output import exit_on_findings, say, show
from assess.cli.prompts import ask, confirmed
from assess.compile.elicited_rows import ElicitedRow, by_odds, by_odds_alone, elicited_row, untold_apart
from assess.compile.numbers import EXACT, Numbers
from assess.domain.number_text import chance, times
from assess.domain.quoting import meant
from assess.domain.rubric import Indicator, Rubric
from assess.files import load_rubric
from assess.files.rubric_edit import edit_indicator

_HOW = "best guess and range in percent: 60 (40-80); or how many times as likely as under another: {odds}; empty: {now}"


def elicit(
    rubric: Annotated[str, typer.Argument(metavar="RUBRIC", help="The file of a rubric of your own.")],
    indicator: Annotated[
        str | None, typer.Argument(metavar="[INDICATOR]", help="One indicator; each in turn if left out.")
    ] = None,
    by: By = None,
) -> None:
    """Ask for the rows of indicators, play back what they mean, and record them with who judged them, when and why."""
    author, day = editor_name(by), today()
    with exit_on_findings("nothing written"):
        loaded = load_rubric(rubric)
        if indicator is not None and indicator not in loaded.indicators:
            usage(f"there is no indicator {indicator!r}: {meant(indicator, loaded.indicators, 'indicators')}")
        for name in loaded.indicators if indicator is None else [indicator]:
            change = _Elicitation(loaded, name).change(author, day)
            if change is not None:
                say(f"wrote {edit_indicator(rubric, name, change)}")


_USUAL = 10.0
"""Observations that a row is worth if nothing says how sure it is: one given as odds, or relative to an exact one."""


class _Elicitation:
    """The judgement of one indicator."""

    def __init__(self, rubric: Rubric, name: str) -> None:
        self._indicator: Indicator = rubric.indicators[name]
        self._name, of = name, self._indicator.of
        self._states = self._texts(rubric, of)
        numbers = Numbers.of(rubric)
        self._kept = {state: numbers.row(self._indicator.present_if[state]) for state in self._states}
        self._rows: dict[str, ElicitedRow] = {}

    @staticmethod
    def _texts(rubric: Rubric, of: str) -> dict[str, str]:
        if of not in rubric.questions:
            return {"present": f"{of} is present", "absent": f"{of} is absent"}
        hypotheses = rubric.questions[of].hypotheses
        return {state: hypothesis.label or hypothesis.text or state for state, hypothesis in hypotheses.items()}

    def change(self, author: str, day: str) -> dict[str, Any] | None:
        """Ask for the rows, show them, and return what to write once the user confirms, or None."""
        say(f"\n{self._name}: {self._indicator.text or ''}")
        say("Of 100 cases in which the answer is the one named, in how many would it be there to be seen?")
        for state in self._states:
            self._ask(state)
        if not self._rows:
            say("nothing changed")
            return None
        show(self._played_back())
        for first, second in untold_apart(self._means):
            say(f"{first} and {second} are not told apart by it")
        why = ask("why", "the reason, which is written beside the rows", lambda text: None if text else "say why")
        if not confirmed("write this?"):
            say("nothing written")
            return None
        rows = {state: {"mean": _rounded(row.best), "n": _rounded(row.n)} for state, row in self._rows.items()}
        kept = self._indicator.model_dump(mode="json", exclude_defaults=True)["present_if"]
        return {"present_if": {**kept, **rows}, "why": f"{' '.join(why.split())} ({author}, {day})"}

    @property
    def _means(self) -> dict[str, float]:
        """The mean rows, those kept too."""
        return {state: self._rows[state].best if state in self._rows else row[0] for state, row in self._kept.items()}

    def _ask(self, state: str) -> None:
        other = next(other for other in (*self._rows, *self._states) if other != state)
        now = chance(self._indicator.present_if[state])
        answer = ask(f"{state} ({self._states[state]})", _HOW.format(odds=f"3:1 {other}", now=now), self._fault)
        if answer:
            self._rows[state] = self._read(answer)

    def _fault(self, answer: str) -> str | None:
        try:
            if answer:
                self._read(answer)
        except ValueError as error:
            return str(error)
        return None

    def _read(self, answer: str) -> ElicitedRow:
        """Return the row that an answer gives.

        Raises
        ------
        ValueError
            If it is none; it says what is wrong.
        """
        first, _, rest = answer.strip().partition(" ")
        if ":" in first:
            return self._of_odds(first, rest.strip())
        low, _, high = rest.strip().strip("()").replace("%", "").partition("-")
        try:
            numbers = [float(each.replace("%", "").strip()) / 100.0 for each in (first, low, high)]
        except ValueError:
            message = "write a best guess and a range, such as 60 (40-80)"
            raise ValueError(message) from None
        return elicited_row(*numbers)

    def _of_odds(self, odds: str, other: str) -> ElicitedRow:
        above, _, below = odds.partition(":")
        try:
            ratio = float(above) / float(below)
        except (ValueError, ZeroDivisionError):
            message = "write odds as two numbers, such as 3:1"
            raise ValueError(message) from None
        if not other:
            return _as_sure(by_odds_alone(ratio)[0], _USUAL)
        if other not in self._kept:
            message = f"there is no row of {other}: {meant(other, self._kept, 'rows')}"
            raise ValueError(message)
        size = self._rows[other].n if other in self._rows else self._kept[other][1]
        return _as_sure(by_odds(ratio, self._means[other]), size if size != EXACT else _USUAL)

    def _played_back(self) -> str:
        """Return what the rows mean: in frequencies, in odds, and as kinds of test."""
        lines = ["\n"]
        for state, row in self._rows.items():
            low, high = row.range
            lines.append(
                f"Of 100 cases in which it is “{self._states[state]}”, {100.0 * row.best:.0f} would show this "
                f"({100.0 * low:.0f} to {100.0 * high:.0f}; worth {row.n:.3g} observations).\n"
            )
        for first, second in itertools.combinations(self._states, 2):
            p, q = self._means[first], self._means[second]
            stronger, ratio = (first, p / q) if p >= q else (second, q / p)
            weaker = second if stronger == first else first
            lines.append(f"Seen, it favours {stronger} over {weaker} by {times(ratio)}: a {kind_of(p, q)} test.\n")
        return "".join(lines)


def _as_sure(best: float, n: float) -> ElicitedRow:
    """Return a row with an effective sample size."""
    row = ElicitedRow(best, best, best, n)
    low, high = row.range
    return ElicitedRow(best, low, high, n)


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
