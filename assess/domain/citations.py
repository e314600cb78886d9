"""Passages of a document: how they are counted, found and digested.

Paragraphs are the lines of the document's plain text that are not blank, counted from 1: ``p24`` is the 24th. A note is
the paragraph that starts with its number in brackets, as ``[xviii]``, with those after it up to the next note:
``fn xviii``. A range, ``p27 to p31``, is its paragraphs in order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cached_property

_PARAGRAPHS = re.compile(r"p\.?\s*(\d+)(?:\s*(?:to|-|–)\s*p?\.?\s*(\d+))?", re.ASCII)  # noqa: RUF001
_NOTE = re.compile(r"fn\.?\s*([0-9ivxlcdm]+)", re.ASCII | re.IGNORECASE)
_NOTE_START = re.compile(r"\[([0-9ivxlcdm]+)\]", re.ASCII | re.IGNORECASE)


def passage_digest(text: str) -> str:
    """Return the first 12 hex digits of a passage's SHA-256, with Unicode forms, case and white space normalised.

    Examples
    --------
    >>> passage_digest("One  Word") == passage_digest("one word")
    True
    """
    even = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    return hashlib.sha256(even.encode()).hexdigest()[:12]


class Passages:
    """The text of a document, by locator.

    Parameters
    ----------
    text : str
        The document's plain text.
    """

    def __init__(self, text: str) -> None:
        self.paragraphs = [line for line in text.splitlines() if line.strip()]

    @cached_property
    def _notes(self) -> dict[str, str]:
        notes: dict[str, str] = {}
        at = None
        for paragraph in self.paragraphs:
            start = _NOTE_START.match(paragraph)
            if start is not None:
                at = start[1].lower()
                notes[at] = paragraph
            elif at is not None:
                notes[at] += "\n" + paragraph
        return notes

    def find(self, at: str) -> str | None:
        r"""Return the passage at a locator, or None where the document has none.

        Raises
        ------
        ValueError
            If `at` is not a locator.

        Examples
        --------
        >>> passages = Passages("One.\n\nTwo.\n[i] A note.")
        >>> passages.find("p2"), passages.find("fn i"), passages.find("p9")
        ('Two.', '[i] A note.', None)
        """
        note = _NOTE.fullmatch(at.strip())
        if note is not None:
            return self._notes.get(note[1].lower())
        match = _PARAGRAPHS.fullmatch(at.strip())
        if match is None:
            text = f"{at!r} is not a locator; write p24, p27 to p31 or fn xviii"
            raise ValueError(text)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(self.paragraphs):
            return None
        return "\n".join(self.paragraphs[first - 1 : last])
