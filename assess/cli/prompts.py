"""Asking the user for values, again if a value is not valid."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import typer

from assess.cli.at_work import asking
from assess.cli.output import say
from assess.domain.dates import HOW_TO_WRITE, is_date
from assess.domain.field_types import is_id
from assess.domain.quoting import listed, meant

_MOST_OFFERED = 40

Check = Callable[[str], str | None]
"""Returns the fault of an answer, or None."""


def ask(what: str, help: str, wrong: Check = lambda _: None, default: str = "") -> str:
    """Ask until an answer is valid, and return it.

    Parameters
    ----------
    what : str
        The field.
    help : str
        What belongs there, to be shown.
    wrong : callable
    default : str
        The value of an empty answer.
    """
    if help:
        say(f"  {help}")
    while True:
        with asking():
            text = str(typer.prompt(what, default=default, show_default=bool(default), err=True)).strip()
        fault = wrong(text)
        if fault is None:
            return text
        say(f"  {fault}")


def ask_date(what: str, help: str) -> str:
    """Ask for a date, which may be empty."""
    return ask(what, f"{help}; empty if unknown", lambda text: None if not text or is_date(text) else HOW_TO_WRITE)


def choose(what: str, help: str, among: Mapping[str, str] | Collection[str], default: str = "") -> str:
    """Ask for one of several names.

    Parameters
    ----------
    what, help : str
    among : mapping of str to str, or collection of str
        The names, perhaps each with its meaning.
    default : str
    """
    offer(among)
    return ask(what, help, lambda text: unknown(text, among), default)


def offer(among: Mapping[str, str] | Collection[str]) -> None:
    """Show the names to choose from, unless there are too many."""
    if len(among) > _MOST_OFFERED:
        say(f"  {len(among)} to choose from: a part of a name, entered, lists those that have it")
    elif isinstance(among, Mapping):
        width = max(map(len, among), default=0)
        for name, text in among.items():
            say(f"    {name:{width}}  {text}".rstrip())
    elif among:
        say(f"    {', '.join(among)}")


def unknown(text: str, among: Collection[str], what: str = "choices") -> str | None:
    """Return a hint about an unknown name, or None for a known one.

    Parameters
    ----------
    text : str
    among : collection of str
    what : str
        What the names are, in the plural.
    """
    if text in among:
        return None
    alike = [name for name in among if text and text.casefold() in name.casefold()]
    same = [name for name in alike if name.casefold() == text.casefold()]
    return f"there is: {listed(alike)}" if alike and not same else meant(text, among, what)


def parts(text: str) -> list[str]:
    """Return the parts of a text between commas.

    Examples
    --------
    >>> parts("miles, ziabari,")
    ['miles', 'ziabari']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def no_new_id(text: str, taken: Collection[str]) -> str | None:
    """Return why a text cannot be a new id, or None."""
    if not is_id(text):
        return "an id holds letters, digits, '.', '_' and '-', a letter or digit first"
    return "this id is taken" if text in taken else None


def confirmed(question: str) -> bool:
    """Ask a yes-or-no question."""
    with asking():
        return typer.confirm(question, default=False, err=True)
