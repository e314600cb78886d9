"""Asks for the fields of an item, one after the other; what cannot be is asked for again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

import typer

from assess.cli.app import say
from assess.domain.case import Case
from assess.domain.dates import HOW_TO_WRITE, Span
from assess.domain.grading import Grading
from assess.domain.instances import Instance, Layout
from assess.domain.names import meant
from assess.domain.rubric import Rubric
from assess.domain.words import is_id
from assess.files.plain import plain

_SAYS = ("present", "absent", "not-found", "unclear")
_MOST_OFFERED = 40

Check = Callable[[str], str | None]
"""Returns what is wrong with an answer."""


def ask_item(case: Case) -> dict[str, Any]:
    """Return a new item of evidence, as its fields are entered.

    Parameters
    ----------
    case : Case
        Its rubric and grading loaded.
    """
    rubric = case.rubric
    assert isinstance(rubric, Rubric)
    assert isinstance(rubric.grading, Grading)
    layout = Layout(case, rubric)
    item: dict[str, Any] = {
        "id": _ask("id", lambda text: _new_id(text, {one.id for one in case.evidence}), _next_id(case)),
        "about": _choose("about", case.subjects),
    }
    places = {
        name: found for name in rubric.indicators if (found := _asked(layout, item["about"], layout.top_question(name)))
    }
    item["indicator"] = _choose("indicator", places)
    periods = [one.period for one in places[item["indicator"]] if one.period is not None]
    if len(periods) > 1:
        item["period"] = _choose("period", periods)
    item["says"] = _choose("says", _SAYS)
    item["source"] = _choose("source", case.sources)
    via = _ask("via, relays first to last", lambda text: _all_known(text, case.sources), "")
    item["via"] = _parts(via)
    if item["says"] in ("present", "absent"):
        item["credibility"] = plain(_choose("credibility", rubric.grading.credibility))
    item["event_date"] = _ask("event date", _date, "")
    item["reported"] = _ask("reported", _date, "")
    document = _ask("document", lambda text: _all_known(text, case.documents), "")
    if document:
        place = _ask("place in it", lambda _: None, "")
        item["cites"] = [{"document": document} | ({"at": place} if place else {})]
    item["summary"] = _ask("summary", lambda _: None, "")
    item["why"] = _ask("why", lambda text: None if text else "every change says why")
    return {key: value for key, value in item.items() if value not in ("", [])}


def _ask(what: str, wrong: Check, default: str | None = None) -> str:
    while True:
        text = str(typer.prompt(what, default=default or "", show_default=bool(default), err=True)).strip()
        fault = wrong(text)
        if fault is None:
            return text
        say(f"  {fault}")


def _choose(what: str, among: Iterable[str]) -> str:
    offered = list(among)
    if len(offered) <= _MOST_OFFERED:
        say(f"  {', '.join(offered)}")
    return _ask(what, lambda text: None if text in offered else meant(text, offered, "choices"))


def _next_id(case: Case) -> str:
    """Return an id after the pattern of the last item's: e124 after e123."""
    taken = {item.id for item in case.evidence}
    last = case.evidence[-1].id if case.evidence else "e000"
    match = re.fullmatch(r"(.*?)(\d+)", last)
    head, digits = match.groups() if match else (f"{last}-", "1")
    number = int(digits) + 1
    while (offered := f"{head}{number:0{len(digits)}}") in taken:
        number += 1
    return offered


def _new_id(text: str, taken: Collection[str]) -> str | None:
    if not is_id(text):
        return "an id holds letters, digits, '.', '_' and '-', a letter or digit first"
    return "this id is taken" if text in taken else None


def _asked(layout: Layout, subject: str, question: str) -> list[Instance]:
    """Return the instances of a question on a subject, or on the nearest around it of which it is asked."""
    return next((found for at in layout.around(subject) if (found := layout.asked(at, question))), [])


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _all_known(text: str, known: Iterable[str]) -> str | None:
    names = list(known)
    return next((meant(part, names, "choices") for part in _parts(text) if part not in names), None)


def _date(text: str) -> str | None:
    if not text:
        return None
    try:
        Span(text)
    except ValueError:
        return HOW_TO_WRITE
    return None
