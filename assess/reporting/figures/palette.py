"""The colours of all figures.

Blue and vermilion are those of Okabe and Ito, Color Universal Design, 2008 (https://jfly.uni-koeln.de/color/), who
chose them for readers who see fewer colours; both stand out on a light page and on a dark one. Nothing is told by
colour alone: position, shape or a number says it too. Letters are always in ink.
"""

from __future__ import annotations

INK = "currentColor"
"""What letters and lines are in: the colour of the text around a figure."""
BLUE, VERMILION = "#0072B2", "#D55E00"

FOR, AGAINST = BLUE, VERMILION
"""What speaks for, and what against; a probability itself is in the colour of the first."""

LIGHT, DARK = ("#FFFFFF", "#1B1F24"), ("#14171C", "#E8EAED")
"""Paper and ink of a light page, and of a dark one."""

FAINT = 0.72
"""Opacity of ink for what is said beside; still 4.5 to 1 on either page."""
RULE = 0.22
"""Of lines that guide the eye."""
BAND = 0.055
"""Of every other band of a scale."""
DEEPEST = 0.55
"""Of the fullest tint that letters stand on; they keep 4.5 to 1 on either page."""

TINTS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#999999")
"""Of the answers to a question, in their order; Okabe and Ito's too."""
TINT = 0.4
"""Opacity of those tints, under letters."""
