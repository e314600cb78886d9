"""All that a report says: sentences, each a function of numbers and names, licensed by them, in the reader's language.

The module `assess.present.catalogue` says how a message finds its language. Modules here go by subject; the names below
are those that other parts of `present` use.
"""

from __future__ import annotations

from assess.present.figures import spoken
from assess.present.words.judgements import (
    aside,
    change,
    claimant,
    claimed,
    compared,
    hedge,
    inside,
    judgement,
    likelihood,
    own_words,
    read_as,
    read_word,
    support,
    verdict,
)
from assess.present.words.levels import confidence, grounds, level
from assess.present.words.questions import bearing
from assess.present.words.sources import passage

__all__ = [
    "aside",
    "bearing",
    "change",
    "claimant",
    "claimed",
    "compared",
    "confidence",
    "grounds",
    "hedge",
    "inside",
    "judgement",
    "level",
    "likelihood",
    "own_words",
    "passage",
    "read_as",
    "read_word",
    "spoken",
    "support",
    "verdict",
]
