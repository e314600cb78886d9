"""The JSON that is written piece by piece is that of the standard library."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assess
from assess.scoring.json_pieces import json_pieces

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside), max_leaves=12)


@given(st.dictionaries(st.text(), VALUES))
def test_the_pieces_are_the_json_of_the_standard_library(content: dict[str, Any]) -> None:
    assert "".join(json_pieces(content)) == json.dumps(content, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("draws", [0, 50])
def test_the_pieces_of_a_result_are_its_json(draws: int) -> None:
    result = assess.score(assess.load_case("yom-kippur-1973"), draws=draws)
    text = json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
    assert result.to_json() == text
    assert max(map(len, result.json_pieces())) < len(text) / 10


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match=f"{number} is no JSON number"):
        list(json_pieces({"a": {"b": [number]}}))
