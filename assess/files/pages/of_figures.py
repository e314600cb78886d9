"""Rules on figures."""

from __future__ import annotations

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E821",
        "figure that needs matplotlib",
        "A PNG, a PDF or a figure in Python, where matplotlib is not installed.",
        "It is large, and a case is scored, reported on and drawn as SVG without it.",
        "assess plot CASE forest -o forest.png",
        "pip install 'assess[plots]'; or assess plot CASE forest -o forest.svg",
    ),
    Rule(
        "E822",
        "no file to write a figure to",
        "A figure's file that ends in none of the endings known, or whose folder is not there.",
        "The ending says what is written; a folder made by mistake would hide the figure.",
        "assess plot CASE forest -o forest.jpg",
        "assess plot CASE forest -o forest.svg",
    ),
    Rule(
        "E823",
        "nothing to draw",
        "A figure of what the case does not have: claims, dates, a ladder, predictions that are settled.",
        "An empty figure would look like an answer.",
        "assess plot CASE ladder -o ladder.svg      # no claim has a ladder",
        "claims: {at-least-partial: {ladder: control, rung: 1, …}, directed: {ladder: control, rung: 2, …}}",
    ),
)
