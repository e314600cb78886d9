"""Field types shared by all written models, and the error by which a validator refuses a value.

E201 not a finite number
    Finds:   Infinite numbers, and .nan.
    Matters: A single one makes every result of the case meaningless.
    Example: weight: .nan
    Instead: weight: 0.9

E207 weight outside (0, 1]
    Finds:   A weight that is zero, negative or above 1.
    Matters: A weight is the probability that something tells anything here; at zero, leave it out altogether.
    Example: weight: 90
    Instead: weight: 0.9

E208 sample size or cost out of range
    Finds:   An effective sample size, or a cost, that is not between 1e-6 and 1e15.
    Matters: A sample size says how many cases a judgement is worth, a cost what it takes to look. Sums over smaller
             or larger numbers lose their digits; what is better known than that is exactly known.
    Example: prior_n: 0
    Instead: prior_n: 10
"""

from __future__ import annotations

import re
import sys
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from assess.domain.quoting import quoted, share_hint

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=200)]

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
"""The first 12 hex digits of the SHA-256 of a passage, as `assess.domain.citations.passage_digest` gives it."""

PINNED_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9._+-]*)?$"

Pinned = Annotated[str, StringConstraints(pattern=PINNED_PATTERN, max_length=200)]
"""The id of a rubric, perhaps with a version: ``control@1.0.0``."""

_ID = re.compile(ID_PATTERN, re.ASCII)


def is_id(value: Any) -> bool:
    """Return whether `value` is an id: letters, digits, ``.``, ``_`` and ``-``, starting with a letter or digit."""
    return isinstance(value, str) and len(value) <= 200 and _ID.fullmatch(value) is not None


def is_pinned(value: Any) -> bool:
    """Return whether `value` is an id, perhaps with a version."""
    return isinstance(value, str) and len(value) <= 200 and re.fullmatch(PINNED_PATTERN, value, re.ASCII) is not None


def refuse(code: str, message: str, hint: str | None = None, at: tuple[str | int, ...] = ()) -> NoReturn:
    """Raise the error of rule `code`, inside a validator.

    Parameters
    ----------
    code : str
        The rule's code, such as ``E203``.
    message : str
        The rule and the value that breaks it.
    hint : str, optional
        How to fix it.
    at : tuple of str and int, optional
        Its path within what is validated.

    Raises
    ------
    PydanticCustomError
        Always.
    """
    # The text goes in through the context, so that braces in a user's value are not a template.
    context = {"message": message, "at": at} | ({"hint": hint} if hint else {})
    raise PydanticCustomError(code, "{message}", context)


class Written(BaseModel):
    """The base of everything an analyst writes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, validate_default=False, defer_build=True
    )


_LEAST, _LARGEST = 1e-6, 1e15
SIZES = "from 1e-6 to 1e15"


def is_finite(value: float) -> bool:
    """Return whether a number is finite as a float: neither NaN nor infinite, nor a whole number of 400 digits."""
    return -sys.float_info.max <= value <= sys.float_info.max


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        hint = share_hint(value) or "write a plain number, such as 0.7"
        refuse("E122", f"{quoted(value)} is not a number", hint)
    if not is_finite(value):
        refuse("E201", f"{quoted(value)} is not a finite number", "write a plain number, such as 0.7")
    return float(value)


Number = Annotated[float, BeforeValidator(_number)]
"""A finite number; text and truth values are refused."""


def _share(value: Any) -> Any:
    number = _number(value)
    if not 0.0 < number <= 1.0:
        refuse("E207", f"{quoted(value)} is not a weight; a weight lies in (0, 1]", "write 1 for full weight")
    return number


Weight = Annotated[float, BeforeValidator(_share, json_schema_input_type=Annotated[float, Field(gt=0, le=1)])]
"""A share above 0 and up to 1."""


def has_size(value: Any) -> bool:
    """Return whether a value may be an effective sample size or a cost."""
    return isinstance(value, int | float) and not isinstance(value, bool) and _LEAST <= value <= _LARGEST


def _size(value: Any) -> Any:
    number = _number(value)
    if not has_size(number):
        message = f"{quoted(value)} is not an effective sample size; one is {SIZES}"
        refuse("E208", message, "leave it out if exactly known")
    return number


SampleSize = Annotated[float, BeforeValidator(_size)]
"""How many observations a judged number is worth; from 1e-6 to 1e15."""


def _sizes(value: Any) -> Any:
    return {key: _sizes(inside) for key, inside in value.items()} if isinstance(value, dict) else _size(value)


Sizes = Annotated[float | dict[str, Any], BeforeValidator(_sizes)]
"""One effective sample size for all rows, or one for each row, nested as the rows are."""


def _cost(value: Any) -> Any:
    number = _number(value)
    if not has_size(number):
        refuse("E208", f"{quoted(value)} is not a cost; a cost is {SIZES}", "leave it out if it is not known")
    return number


Cost = Annotated[float, BeforeValidator(_cost)]
"""The cost of looking for something, in any unit; from 1e-6 to 1e15."""


def _strings(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


OneOrMore = Annotated[tuple[Id, ...], BeforeValidator(_strings, json_schema_input_type=Id | tuple[Id, ...])]
"""One id, or a list of them."""

OneOrMoreNames = Annotated[tuple[str, ...], BeforeValidator(_strings, json_schema_input_type=str | tuple[str, ...])]
"""One name that is not an id, such as that of a question instance, or a list of them."""


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | int)]
"""Text; a bare whole number, such as a year or a grade, is read as text too."""

TextId = Annotated[Id, BeforeValidator(_text, json_schema_input_type=str | int)]
"""An id; a bare whole number is read as one too."""
