"""Tables as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

from assess.domain.quoting import clean

_STARTS = "=+\\-@＝＋－＠"  # noqa: RUF001 - the wide forms start formulas too
FORMULA = rf"(^|;)([\s\"']*)([{_STARTS}])"
"""What a spreadsheet takes for a formula: the apostrophe goes before its third group."""
_FORMULA = re.compile(FORMULA)
_GUARDED = re.compile(rf"(^|;)([\s\"']*)'(?=[{_STARTS}])")
_MINUS = "\N{MINUS SIGN}"


def guarded(text: str) -> str:
    """Return a text with an apostrophe wherever a spreadsheet would take it for a formula."""
    return _FORMULA.sub(r"\1\2'\3", text)


def unguarded(text: str) -> str:
    """Return a text without the apostrophes that spreadsheets and safe exports put before apparent formulas.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded(guarded("well; -2"))
    ('=1+1', 'well; -2')
    """
    return _GUARDED.sub(r"\1\2", text)


def cell(value: object) -> str:
    """Return a value as the text of a cell.

    Examples
    --------
    >>> cell("=1+1"), cell("well; -2"), cell(0.25), cell(None)
    ("'=1+1", "well; '-2", '0.25', '')
    >>> cell(-1.5) == "\N{MINUS SIGN}1.5"
    True
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        number = repr(value)
        return _MINUS + number[1:] if number.startswith("-") else number
    return guarded(clean(str(value)))


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]], shown: Callable[[object], str] = cell) -> str:
    """Return a table as CSV: UTF-8, every cell quoted, lines ended by CR LF (RFC 4180).

    No cell starts with ``=``, ``+``, ``-`` or ``@``: such text gets an apostrophe before it, and a negative number gets
    the sign ``−`` (U+2212). None is an empty cell. `shown` may format cells differently.
    """  # noqa: RUF002
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([shown(value) for value in header])
    writer.writerows([shown(value) for value in row] for row in rows)
    return written.getvalue()
