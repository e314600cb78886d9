"""Tables of reports that are altered: a Parquet file, by the names, types and values of its columns."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import random
from pathlib import Path
from typing import Any

from tests.mutants.mutation import HOSTILE, TEXTS

REPORTS = """\
subject,question,indicator,says,source,reliability,credibility,date
choir,control,state-money,present,clerk,B,2,2017
choir,control,audit,present,chair,C,3,2018-03
choir,origin,officials-at-founding,absent,clerk,B,2,2018-03-05
band,control,real-election,not-found,clerk,C,,2019
band,,state-money,present,chair,likely,6,
band,,state-money,absent,chair,likely,1,2016-12
"=1+1",,audit,unclear,clerk,F,,2020
"""
STRANGE = ("Subject", "filename", "place", "of", "factor", "posterior", "bears_on", "how", "month", "id")
"""Names of columns that mean something to nobody, or only inside."""
OF_CASES = ("via", "statement", "period", "event", "accuracy", "withdrawn", "favours", "search", "hit")

_WHOLE = (0, 1, 2, 6, 2017, -1, -(2**63), 2**63 - 1)
_NUMBERS = tuple(
    float(each) for each in HOSTILE if isinstance(each, int | float) and not isinstance(each, bool) and each < 10**300
)
_TEXTS = tuple(text for text in TEXTS if not any("\ud800" <= character <= "\udfff" for character in text))
_DATES = (dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2017, 5, 1))


def columns() -> dict[str, list[Any]]:
    """Return the reports by column, as text; null where a cell is empty."""
    rows = list(csv.DictReader(REPORTS.splitlines()))
    return {name: [row[name] or None for row in rows] for name in rows[0]}


def write_altered(path: Path, draw: random.Random) -> None:
    """Write a Parquet file with one to four alterations of its columns."""
    import pyarrow as pa  # optional, and slow
    from pyarrow import parquet

    made = {name: pa.array(values, pa.string()) for name, values in columns().items()}
    for _ in range(draw.choice([1, 1, 2, 4])):
        _alter(made, draw)
    parquet.write_table(pa.table(made), path)


def _alter(made: dict[str, Any], draw: random.Random) -> None:
    import pyarrow as pa  # optional, and slow

    name = draw.choice(list(made))
    rows = len(made[name])

    def some(*values: Any) -> list[Any]:
        return [draw.choice([None, *values]) for _ in range(rows)]

    match draw.randrange(14):
        case 0 if len(made) > 1:
            del made[name]
        case 1:
            made[draw.choice([*OF_CASES, *STRANGE, *_TEXTS])] = made[name]
        case 2 | 3:
            kept = made[name].to_pylist()
            if all(value is None or isinstance(value, str) for value in kept):
                made[name] = pa.array([draw.choice([*[each] * 4, draw.choice(_TEXTS)]) for each in kept], pa.string())
        case 4:
            made[name] = pa.array(some(*_NUMBERS), pa.float64())
        case 5:
            made[name] = pa.array(some(*_WHOLE), pa.int64())
        case 6:
            made[name] = pa.array(some(*_DATES), pa.date32())
        case 7:
            made[name] = pa.array(some(*(dt.datetime(d.year, d.month, d.day, 23) for d in _DATES)), pa.timestamp("us"))
        case 8:
            made[name] = pa.array(some(b"\xff", b"B", b""), pa.binary())
        case 9:
            made[name] = pa.array(some(["a"], [], [None]), pa.list_(pa.string()))
        case 10:
            made[name] = pa.array(some({"x": 1}, {"x": None}), pa.struct([("x", pa.int64())]))
        case 11:
            made[name] = pa.array(some(True, False), pa.bool_())
        case 12:
            made[name] = pa.array(some(decimal.Decimal("1e20"), decimal.Decimal("0.70")), pa.decimal128(38, 4))
        case _:
            made[name] = draw.choice(
                [
                    *(pa.nulls(rows), pa.nulls(rows, pa.float32())),
                    pa.array(some("B", "2"), pa.dictionary(pa.int8(), pa.string())),
                ]
            )
