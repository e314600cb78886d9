"""Messages in the language of the reader: whole sentences with named gaps, by gettext.

English is what the code says. Another language is a folder ``assess/locales/LANGUAGE`` with a catalogue; a message that
it lacks stands in English. A wheel holds catalogues compiled; a source tree has them only as they are written.

E407 no report in that language
    Finds:   A language that there is no catalogue of messages in, or that has no words for the terms of the case's
             scale.
    Matters: A report half in one language and half in another would be misread.
    Example: assess report CASE --language xx
    Instead: assess report CASE --language ru
"""

from __future__ import annotations

import ast
import contextlib
import functools
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from gettext import GNUTranslations, NullTranslations, c2py
from pathlib import Path
from typing import Any

from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding

ENGLISH = "en"
FOLDER = Path(__file__).parents[1] / "locales"
_WRITTEN = "LC_MESSAGES/assess.po"
_COMPILED = "LC_MESSAGES/assess.mo"
_PO_LINE = re.compile(r'^(msgctxt|msgid|msgstr)(?:\[(\d)\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)

Message = Callable[..., str]
"""Says a message, its gaps filled with what it is called with, in the language at that time."""

_LANGUAGE = ContextVar("language", default=ENGLISH)


def languages() -> list[str]:
    """Return the languages that there are catalogues of."""
    return sorted([ENGLISH, *(path.parent.name for path in FOLDER.glob("*/LC_MESSAGES"))])


def current() -> str:
    """Return the language that is spoken now."""
    return _LANGUAGE.get()


@contextlib.contextmanager
def language(name: str) -> Iterator[None]:
    """Speak a language in a block of code, in this thread or task alone.

    Raises
    ------
    AssessError
        E407: there is no catalogue of it.

    Examples
    --------
    >>> with language("ru"):
    ...     say_as("confidence", "high")
    'высокая'
    """
    if name not in languages():
        message = f"there is no report in {quoted(name)}; a language is one of {', '.join(languages())}"
        raise AssessError([Finding("E407", message, hint="choose one of those, or add its catalogue")])
    before = _LANGUAGE.set(name)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


class PoTranslations(GNUTranslations):
    """A catalogue read from its ``.po`` file; it needs no more than a source tree has."""

    def _parse(self, fp: Any) -> None:
        catalog: dict[str | tuple[str, int], str] = {}
        context = ident = ""
        for keyword, form, quoted_lines in _PO_LINE.findall(fp.read().decode()):
            text = ast.literal_eval(f"({quoted_lines})")
            if keyword == "msgctxt":
                context = f"{text}\4"
            elif keyword == "msgid":
                ident, context = context + text, ""
            elif text:
                catalog[(ident, int(form)) if form else ident] = text
        rule = re.search(r"plural=([^;]+);", catalog[""])
        assert rule is not None
        self._catalog, self.plural = catalog, c2py(rule[1])


@functools.cache
def _catalogue(name: str) -> NullTranslations:
    if name == ENGLISH:
        return NullTranslations()
    compiled = FOLDER / name / _COMPILED
    if compiled.is_file():
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    with (FOLDER / name / _WRITTEN).open("rb") as file:
        return PoTranslations(file)


@functools.lru_cache(maxsize=8192)
def _message(name: str, context: str | None, message: str) -> str:
    """Return a message in a language; it is looked up once, since a report says some of them thousands of times."""
    catalogue = _catalogue(name)
    return catalogue.gettext(message) if context is None else catalogue.pgettext(context, message)


@functools.cache
def _marks(name: str) -> dict[int, str]:
    with language(name):
        return {ord("."): say_as("decimal mark", "."), ord(","): say_as("between thousands", ",")}


def say(message: str, /, **values: object) -> str:
    """Return a message in the current language, its ``{gaps}`` filled.

    Examples
    --------
    >>> say("Prediction: “{text}”", text="x")
    'Prediction: “x”'
    """
    return _message(_LANGUAGE.get(), None, message).format(**values)


def say_as(context: str, message: str, /, **values: object) -> str:
    """Return a message whose words mean different things in different places, as they do in `context`."""
    return translated(context, message).format(**values)


def translated(context: str, words: str) -> str:
    """Return words that have no gaps, be they the program's own or not, as they are said in `context`."""
    return _message(_LANGUAGE.get(), context, words)


def say_number(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return a message that goes with a number, in the form that the language has for it; its gap is ``{number}``.

    Examples
    --------
    >>> [say_number("{number} item", "{number} items", n) for n in (0, 1, 4_000)]
    ['0 items', '1 item', '4000 items']
    """
    return _catalogue(_LANGUAGE.get()).ngettext(singular, plural, number).format(number=number, **values)


def later(message: str) -> Message:
    """Return what says a message, when called."""
    return functools.partial(say, message)


def later_as(context: str, message: str) -> Message:
    """Return what says a message as it is meant in `context`, when called."""
    return functools.partial(say_as, context, message)


def figure(written: str) -> str:
    """Return a number, written with a point and with commas between thousands, as the language writes it.

    Examples
    --------
    >>> figure("12,345.6")
    '12,345.6'
    >>> with language("ru"):
    ...     figure("44.9")
    '44,9'
    """
    return written.translate(_marks(_LANGUAGE.get()))


def listed(parts: list[str]) -> str:
    """Return parts of a sentence in a row, the last after “and”.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    if len(parts) < 2:
        return "".join(parts)
    return say("{first} and {last}", first=say_as("between parts of a sentence", ", ").join(parts[:-1]), last=parts[-1])
