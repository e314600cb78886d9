"""Pages on the parts of a case, each with everything connected to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from assess.domain.case import Case
from assess.domain.claim import Asserted, Claim, HoldsIf, Prediction
from assess.domain.coding import Coded
from assess.domain.evidence import Evidence
from assess.domain.instances import Layout
from assess.domain.number_text import chance, with_band
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.tables.grade_table import grade_page
from assess.reporting.words.actor_sentences import value_alone
from assess.scoring.labels import filled, places


class Show:
    """The pages of a case.

    Parameters
    ----------
    case : Case
        Loaded, and free of errors.
    """

    def __init__(self, case: Case) -> None:
        assert isinstance(case.rubric, Rubric)
        assert isinstance(case.rubric.scale, Scale)
        self.case, self.rubric, self.scale = case, case.rubric, case.rubric.scale
        self.layout = Layout(case, case.rubric)
        self.instance_of = {item.id: self.layout.bears_on(item).id for item in case.evidence}
        self._pages: dict[str, Callable[[str], Iterator[Block]]] = {
            "actors": self._actor,
            "subjects": self._subject,
            "questions": self._question,
            "instances": self._instance,
            "indicators": self._indicator,
            "sources": self._source,
            "documents": self._document,
            "evidence": self._item,
            "claims": self._claim,
            "predictions": self._claim,
            "unstated": self._unstated,
            "quantities": self._quantity,
            "grading": lambda _: grade_page(self.rubric),
        }
        self.ids: dict[str, list[str]] = {
            "actors": list(case.actors),
            "subjects": list(case.subjects),
            "questions": list(self.rubric.questions),
            "instances": list(self.layout.instances),
            "indicators": list(self.rubric.indicators),
            "sources": list(case.sources),
            "documents": list(case.documents),
            "evidence": [item.id for item in case.evidence],
            "claims": list(case.claims),
            "predictions": list(case.predictions),
            "unstated": list(case.unstated),
            "quantities": list(case.quantities),
            "grading": ["grades"],
        }

    def contents(self) -> Iterator[Block]:
        """Yield the ids that have a page."""
        yield Heading(1, self.case.title or self.case.case)
        for kind, ids in self.ids.items():
            if ids:
                yield Heading(2, f"{kind} ({len(ids)})")
                yield Paragraph(", ".join(ids))

    def page(self, ident: str) -> Iterator[Block]:
        """Yield the pages of everything called `ident`, if anything is."""
        for kind, ids in self.ids.items():
            if ident in ids:
                yield from self._pages[kind](ident)

    def _actor(self, ident: str) -> Iterator[Block]:
        actor = self.case.actors[ident]
        yield Heading(1, f"Actor {ident}: {actor.name}")
        facts = [("type", actor.type), ("country", actor.country), ("dates", actor.dates), ("role", actor.role)]
        facts += [("also called", ", ".join(actor.aliases)), ("subject", actor.subject), ("note", actor.note)]
        yield from _facts([*facts, ("where", places(actor.cites))])
        related = [r for r in self.case.relations if ident in (r.subject, r.object)]
        if related:
            yield Heading(2, "Relations")
            rows = [
                (r.id, r.subject, r.relation, r.object, r.when or "-", places(r.cites), r.note or "-") for r in related
            ]
            yield Grid(("relation", "from", "what", "to", "when", "where", "note"), tuple(rows))
        yield from self._items(item for item in self.case.evidence if ident in item.actors)
        figures = [name for name, quantity in self.case.quantities.items() if quantity.about == ident]
        if figures:
            yield Paragraph(f"Quantities: {', '.join(figures)}.")

    def _subject(self, ident: str) -> Iterator[Block]:
        subject = self.case.subjects[ident]
        yield Heading(1, f"Subject {ident}: {subject.name or ident}")
        facts = [("kind", subject.kind), ("country", self.layout.country(ident)), ("within", subject.within)]
        facts += [("also called", ", ".join(subject.aliases)), ("in a sentence", subject.in_text)]
        yield from _facts([*facts, ("note", subject.note), ("asked", ", ".join(self.case.ask.get(ident, ())))])
        yield from self._items(item for item in self.case.evidence if item.about == ident)
        yield from self._gaps(lambda about, _: about == ident)

    def _question(self, ident: str) -> Iterator[Block]:
        question = self.rubric.questions[ident]
        yield Heading(1, f"Question {ident}: {self._of(question.text) or ident}")
        yield from _facts([("asked per", question.per), ("given", ", ".join(question.given)), ("why", question.why)])
        labels = {h: f" ({entry.label})" if entry.label else "" for h, entry in question.hypotheses.items()}
        yield Bullets(tuple(Point(entry.text or "", h + labels[h]) for h, entry in question.hypotheses.items()))
        asked = [i.id for i in self.layout.instances.values() if i.question == ident]
        yield Paragraph(f"Asked as {', '.join(asked) or 'nothing'}.")
        names = [n for n in self.rubric.indicators if self.layout.top_question(n) == ident]
        yield Paragraph(f"Indicators: {', '.join(names) or 'none'}.")
        yield from self._claims(c for c in asked)
        yield from self._items(item for item in self.case.evidence if self.instance_of[item.id] in asked)
        yield from self._gaps(lambda _, indicator: indicator in names)

    def _instance(self, ident: str) -> Iterator[Block]:
        instance = self.layout.instances[ident]
        yield Heading(1, f"Instance {ident}")
        override = self.case.priors.get(ident)
        parents = ", ".join(self.layout.parents(instance)) or "nothing: it has a prior of its own"
        why = override.why if override is not None else self.rubric.questions[instance.question].why
        yield from _facts([("question", instance.question), ("hangs on", parents), ("why", why)])
        yield from self._claims([ident])
        yield from self._items(item for item in self.case.evidence if self.instance_of[item.id] == ident)

    def _indicator(self, ident: str) -> Iterator[Block]:
        indicator = self.rubric.indicators[ident]
        yield Heading(1, f"Indicator {ident}: {self._of(indicator.text) or ident}")
        rows = tuple((state, chance(p, self.scale)) for state, p in indicator.present_if.items())
        facts = [
            ("label", indicator.label),
            ("of", indicator.of),
            ("theme", indicator.theme),
            ("weight", f"{indicator.weight:g}"),
        ]
        yield from _facts([*facts, ("absent means", indicator.absent_means), ("why", indicator.why)])
        yield Grid(("if", "P(present)"), rows)
        yield from self._items(item for item in self.case.evidence if item.indicator == ident)
        yield from self._gaps(lambda _, name: name == ident)

    def _source(self, ident: str) -> Iterator[Block]:
        source = self.case.sources[ident]
        yield Heading(1, f"Source {ident}: {source.name or ident}")
        favours = "; ".join(f"{key}: {', '.join(h)}" for key, h in source.favours.items())
        facts = [
            ("kind", source.kind),
            ("reliability", chance(source.reliability, self.scale)),
            ("favours", favours or "nothing"),
        ]
        yield from _facts([*facts, ("why", source.why), ("note", source.note)])
        asserted = [n for n, c in self.case.claims.items() if c.asserted is not None and c.asserted.by == ident]
        if asserted:
            yield Paragraph(f"Asserts {', '.join(asserted)}.")
        yield from self._items(item for item in self.case.evidence if ident in (item.source, *item.via))

    def _document(self, ident: str) -> Iterator[Block]:
        document = self.case.documents[ident]
        yield Heading(1, f"Document {ident}: {document.title or ident}")
        facts = [("author", document.author), ("published", document.published), ("url", document.url)]
        yield from _facts([*facts, ("note", document.note)])
        yield from self._items(i for i in self.case.evidence if any(c.document == ident for c in i.cites))

    def _item(self, ident: str) -> Iterator[Block]:
        item = next(item for item in self.case.evidence if item.id == ident)
        yield Heading(1, f"Item {ident}")
        accuracy = [("credibility", item.credibility)]
        for name in ("accuracy", "hit", "false_alarm", "search"):
            written = getattr(item, name)
            accuracy.append((name.replace("_", " "), None if written is None else chance(written, self.scale)))
        withdrawn = None
        if item.withdrawn is not None:
            withdrawn = " ".join(w for w in (item.withdrawn.on, item.withdrawn.why) if w)
        text = self._of(self.rubric.indicators[item.indicator].text, item.about)
        facts: list[tuple[str, str | None]] = [("summary", item.summary), ("quote", item.quote), ("says", item.says)]
        facts += [("about", item.about), ("indicator", item.indicator)]
        facts += [("which is", text), ("bears on", self.instance_of[ident]), ("period", item.period)]
        facts += [("event", item.event), ("source", item.source), ("via", ", ".join(item.via)), *accuracy]
        facts += [("statement", item.statement), ("event date", item.event_date), ("reported", item.reported)]
        facts += [("actors", ", ".join(item.actors)), ("where", places(item.cites)), ("why", item.why)]
        facts.append(("coded", None if item.ach is None else _coded(item.ach)))
        recorded = " by ".join(w for w in (item.recorded, item.by) if w)
        yield from _facts([*facts, ("recorded", recorded or None), ("withdrawn", withdrawn)])

    def _claim(self, ident: str) -> Iterator[Block]:
        claim: Claim | Prediction = self.case.claims.get(ident) or self.case.predictions[ident]
        yield Heading(1, f"{'Claim' if ident in self.case.claims else 'Prediction'} {ident}")
        facts = [("text", claim.text), ("holds if", _alternatives(claim.holds_if) or None)]
        if claim.at_least is not None:
            counted = "; ".join(map(_together, claim.at_least.of))
            facts.append(("holds if", f"at least {claim.at_least.k} of these hold: {counted}"))
        facts += [("given that", _alternatives(claim.given) or None), ("why", claim.why)]
        if isinstance(claim, Claim):
            facts += [
                ("matters", claim.matters),
                ("excludes", ", ".join(claim.excludes)),
                ("ladder", claim.ladder),
                ("rung", None if claim.rung is None else str(claim.rung)),
            ]
        else:
            facts += [("made", claim.made), ("resolves by", claim.resolves_by)]
        yield from _facts([*facts, *_asserted(claim.asserted, self.scale)])
        named = (self.layout.named(node) for node in claim.proposition.nodes)
        touched = {*claim.proposition.nodes, *(chain[0].instance for chain in named if chain)}
        yield from self._items(item for item in self.case.evidence if self.instance_of[item.id] in touched)

    def _unstated(self, ident: str) -> Iterator[Block]:
        claim = self.case.unstated[ident]
        yield Heading(1, f"Claim {ident}, which the questions cannot state")
        yield from _facts([("text", claim.text), ("why not", claim.why), *_asserted(claim.asserted, self.scale)])

    def _quantity(self, ident: str) -> Iterator[Block]:
        quantity = self.case.quantities[ident]
        yield Heading(1, f"Quantity {ident}: {quantity.what}")
        facts = [
            ("value", value_alone(quantity)),
            ("unit", quantity.unit),
            ("date", quantity.date),
            ("about", quantity.about),
        ]
        facts += [("conflicts with", ", ".join(quantity.conflicts)), ("note", quantity.note)]
        yield from _facts([*facts, ("where", places(quantity.cites))])

    def _of(self, text: str | None, subject: str | None = None) -> str | None:
        """Return a text of the rubric with its subject filled in."""
        if subject is None or text is None:
            return text and text.replace("{subject}", "…")
        named = self.case.subjects[subject]
        return filled(text, named.in_text or named.name or subject)

    def _items(self, items: Iterable[Evidence]) -> Iterator[Block]:
        rows = [
            (i.id, self.instance_of[i.id], i.indicator, i.says, " via ".join((i.source, *i.via)), places(i.cites))
            for i in items
        ]
        if rows:
            yield Heading(2, f"Items ({len(rows)})")
            yield Grid(("item", "bears on", "indicator", "says", "source", "where"), tuple(rows))

    def _claims(self, instances: Iterable[str]) -> Iterator[Block]:
        wanted = set(instances)
        named = [n for n, c in self.case.claims.items() if not wanted.isdisjoint(c.proposition.nodes)]
        if named:
            yield Paragraph(f"Claims: {', '.join(named)}.")

    def _gaps(self, is_meant: Callable[[str, str], bool]) -> Iterator[Block]:
        gaps = [g for g in self.case.gaps if is_meant(g.about, g.indicator)]
        if gaps:
            yield Heading(2, f"Not looked for ({len(gaps)})")
            rows = tuple((g.about, g.indicator, g.period or "-", g.why or "-") for g in gaps)
            yield Grid(("about", "indicator", "period", "why"), rows)


def _facts(facts: Iterable[tuple[str, str | None]]) -> Iterator[Block]:
    points = tuple(Point(value, name) for name, value in facts if value)
    if points:
        yield Bullets(points)


def _coded(row: Coded) -> str:
    words = [("credibility", row.credibility), ("relevance", row.relevance)]
    codes = ", ".join(f"{hypothesis} {code}" for hypothesis, code in row.codes.items())
    codes = codes or " | ".join(row.typed) or "no codes"
    return "; ".join([codes, *(f"{name} {word}" for name, word in words if word)])


def _alternatives(holds_if: HoldsIf) -> str:
    return "; or ".join(map(_together, holds_if))


def _together(together: Mapping[str, Sequence[str]]) -> str:
    return " and ".join(f"{instance} is {' or '.join(hypotheses)}" for instance, hypotheses in together.items())


def _asserted(asserted: Asserted | None, scale: Scale) -> list[tuple[str, str | None]]:
    if asserted is None:
        return []
    place = " ".join(p for p in (asserted.document, asserted.at) if p)
    return [
        ("asserted by", asserted.by),
        ("in the words", f"“{asserted.words}”" if asserted.words else None),
        ("manner", asserted.manner),
        ("read as", None if asserted.term is None else with_band(asserted.term, scale)),
        ("where", place),
        ("reading", asserted.why),
    ]
