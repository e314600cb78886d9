"""The titles and captions of figures, and the labels within them."""

from __future__ import annotations

from assess.analysis.explaining.explain import By
from assess.domain.language import Message, later, later_as

PROBABILITY_AXIS = later_as("axis", "probability, %")
RELIABLE_AXIS = later_as("axis", "P(reliable), %")
ODDS_AXIS = later_as("axis", "log odds, dB (0: even odds)")
GAIN_AXIS = later_as("axis", "expected gain, bits")
THEN_AXIS = later_as("axis", "probability then, %")
DAY_AXIS = later_as("axis", "day of reporting; probability, %")
HELD_AXIS = later_as("axis", "probability held, %")
ITEMS_AXIS = later_as("axis", "items")
CAME_TRUE_AXIS = later_as("axis", "came true, %")

EVENT_AXIS = later_as("axis", "year of what is reported")

WHISKER_KEY = later_as(
    "key", "● probability · ○ moved by no evidence · ▬ 50 % interval · — 90 % interval · | prior · shaded: the words"
)
SOURCES_KEY = later_as(
    "key", "● probability · ○ moved by no evidence · ▬ 50 % interval · — 90 % interval · | by its grade"
)
STEPS_KEY = later_as("key", "blue, to the right: speaks for · vermilion, to the left: against · ■ prior and posterior")
SHARES_KEY = later_as("key", "blue, to the right: likelier · vermilion, to the left: less likely · ■ before and after")
ITEMS_KEY = later_as("key", "full: made · faint: passed on")
TORNADO_KEY = later_as("key", "blue: changed upward · vermilion: changed downward, or left out · | now")
COLLECTION_KEY = later_as("key", "bar: expected gain · ● if present · ○ if absent · | now")
COVERAGE_KEY = later_as("key", "full: assessed · half: thin · hollow: unmonitored · the deeper, the more probable")
MATRIX_KEY = later_as("key", "blue: speaks for, dB · vermilion: against, dB")
CALIBRATION_KEY = later_as("key", "● predictions of similar probability · | 90 % interval · dashed: as should be")
TIMELINE_KEY = later_as("key", "▲ reported · ▼ withdrawn · tint: 90 % interval · shaded: the words")
AUTHORS_KEY = later_as("key", "vermilion: the author's word · ● our number · ○ moved by no evidence · — 90 % interval")
EVENTS_KEY = later_as("key", "● speaks for what leads · ◊ speaks against it · the larger, the weightier")

BEFORE = later_as("row", "before")
AFTER = later_as("row", "after")
NOW = later_as("row", "now")
ANALYST = later_as("who is told", "the analyst")
SMALLEST_SHARES = later_as("row", "the smallest shares, taken together")

PRIOR_ROW = later_as("row", "prior")
POSTERIOR_ROW = later_as("row", "posterior")
PRIOR_ODDS_ROW = later_as("row", "prior odds")
NONE_ROW: dict[By, Message] = {
    "item": later_as("row", "no item"),
    "theme": later_as("row", "no theme"),
    "source": later_as("row", "no source"),
    "country": later_as("row", "no country"),
}
LEFT_OUT = later_as("a source", "left out")
SLIGHT = later("each by less than it takes to show")
NOT_POSSIBLE = later_as("a report", "not possible")

MATRIX = later("{question} The weightiest item: {item}")
COLLECTION = later("{judged} To look for first: {what}")
CALIBRATION = later("How good the probabilities were: {predictions}, Brier score {brier}")

