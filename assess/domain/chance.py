"""A probability as an analyst writes it.

E202 not a probability
    Finds:   A value in none of the four forms of a probability.
    Matters: A number in [0, 1] is exactly known; {mean, n} and {low, high} give its uncertainty; a term means its band.
    Example: accuracy: {mean: 0.7}
    Instead: accuracy: {mean: 0.7, n: 10}

E203 outside [0, 1]
    Finds:   Probabilities below 0 or above 1; the ends of {low, high} lie strictly between.
    Matters: Usually it is a percentage: 70 in place of 0.7.
    Example: coopted: 70
    Instead: coopted: 0.7

E204 ends the wrong way round
    Finds:   A low that is not below its high.
    Matters: No distribution has such quantiles, and no term such a band.
    Example: {low: 0.9, high: 0.5}
    Instead: {low: 0.5, high: 0.9}
"""

from __future__ import annotations

from typing import Any

from pydantic import model_serializer, model_validator

from assess.domain.field_types import SIZES, has_size, refuse
from assess.domain.many_objects import Numerous
from assess.domain.quoting import quoted, share_hint

_FORMS = "a number in [0, 1], {mean: m, n: size}, {low: l, high: h} or a term of the scale"


def _probability(name: str, value: Any, *, open_ends: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse("E202", f"{name} {quoted(value)} is not a probability", share_hint(value) or f"write {_FORMS}")
    inside = 0.0 < value < 1.0 if open_ends else 0.0 <= value <= 1.0
    if not inside:  # also catches nan
        interval = "(0, 1)" if open_ends else "[0, 1]"
        refuse(
            "E203", f"{name} is {quoted(value)}; a probability lies in {interval}", "write a share of 1: 0.7 for 70 %"
        )
    return float(value)


class Chance(Numerous):
    """A probability, with how well it is known.

    Written as a number (exactly known), ``{mean, n}`` (a Beta of effective sample size `n`), ``{low, high}``
    (the Beta whose 5 % and 95 % quantiles these are) or a term of the scale (its band, read as low and high).

    Parameters
    ----------
    value : float, optional
        The probability, exactly known.
    mean, n : float, optional
        Mean of a Beta distribution, and its effective sample size.
    low, high : float, optional
        Its 5 % and 95 % quantiles, 0 < low < high < 1.
    term : str, optional
        A term of the rubric's scale.

    Examples
    --------
    >>> Chance.model_validate(0.7) == Chance(value=0.7)
    True
    >>> Chance.model_validate("likely").term
    'likely'
    >>> str(Chance(mean=0.6, n=10))
    '{mean: 0.6, n: 10}'
    """

    value: float | None = None
    mean: float | None = None
    n: float | None = None
    low: float | None = None
    high: float | None = None
    term: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        match written:
            case Chance():
                return written
            case bool() | None | list() | tuple():
                refuse("E202", f"{quoted(written)} is not a probability", f"write {_FORMS}")
            case int() | float():
                return {"value": _probability("the probability", written)}
            case str():
                return {"term": written}
            case dict():
                given = {key for key, value in written.items() if value is not None}
                if given == {"mean", "n"}:
                    mean = _probability("mean", written["mean"])
                    n = written["n"]
                    if not has_size(n):
                        refuse("E208", f"n is {quoted(n)}; an effective sample size is {SIZES}", "write 10, say")
                    return {"mean": mean, "n": float(n)}
                if given == {"low", "high"}:
                    low = _probability("low", written["low"], open_ends=True)
                    high = _probability("high", written["high"], open_ends=True)
                    if not low < high:
                        refuse("E204", f"low {low!r} is not below high {high!r}", "put the smaller first")
                    return {"low": low, "high": high}
                if given == {"value"}:
                    return {"value": _probability("the probability", written["value"])}
                if given == {"term"} and isinstance(written["term"], str):
                    return {"term": written["term"]}
                shown = ", ".join(str(key) for key in written) or "nothing"
                refuse("E202", f"a mapping of {shown} is not a probability", f"write {_FORMS}")
            case _:
                refuse("E202", f"{quoted(written)} is not a probability", f"write {_FORMS}")

    @model_serializer
    def _write(self) -> Any:
        if self.value is not None:
            return self.value
        if self.term is not None:
            return self.term
        if self.mean is not None:
            return {"mean": self.mean, "n": self.n}
        return {"low": self.low, "high": self.high}

    def __str__(self) -> str:
        """Return the probability as it is written in a file."""
        written: Any = self.model_dump()
        if not isinstance(written, dict):
            return str(written)
        return f"{{{', '.join(f'{key}: {number:.12g}' for key, number in written.items())}}}"
