"""Sentences on what would change the answer."""

from __future__ import annotations

from assess.analysis.what_if.swings import Swing
from assess.analysis.what_if.without_sources import IfFavoured
from assess.domain.language import say, say_number
from assess.domain.number_text import percent
from assess.scoring.labels import Names
from assess.scoring.results import unmoved


def favouring(source: str) -> str:
    """Return the supposition that a source favours what it asserts."""
    return say("{source} partial to the claims made", source=source)


def would_change(swing: Swing, prior: float, names: Names, author: IfFavoured | None = None) -> str:
    """Return the sentence on one change, and the resulting probability of the answer.

    Parameters
    ----------
    swing : Swing
    prior : float
        What the answer was before any evidence.
    names : Names
    author : IfFavoured, optional
        Of a swing by what an author favours: the author.
    """
    low = "-" if swing.at_low is None else percent(swing.at_low)
    high = "-" if swing.at_high is None else percent(swing.at_high)
    match swing.kind:
        case "without":
            source = names.source(swing.of[0])
            if swing.at_low is not None and unmoved(prior, swing.at_low):
                return say("Without {source} nothing is left but the prior, {prior}.", source=source, prior=low)
            return say("Without {source}, it would be {number}.", source=source, number=low)
        case "favoured":
            assert author is not None
            return say(
                "If {source} were partial to the claims made, the answer would be {number} (reliability {after}, not "
                "{before}).",
                source=names.source(author.source),
                before=percent(author.prior),
                after=percent(author.posterior),
                number=low,
            )
        case "row":
            indicator, state = swing.of
            return say(
                "How often “{indicator}” if “{state}”: at {rate_low} the answer is {low}, at {rate_high} it is {high}.",
                indicator=names.observable(indicator),
                state=names.circumstance(indicator, state),
                rate_low=percent(float(swing.low or 0.0)),
                rate_high=percent(float(swing.high or 0.0)),
                low=low,
                high=high,
            )
        case "grade":
            return _regraded(swing, low, high, names)
        case "prior":
            return say("With its prior odds halved or doubled it would be {low} or {high}.", low=low, high=high)


def _regraded(swing: Swing, low: str, high: str, names: Names) -> str:
    source = names.source(swing.of[0])
    if swing.low is not None and swing.high is not None:
        return say(
            "With {source} graded {worse} it would be {low}, with {better} {high}.",
            source=source,
            worse=swing.low,
            better=swing.high,
            low=low,
            high=high,
        )
    grade, number = (swing.high, high) if swing.low is None else (swing.low, low)
    return say("With {source} graded {grade} it would be {number}.", source=source, grade=grade, number=number)


def what_changes(swing: Swing, names: Names) -> str:
    """Return the name of what is changed, for a row of a table."""
    match swing.kind:
        case "without":
            return say("Without {source}", source=names.source(swing.of[0]))
        case "favoured":
            return favouring(names.source(swing.of[0]))
        case "row":
            indicator, state = swing.of
            return say(
                "“{indicator}” if “{state}”",
                indicator=names.observable(indicator),
                state=names.circumstance(indicator, state),
            )
        case "grade":
            return say("Grade of {source}", source=names.source(swing.of[0]))
        case "prior":
            return say("Prior odds halved, doubled")


def ends(swing: Swing) -> tuple[str, str]:
    """Return the probability of the answer at each end of a change, with the changed value."""
    return _end(swing.low, swing.at_low), _end(swing.high, swing.at_high)


def _end(to: float | str | None, then: float | None) -> str:
    if then is None:
        return "-"
    if to is None:
        return percent(then)
    written = to if isinstance(to, str) else percent(to)
    return say("{number} (at {value})", number=percent(then), value=written)


def if_favoured(author: IfFavoured, then: float, names: Names) -> str:
    """Return the sentences on an author who favours what the author asserts: the reliability and the answer then."""
    return say_number(
        "Suppose that {source}, where unreliable, says whatever bears out the one claim that this source itself "
        "makes: the source is then reliable with a probability of {after}, not {before}, and the answer is {then}.",
        "Suppose that {source}, where unreliable, says whatever bears out the {number} claims that this source itself "
        "makes: the source is then reliable with a probability of {after}, not {before}, and the answer is {then}.",
        len(author.asserts),
        source=names.source(author.source),
        before=percent(author.prior),
        after=percent(author.posterior),
        then=percent(then),
    )
