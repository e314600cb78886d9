"""Draws the picture of docs/likelihoods.md anew: ``python docs/likelihoods.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

PICTURE = HERE / "figures" / "rows-and-n.svg"
SIZES = (4, 8, 20, 60)


def picture() -> str:
    """Return the densities of a row of mean 0.6 for several effective sample sizes, as SVG."""
    import altair as alt
    import vl_convert
    from scipy.stats import beta

    at = np.linspace(0.005, 0.995, 100)
    rows = [
        {"rate": float(x), "density": float(beta.pdf(x, 0.6 * n, 0.4 * n)), "n": f"n = {n}"} for n in SIZES for x in at
    ]
    chart = (
        alt.Chart(alt.Data(values=rows), width=460, height=200, title="A row of mean 0.6, by what it is worth")
        .mark_line()
        .encode(
            alt.X("rate:Q", title="how often it is there", axis=alt.Axis(format=".0%")),
            alt.Y("density:Q", title=None, axis=None),
            alt.Color("n:N", title=None, sort=[f"n = {n}" for n in SIZES]),
        )
    )
    return vl_convert.vegalite_to_svg(chart.to_dict())


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
