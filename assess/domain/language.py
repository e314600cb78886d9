"""Messages in the language of the reader: whole sentences with named gaps, by gettext.

The messages in the code are English. Another language is a folder ``assess/locales/LANGUAGE`` with a catalogue; a
message that it lacks appears in English. A wheel holds compiled catalogues, a source tree only their ``.po`` files.

E407 no report in that language
    Finds:   A language without a catalogue of messages, or without words for the terms of the case's scale.
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
"""Returns a message in the language current when it is called, its gaps filled with the arguments."""

_LANGUAGE = ContextVar("language", default=ENGLISH)


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted([ENGLISH, *(path.parent.name for path in FOLDER.glob("*/LC_MESSAGES"))])


def current() -> str:
    """Return the current language."""
    return _LANGUAGE.get()


@contextlib.contextmanager
def language(name: str) -> Iterator[None]:
    """Use a language within a block, in this thread or task only.

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
    """A catalogue read from its ``.po`` file, so that a source tree needs no compiled one."""

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
    """Return a message in a language; cached, because a report repeats some messages thousands of times."""
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
    """Return a message in the sense that it has in `context`, its ``{gaps}`` filled."""
    return translated(context, message).format(**values)


def translated(context: str, words: str) -> str:
    """Return words without gaps in the current language, in the sense that they have in `context`."""
    return _message(_LANGUAGE.get(), context, words)


def say_number(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return a message in the plural form for a number, which fills the gap ``{number}``.

    Examples
    --------
    >>> [say_number("{number} item", "{number} items", n) for n in (0, 1, 4_000)]
    ['0 items', '1 item', '4000 items']
    """
    return _catalogue(_LANGUAGE.get()).ngettext(singular, plural, number).format(number=number, **values)


def later(message: str) -> Message:
    """Return a function that returns a message, its gaps filled, when called."""
    return functools.partial(say, message)


def later_as(context: str, message: str) -> Message:
    """Return a function that returns a message in the sense of `context` when called."""
    return functools.partial(say_as, context, message)


def figure(written: str) -> str:
    """Return a number, written with a decimal point and thousands commas, in the notation of the language.

    Examples
    --------
    >>> figure("12,345.6")
    '12,345.6'
    >>> with language("ru"):
    ...     figure("44.9")
    '44,9'
    """
    return written.translate(_marks(_LANGUAGE.get()))


def capital(text: str) -> str:
    """Return a text with its first letter capitalised, after an opening quotation mark if there is one.

    Examples
    --------
    >>> capital("an item"), capital("“an item” is meant")
    ('An item', '“An item” is meant')
    """
    at = len(text) - len(text.lstrip("“«"))
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def listed(parts: list[str]) -> str:
    """Return parts of a sentence joined by commas, with “and” before the last.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    if len(parts) < 2:
        return "".join(parts)
    return say("{first} and {last}", first=say_as("between parts of a sentence", ", ").join(parts[:-1]), last=parts[-1])
