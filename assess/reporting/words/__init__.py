"""Sentences of a report: each is a function of numbers and names, in the reader's language.

The module `assess.domain.language` says how a message finds its language. Modules here go by subject;
the names below are those that other parts of `reporting` use.
"""

from __future__ import annotations

from assess.domain.number_text import spoken
from assess.reporting.words.confidence_sentences import confidence, confidence_figures, level
from assess.reporting.words.judgements import (
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
from assess.reporting.words.source_sentences import passage

__all__ = [
    "aside",
    "change",
    "claimant",
    "claimed",
    "compared",
    "confidence",
    "confidence_figures",
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
