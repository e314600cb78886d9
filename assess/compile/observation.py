"""The model of how a reliable origin comes to make a statement: what it saw, whether it spoke, and whom it copied.

What it took an indicator to be, and whether rightly, is a sighting, where cases may teach how often that is so. A
reliable origin of accuracy a recognises an indicator correctly with probability a, and says what it took it for. If
the accuracy belongs to the source, all its statements share it: the rows of these variables are one rate, as those of
an indicator may be. A single statement, or an exactly known accuracy, needs no variable: its mean is enough.
A search finds what is there with a probability of its own, and never what is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from assess.compile.numbers import EXACT, BetaRow, Numbers
from assess.compile.world import OBSERVABLE_STATES, Node, SharedRows
from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.instances import Observable
from assess.domain.source import Source
from assess.network.logs import Floats, log

RIGHT = ("right", "wrong")

Rate = tuple[Literal["accuracy", "credibility", "search"], str]
"""A number that applies to several statements (of a source, of a grade, or of searches), and its name."""

SEARCH: Rate = ("search", "search")


class ObservationModel(NamedTuple):
    """The probability of one item's statement, from a reliable origin.

    If the origin speaks for itself, one row applies if the indicator is present and another if it is absent. These are
    rows of what was said or, for a silence (with `tells`), of saying *present*. Instead, the origin may have repeated
    another source's statement, whatever it saw.

    Parameters
    ----------
    means, sizes : float64, shape (2,)
        Those of the two rows.
    tells : BetaRow or None
        The row of reporting what it found, for a silence.
    repeated : float
        The probability that it repeated another source's statement, and that this was the same.
    own : float
        The probability that it spoke for itself. The rest is the probability that it repeated a different statement.
    """

    means: Floats
    sizes: Floats
    tells: BetaRow | None = None
    repeated: float = 0.0
    own: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether the rows are those of what was said, and nothing can have been copied."""
        return self.tells is None and self.own == 1.0

    @property
    def likelihood(self) -> Floats:
        """The probability of what was said if the indicator is present and if absent, at mean rows, shape (2,)."""
        if self.is_plain:
            return self.means
        return self.likelihood_of(self.means, 1.0 if self.tells is None else self.tells[0])

    def likelihood_of(self, rows: Floats, tells: Floats | float) -> Floats:
        """Return the probability of what was said under other rows.

        A silent origin did not find it, or found it but did not report it: 1 - tells·row. One that may have copied
        repeated this statement, or spoke for itself: repeated + own·row.

        Parameters
        ----------
        rows : float64, shape (2, ...)
            The rows if the indicator is present, and if it is absent.
        tells : float64, shape (...), or float
            The probability of reporting what it found; ignored unless it was silent.
        """
        said = rows if self.tells is None else 1.0 - tells * rows
        return self.repeated + self.own * said


class Copying(NamedTuple):
    """What sources may have repeated: what others, as origins of items, said about the same indicator.

    Parameters
    ----------
    copies : dict of str to dict of str to float
        By source, then by other source: the probability of repeating that one.
    words : dict of (str, str) to dict of str to str
        By source and indicator instance: what it said, present or absent, by statement.
    """

    copies: Mapping[str, Mapping[str, float]]
    words: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def of(cls, case: Case, nodes: Mapping[str, str]) -> Copying:
        """Return what may have been repeated in a case.

        Parameters
        ----------
        case : Case
        nodes : dict of str to str
            By every item that had been reported, withdrawn or not: its indicator instance.
        """
        copies = {name: source.copies for name, source in case.sources.items() if source.copies}
        originals = {name for of_source in copies.values() for name in of_source}
        words: dict[tuple[str, str], dict[str, str]] = {}
        for item in case.evidence if originals else ():
            if item.source in originals and item.id in nodes and item.says in ("present", "absent"):
                words.setdefault((item.source, nodes[item.id]), {})[statement_of(item)] = item.says
        return cls(copies, words)

    def repeated_and_own(self, item: Evidence, node: str) -> tuple[float, float]:
        """Return the probabilities that an item's origin repeated what it says, and that it spoke for itself.

        Several statements of one original are equally likely to be the one repeated. What two sources say as one
        statement is not a copy.
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
    """Return the key of an item's statement; without one, a key that no other item has, since ids hold no slash."""
    return item.statement if item.statement is not None else own_statement(item.id)


