"""What stands in a figure by itself: its axes, the key of its signs, and the heads and names of its rows."""

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

PROBABILITY = later_as("key", "probability")
HALF = later_as("key", "50 % interval")
WIDE = later_as("key", "90 % interval")
PRIOR = later_as("key", "prior")
BY_GRADE = later_as("key", "by its grade")
AT_LEAST = later_as("key", "this rung or higher")
CELL = later_as("key", "probability, %")
FOR_DB = later_as("key", "speaks for, dB")
AGAINST_DB = later_as("key", "against, dB")
FOR_RIGHT = later_as("key", "speaks for (to the right)")
AGAINST_LEFT = later_as("key", "against (to the left)")
ENDS = later_as("key", "prior and posterior")
MORE_LIKELY = later_as("key", "more likely (to the right)")
LESS_LIKELY = later_as("key", "less likely (to the left)")
BEFORE_AND_AFTER = later_as("key", "before and after")
BEFORE = later_as("row", "before")
AFTER = later_as("row", "after")
SMALLEST_SHARES = later_as("row", "the smallest shares, taken together")
MADE = later_as("key", "made")
PASSED_ON = later_as("key", "passed on")
DOWNWARD = later_as("key", "changed downward, or left out")
UPWARD = later_as("key", "changed upward")
NOW = later_as("key", "now")
GAIN = later_as("key", "expected gain")
IF_PRESENT = later_as("key", "if present")
IF_ABSENT = later_as("key", "if absent")
REPORTED = later_as("key", "reported")
WITHDRAWN = later_as("key", "withdrawn")
ALIKE = later_as("key", "predictions of like probability")
AS_SHOULD_BE = later_as("key", "as should be")
SAYS_PRESENT = later_as("key", "says present")
SAYS_ABSENT = later_as("key", "says absent, or not found")
TIES = later_as("key", "bears on, passes on")

NETWORK_HEADS = (
    later_as("a box of the network", "question"),
    later_as("a box of the network", "indicator"),
    later_as("a box of the network", "who says so"),
    later_as("a box of the network", "who passes it on"),
)
CALIBRATION_HEADS = (later_as("a group of predictions", "held at"), later_as("a group of predictions", "came true"))

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
NOTHING_LEFT = later("Nothing is left to look for: every indicator of the question has a report.")
NOTHING_MOVES = later("Nothing that is varied moves it.")