CLAIMS_CAPTION = later(
    "Each dot is the probability of a claim, given all the evidence; the thick bar holds it with a chance of 50 %, "
    "the thin line with 90 %, if the numbers behind it were known for certain. The upright tick is the prior: where"
    " it was before any evidence. The shaded bands are the words of the scale. Nothing here says how well founded a"
    " claim is."
)
COVERAGE_CAPTION = later(
    "A cell is the probability of a hypothesis, given all the evidence; the deeper, the more probable. The sign "
    "before a row says how far the question was looked into: full for assessed, half for thin, hollow for "
    "unmonitored. Where no item bears on a question its cells are open and dashed: their numbers are the prior, or "
    "what other questions imply. Silence is not evidence of absence."
)
MATRIX_CAPTION = later(
    "A matrix of competing hypotheses with numbers in it. A cell is what one item weighs for a hypothesis, given "
    "all the others: 10·log10 of the odds with it over the odds without it, in dB. Blue and plus speak for, "
    "vermilion and minus against, the deeper the more; 3 dB double the odds. Read down a column for what a "
    "hypothesis has against it, along a row for what an item tells apart: alike in all its cells, it tells nothing."
    " Weights of items that say the same do not add up."
)
SOURCES_CAPTION = later(
    "Each dot is the probability that a source is reliable, once for all that it says or passes on, given what all "
    "sources say; the bar and the line are its 50 % and 90 % intervals, the upright tick is where its grade put it."
    " A source moves only where others agree or conflict with it: one through which everything comes stays where it"
    " was. Those through whom most items come stand first."
)
STEPS_CAPTION = later(
    "Read from the top: the prior, then what {each} adds given those above it, in decibans of log odds, down "
    "to the posterior. To the right speaks for, to the left against; 3 dB double the odds, 10 dB make them ten "
    "times as high. {order} in another order the steps differ, and their sum does not."
)
EACH: dict[By, Message] = {
    "item": later_as("what a step adds", "each item"),
    "theme": later_as("what a step adds", "each theme"),
    "source": later_as("what a step adds", "each source"),
    "country": later_as("what a step adds", "each country"),
}
ORDERS: dict[By, Message] = {
    "item": later("Items stand in the order in which they were reported;"),
    "theme": later("Themes stand in the order of their first items;"),
    "source": later("Sources are those who said it, not those who passed it on, in the order of their first items;"),
    "country": later("Countries stand in the order of their first items;"),
}
TORNADO_CAPTION = later(
    "The long upright line is the probability now. Each bar goes from where it would be with one thing changed to "
    "the one side, to where it would be with it changed to the other, all else as it is: a row of the rubric at the"
    " ends of its 90 % interval, prior odds halved and doubled, a source one grade worse and better, or without its"
    " items. The widest stand first. A bar that crosses the edge of a band would change the word."
)
TIMELINE_CAPTION = later(
    "What a scoring on each day would have given, from nothing but what had been reported by then and not yet "
    "withdrawn. The line is the probability, the tint its 90 % interval, the shaded bands are the words of the "
    "scale; it steps where items came in (up) or were withdrawn (down), numbered below. Days are those of "
    "reporting, not of what happened."
)
SHARES_CAPTION = later(
    "Read from the top: where it was, then each change's share in decibans of log odds, down to where it is now. To the"
    " right makes it more likely, to the left less; 3 dB double the odds, 10 dB make them ten times as high. A share is"
    " what a change adds, on average over all orders in which the changes could have been made."
)
ITEMS_CAPTION = later(
    "Each bar shows how many items of the case a source made itself (full) and passed on for others (faint). Beside "
    "the name is its reliability as graded. What the items weigh is not shown."
)
LADDERS_CAPTION = later(
    "Each bar is the probability that a ladder holds at least up to that rung: a rung implies those below it, so "
    "that bars can only shorten. Where they shorten much is where the evidence stops. The line is the 90 % "
    "interval, the upright tick the prior, the shaded bands are the words of the scale."
)
COLLECTION_CAPTION = later(
    "What nobody has reported on yet. The bar is what a report by a source of grade {grade} is expected to tell, in"
    " bits, of at most {most} that are open; the longest stand first. Beside it, what would be believed if it said "
    "present, and if it said absent; the upright line is the probability now."
)
CALIBRATION_CAPTION = later(
    "Predictions in groups of similar probability, as held the day before each was settled. Right is how probable they"
    " were held to be on average, up is the share that came true, with its 90 % interval; the larger the dot, the "
    "more predictions it stands for. On the dashed line as many came true as should have; above it the "
    "probabilities were too low, below it too high. Where an interval crosses the line, nothing is shown to be "
    "wrong."
)
CHAINS_CAPTION = later(
    "Read from the left: who said something, who passed it on, and the analyst, whom all of it reaches. The thicker a "
    "line, the more its items weigh, each taken against all the others. Where all lines run through one source, there "
    "is one witness, however many items there are."
)
ANSWERS_CAPTION = later(
    "The upper bar is how probable each answer is given all the evidence, the lower one how probable it was before "
    "any. Open and dashed: no evidence moved it."
)
GRID_CAPTION = later(
    "The likeliest answer to each question, and by how many points evidence moved it: the deeper, the farther. Dashed: "
    "nothing is reported there, and it follows from other answers."
)
AUTHORS_CAPTION = later(
    "The band is what the author's words are read as, the dot our probability with its 90 % interval. Those farthest "
    "from their authors' words stand first."
)
EVENTS_CAPTION = later(
    "Each sign is an item, at the date of what it reports and not of its report; blue dots speak for the answer that "
    "leads its question, vermilion ones against it. Items without such a date are not drawn."
)
