"""Asking for the fields of an item, and of any new source and document."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from assess.cli.output import say
from assess.cli.prompts import (
    ask,
    ask_date,
    choose,
    confirmed,
    no_new_id,
    offer,
    parts,
    unknown,
)
from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.field_types import is_id
from assess.domain.grading import Grading
from assess.domain.instances import Instance, Layout
from assess.domain.quoting import quoted
from assess.domain.rubric import Rubric
from assess.files.parsing import plain

_SAYS = {
    "present": "the source says that it is so",
    "absent": "the source says that it is not so; ",
    "not-found": "a search was made for it, and found nothing",
    "silent": "the source is known to have looked, and said nothing of it; any other silence is no item",
    "unclear": "unclear; kept, and not scored",
}

Entered = dict[str, Any]


def ask_item(case: Case, why: str | None = None) -> Entered:
    """Ask for a new item of evidence field by field, and return it with any new sources and documents.

    Parameters
    ----------
    case : Case
        Its rubric and grading loaded.
    why : str, optional
        The reason offered as the default.
    """
    return _Asking(case, why or "").piece()


class _Asking:
    """Asks for the fields, and keeps the new sources and documents."""

    def __init__(self, case: Case, why: str) -> None:
        assert isinstance(case.rubric, Rubric)
        assert isinstance(case.rubric.grading, Grading)
        self.case, self.rubric, self.grading = case, case.rubric, case.rubric.grading
        self.why = why
        self.layout = Layout(case, self.rubric)
        self.sources: dict[str, Entered] = {}
        self.documents: dict[str, Entered] = {}

    def piece(self) -> Entered:
        """Return the item with any new sources and documents."""
        say("Enter takes what stands in brackets, or leaves out what may be left out; Ctrl-C ends it, nothing written.")
        item = self.item()
        through = {item["source"], *item["via"]}
        cited = {cite["document"] for cite in item["cites"]}
        content = {
            "evidence": [_filled(item)],
            "sources": {name: made for name, made in self.sources.items() if name in through},
            "documents": {name: made for name, made in self.documents.items() if name in cited},
        }
        return _filled(content)

    def item(self) -> Entered:
        """Return the fields of an item."""
        taken = {item.id for item in self.case.evidence}
        item: Entered = {"id": ask("id", "the item's own id", lambda text: no_new_id(text, taken), _next_id(self.case))}
        about = choose("about", "the subject that it is about", self._subjects(), self._last_subject())
        places = self._places(about)
        item |= {
            "about": about,
            "indicator": choose("indicator", "the indicator that it reports on", self._texts(places)),
        }
        periods = [place.period for place in places[item["indicator"]] if place.period is not None]
        if len(periods) > 1:
            item["period"] = choose("period", "the period of the question that it bears on", periods)
        item["says"] = choose("says", "what the source says of the indicator", _SAYS)
        item["source"] = self._source()
        item["via"] = self._named(
            "via", "relays, first to last, commas between; empty if heard at first hand", self._known_source
        )
        item |= self._weight(item["says"])
        item["cites"] = self._cites()
        item["event_date"] = ask_date("event date", "when the event was: 2017, 2017-05 or 2017-05-15")
        item["reported"] = ask_date("reported", "when it was said, if not on the date of its document")
        item["statement"] = ask(
            "statement", "a key shared by items that are one utterance; empty if it stands alone", _no_key
        )
        item["summary"] = ask("summary", "what was said, in your own words; may be empty")
        item["why"] = ask("why", "why it is in the case, and has this grade; may be empty", default=self.why)
        return item

    def _subjects(self) -> list[str]:
        return [name for name in self.case.subjects if self._places(name)]

    def _last_subject(self) -> str:
        return self.case.evidence[-1].about if self.case.evidence else ""

    def _places(self, subject: str) -> dict[str, list[Instance]]:
        """Return the indicators that bear on a subject, with the instances that they bear on."""
        tops = {name: self.layout.top_question(name) for name in self.rubric.indicators}
        return {name: places for name, top in tops.items() if (places := _asked(self.layout, subject, top))}

    def _texts(self, indicators: Iterable[str]) -> dict[str, str]:
        return {name: " ".join((self.rubric.indicators[name].text or "").split()) for name in indicators}

    def _source(self) -> str:
        offer({name: _line(str(source.reliability), source.name) for name, source in self.case.sources.items()})
        return ask("source", "who said it first; a new id makes a new source", self._known_source)

    def _known_source(self, text: str) -> str | None:
        return self._known(text, {**self.case.sources, **self.sources}, "source", self._new_source)

    def _known_document(self, text: str) -> str | None:
        return self._known(text, {**self.case.documents, **self.documents}, "document", self._new_document)

    def _known(self, text: str, known: Collection[str], kind: str, make: Callable[[str], None]) -> str | None:
        """Return what is wrong with the name of a source or document; ask about a new one."""
        fault = unknown(text, known, f"{kind}s")
        if fault is None or not is_id(text):
            return fault
        say(f"  there is no {kind} {text}; {fault}")
        if not confirmed(f"make {text} a new {kind}?"):
            return f"name a {kind} that is there already"
        make(text)
        return None

    def _new_source(self, name: str) -> None:
        entered: Entered = {"name": ask("  name", "its name, as a reader knows it; may be empty")}
        entered["kind"] = ask("  kind", "what it is: office, newspaper, witness; may be empty")
        offer(_grades(self.grading.reliability))
        entered["reliability"] = plain(
            ask("  reliability", "its grade, or a probability from 0 to 1", lambda text: self._no_grade(text))
        )
        entered["why"] = ask("  why", "why it has this grade; may be empty")
        self.sources[name] = _filled(entered)

    def _new_document(self, name: str) -> None:
        entered = {"title": ask("  title", "its title; may be empty"), "author": ask("  author", "may be empty")}
        entered["published"] = ask_date("  published", "when it appeared")
        entered["url"] = ask("  url", "where it can be read; may be empty")
        self.documents[name] = _filled(entered)

    def _no_grade(self, text: str) -> str | None:
        if text in self.grading.reliability or not self._no_chance(text):
            return None
        return f"{unknown(text, self.grading.reliability, 'grades')}; or write a probability from 0 to 1"

    def _no_chance(self, text: str) -> str | None:
        try:
            Chance.model_validate(float(text))
        except ValueError:
            return f"{quoted(text)} is no probability from 0 to 1"
        return None

    def _named(self, what: str, help: str, wrong: Callable[[str], str | None]) -> list[str]:
        """Ask for names separated by commas, each known or new."""
        return parts(ask(what, help, lambda text: next(filter(None, map(wrong, parts(text))), None)))

    def _weight(self, says: str) -> Entered:
        if says not in ("present", "absent", "silent"):
            return {}
        grades = _grades(self.grading.credibility)
        entered = {"credibility": choose("credibility", "how well placed this statement was to be right", grades)}
        if says == "silent":
            entered["tells"] = ask("tells", "the probability that it would have told what it found", self._no_chance)
        return {key: plain(value) for key, value in entered.items()}

    def _cites(self) -> list[Entered]:
        documents = self.case.documents.items()
        offer({name: _line(each.title, each.author, each.published) for name, each in documents})
        names = self._named(
            "document",
            "where it is written, commas between; a new id makes a new document; may be empty",
            self._known_document,
        )
        return [
            _filled({"document": name, "at": ask(f"place in {name}", "such as a page; may be empty")}) for name in names
        ]


def _filled(entered: Entered) -> Entered:
    return {key: value for key, value in entered.items() if value not in ("", [], {})}


def _grades(grades: Mapping[str, Chance]) -> dict[str, str]:
    return {grade: str(chance) for grade, chance in grades.items()}


def _line(*parts: str | None) -> str:
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _next_id(case: Case) -> str:
    """Return an id that continues the last item's: e124 after e123."""
    taken = {item.id for item in case.evidence}
    last = case.evidence[-1].id if case.evidence else "e000"
    match = re.fullmatch(r"(.*?)(\d+)", last)
    head, digits = match.groups() if match else (f"{last}-", "1")
    number = int(digits) + 1
    while (offered := f"{head}{number:0{len(digits)}}") in taken:
        number += 1
    return offered


def _no_key(text: str) -> str | None:
    return no_new_id(text, ()) if text else None


def _asked(layout: Layout, subject: str, question: str) -> list[Instance]:
    """Return the instances of a question on a subject, or on the nearest subject around it that has some."""
    return next(filter(None, (layout.asked(at, question) for at in layout.around(subject))), [])
