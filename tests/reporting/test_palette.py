"""The colours stand out on light and dark paper, and from one another for readers who see fewer of them."""

from __future__ import annotations

import numpy as np
import pytest

from assess.network.logs import Floats
from assess.reporting.figures.palette import (
    BLUE,
    DARK,
    DEEPEST,
    FAINT,
    LIGHT,
    VERMILION,
)

SEEN_BY = {
    "most": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopes": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopes": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopes": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
"""Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency, 2009,
severity 1.0 (doi:10.1109/TVCG.2009.113); on linear RGB."""
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def rgb(colour: str) -> Floats:
    return np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])


def linear(values: Floats) -> Floats:
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(first: Floats, second: Floats) -> float:
    """Return the contrast ratio of WCAG 2."""
    lights = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def over(colour: str, opacity: float, paper: str) -> Floats:
    return opacity * rgb(colour) + (1.0 - opacity) * rgb(paper)


def lab(values: Floats) -> Floats:
    t = TO_XYZ @ values / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("page", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_and_letters_stand_out_on_the_page(page: tuple[str, str]) -> None:
    paper, ink = page
    assert min(contrast(rgb(colour), rgb(paper)) for colour in (BLUE, VERMILION)) >= 3.0
    assert contrast(over(ink, FAINT, paper), rgb(paper)) >= 4.5
    for colour in (BLUE, VERMILION):
        assert contrast(rgb(ink), over(colour, DEEPEST, paper)) >= 4.5


@pytest.mark.parametrize("who", SEEN_BY)
def test_colours_that_mean_opposite_things_stay_apart(who: str) -> None:
    blue, vermilion = (lab(np.clip(np.array(SEEN_BY[who]) @ linear(rgb(colour)), 0, 1)) for colour in (BLUE, VERMILION))
    assert float(np.linalg.norm(blue - vermilion)) >= 50.0


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(rgb("#000000"), rgb("#FFFFFF")) == pytest.approx(21.0)
