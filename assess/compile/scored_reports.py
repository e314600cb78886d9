"""The scored items of a case as reports, stored by column, so that 100,000 of them are few objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from assess.compile.numbers import BetaRow
from assess.compile.observation import ObservationModel, own_statement
from assess.network.logs import Floats, log


class Report:
    """A scored item.

    Parameters
    ----------
    columns : Reports
        Those that it is one of.
    number : int
        Its place among them.
    """

    __slots__ = ("_columns", "_number")

    def __init__(self, columns: Reports, number: int) -> None:
        self._columns, self._number = columns, number

    @property
    def item(self) -> str:
        """Its id."""
        return self._columns.items[self._number]

    @property
    def statement(self) -> str:
        """Items that share it are one utterance."""
        return self._columns.statement(self._number)

    @property
    def node(self) -> str:
        """The indicator instance."""
        return self._columns.nodes[self._number]

    @property
    def instance(self) -> str:
        """The question instance at the top of it."""
        return self._columns.instances[self._number]

    @property
    def seen(self) -> str:
        """What a reliable origin speaks of: the indicator instance, or what the origin took it to be."""
        return self._columns.seen[self._number]

    @property
    def observation(self) -> ObservationModel:
        """How a reliable origin comes to say it, given that."""
        return self._columns.observation(self._number)

    @property
    def log_likelihood(self) -> Floats:
        """Of what was said by a reliable origin, if the indicator is present and if it is absent; shape (2,), nats."""
        likelihood: Floats = self._columns.log_likelihoods[self._number]
        return likelihood

    @property
    def log_given_seen(self) -> Floats:
        """The same, if `seen` is present and if it is absent; shape (2,), nats."""
        likelihood: Floats = self._columns.log_given_seen[self._number]
        return likelihood

    @property
    def passed(self) -> tuple[str, ...]:
        """Origin, then relays."""
        return self._columns.passed[self._number]

    @property
    def chain(self) -> tuple[str, ...]:
        """The same; those that are reliable for sure are left out, for nothing breaks at them."""
        return self._columns.chains[self._number]


@dataclass(frozen=True, slots=True, eq=False)
class Reports(Sequence[Report]):
    """All reports of a case, by column.

    Parameters
    ----------
    items, nodes, instances, seen : sequence of str
    shared : dict of int to str
        The key of the statement of those that give one.
    passed, chains : sequence of tuple of str
    rows : float64, shape (reports, 2, 2)
        Mean and effective sample size of the rows of what is said, if `seen` is present and if it is absent.
    tells : dict of int to BetaRow
        Of telling what it found, where the origin was silent.
    repeated : dict of int to (float, float)
        Where the origin may have repeated a word: the probabilities that it repeated this one, and that it spoke for
        itself.
    log_likelihoods, log_given_seen : float64, shape (reports, 2), nats
    """

    items: Sequence[str]
    nodes: Sequence[str]
    instances: Sequence[str]
    seen: Sequence[str]
    shared: Mapping[int, str]
    passed: Sequence[tuple[str, ...]]
    chains: Sequence[tuple[str, ...]]
    rows: Floats
    tells: Mapping[int, BetaRow]
    repeated: Mapping[int, tuple[float, float]]
    log_likelihoods: Floats
    log_given_seen: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.items)

    @overload
    def __getitem__(self, number: int) -> Report: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Report]: ...
    def __getitem__(self, number: int | slice) -> Report | Sequence[Report]:
        """Return one of them, or several."""
        places = range(len(self.items))[number]
        return Report(self, places) if isinstance(places, int) else [Report(self, place) for place in places]

    def __iter__(self) -> Iterator[Report]:
        """Yield them in their order."""
        return (Report(self, number) for number in range(len(self.items)))

    def statement(self, number: int) -> str:
        """Return the key of the statement that a report is of."""
        return self.shared[number] if number in self.shared else own_statement(self.items[number])

    def observation(self, number: int) -> ObservationModel:
        """Return how a reliable origin comes to say what a report says, given what it speaks of."""
        return _observation(self.rows, self.tells, self.repeated, number)


def log_likelihoods(rows: Floats, tells: Mapping[int, BetaRow], repeated: Mapping[int, tuple[float, float]]) -> Floats:
    """Return the log likelihoods of what is said, at mean rows; shape (reports, 2), nats.

    Parameters
    ----------
    rows, tells, repeated
        As of `Reports`.
    """
    likelihoods = rows[:, :, 0].copy()
    for number in {*tells, *repeated}:
        likelihoods[number] = _observation(rows, tells, repeated, number).likelihood
    return log(likelihoods)


def _observation(
    rows: Floats, tells: Mapping[int, BetaRow], repeated: Mapping[int, tuple[float, float]], number: int
) -> ObservationModel:
    means, sizes = rows[number].T
    return ObservationModel(means, sizes, tells.get(number), *repeated.get(number, (0.0, 1.0)))
