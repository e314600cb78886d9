"""Rows of a result as plain records, which convert to pandas and polars with the right types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from assess.domain.notebook_display import Displayed
from assess.scoring.optional_import import optional_import

Kind = Literal["text", "number", "count", "truth", "texts", "interval", "numbers", "any"]
"""The kinds of columns; numbers are pairs, each with its own name."""

_INTERVAL = "interval"
_WHOLE = {"number": "float64", "count": "int64", "truth": "bool"}
_WITH_NONE = {"number": "float64", "count": "Int64", "truth": "boolean"}


class Table(list[dict[str, Any]], Displayed):
    """A list of plain dicts, nearly always with the same keys.

    Parameters
    ----------
    rows : iterable of dict
    columns : dict of str to Kind
        The kind of each key's values; any value may be None.

    Examples
    --------
    >>> rows = Table([{"claim": "made", "interval": [0.2, 0.4]}], {"claim": "text", "interval": "interval"})
    >>> rows == [{"claim": "made", "interval": [0.2, 0.4]}], rows.to_pandas().columns.to_list()
    (True, ['claim', 'low', 'high'])
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, Kind]) -> None:
        super().__init__(map(dict, rows))
        self.columns = dict(columns)

    def _in_short(self) -> str:
        return f"Table of {len(self)} rows: {', '.join(self.columns)}"

    def to_pandas(self) -> Any:
        """Return a pandas data frame; an interval is two columns, ``low`` and ``high``, and named numbers one each.

        Returns
        -------
        pandas.DataFrame
            Numbers are ``float64`` with NaN for None; counts and truth values with None are ``Int64`` and ``boolean``.

        Raises
        ------
        AssessError
            If pandas cannot be imported (E411).
        """
        with optional_import("pandas", "pandas", "table"):
            import pandas as pd

        def series(kind: Kind, values: list[Any]) -> Any:
            if kind in _WHOLE:
                return pd.Series(values, dtype=(_WITH_NONE if None in values else _WHOLE)[kind])
            return pd.Series(values, dtype=None if any(isinstance(value, str) for value in values) else "object")

        return pd.DataFrame({name: series(kind, values) for name, kind, values in self._plain()})

    def to_polars(self) -> Any:
        """Return a polars data frame with the columns of `to_pandas`; None becomes null.

        Returns
        -------
        polars.DataFrame

        Raises
        ------
        AssessError
            If polars cannot be imported (E411).
        """
        with optional_import("polars", "polars", "table"):
            import polars as pl
        kinds: dict[Kind, Any] = {
            "text": pl.String,
            "number": pl.Float64,
            "count": pl.Int64,
            "truth": pl.Boolean,
            "texts": pl.List(pl.String),
        }
        return pl.DataFrame([pl.Series(name, values, kinds.get(kind)) for name, kind, values in self._plain()])

    def _plain(self) -> Iterator[tuple[str, Kind, list[Any]]]:
        """Yield the name, kind and values of each column of a frame."""
        for name, kind in self.columns.items():
            values = [row.get(name) for row in self]
            if kind == "interval":
                tail = name.removeprefix(_INTERVAL)
                for end, side in enumerate(("low", "high")):
                    yield f"{side}{tail}", "number", [None if pair is None else pair[end] for pair in values]
            elif kind == "numbers":
                named = [dict(value or ()) for value in values]
                for title in dict.fromkeys(label for value in named for label in value):
                    yield f"{name}.{title}", "number", [value.get(title) for value in named]
            elif kind == "texts":
                yield name, kind, [None if value is None else list(value) for value in values]
            else:
                yield name, kind, values
