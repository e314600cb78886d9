"""What a source and a statement are worth, and whom they came through, as tables show it."""

from __future__ import annotations

from collections.abc import Sequence

from assess.reporting.language import say


def chain(sources: Sequence[str]) -> str:
    """Return the origin of an item and the relays that it came through."""
    text, *relays = sources
    for relay in relays:
        text = via(text, relay)
    return text


def via(what: str, relays: str) -> str:
    """Return what was said, or its worth, with those who passed it on."""
    return say("{what} via {relays}", what=what, relays=relays)


def searched(letter: str, search: str) -> str:
    """Return the worth of a search that found nothing."""
    return say("{letter}, search {search}", letter=letter, search=search)


def accurate(letter: str, accuracy: str) -> str:
    """Return the worth of a statement of a given accuracy."""
    return say("{letter}, accuracy {accuracy}", letter=letter, accuracy=accuracy)


def hitting(letter: str, hit: str, false_alarm: str) -> str:
    """Return the worth of a statement of given chances to be made, of what is and of what is not."""
    return say("{letter}, hit {hit}, false alarm {false_alarm}", letter=letter, hit=hit, false_alarm=false_alarm)


def graded(letter: str, credibility: str) -> str:
    """Return the worth of a graded statement: letter and digit, where they are one of each.

    Examples
    --------
    >>> graded("B", "2"), graded("70 %", "2")
    ('B2', '70 %, 2')
    """
    return f"{letter}{credibility}" if len(letter) == len(credibility) == 1 else f"{letter}, {credibility}"
