"""The headings of the core of a report, the leads of its points, and the heads of its tables."""

from __future__ import annotations

from assess.domain.language import later, later_as

EVERY_QUESTION = later("Every question, country by country")
QUESTIONS = later("Every question")
COUNTRIES = later("What is known, country by country")
KNOWN = later("What is known")
WHOSE = later("Whose word it is")
WHAT_CHANGES = later("What would change the answer")
COLLECT = later("What to look for")
AUTHORS = later("The authors' words beside our numbers")
FORETOLD = later("What is predicted")
ASSUMED = later("What is assumed")
ANNEXES = later("Annexes")

HOW_SURE = later("How sure")
WHOSE_WORD = later("Whose word")
WOULD_CHANGE_MOST = later("What would change it")
SINCE = later("Since it was last recorded")
EXACTLY_KNOWN = later("Taken as exactly known")
BEFORE_ANY_EVIDENCE = later("Before any evidence")
WHAT_IS_SURPRISING = later("What the model would expect")

STACKS_CAPTION = later("Answers with their probabilities, over those before any evidence")
TILES_CAPTION = later(
    "The likeliest answer to each question, and by how many points evidence moved it. Hatched: nothing is reported "
    "there, and it follows from other answers. Of several bodies the one that moved farthest is shown."
)
TILES_DECIMALS = later("A number has a decimal where rounding would carry it over the edge of its word.")
SOURCES_CAPTION = later("Sources, those without which most would move first")
CHANGES_CAPTION = later("The answer with one thing changed, the widest first")
COLLECT_CAPTION = later("Where a claim or an answer would stand if this were shown, or refuted, the most telling first")
AUTHORS_CAPTION = later("Claims farthest from their authors' words")
PREDICTIONS_CAPTION = later("Predictions with their dates and outcomes")
ANNEXES_NOTE = later("All that the pages above rest on: each claim, item and source, the method, and the inputs.")

QUESTION = later_as("column", "question")
LIKELIEST = later_as("column", "likeliest answer")
_NOW = later_as("column", "now")
_BEFORE = later_as("column", "before")
_RANGE = later_as("column", "range")
_ANSWER = later_as("column", "answer")
_OF = later_as("column", "of what")
_REPORTED = later_as("column", "what is reported")
_POINTS_TO = later_as("column", "speaks for")
_WHERE = later_as("column", "where")
_GRADE = later_as("column", "grade")
_SOURCE = later_as("column", "source")
_ITEMS = later_as("column", "items")
_WITHOUT = later_as("column", "answer without it")
_MOVES = later_as("column", "moves claims by, points")
_LOWER = later_as("column", "lower, or left out")
_HIGHER = later_as("column", "higher")
_CHANGED = later_as("column", "what is changed")
_AUTHOR = later_as("column", "author")
_READ_AS = later_as("column", "author's word")
_SIDE = later_as("column", "ours")
_CLAIM = later_as("column", "claim")
_DUE = later_as("column", "due")
_OUTCOME = later_as("column", "outcome")
_PROBABILITY = later_as("column", "probability")
_PREDICTION = later_as("column", "prediction")
_IF_SHOWN = later_as("column", "if shown")
_IF_REFUTED = later_as("column", "if refuted")
_SOUGHT = later_as("column", "what to look for")
_BEARS_ON = later_as("column", "bears on")

ITEM_HEADS = (_GRADE, _WHERE, _POINTS_TO, _REPORTED)
SOURCE_HEADS = (_GRADE, _ITEMS, _MOVES, _WITHOUT, _SOURCE)
CHANGE_HEADS = (_LOWER, _HIGHER, _CHANGED)
AUTHOR_HEADS = (_PROBABILITY, _READ_AS, _SIDE, _AUTHOR, _CLAIM)
COLLECT_HEADS = (_NOW, _IF_SHOWN, _IF_REFUTED, _BEARS_ON, _SOUGHT)
PREDICTION_HEADS = (_PROBABILITY, _DUE, _OUTCOME, _PREDICTION)


def stack_heads() -> tuple[str, str, str, str, str]:
    """Return the heads of a table of answers: now, before, range, answer, and question."""
    return _NOW(), _BEFORE(), _RANGE(), _ANSWER(), _OF()
