"""Finds sentences that say what no sentence may: likelihood and confidence at once, or a bare word of likelihood.

ICD 203, D.6.e(2)(b): a level of confidence and a degree of likelihood never stand in one sentence. Here a word of
likelihood never stands without its number besides. What is quoted, in “…”, is another's, and is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assess.domain.scale import Scale

_QUOTED = re.compile(r"“[^”]*”")
_END = re.compile(r"(?<=[.!?])[)*]*\s+(?=[^a-z\s])")
_LEVEL = re.compile(r"\b(?:high|moderate|low)\b", re.IGNORECASE)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t)\b", re.IGNORECASE)
_LIKELIHOOD = re.compile(
    r"%|\bper cent\b|\b0?\.\d|\b(?:probabilit|likelihood|improbab|probab|unlikel|likel|chance|odds)|\bP\(",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\s,:(]{1,3}(?:just )?(?:under |over )?\d[\d.]*(?: to \d[\d.]*)?\s%")
_IN_ROW = re.compile(r"\d\s%")


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence, or row of a table, that says what none may."""

    kind: Literal["level and likelihood", "word without number"]
    sentence: str


def faults(text: str, scale: Scale) -> list[Fault]:
    """Return the faults of a text, plain or Markdown.

    Parameters
    ----------
    text : str
        A row of a table may hold a level in a cell of its own; and the number of its words in another.
    scale : Scale
        Whose terms are words of likelihood.
    """
    found = []
    for sentence in sentences(text):
        own = _QUOTED.sub("“”", sentence)
        if not is_row(sentence) and _LEVEL.search(own) and _CONFIDENCE.search(own) and _tells_likelihood(own, scale):
            found.append(Fault("level and likelihood", sentence))
        if any(not _has_number(own, word) for word in _words(scale).finditer(own)):
            found.append(Fault("word without number", sentence))
    return found


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


def _tells_likelihood(sentence: str, scale: Scale) -> bool:
    return bool(_LIKELIHOOD.search(sentence) or _words(scale).search(sentence))


def _words(scale: Scale) -> re.Pattern[str]:
    every = sorted((w for term in scale.terms for w in (term.term, *term.also)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, every))})(?!\w)", re.IGNORECASE)


def _has_number(sentence: str, word: re.Match[str]) -> bool:
    if is_row(sentence):
        return bool(_IN_ROW.search(sentence))
    return bool(_NUMBER.match(sentence, word.end()))
