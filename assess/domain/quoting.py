"""Quoting what an analyst wrote, and guessing what was meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_LONGEST = 60
MOST_LISTED = 12
"""Names that a list to read holds at most."""

_MOST_COMPARED = 2000
_MOST_LOOKED_AT = 50_000
_left: ContextVar[list[int] | None] = ContextVar("names to look at", default=None)
_KEPT_FORMATS = "\u200c\u200d"  # joiners that Persian and others need
_SPACES = re.compile(r"\s+")


def quoted(value: Any) -> str:
    r"""Return `value` as text that is safe to print: quoted, odd characters escaped, cut if it is long.

    Examples
    --------
    >>> quoted("gr\u202eass"), quoted(1.4)
    ("'gr\\u202eass'", '1.4')
    """
    if isinstance(value, dict):
        return f"a mapping of {len(value)}" if value else "an empty mapping"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, str) and len(value) > _LONGEST:
        return repr(value[:_LONGEST] + "…")
    shown = repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


@contextmanager
def few_guesses() -> Iterator[None]:
    """Limit the guesses in the block to 50,000 known names in all: about a second's work, whatever the input."""
    token = _left.set([_MOST_LOOKED_AT])
    try:
        yield
    finally:
        _left.reset(token)


def _may_look_at(known: Collection[str]) -> bool:
    left = _left.get()
    if left is None:
        return True
    left[0] -= len(known)
    return left[0] >= 0


def closest(word: str, known: Collection[str]) -> str | None:
    """Return the known name that `word` may be a misspelling of, or None.

    Examples
    --------
    >>> closest("grasroots", ["grassroots", "created"])
    'grassroots'
    """
    if len(word) > _LONGEST or len(known) > _MOST_COMPARED or not _may_look_at(known):
        return None
    by_folded = {name.casefold(): name for name in known}
    matches = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def share_hint(written: Any) -> str | None:
    """Return the hint for a percentage written in place of a number from 0 to 1; None for anything else.

    Examples
    --------
    >>> share_hint("95%")
    '95 % is written 0.95'
    """
    percentage = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*", str(written)[:_LONGEST])
    if percentage is None or float(percentage[1]) > 100.0:
        return None
    return f"{percentage[1]} % is written {float(percentage[1]) / 100.0:.8g}"


def listed(known: Collection[str], total: int | None = None) -> str:
    """Return `known` as a readable list, cut if it is long; `total` is the full count if `known` lacks some."""
    names = sorted(known)
    rest = (len(names) if total is None else total) - MOST_LISTED
    return ", ".join(names[:MOST_LISTED]) + (f" and {rest} more" if rest > 0 else "")


def meant(word: str, known: Collection[str], what: str) -> str:
    """Return the hint for an unknown name: the name that was probably meant, else the known ones.

    Parameters
    ----------
    word : str
    known : collection of str
    what : str
        What the names are, in the plural: ``subjects``.

    Examples
    --------
    >>> meant("Mile", ["miles", "utr-leader"], "sources")
    'did you mean miles? The sources are: miles, utr-leader'
    """
    if not known:
        return f"there are no {what}"
    guess = closest(word, known)
    if guess and len(known) > MOST_LISTED:
        return f"did you mean {guess}?"
    if len(known) > MOST_LISTED and not _may_look_at(known):
        return f"there are {len(known):,} {what}; none of them has that name"
    there_is = f"the {what} are: {listed(known)}"
    return f"did you mean {guess}? {there_is[0].upper()}{there_is[1:]}" if guess else there_is


class UnknownTargetError(KeyError):
    """No claim, prediction, instance or hypothesis has that name; the message suggests one that does.

    Parameters
    ----------
    ident : str
    known : sequence of str
    what : str
        What the known names belong to.
    """

    def __init__(self, ident: str, known: Sequence[str], what: str) -> None:
        self.message = f"there is nothing called {quoted(ident)}: {meant(ident, known, what)}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


def clean(text: str) -> str:
    r"""Return text on one line, without characters that could mislead a terminal or a reader.

    Line breaks and tabs become spaces; control characters and marks that turn the direction of writing become ``�``.

    Examples
    --------
    >>> clean("two\nlines, \x1b[31mred")
    'two lines, �[31mred'
    """
    line = text if text.isprintable() and "  " not in text else _SPACES.sub(" ", text)
    if not line.isprintable():
        line = "".join(map(_safe, line))
    return line.strip()


def _safe(character: str) -> str:
    if character in _KEPT_FORMATS:
        return character
    is_no_character = ord(character) & 0xFFFE == 0xFFFE  # U+FFFE and U+FFFF, which no XML may hold, and their like
    is_odd = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "�" if is_odd or is_no_character else character
