"""The texts of the tiles of the grid of questions."""

from __future__ import annotations

from assess.analysis.digest.countries import Tile
from assess.domain.language import say, say_number
from assess.domain.number_text import figure_of_points, percent
from assess.scoring.labels import Names


def tile_text(tile: Tile, names: Names) -> str:
    """Return the text of a tile: the leading answer with its probability, or that no evidence bears on it."""
    answer, number = tile_parts(tile, names)
    return say("{answer} {number}", answer=answer, number=number) if number else answer


def tile_parts(tile: Tile, names: Names) -> tuple[str, str]:
    """Return the leading answer and its probability, or the note that no evidence bears on it and an empty text."""
    question = tile.shown
    if not question.moved:
        return say("no evidence"), ""
    best = question.leading
    return names.in_words(question.question, best), percent(question.posterior[best], names.scale)


def tile_change(tile: Tile) -> str:
    """Return the distance of a tile's answer from its prior, in percentage points."""
    return "" if tile.move is None else figure_of_points(tile.move)


def among(tile: Tile) -> str:
    """Return the note that a tile shows one of several bodies; empty if there is only one."""
    return say("farthest of {number}", number=tile.instances) if tile.instances > 1 else ""


def left_out(number: int) -> str:
    """Return the line on questions that a short grid leaves out."""
    return say_number(
        "and {number} more, which evidence moved less or not at all",
        "and {number} more, which evidence moved less or not at all",
        number,
    )
