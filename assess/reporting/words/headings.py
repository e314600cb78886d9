"""The headings of a report, the notes under them, and the heads of its tables."""

from __future__ import annotations

from assess.domain.language import (
    Message,
    later,
    later_as,
    say,
)

KEY_JUDGEMENTS = later("Key judgements")
CLAIMS = later("Claims by country")
HYPOTHESES = later("Hypotheses by country")
CLAIM_PAGES = later("Each claim in words")
OF_NO_COUNTRY = later("Of no country")
LADDERS = later("Claims by degrees")
PREDICTIONS = later("Predictions")
SOURCES = later("Sources")
WITHOUT_A_SOURCE = later("What each claim would be without a source")
IF_FAVOURED = later("If the authors favoured their own claims")
GAPS = later("Gaps")
REPORTED_ON = later("What was reported on")
NOT_SEARCHED = later("Not searched")
BEYOND = later("Claims that these questions cannot state")
WHO = later("Who is who")
RELATIONS = later("Relations")
QUANTITIES = later("Figures and dates")
METHOD = later("Method")
ITEMS = later("What each answer rests on")
WITHOUT_ITEM = later("Questions without an item")
NOT_SCORED = later("Kept but not scored")
DOCUMENTS = later("Documents")
AGAIN = later("How to reproduce these numbers")

CLAIMS_CAPTION = later("Claims")
PREDICTIONS_CAPTION = later("Predictions")
LADDERS_CAPTION = later("Claims by degrees")
FOR_AND_AGAINST_CAPTION = later("Items for and against it, by what leaving each out would take from its odds")
HYPOTHESES_CAPTION = later("Probabilities of the hypotheses of {question}")
SOURCES_CAPTION = later("Sources, those with most items first")
WITHOUT_CAPTION = later("Probabilities of the claims without a source")
IF_FAVOURED_CAPTION = later("Probabilities of the claims if their authors favoured them")
REPORTED_ON_CAPTION = later("Indicators, each with the number of instances on which an item reports")
RELATIONS_CAPTION = later("Relations as the documents report them")
QUANTITIES_CAPTION = later("Figures that the documents give")
WITHOUT_ITEM_CAPTION = later("Questions on which there is no item")
INSTANCE_CAPTION = later("Hypotheses of {instance}")
ITEMS_CAPTION = later("Items on {instance}, strongest first")

CLAIMS_SEEN = later_as("links to", "claims")
ITEMS_SEEN = later_as("links to", "items")
DOCUMENTS_SEEN = later_as("links to", "documents")

CANNOT_BE = later("cannot be: its condition is impossible")

_COUNTRY = later_as("column", "country")
_PRIOR = later_as("column", "prior")
_CLAIM = later_as("column", "claim")
_ITEM = later_as("column", "item")
_ITEMS = later_as("column", "items")
_DB = later_as("column", "dB")
_PULLS = later_as("column", "pulls")
GRADE = later_as("column", "grade")
SOURCE = later_as("column", "source")
_WHERE = later_as("column", "where")
_REPORTED = later_as("column", "what is reported")
_COVERAGE = later_as("column", "coverage")
_SUBJECT = later_as("column", "subject")
_SAYS = later_as("column", "says")
_MOVED = later_as("column", "moved")
_QUESTION = later_as("column", "question")
_AS_SCORED = later_as("column", "as scored")
_RELATION = later_as("column", "relation")
_FROM = later_as("column", "from")
_SAID = later_as("column", "what is said")
_TO = later_as("column", "to")
_WHEN = later_as("column", "when")
_NOTE = later_as("column", "note")
_FIGURE = later_as("column", "figure")
_WHAT = later_as("column", "what")
_VALUE = later_as("column", "value")
_OF = later_as("column", "of")

FOR_AND_AGAINST_COLUMNS = (_ITEM, _DB, _PULLS, GRADE, SOURCE, _WHERE, _REPORTED)
WITHOUT_ITEM_COLUMNS = (_MOVED, _PRIOR, _QUESTION)
RELATION_COLUMNS = (_RELATION, _FROM, _SAID, _TO, _WHEN, _WHERE, _NOTE)
QUANTITY_COLUMNS = (_FIGURE, _WHAT, _VALUE, _OF, _WHERE)


def columns(heads: tuple[Message, ...]) -> tuple[str, ...]:
    """Return the heads of a table's columns."""
    return tuple(head() for head in heads)


def map_columns(hypotheses: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heads of the map of a question's hypotheses."""
    return (_COUNTRY(), *hypotheses, _ITEMS(), _COVERAGE(), _SUBJECT())


def item_columns(hypotheses: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heads of the items of an instance, with a weight for each hypothesis."""
    weights = (say("{hypothesis}, dB", hypothesis=hypothesis) for hypothesis in hypotheses)
    return (_ITEM(), *weights, GRADE(), _SAYS(), SOURCE(), _WHERE())


def supposed_columns(supposed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heads of a table of claims as scored, and under each of several suppositions."""
    return (_AS_SCORED(), *supposed, _PRIOR(), _CLAIM())


HYPOTHESES_NOTE = later("Probability of each hypothesis given all the evidence, and how far each body was looked into.")
PREDICTIONS_NOTE = later("Scored like claims, on the evidence named above; their outcomes are not used.")
LADDERS_NOTE = later("Each rung implies those below it, so that its probability can only be the same or less.")
ITEMS_NOTE = later(
    "Items stand strongest first. Their weights, by hypothesis, are in dB. Grade: the letter of the origin, the "
    "digit of the statement, and after “via” the letters of those who passed it on."
)
WITHOUT_ITEM_NOTE = later(
    "Their probabilities are listed under the hypotheses by country: those of the prior, moved at most through related "
    "questions."
)
IF_FAVOURED_NOTE = later(
    "The case takes these sources to favour nothing. Suppose instead that an author, where unreliable, tells a "
    "story in which the author's own claims hold. What the author reports in their favour then counts for less, "
    "and the author's reliability falls by saying it; what the author reports against them counts for more. This "
    "is the whole case scored again under that supposition, for one author at a time."
)
NOT_SEARCHED_NOTE = later("Nobody looked for these, so they change nothing; finding nothing would be another matter.")
REPORTED_ON_NOTE = later(
    "For each indicator, the number of subjects and dates of its question on which a scored item reports. What nobody "
    "reported on changes nothing."
)
NOT_SCORED_NOTE = later(
    "An unclear item says neither that its indicator is present nor that it is absent. A withdrawn one no "
    "longer counts. One reported later was not known at the date of this scoring."
)
WITHOUT_A_SOURCE_NOTE = later(
    "Scored without the items that the source said or passed on. Without a source through which everything "
    "passes, every claim is back at its prior."
)
OTHER_SOURCES_NOTE = later("Of the other sources:")