def own_statement(item: str) -> str:
    """Return the statement key of an item that shares no statement."""
    return f"/{item}"


def origin_rows(item: Evidence, numbers: Numbers, source: Source, sees: bool = True) -> tuple[BetaRow, BetaRow]:
    """Return the rows of a reliable origin's statement if the indicator is present and if it is absent.

    Parameters
    ----------
    item : Evidence
    numbers : Numbers
    source : Source
        The origin.
    sees : bool
        Whether it may be wrong; otherwise it says what it took the indicator to be, which is a separate variable.
    """
    if sees:
        return numbers.likelihood(item, source)
    is_present = float(item.says in ("present", "silent"))
    return (is_present, EXACT), (1.0 - is_present, EXACT)


def telling(item: Evidence, numbers: Numbers) -> BetaRow | None:
    """Return the row of whether an origin that was silent would have reported what it found."""
    return numbers.row(item.tells) if item.says == "silent" and item.tells is not None else None


def observation_model(
    item: Evidence, node: str, numbers: Numbers, copying: Copying, source: Source, sees: bool = True
) -> ObservationModel:
    """Return the observation model of an item on an indicator instance.

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
        Whether it may be wrong; otherwise it says what it took the indicator to be, which is a separate variable.
    """
    rows = np.array(origin_rows(item, numbers, source, sees))
    return ObservationModel(rows[:, 0], rows[:, 1], telling(item, numbers), *copying.repeated_and_own(item, node))


class Sighting(NamedTuple):
    """What the origin of a statement took an indicator to be, and whether it was right.

    Parameters
    ----------
    rate : Rate
        The rate at which it is right.
    right, seen : Node
        Whether it was right, and what it took the indicator to be.
    """

    rate: Rate
    right: Node
    seen: Node


def what_was_seen(
    scored: Iterable[Evidence],
    chains: Mapping[str, Sequence[Observable]],
    case: Case,
    numbers: Numbers,
    learning: bool = False,
) -> dict[str, Sighting]:
    """Return the sighting of each statement.

    Parameters
    ----------
    scored : iterable of Evidence
    chains : dict of str to sequence of Observable
        By item: its indicator instance first.
    case : Case
    numbers : Numbers
    learning : bool
        Whether to include every number that cases may teach, not only those that statements of this case share.
    """
    statements = {statement_of(item): item for item in reversed([*scored])}
    rates = {statement: rate for statement, item in statements.items() if (rate := _rate_of(item)) is not None}
    uses = Counter(rates.values())
    sightings = {}
    for statement, rate in rates.items():
        mean, size = _row_of(rate, case, numbers)
        shared = rate[0] == "accuracy" and uses[rate] > 1
        if size == EXACT or not (shared or learning):
            continue
        shares = SharedRows(rate[1], "source", None) if shared else None
        right = Node(f"{statement} right", RIGHT, (), log([mean, 1.0 - mean]), np.array(size), shares=shares)
        parents = (chains[statements[statement].id][0].id, right.id)
        table = _FOUND if rate == SEARCH else _TAKEN_FOR
        seen = Node(f"{statement} seen", OBSERVABLE_STATES, parents, table, np.full((2, 2), EXACT))
        sightings[statement] = Sighting(rate, right, seen)
    return sightings


def _rate_of(item: Evidence) -> Rate | None:
    """Return the rate that applies to an item without an accuracy of its own."""
    if item.says == "not-found":
        return SEARCH if item.search is None else None
    if item.credibility is not None:
        return "credibility", item.credibility
    return ("accuracy", item.source) if item.is_word and not item.gives_accuracy else None


def _row_of(rate: Rate, case: Case, numbers: Numbers) -> BetaRow:
    kind, name = rate
    if kind == "search":
        return numbers.row(numbers.grading.search)
    if kind == "credibility":
        return numbers.row(numbers.grading.credibility[name])
    accuracy = case.sources[name].accuracy
    assert accuracy is not None
    return numbers.row(accuracy)


_TAKEN_FOR = log(np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]))
"""What the indicator is, whether the origin was right, and what it took the indicator to be."""

_FOUND = log(np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]]))
"""The same for a search, which never finds what is absent."""
