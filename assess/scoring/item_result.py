"""The records of the items: what each weighs, and which bear on nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from assess.scoring.columns import STORED_AS, UNSTORED, Column

_CSV = frozenset({"csv"})
_MOST_DB = 3000.0
"""Beyond it odds are no float."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one item weighs: 10·log10 of the odds with all evidence over the odds with all but it (dB).

    Parameters
    ----------
    weight_db : dict of str to float or None
        By hypothesis of the instance; None where it is infinite.
    """

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED, Column("item", name="item")]
    instance: Annotated[str, Column("instance")]
    weight_db: Annotated[
        Mapping[str, float | None],
        Field(description="By hypothesis, in dB; null where it is infinite."),
        Column("dB", unit="dB"),
    ]

    @property
    def hypothesis(self) -> Annotated[Mapping[str, str], Column("hypothesis")]:
        """The name of each hypothesis."""
        return {hypothesis: hypothesis for hypothesis in self.weight_db}

    @property
    def odds_times(self) -> Annotated[Mapping[str, float | None], Column("odds times", shown=_CSV)]:
        """What the weights multiply odds by; None where that is no float."""
        return {h: None if w is None or w > _MOST_DB else 10.0 ** (w / 10.0) for h, w in self.weight_db.items()}

    @property
    def strength_db(self) -> float:
        """Largest absolute weight; infinite where one of them is."""
        return max(float("inf") if w is None else abs(w) for w in self.weight_db.values())


@dataclass(frozen=True, slots=True)
class Unscored:
    """An item that is kept but bears on nothing."""

    __pydantic_config__ = STORED_AS

    id: Annotated[str, UNSTORED]
    instance: str | None
    reason: Literal["unclear", "withdrawn", "later"]
