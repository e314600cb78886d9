"""How a reliable origin comes to say what it says: what it saw, whether it spoke, whom it copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from assess.compile.numbers import EXACT, BetaRow, Numbers
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.source import Source
from assess.network.logs import Floats


class ObservationModel(NamedTuple):
    """The chances of one item's words, from a reliable origin.

    Speaking for itself, the origin uses a row of its own if the indicator is present and another if it is absent. With
    `tells`, these rows are of saying *present*, and it was silent; else they are of what was said. It may have repeated
    another source's word instead, whatever it saw.

    Parameters
    ----------
    means, sizes : float64, shape (2,)
        Of the two rows.
    tells : BetaRow or None
        Of telling what it found, where it was silent.
    repeated : float
        The probability that it repeated a word of another source, and this one.
    own : float
        The probability that it spoke for itself. What is missing to 1 is that it repeated another word than this.
    """

    means: Floats
    sizes: Floats
    tells: BetaRow | None = None
    repeated: float = 0.0
    own: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether the rows are those of what was said, and nothing was copied."""
        return self.tells is None and self.own == 1.0

    @property
    def likelihood(self) -> Floats:
        """Probability of what was said if the indicator is present and if it is absent, at mean rows; shape (2,)."""
        if self.is_plain:
            return self.means
        return self.likelihood_of(self.means, 1.0 if self.tells is None else self.tells[0])

    def likelihood_of(self, rows: Floats, tells: Floats | float) -> Floats:
        """Return the probability of what was said, with other rows.

        A silent origin did not find, or found and did not tell: 1 - tells·row. One that may have copied repeated this
        word, or spoke for itself: repeated + own·row.

        Parameters
        ----------
        rows : float64, shape (2, ...)
            If the indicator is present, and if it is absent.
        tells : float64, shape (...), or float
            The probability of telling what it found; without effect where it was not silent.
        """
        said = rows if self.tells is None else 1.0 - tells * rows
        return self.repeated + self.own * said


@dataclass(frozen=True, eq=False, repr=False)
class Copying:
    """What a source may have repeated: what others, as origins of items, said about the same indicator.

    Parameters
    ----------
    copies : dict of str to dict of str to float
        By source: the probability that it repeats, of each other source.
    words : dict of (str, str) to dict of str to str
        By source and indicator instance: its words, present or absent, by statement.
    """

    copies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    words: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case, nodes: Mapping[str, str]) -> Copying:
        """Return what may have been repeated in a case.

        Parameters
        ----------
        case : Case
        nodes : dict of str to str
            Of every item that had been reported, withdrawn or not: its indicator instance.
        """
        copies = {name: source.copies for name, source in case.sources.items() if source.copies}
        originals = {name for of_source in copies.values() for name in of_source}
        words: dict[tuple[str, str], dict[str, str]] = {}
        for item in case.evidence if originals else ():
            if item.source in originals and item.id in nodes and item.says in ("present", "absent"):
                words.setdefault((item.source, nodes[item.id]), {})[statement_of(item)] = item.says
        return cls(copies, words)

    def repeated_and_own(self, item: Evidence, node: str) -> tuple[float, float]:
        """Return the probability that an item's origin repeated what it says, and that it spoke for itself.

        Of several words of one original each is as likely to be the one repeated. What two sources say as one
        statement is no copy.
        """
        repeated, own = 0.0, 1.0
        if item.says == "not-found":
            return repeated, own
        for original, chance in self.copies.get(item.source, {}).items():
            said = self.words.get((original, node), {})
            words = [word for statement, word in said.items() if statement != statement_of(item)]
            if words:
                repeated += chance * words.count(item.says) / len(words)
                own -= chance
        return repeated, max(0.0, own)


def statement_of(item: Evidence) -> str:
    """Return the key of an item's statement; an id holds no slash, so an item without one shares none."""
    return item.statement if item.statement is not None else own_statement(item.id)


def own_statement(item: str) -> str:
    """Return the key of the statement of an item that shares none, given its id."""
    return f"/{item}"


def origin_rows(item: Evidence, numbers: Numbers, source: Source, sees: bool = True) -> tuple[BetaRow, BetaRow]:
    """Return the rows of what a reliable origin says, if the indicator is present and if it is absent.

    Parameters
    ----------
    item : Evidence
    numbers : Numbers
    source : Source
        The origin.
    sees : bool
        Whether it may be wrong; else it says what it took the indicator to be, which is a variable of its own.
    """
    if sees:
        return numbers.likelihood(item, source)
    is_present = float(item.says in ("present", "silent"))
    return (is_present, EXACT), (1.0 - is_present, EXACT)


def telling(item: Evidence, numbers: Numbers) -> BetaRow | None:
    """Return the row of telling what it found, of an origin that was silent."""
    return numbers.row(item.tells) if item.says == "silent" and item.tells is not None else None


def observation_model(
    item: Evidence, node: str, numbers: Numbers, copying: Copying, source: Source, sees: bool = True
) -> ObservationModel:
    """Return how a reliable origin comes to say what an item says of an indicator instance.

    Parameters
    ----------
    item : Evidence
    node : str
        The indicator instance.
    numbers : Numbers
    copying : Copying
    source : Source
        The origin.
    sees : bool
        Whether it may be wrong; else it says what it took the indicator to be, which is a variable of its own.
    """
    rows = np.array(origin_rows(item, numbers, source, sees))
    return ObservationModel(rows[:, 0], rows[:, 1], telling(item, numbers), *copying.repeated_and_own(item, node))
