"""Tables as CSV in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from assess.domain.quoting import clean

_STARTS = "=+\\-@＝＋－＠"  # noqa: RUF001 - the wide forms start formulas too
_FORMULA = re.compile(rf"(^|;)([\s\"']*)(?=[{_STARTS}])")
_MINUS = "\N{MINUS SIGN}"


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as CSV: UTF-8, every cell quoted, lines ended by CR LF (RFC 4180).

    A cell never starts with ``=``, ``+``, ``-`` or ``@``: text that would gets an apostrophe before it, and a number
    below 0 the sign ``−`` (U+2212) for its minus. Nothing is written for None.
    """  # noqa: RUF002
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(value) for value in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return written.getvalue()


def cell(value: object) -> str:
    """Return what is written in a cell.

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
    return _FORMULA.sub(r"\1\2'", clean(str(value)))
