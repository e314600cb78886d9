"""Ways to make very many objects of a case cheap: shared field names, making on demand, no garbage collection.

A case has hundreds of thousands of evidence items, sources and chances. As they are validated, each has a hash table of
its own, and a set of the fields that were given; here it holds its values, and shares the rest.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any, Generic, Self, TypeVar, overload

from pydantic import model_validator

from assess.domain.field_types import Written

K = TypeVar("K")
T = TypeVar("T")

_INSTANCES = 32
"""After so many instances Python leaves no room in them for attributes to come."""


@lru_cache(maxsize=2**12)
def sharing_keys(*keys: str) -> dict[str, Any]:
    """Return a dict of keys to None, all copies of which share their keys (PEP 412).

    Examples
    --------
    >>> empty = sharing_keys("a", "b")
    >>> {**empty}
    {'a': None, 'b': None}
    """
    holder = type("Holder", (), {})
    for _ in range(_INSTANCES):
        instance = holder()
        for name in keys:
            setattr(instance, name, None)
    empty: dict[str, Any] = vars(instance)
    return empty


class Numerous(Written):
    """The base of models of which a case has very many."""

    @model_validator(mode="after")
    def _share(self) -> Self:
        values = _empty(type(self)).copy()
        values.update(vars(self))
        self.__setstate__(
            {
                "__dict__": values,
                "__pydantic_fields_set__": _one_set(frozenset(self.model_fields_set)),
                "__pydantic_extra__": None,
                "__pydantic_private__": None,
            }
        )
        return self


@cache
def _empty(model: type[Numerous]) -> dict[str, Any]:
    return sharing_keys(*model.model_fields)


@lru_cache(maxsize=2**12)
def _one_set(fields: frozenset[str]) -> set[str]:
    return set(fields)


class OnDemand(Sequence[T], Generic[K, T]):
    """Objects that are made anew whenever they are asked for, each from its key.

    Parameters
    ----------
    make : callable
        Makes the object of a key.
    keys : sequence
    """

    def __init__(self, make: Callable[[K], T], keys: Sequence[K]) -> None:
        self._make, self._keys = make, keys

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> OnDemand[K, T]: ...
    def __getitem__(self, place: int | slice) -> T | OnDemand[K, T]:
        """Return one of them, or several."""
        if isinstance(place, slice):
            return OnDemand(self._make, self._keys[place])
        return self._make(self._keys[place])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._keys)


@contextmanager
def many_objects() -> Iterator[None]:
    """Suspend Python's cyclic garbage collection within the block.

    No object of a case becomes garbage while it is made, and scanning 100,000 items again and again would take a third
    of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
