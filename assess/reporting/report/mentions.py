"""References from a place in a report: links to other places, and notes at the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class See:
    """Links of one kind, each with its text and anchor."""

    label: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A source or document, described at the foot of the page that first mentions it, and identified by its id."""

    id: str
    text: str
