"""Paragraphs that say how a part of the report is to be read."""

from __future__ import annotations

from assess.domain.language import later

HYPOTHESES = later("Probability of each hypothesis given all the evidence, and how far each body was looked into.")
PREDICTIONS = later("Scored like claims, on the evidence named above; how they came out is no input.")
LADDERS = later("Each rung implies those below it, so that its probability can only be the same or less.")
ITEMS = later(
    "Items stand strongest first. Their weights, by hypothesis, are in dB. Grade: the letter of the origin, the "
    "digit of the statement, and after “via” the letters of those who passed it on."
)
WITHOUT_ITEM = later(
    "Their probabilities stand under the hypotheses by country. They are the prior's, moved only through the "
    "questions that they hang together with, if at all."
)
IF_FAVOURED = later(
    "The case takes these sources to favour nothing. Suppose instead that an author, where unreliable, tells a "
    "story in which the author's own claims hold. What the author reports in their favour then counts for less, "
    "and the author's reliability falls by saying it; what the author reports against them counts for more. This "
    "is the whole case scored again under that supposition, for one author at a time."
)
NOT_SEARCHED = later("Nobody looked for these, so they change nothing; finding nothing would be another matter.")
REPORTED_ON = later(
    "Of how many of the subjects and dates that a question is asked of there is a scored item on each of its "
    "indicators. What nobody reported on changes nothing."
)
NOT_SCORED = later(
    "An unclear item says neither that its indicator is present nor that it is absent. A withdrawn one no "
    "longer counts. One reported later was not known at the date of this scoring."
)
WITHOUT_A_SOURCE = later(
    "Scored without the items that the source said or passed on. Without a source through which everything "
    "passes, every claim is back at its prior."
)
OTHER_SOURCES = later("Of the other sources:")
