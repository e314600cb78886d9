"""Asks one thing after the other; what cannot be is asked for again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import typer

from assess.cli.output import say
from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.field_types import is_id
from assess.domain.quoting import listed, meant

_MOST_OFFERED = 40

Check = Callable[[str], str | None]
"""Returns what is wrong with an answer."""


def ask(what: str, help: str, wrong: Check = lambda _: None, default: str = "") -> str:
    """Return the answer, once nothing is wrong with it.

    Parameters
    ----------
    what : str
        The field.
    help : str
        What belongs there.
    wrong : callable
    default : str
        Taken for an empty answer.
    """
    say(f"  {help}")
    while True:
        text = str(typer.prompt(what, default=default, show_default=bool(default), err=True)).strip()
        fault = wrong(text)
        if fault is None:
            return text
        say(f"  {fault}")


def ask_date(what: str, help: str) -> str:
    """Return a date, or nothing."""
    return ask(what, f"{help}; empty if unknown", lambda text: _no_date(text) if text else None)


def choose(what: str, help: str, among: Mapping[str, str] | Collection[str], default: str = "") -> str:
    """Return one of several.

    Parameters
    ----------
    what, help : str
    among : mapping of str to str, or collection of str
        Its keys are offered, each with what it stands for, if that is said.
    default : str
    """
    offer(among)
    return ask(what, help, lambda text: unknown(text, among), default)


def offer(among: Mapping[str, str] | Collection[str]) -> None:
    """Show what there is to choose from, unless it is too much."""
    if len(among) > _MOST_OFFERED:
        say(f"  {len(among)} to choose from: a part of a name, entered, lists those that have it")
    elif isinstance(among, Mapping):
        width = max(map(len, among), default=0)
        for name, text in among.items():
            say(f"    {name:{width}}  {text}".rstrip())
    elif among:
        say(f"    {', '.join(among)}")


def unknown(text: str, among: Collection[str], what: str = "choices") -> str | None:
    """Say what was perhaps meant by a text that is none of those that are known; None for one that is.

    Parameters
    ----------
    text : str
    among : collection of str
    what : str
        What they are, in the plural.
    """
    if text in among:
        return None
    alike = [name for name in among if text and text.casefold() in name.casefold()]
    return f"there is: {listed(alike)}" if alike else meant(text, among, what)


def parts(text: str) -> list[str]:
    """Return what commas part.

    Examples
    --------
    >>> parts("miles, ziabari,")
    ['miles', 'ziabari']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def no_new_id(text: str, taken: Collection[str]) -> str | None:
    """Say why a text is no id for something new."""
    if not is_id(text):
        return "an id holds letters, digits, '.', '_' and '-', a letter or digit first"
    return "this id is taken" if text in taken else None


def _no_date(text: str) -> str | None:
    try:
        Span(text)
    except ValueError:
        return HOW_TO_WRITE
    return None
