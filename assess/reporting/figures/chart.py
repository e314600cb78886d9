"""Altair charts: their ink and lettering, and the texts that go with them.

E823 nothing to draw
    Finds:   A figure of something that the case lacks: claims, dates, a ladder, settled predictions.
    Matters: An empty figure would look like an answer.
    Example: assess plot CASE ladder -o ladder.svg      # no claim has a ladder
    Instead: claims: {at-least-partial: {ladder: control, rung: 1, …}, directed: {ladder: control, rung: 2, …}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, NoReturn

from assess.domain.quoting import clean
from assess.errors import AssessError, Finding
from assess.reporting.figures.label_widths import SIZE, SMALL, wrapped
from assess.reporting.figures.palette import BLUE, INK, RULE
from assess.reporting.words import figure_sentences
from assess.scoring.columns import kinds_of
from assess.scoring.frames import Table

Chart = Any
"""A chart of Altair, of one panel or of several under one another; Altair is loaded only to make one."""

WIDTH = 680.0
"""Of what is drawn, px."""
TALLEST = 800.0
"""Of a panel, px: with its title and axes it stays within 230 mm where 680 px are 170 mm wide."""
FONTS = "Liberation Sans, Arial, Helvetica, Noto Sans, sans-serif"

_TITLE = 15.0
_MOST_SENTENCES = 12
"""Rows that a description for the ear tells; the table of the same rows has them all."""


@contextmanager
def unchecked() -> Iterator[None]:
    """Let Altair make charts without checking each part against its schema, which takes most of the time."""
    from altair.utils import schemapi  # slow to load

    with schemapi.debug_mode(False):
        yield


def inline(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Return rows as chart data, their texts made harmless and kept on one line except for deliberate breaks."""
    import altair as alt  # slow to load

    # Altair copies a list, row by row, with each layer.
    return alt.InlineData(values=tuple({name: _plain(value) for name, value in row.items()} for row in rows))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(map(harmless, value.split("\n")))
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def harmless(text: str) -> str:
    """Return text on one line, without control characters or the two characters that XML forbids."""
    return clean(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def finished(
    panels: Sequence[Any],
    figure: str,
    title: str,
    caption: str,
    sentences: Sequence[str],
    ident: str | None = None,
    key: str = "",
) -> Chart:
    """Return panels as one chart with its texts.

    Parameters
    ----------
    panels : sequence of altair.LayerChart
        At least one.
    figure : str
        Its name: ``forest``.
    title : str
        What the figure shows.
    caption : str
        How to read it; stored in the chart as ``usermeta``.
    sentences : sequence of str
        One for each row, without its full stop; with the title they form the description for those who cannot see it.
    ident : str, optional
        What it is about, where it is about one thing.
    key : str
        What the signs mean, under the title.
    """
    import altair as alt  # slow to load

    chart: Any = panels[0] if len(panels) == 1 else alt.vconcat(*panels, spacing=14)
    title = title.rstrip(".")
    kept = sentences[:_MOST_SENTENCES]
    rest = [figure_sentences.more(len(sentences) - len(kept))] if len(sentences) > len(kept) else []
    under = {"subtitle": wrapped(harmless(key), WIDTH, SMALL)} if key else {}
    texts = {"figure": figure, "id": ident, "title": harmless(title), "caption": harmless(caption)}
    ink = {"labelColor": INK, "titleColor": INK, "tickColor": INK, "domainColor": INK, "gridColor": INK}
    # Set one by one: each method of a chart that sets something copies all of it.
    chart.title = alt.Title(text=wrapped(harmless(title), WIDTH, _TITLE, is_bold=True), **under)
    chart.description = harmless(" ".join(f"{text}." for text in (title, *kept, *rest)))
    chart.usermeta = texts
    chart.padding = 2
    chart.config = alt.Config(
        background="transparent",
        font=FONTS,
        aria=False,
        view=alt.ViewConfig(stroke=None),
        mark=alt.MarkConfig(color=BLUE),
        text=alt.MarkConfig(color=INK, fontSize=SIZE),
        rule=alt.MarkConfig(color=INK),
        tick=alt.TickConfig(color=INK),
        axis=alt.AxisConfig(
            **ink,
            labelFontSize=SMALL,
            titleFontSize=SMALL,
            titleFontWeight="normal",
            gridOpacity=RULE / 2,
            domainOpacity=0.6,
            tickOpacity=0.6,
        ),
        title=alt.TitleConfig(
            color=INK,
            subtitleColor=INK,
            fontSize=_TITLE,
            subtitleFontSize=SMALL,
            anchor="start",
            lineHeight=19,
            subtitleLineHeight=15,
            subtitlePadding=5,
            offset=10,
        ),
    )
    return chart


def records(rows: Sequence[Any]) -> Table:
    """Return the rows of a figure as plain records, which pandas and polars accept.

    Parameters
    ----------
    rows : sequence
        As `forest_rows` and the like return them.
    """
    return Table(map(asdict, rows), kinds_of(*dict.fromkeys(map(type, rows))))


def texts_of(chart: Chart) -> Mapping[str, Any]:
    """Return a chart's texts: ``figure``, ``id``, ``title``, ``caption``, and ``alt`` for those who cannot see it."""
    return {**chart.usermeta, "alt": chart.description}


def pages(chart: Chart, tallest: float = TALLEST) -> list[Chart]:
    """Return a chart split by its panels into charts that each fit on a sheet of paper.

    Parameters
    ----------
    chart : Chart
    tallest : float, px
        Height of the panels of one sheet, where the chart is 680 px wide.
    """
    import altair as alt  # slow to load

    if not isinstance(chart, alt.VConcatChart):
        return [chart]
    sheets: list[list[Any]] = [[]]
    filled = 0.0
    for panel in chart.vconcat:
        if sheets[-1] and filled + panel.height > tallest:
            sheets.append([])
            filled = 0.0
        sheets[-1].append(panel)
        filled += panel.height
    # A copy looks at every panel, so that one without panels is made first.
    bare = chart.copy(deep=False)
    bare.vconcat = []
    parts = []
    for panels in sheets:
        part = bare.copy(deep=False)
        part.vconcat = panels
        parts.append(part)
    return parts


def nothing_to_draw(figure: str, lacking: str, hint: str) -> NoReturn:
    """Refuse a figure for which a case has no rows (E823)."""
    raise AssessError([Finding("E823", f"there is nothing to draw in the figure {figure}: {lacking}", hint=hint)])


def is_empty(error: AssessError) -> bool:
    """Return whether an error says only that a case has no rows for a figure (E823)."""
    return [finding.code for finding in error.findings] == ["E823"]
