"""The labels of the HTML page around a report."""

from __future__ import annotations

import re

from assess.domain.language import later, later_as, say
from assess.reporting.words.confidence_sentences import LEVELS
from assess.reporting.words.judgements import SIDES

CONTENTS = later("Contents")
SKIP = later("Skip to the report")
TABLE = later("Table")
NUMBERS = later("The numbers")
HOW_TO_READ = later("How to read it")
_POINT = later_as("decimal mark", ".")
_GAP = later_as("between thousands", ",")
_LABELS = {
    "country": later("Country"),
    "all": later("all"),
    "jump": later("Claim"),
    "choose": later("jump to …"),
    "open": later("Unfold all"),
    "fold": later("Fold all"),
    "find": later("Find"),
    "none": later("not found"),
    "link": later("Link to “{text}”"),
    "cite": later("cite"),
    "citing": later("Copy a citation of “{text}”"),
    "copied": later("copied"),
    "narrowed": later("{country} alone, with what is about no country; sections, points and rows hidden: {number}"),
}


def labels() -> dict[str, str]:
    """Return the texts of the page's script, by the script's names for them, with placeholders that it fills."""
    gaps = {"text": "{text}", "country": "{country}", "number": "{number}"}
    said = {name: message(**gaps) for name, message in _LABELS.items()}
    return said | {"point": _POINT(), "gap": _GAP(), "under": under(), "over": over()}


def levels() -> list[str]:
    """Return the levels of confidence, lowest first."""
    return [LEVELS[level]() for level in ("low", "moderate", "high")]


def sides() -> list[str]:
    """Return the texts on a probability's position relative to a band, from below to above."""
    return [SIDES[side]() for side in ("below", "within", "above")]


def under() -> str:
    """Return the word *under* as written before a number."""
    return re.sub(r"[\d\s]", "", say("under 1"))


def over() -> str:
    """Return the word *over* as written before a number."""
    return re.sub(r"[\d\s]", "", say("over 99"))


def before(prior: str) -> str:
    """Return the note beside a probability on what it was before any evidence."""
    return say("was {prior}", prior=prior)


def ranged(ends: str) -> str:
    """Return the note beside a probability with its range."""
    return say("range {range}", range=ends)
