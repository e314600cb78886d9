"""The figure of reported events by date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from assess.domain.dates import Span
from assess.reporting.figures.chart import WIDTH, Chart, finished, harmless, inline, nothing_to_draw
from assess.reporting.figures.label_widths import SIZE, wrapped
from assess.reporting.figures.palette import AGAINST, FOR
from assess.reporting.words import country_sentences, figure_labels, figure_sentences
from assess.scoring.labels import Names
from assess.scoring.results import Assessment

_LEFT = 150.0
_STEP, _LEAST = 9.0, 30.0
_FEWEST = 2
"""The fewest dates that make a line to draw."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An item, with the date of the event that it reports.

    Parameters
    ----------
    event_date : str
        A year, a month or a day.
    first : str
        The first day that the date covers.
    speaks : {"for", "against"}
        The answer that leads its question.
    strength_db : float or None
        The largest of its weights (dB); None if that is unlimited.
    """

    item: str
    country: str | None
    summary: str
    instance: str
    event_date: str
    first: str
    speaks: Literal["for", "against"]
    strength_db: float | None


def event_rows(result: Assessment) -> list[EventRow]:
    """Return the scored items whose event has a date, earliest first.

    Parameters
    ----------
    result : Assessment
    """
    names, rows = Names(result), []
    for ident, weighed in result.evidence.items():
        item, question = names.item(ident), result.questions[weighed.instance]
        if item.event_date is None:
            continue
        weight = weighed.weight_db[question.leading]
        says = figure_sentences.says(names.indicator(item.indicator, item.about), item.says)
        rows.append(
            EventRow(
                item=ident,
                country=question.country,
                summary=item.summary or says,
                instance=weighed.instance,
                event_date=item.event_date,
                first=Span(item.event_date).first.isoformat(),
                speaks="for" if weight is None or weight >= 0.0 else "against",
                strength_db=None if weighed.strength_db == float("inf") else weighed.strength_db,
            )
        )
    return sorted(rows, key=lambda row: (row.first, row.item))


def events(result: Assessment) -> Chart:
    """Draw the items of each country by the dates of their events; larger dots weigh more.

    Parameters
    ----------
    result : Assessment

    Raises
    ------
    AssessError
        If the events of items have no dates, or all have the same one (E823).
    """
    rows, names = event_rows(result), Names(result)
    if len({row.first for row in rows}) < _FEWEST:
        nothing_to_draw("events", "the events of items have one date at most", "set event_date of items")
    said = [f"{row.event_date}, {row.item}: {row.summary}" for row in rows]
    return finished(
        [_panel(rows, said, names)],
        "events",
        figure_sentences.speaks_of(rows[0].event_date, rows[-1].event_date),
        figure_labels.EVENTS_CAPTION(),
        said,
        key=figure_labels.EVENTS_KEY(),
    )


def _panel(rows: Sequence[EventRow], said: Sequence[str], names: Names) -> Any:
    import altair as alt  # slow to load

    lanes: dict[str | None, list[int]] = {}
    for n, row in enumerate(rows):
        lanes.setdefault(row.country, []).append(n)
    first, last = int(rows[0].first[:4]), int(rows[-1].first[:4]) + 1
    most = max(row.strength_db or 0.0 for row in rows) or 1.0
    wide = (WIDTH - _LEFT - 20.0) / max(last - first, 1)
    data, heads, top = [], [], 4.0
    for country, places in lanes.items():
        stacked: dict[int, int] = defaultdict(int)
        marks = []
        for n in places:
            when = _years(rows[n].first)
            column = int((when - first) * wide / (_STEP + 1.0))
            marks.append((n, when, stacked[column]))
            stacked[column] += 1
        height = max(_LEAST, max(level for *_, level in marks) * _STEP + 18.0)
        bottom = top + height
        name = wrapped(harmless(country_sentences.place(country, names)), _LEFT - 16.0, SIZE, most=2)
        heads.append({"name": "\n".join(name), "y": bottom - 9.0, "under": bottom})
        for n, when, level in marks:
            strength = rows[n].strength_db
            size = 12.0 + 58.0 * (most if strength is None else strength) / most
            data.append(
                {**asdict(rows[n]), "said": said[n], "when": when, "y": bottom - 9.0 - level * _STEP, "size": size}
            )
        top = bottom + 2.0
    scale = alt.Scale(domain=[0, top], range=[0, top], nice=False)
    years = alt.Axis(format="d", tickMinStep=1, tickCount=10, title=figure_labels.EVENT_AXIS(), orient="bottom")
    x = alt.X("when:Q", scale=alt.Scale(domain=[first, last], range=[_LEFT, WIDTH - 20.0], nice=False), axis=years)
    y = alt.Y("y:Q", scale=scale, axis=None)
    dots, named = alt.Chart(inline(data)), alt.Chart(inline(heads))
    return alt.layer(
        named.mark_rule(opacity=0.2).encode(
            x=alt.XValue(0), x2=alt.X2Value(WIDTH), y=alt.Y("under:Q", scale=scale, axis=None)
        ),
        named.mark_text(align="left", baseline="middle", lineBreak="\n").encode(
            x=alt.XValue(0), y=y, text=alt.Text("name:N")
        ),
        *(
            dots.transform_filter(f"datum.speaks == '{speaks}'")
            .mark_point(shape=shape, filled=True, color=colour, opacity=0.85)
            .encode(x=x, y=y, size=alt.Size("size:Q", scale=None), tooltip=alt.Tooltip("said:N"))
            for speaks, shape, colour in (("for", "circle", FOR), ("against", "diamond", AGAINST))
        ),
    ).properties(width=WIDTH, height=top)


def _years(day: str) -> float:
    """Return a day as a fractional year.

    Examples
    --------
    >>> _years("2017-07-01")
    2017.5
    """
    year, month, date = map(int, day.split("-"))
    return year + (month - 1) / 12 + (date - 1) / 372
