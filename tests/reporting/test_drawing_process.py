"""Charts are the same wherever they are drawn, and are drawn here where no other process draws."""

from __future__ import annotations

import sys

import pytest

from assess.reporting import figures as plots
from assess.reporting.figures import drawing_process
from assess.reporting.figures.drawing_process import drawing_beside
from assess.reporting.figures.rendering import pictures
from tests.reporting.drawn import CHOIR, scored


def drawn() -> list[str]:
    """Return some pictures, all of them begun before the first is asked for."""
    draws = (lambda: plots.forest(scored(CHOIR)), lambda: plots.sources(scored(CHOIR)))
    begun = [picture.begun() for draw in draws for picture in pictures(draw)]
    assert len(begun) > 1
    return [picture.svg() for picture in begun]


@pytest.fixture(scope="module")
def here() -> list[str]:
    """The pictures as this process draws them."""
    return [picture.svg() for picture in pictures(lambda: plots.forest(scored(CHOIR)))]


def test_another_process_draws_the_same(here: list[str]) -> None:
    with drawing_beside():
        assert drawn()[: len(here)] == here


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "print('12\\nshort')", "input(); print('')"])
def test_a_process_that_fails_is_stood_in_for(program: str, here: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_process, "_PROGRAM", program)
    with drawing_beside():
        assert drawn()[: len(here)] == here


def test_where_no_process_can_be_started_charts_are_drawn_here(
    here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with drawing_beside():
        assert drawn()[: len(here)] == here
