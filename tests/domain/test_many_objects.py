"""Models of which a case has very many share what is the same in them, and behave as any others."""

from __future__ import annotations

import copy
import pickle
import sys
from typing import Any

import pytest

from assess.domain.chance import Chance
from assess.domain.evidence import Cite, Evidence
from assess.domain.many_objects import Numerous, sharing_keys
from assess.domain.source import Source

WRITTEN: dict[type[Numerous], dict[str, Any]] = {
    Evidence: {"id": "e", "about": "o", "indicator": "i", "says": "present", "source": "s", "accuracy": 0.8},
    Source: {"reliability": {"mean": 0.7, "n": 10.0}, "name": "A source"},
    Chance: {"low": 0.5, "high": 0.9},
    Cite: {"document": "d", "at": "p4"},
}


@pytest.mark.parametrize("model", WRITTEN)
def test_models_of_the_same_fields_share_them_and_their_names(model: type[Numerous]) -> None:
    first, second = model.model_validate(WRITTEN[model]), model(**WRITTEN[model])
    assert first == second
    assert first.model_fields_set is second.model_fields_set
    assert first.model_fields_set == WRITTEN[model].keys()
    apart: dict[str, Any] = {}
    apart.update(vars(first).items())
    assert sys.getsizeof(vars(first)) < sys.getsizeof(apart)
    assert list(vars(first)) == list(model.model_fields)


@pytest.mark.parametrize("model", WRITTEN)
def test_copies_are_equal_and_keep_their_own_fields(model: type[Numerous]) -> None:
    original = model.model_validate(WRITTEN[model])
    for same in (
        copy.copy(original),
        copy.deepcopy(original),
        pickle.loads(pickle.dumps(original)),
        original.model_copy(deep=True),
    ):
        assert same == original
        assert same.model_dump(exclude_unset=True) == original.model_dump(exclude_unset=True)
    unset = next(name for name in model.model_fields if name not in WRITTEN[model])
    changed = original.model_copy(update={unset: None})
    assert changed.model_fields_set == {*WRITTEN[model], unset}
    assert original.model_fields_set == WRITTEN[model].keys()


def test_copies_of_one_dict_do_not_share_values() -> None:
    empty = sharing_keys(*"ab")
    first, second = empty.copy(), empty.copy()
    first["a"], second["b"] = 1, 2
    assert (first, second, empty) == ({"a": 1, "b": None}, {"a": None, "b": 2}, {"a": None, "b": None})
