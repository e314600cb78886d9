"""Finds sentences that say what no sentence may: likelihood and confidence at once, or a bare word of likelihood.

ICD 203, D.6.e(2)(b): a level of confidence and a degree of likelihood never stand in one sentence. Here a word of
likelihood never stands without its number besides. What is quoted, in “…” or «…», is another's, and is
not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assess.domain.language import ENGLISH
from assess.domain.language import language as speaking
from assess.domain.number_text import spoken
from assess.domain.scale import Scale

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»")
_END = re.compile(r"(?<=[.!?])[)*]*\s+(?=[^a-zа-яё\s])")
_IN_ROW = re.compile(r"\d\s%")


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How a language says levels, confidence, likelihood, and a number after a word of likelihood."""

    level: re.Pattern[str]
    confidence: re.Pattern[str]
    likelihood: re.Pattern[str]
    number: re.Pattern[str]


def _tongue(level: str, confidence: str, likelihood: str, number: str) -> _Tongue:
    return _Tongue(*(re.compile(pattern, re.IGNORECASE) for pattern in (level, confidence, likelihood, number)))


_TONGUES = {
    "en": _tongue(
        r"\b(?:high|moderate|low)\b",
        r"\bconfiden(?:ce|t)\b",
        r"%|\bper cent\b|\b0?\.\d|\b(?:probabilit|likelihood|improbab|probab|unlikel|likel|chance|odds)|\bP\(",
        r"[\s,:(]{1,3}(?:just )?(?:under |over )?\d[\d.]*(?: to \d[\d.]*)?\s%",
    ),
    "ru": _tongue(
        r"\b(?:высок|средн|низк)\w*",
        r"\bуверен\w*",
        r"%|\bпроцент|\b0?,\d|вероятн|правдоподоб|\bшанс|\bP\(",
        r"[\s,:(]{1,3}(?:от )?(?:чуть )?(?:менее |более )?\d[\d,]*(?: до (?:менее |более )?\d[\d,]*)?\s%",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence, or row of a table, that says what none may."""

    kind: Literal["level and likelihood", "word without number"]
    sentence: str


def faults(text: str, scale: Scale, language: str = ENGLISH) -> list[Fault]:
    """Return the faults of a text, plain or Markdown.

    Parameters
    ----------
    text : str
        A row of a table may hold a level in a cell of its own; and the number of its words in another.
    scale : Scale
        Whose terms are words of likelihood.
    language : str
        Which the text is written in.
    """
    breaches = []
    tongue, words = _TONGUES[language], _words(scale, language)
    for sentence in sentences(text):
        own = _QUOTED.sub("“”", sentence)
        is_sure = not is_row(sentence) and tongue.level.search(own) and tongue.confidence.search(own)
        if is_sure and (tongue.likelihood.search(own) or words.search(own)):
            breaches.append(Fault("level and likelihood", sentence))
        if any(not _has_number(own, word, tongue) for word in words.finditer(own)):
            breaches.append(Fault("word without number", sentence))
    return breaches


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text: of paragraphs, points and headings; and the rows of tables, each as one."""
    for block in _blocks(text):
        if is_row(block):
            yield block
        else:
            yield from (part for part in _END.split(block) if part.strip())


def is_row(sentence: str) -> bool:
    """Say whether it is a row of a table."""
    return sentence.startswith("|")


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs, points, headings and rows, each on one line."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        starts = line.startswith(("- ", "|", "#"))
        if (starts or not line.strip()) and lines:
            yield " ".join(lines)
            lines = []
        if line.strip():
            lines.append(line.strip())


def _words(scale: Scale, language: str) -> re.Pattern[str]:
    with speaking(language):
        every = [spoken(words, scale) for term in scale.terms for words in (term.term, *term.also)]
    every.sort(key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, every))})(?!\w)", re.IGNORECASE)


def _has_number(sentence: str, word: re.Match[str], tongue: _Tongue) -> bool:
    if is_row(sentence):
        return bool(_IN_ROW.search(sentence))
    return bool(tongue.number.match(sentence, word.end()))
