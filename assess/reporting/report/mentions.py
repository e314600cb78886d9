"""What a place in a report refers to: other places, and notes at the foot of a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class See:
    """Links of one kind: what they lead to, and each with its text and anchor."""

    label: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A source or a document, described at the foot of the page that first mentions it; known again by its id."""

    id: str
    text: str
