"""The labels of the HTML page around a report."""

from __future__ import annotations

import re

from assess.domain.language import later, later_as, say

CONTENTS = later("Contents")
SKIP = later("Skip to the report")
TABLE = later("Table")
COUNTRY = later("Country")
ALL = later("all")
CLAIM = later("Claim")
JUMP = later("jump to …")
UNFOLD = later("Unfold all")
FOLD = later("Fold all")
POINT = later_as("decimal mark", ".")
GAP = later_as("between thousands", ",")


def under() -> str:
    """Return the word before a number that is too small to write."""
    return re.sub(r"[\d\s]", "", say("under 1"))


def over() -> str:
    """Return the word before a number that is too large to write."""
    return re.sub(r"[\d\s]", "", say("over 99"))


def before(prior: str) -> str:
    """Return the note beside a probability that says what it was before any evidence."""
    return say("was {prior}", prior=prior)


def ranged(ends: str) -> str:
    """Return the note beside a probability that gives its range."""
    return say("range {range}", range=ends)
