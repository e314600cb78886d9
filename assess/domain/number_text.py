"""Numbers as text: few digits, and never on the wrong side of the edge of a word's band."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from assess.domain.chance import Chance
from assess.domain.language import (
    figure,
    say,
    say_as,
    translated,
)
from assess.domain.scale import Scale, Term

_SMALL, _LARGE = 0.01, 0.99
_PLACES = 10
CLOSE_TO_ONE = 1.005
"""A factor below it is written as 1, in three digits."""
_LARGEST_FACTOR = 1_000_000.0
_DECIMAL = re.compile(r"\d[.,]\d+ ?%")


def percent(probability: float, scale: Scale | None = None) -> str:
    """Return a probability in per cent.

    Parameters
    ----------
    probability : float
        From 0 to 1.
    scale : Scale, optional
        A verbal scale whose words may accompany the number: the written number lies in the same bands as
        `probability` itself, with one more digit or ``just under`` or ``just over`` if need be.

    Examples
    --------
    >>> percent(0.6834512), percent(0.003), percent(0.9991)
    ('68 %', 'under 1 %', 'over 99 %')
    """
    return say("{number} %", number=hundredths(probability, scale))


def hundredths(probability: float, scale: Scale | None = None) -> str:
    """Return a probability in per cent, without the sign."""
    if probability < _SMALL:
        return say("under 1")
    if probability > _LARGE:
        return say("over 99")
    for digits in (0, 1):
        written = in_percent(probability, digits)
        if scale is None or _bands(scale, float(written) / 100.0) == _bands(scale, probability):
            return figure(str(written))
    edge = in_percent(probability)
    is_under = in_percent(probability, _PLACES) < edge
    return say("just under {edge}", edge=edge) if is_under else say("just over {edge}", edge=edge)


def in_percent(share: float, digits: int = 0) -> Decimal:
    """Return a share in per cent, rounded as all percentages are.

    Halves are rounded to even, after rounding to ten decimal places, so that neither binary fractions nor the last
    digits of a computation decide.

    Examples
    --------
    >>> [str(in_percent(share)) for share in (0.265, 0.26500000000000007, 0.575, 0.2651)]
    ['26', '26', '58', '27']
    """
    exact = 100 * Decimal(repr(round(float(share), _PLACES)))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)


def figure_of_points(difference: float) -> str:
    """Return a difference of probabilities in percentage points, signed.

    Examples
    --------
    >>> figure_of_points(0.2584), figure_of_points(-0.1), figure_of_points(0.001)
    ('+26', '-10', '±0')
    """
    points = in_percent(difference)
    return figure(f"{points:+}") if points else "±0"


def is_decimal(text: str) -> bool:
    """Return whether a percentage with a decimal stands in a text.

    Examples
    --------
    >>> is_decimal("likely 54.7 %"), is_decimal("likely 55 %")
    (True, False)
    """
    return _DECIMAL.search(text) is not None


def percent_range(ends: tuple[float, float] | None) -> str:
    """Return an interval of a probability in per cent, or ``-`` for None.

    Examples
    --------
    >>> percent_range((0.4816, 0.8314)), percent_range((0.002, 0.06)), percent_range(None)
    ('48 to 83 %', 'under 1 to 6 %', '-')
    """
    if ends is None:
        return "-"
    low, high = map(hundredths, ends)
    return say("{number} %", number=high) if low == high else say("{low} to {high} %", low=low, high=high)


def _bands(scale: Scale, probability: float) -> tuple[Term | None, ...]:
    """Return the terms whose bands hold a probability; if there are none, what `Scale.term_of` gives."""
    holding = tuple([t for t in scale.terms if t.low <= probability <= t.high and scale.holds(t, probability)])
    return holding or (scale.term_of(probability),)


def probability_of(probability: float, log_probability: float, log_remainder: float, scale: Scale) -> str:
    """Return the probability of a hypothesis as text: ``0 %`` or ``100 %`` only if it is impossible or certain.

    Parameters
    ----------
    probability : float
    log_probability, log_remainder : float
        Natural logarithms of it and of 1 minus it; ``-inf`` means exactly 0, or exactly 1.
    scale : Scale
    """
    if log_probability == float("-inf"):
        return say("{number} %", number=0)
    if log_remainder == float("-inf"):
        return say("{number} %", number=100)
    return percent(probability, scale)


def decibans(weight_db: float | None) -> str:
    """Return a weight of evidence as text, signed; ``∞`` if it has no finite value.

    Examples
    --------
    >>> decibans(7.8123), decibans(-0.02), decibans(-123.4), decibans(None)
    ('+7.8', '0', '-123', '∞')
    """
    if weight_db is None:
        return "∞"
    if abs(weight_db) < 0.05:
        return "0"
    digits = 0 if abs(weight_db) >= 99.95 else 1
    return figure(f"{weight_db:+.{digits}f}")


def bits(gain: float) -> str:
    """Return an information gain in bits as text.

    Examples
    --------
    >>> bits(0.91512), bits(0.0634), bits(0.0001)
    ('0.915', '0.063', 'under 0.001')
    """
    return figure(f"{gain:.3f}") if gain >= 0.001 else say("under {number}", number=figure("0.001"))


def band(term: Term) -> str:
    """Return the band of a term as text.

    Examples
    --------
    >>> band(Term(term="likely", low=0.55, high=0.80))
    '55 to 80 %'
    """
    return _range(term.low, term.high)


def _range(low: float, high: float) -> str:
    return say("{low} to {high} %", low=plain(100.0 * low), high=plain(100.0 * high))


def spoken(term: str, scale: Scale) -> str:
    """Return a term of a scale in the current language, or as written if no catalogue has it."""
    return translated(f"scale {scale.scale}", term)


def with_band(words: str, scale: Scale) -> str:
    """Return a term of a scale with its band; other words unchanged."""
    term = scale.find(words)
    return words if term is None else say("{term} ({band})", term=spoken(term.term, scale), band=band(term))


def chance(written: Chance, scale: Scale | None = None) -> str:
    """Return a probability as its analyst gave it: a grade or a term, a number, or a range.

    Parameters
    ----------
    written : Chance
    scale : Scale, optional
        A scale, whose terms are followed by their bands.

    Examples
    --------
    >>> chance(Chance.model_validate("B")), chance(Chance.model_validate({"low": 0.2, "high": 0.6}))
    ('B', '20 to 60 %')
    """
    if written.term is not None:
        return written.term if scale is None else with_band(written.term, scale)
    if written.value is not None:
        return say("{number} %", number=plain(100.0 * written.value))
    if written.mean is not None:
        return say("about {mean} % (n {n})", mean=plain(100.0 * written.mean), n=plain(written.n))
    assert written.low is not None
    assert written.high is not None
    return _range(written.low, written.high)


def plain(number: Any, digits: int = 4) -> str:
    """Return a number with at most `digits` significant digits and no exponent.

    Examples
    --------
    >>> plain(12.34567), plain(6_083.2, 3), plain(0.00001)
    ('12.35', '6,080', '0.00001')
    """
    return figure(f"{Decimal(f'{number:.{digits}g}'):,f}")


def times(factor: float) -> str:
    """Return the factor by which odds are multiplied or divided, as text.

    Examples
    --------
    >>> times(0.25)
    '÷ 4'
    """
    sign, size = ("\N{MULTIPLICATION SIGN}", factor) if factor >= 1.0 else ("÷", 1.0 / factor)
    written = plain(size, 3)
    if 1.0 < size < CLOSE_TO_ONE:
        written = say_as("of a factor", "just over 1")
    elif size > _LARGEST_FACTOR:
        written = say_as("of a factor", "over {number}", number=plain(_LARGEST_FACTOR))
    return f"{sign} {written}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> count(1, "item"), count(3, "item"), count(0, "country", "countries")
    ('1 item', '3 items', 'no countries')
    """
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number or 'no'} {noun}"
