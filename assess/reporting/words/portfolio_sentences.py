"""The headings and sentences of the page over many cases."""

from __future__ import annotations

from assess.domain.language import figure, later, later_as, say, say_number
from assess.history.outcomes.calibration import Calibration
from assess.history.portfolio import Portfolio

CASES = later("Every case")
MOVED = later("What moved since the last recording")
DUE = later("What is due")
CARRYING = later("Which sources carry most")
CALIBRATION = later("How good the probabilities were")
REFUSED = later("Not scored")

CASES_CAPTION = later("Cases, each with its first answer")
MOVED_CAPTION = later("Claims and predictions that moved, the farthest first")
DUE_CAPTION = later("Predictions that nobody has settled, the earliest due first")
CARRYING_CAPTION = later("Sources, those that carry most first")
CALIBRATION_CAPTION = later("Settled predictions by the probability that they had")

CASES_NOTE = later(
    "For each case the claim that answers its lead question, or the likeliest of the answers; how probable it is, and "
    "how well founded that is."
)
CARRYING_NOTE = later(
    "What came through each source: the sum of the largest weights of the items that it made or passed on, how many "
    "these are, and in how many cases. Sources of one id are one source."
)
NOTHING_DUE = later("No prediction with a date waits to be settled.")

_STATUS = {True: later_as("prediction", "overdue"), False: later_as("prediction", "not yet due")}


def title(name: str) -> str:
    """Return the title of the page on a folder of cases."""
    return say("The cases of {name}", name=name)


def counted(portfolio: Portfolio) -> str:
    """Return the sentences that count the contents of a portfolio."""
    results = portfolio.results.values()
    parts = [
        say_number("{number} case scored.", "{number} cases scored.", len(portfolio.results)),
        say_number("{number} item.", "{number} items.", sum(len(result.evidence) for result in results)),
    ]
    if portfolio.refused:
        refused = len(portfolio.refused)
        parts.append(say_number("{number} case could not be scored.", "{number} cases could not be scored.", refused))
    return " ".join([*parts, say("Due dates are as of {date}.", date=portfolio.by)])


def moves(portfolio: Portfolio) -> str:
    """Return the sentences on what moved, if there is more to say than a table does."""
    recorded = sum(case.recorded is not None for case in portfolio.cases)
    if not recorded:
        return say("No case was recorded before.")
    parts = []
    if recorded < len(portfolio.cases):
        new = len(portfolio.cases) - recorded
        parts.append(
            say_number("{number} case was not recorded before.", "{number} cases were not recorded before.", new)
        )
    if portfolio.new:
        parts.append(
            say_number(
                "{number} claim or prediction is new.", "{number} claims and predictions are new.", portfolio.new
            )
        )
    if not portfolio.moved:
        parts.append(say("No claim or prediction moved."))
    return " ".join(parts)


def status(overdue: bool) -> str:
    """Return the text on whether a prediction is overdue."""
    return _STATUS[overdue]()


def settled(scores: Calibration | None) -> str:
    """Return the sentences on the quality of the probabilities of settled predictions."""
    if scores is None:
        return say("No prediction is settled that had a probability before.")
    number = len(scores.forecasts)
    parts = [
        say_number("{number} prediction is settled.", "{number} predictions are settled.", number),
        say("Came true: {number}.", number=scores.came_true),
        say("Brier score {score}; 0 is best.", score=figure(f"{scores.brier:.3f}")),
    ]
    if scores.skill is not None:
        parts.append(say("Skill {skill}; above 0 beats the base rate.", skill=figure(f"{scores.skill:.3f}")))
    return " ".join(parts)


def cited(portfolio: Portfolio, engine: str) -> str:
    """Return the text that identifies the page when a part of it is cited."""
    number = len(portfolio.results)
    cases = say_number("{number} case", "{number} cases", number)
    return say("{cases} as of {date}, by assess {engine}.", cases=cases, date=portfolio.by, engine=engine)
