"""Names of sources, subjects, claims and items, as readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assess.domain.case import Case
from assess.domain.evidence import Cite, Evidence
from assess.domain.language import capital, current, say
from assess.domain.number_text import chance
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.domain.translations import translated
from assess.scoring.results import Assessment
from assess.scoring.targets import Target


class Names:
    """The names that a case gives the things in a result.

    Parameters
    ----------
    result : Assessment
    """

    def __init__(self, result: Assessment) -> None:
        self._result, self._case = result, translated(result.case, current())
        assert isinstance(self._case.rubric, Rubric)
        self._rubric = self._case.rubric
        assert isinstance(self._rubric.scale, Scale)
        self.scale: Scale = self._rubric.scale
        policy = self._rubric.confidence
        self.policy: str = policy if isinstance(policy, str) else policy.confidence
        self._items = {item.id: item for item in self._case.evidence}

    @property
    def case(self) -> Case:
        """The case, with the texts that it has in the current language."""
        return self._case

    @property
    def title(self) -> str | None:
        """The title of the case."""
        return self._case.title

    @property
    def by(self) -> str | None:
        """The assessors, as the case names them."""
        return self._case.by

    def item(self, ident: str) -> Evidence:
        """Return the item itself."""
        return self._items[ident]

    def source(self, ident: str) -> str:
        """Return the name of a source."""
        return self._case.sources[ident].name or ident

    def source_or_document(self, ident: str) -> str:
        """Return the name of a source, or the title of a document."""
        return self.source(ident) if ident in self._case.sources else title_of(ident, self._case)

    def grade(self, ident: str) -> str:
        """Return the reliability of a source as written."""
        return chance(self._case.sources[ident].reliability, self.scale)

    def subject(self, ident: str) -> str:
        """Return the name of a subject."""
        return self._case.subjects[ident].name or ident

    def country(self, code: str) -> str:
        """Return the name of the ``country`` subject with a code, else of the outermost one with it, else the code."""
        having = [ident for ident, subject in self._case.subjects.items() if subject.country == code]
        countries = [ident for ident in having if self._case.subjects[ident].kind == "country"]
        outermost = [ident for ident in having if self._case.subjects[ident].within is None]
        named = countries or outermost
        return self.subject(named[0]) if len(named) == 1 else code

    def country_of(self, subject: str) -> str:
        """Return the country code of a subject that is asked about; empty if it has none."""
        asked = (question for question in self._result.questions.values() if question.subject == subject)
        return next((question.country for question in asked if question.country), "")

    def claim(self, ident: str) -> str:
        """Return the text of a claim or prediction, without a full stop."""
        stated = self._case.claims.get(ident) or self._case.predictions[ident]
        return (stated.text or ident).strip().rstrip(".")

    def matters(self, ident: str) -> str | None:
        """Return the line that says why a key claim matters."""
        return self._case.claims[ident].matters

    def target(self, target: Target) -> str:
        """Return the text of a claim or prediction, or a hypothesis as the answer to its question."""
        if target.instance is None or target.hypothesis is None:
            return self.claim(target.id)
        return self.answer(target.instance, target.hypothesis)

    def answer(self, instance: str, hypothesis: str) -> str:
        """Return the question that an instance asks, with one of its hypotheses as the answer."""
        label = self.in_words(self._result.questions[instance].question, hypothesis)
        return f"{self.question(instance)} {label}"

    def question(self, instance: str) -> str:
        """Return the question that an instance asks, with its subject in place, and its period if it has one."""
        asked = self._result.questions[instance]
        text = self._rubric.questions[asked.question].text
        if text is None:
            subject = self.in_text(asked.subject)
            asks = capital(say("{question} of {subject}", question=self.topic(asked.question), subject=subject))
        else:
            asks = self._filled(text, asked.subject)
        return f"{asks} ({asked.period})" if asked.period else asks

    def asks(self, question: str) -> str:
        """Return the text of a question, with a gap for its subject."""
        return (self._rubric.questions[question].text or question).replace("{subject}", "…")

    def indicator(self, indicator: str, subject: str | None = None) -> str:
        """Return the text of an indicator, with its subject, or a gap for it."""
        text = self._rubric.indicators[indicator].text or indicator
        return text.replace("{subject}", "…") if subject is None else self._filled(text, subject)

    def _filled(self, text: str, subject: str) -> str:
        return filled(text, self.in_text(subject))

    def in_text(self, subject: str) -> str:
        """Return the name of a subject for use within a sentence."""
        return self._case.subjects[subject].in_text or self.subject(subject)

    def hypothesis(self, question: str, ident: str) -> str:
        """Return the description of a hypothesis."""
        return self._rubric.questions[question].hypotheses[ident].text or ident

    def label(self, question: str, ident: str) -> str:
        """Return the short name of a hypothesis for figures and sentences, else its id."""
        return self._rubric.questions[question].hypotheses[ident].label or ident

    def in_words(self, question: str, ident: str) -> str:
        """Return the short name of a hypothesis for running text, else its description."""
        written = self._rubric.questions[question].hypotheses[ident]
        return written.label or (written.text or ident).strip().rstrip(".")

    def topic(self, question: str) -> str:
        """Return the topic of a question in a word or two: its label, else its id in words."""
        return self._rubric.questions[question].label or question.replace("-", " ")

    def why_prior(self, instance: str) -> str | None:
        """Return the reason for the prior of an instance: its own, else that of its question."""
        own = self._case.priors.get(instance)
        return (own.why if own is not None else None) or self._rubric.questions[
            self._result.questions[instance].question
        ].why

    def why_rows(self, indicator: str) -> str | None:
        """Return the reason for the rows of an indicator."""
        return self._rubric.indicators[indicator].why

    def observable(self, indicator: str) -> str:
        """Return the short name of an indicator for running text, else its text, with a gap for its subject."""
        return self._rubric.indicators[indicator].label or self.indicator(indicator)

    def circumstance(self, indicator: str, state: str) -> str:
        """Return the state for which an indicator has a row: an answer, or another indicator present or absent."""
        of = self._rubric.indicators[indicator].of
        return self.in_words(of, state) if of in self._rubric.questions else f"{self.observable(of)}: {state}"

    def indicator_label(self, indicator: str) -> str:
        """Return the short name of an indicator, else its id."""
        return self._rubric.indicators[indicator].label or indicator

    def state(self, indicator: str, ident: str) -> str:
        """Return the name of a state of an indicator's parent: the label of a hypothesis, else the state itself."""
        of = self._rubric.indicators[indicator].of
        return self.label(of, ident) if of in self._rubric.questions else ident

    def chain(self, item: Evidence) -> str:
        """Return the origin of an item and the relays that it came through."""
        return chain_of((item.source, *item.via))

    def worth(self, item: Evidence) -> str:
        """Return the grades of an item: of its origin and its statement, and of those who passed it on."""
        relays = ", ".join(self.grade(relay) for relay in item.via)
        return via(self._own_worth(item), relays) if relays else self._own_worth(item)

    def _own_worth(self, item: Evidence) -> str:
        letter = self.grade(item.source)
        if item.says == "not-found":
            return letter if item.search is None else worth_of_search(letter, chance(item.search, self.scale))
        worth = letter if item.credibility is None else worth_of_grades(letter, item.credibility)
        accuracy = item.accuracy if item.gives_accuracy else self._case.sources[item.source].accuracy
        if accuracy is not None:
            worth = worth_of_accuracy(letter, chance(accuracy, self.scale))
        if item.hit is not None and item.false_alarm is not None:
            worth = worth_of_rates(letter, chance(item.hit, self.scale), chance(item.false_alarm, self.scale))
        return worth if item.tells is None else worth_of_silence(worth, chance(item.tells, self.scale))

    def places(self, cites: Iterable[Cite]) -> str:
        """Return where something is written."""
        return places(cites) or "-"


def filled(text: str, name: str) -> str:
    """Return a text of the rubric with the name of a subject in place.

    Examples
    --------
    >>> filled("{subject} pays {subject}", "the club")
    'The club pays the club'
    """
    whole = text.replace("{subject}", name)
    return capital(whole) if text.startswith("{subject}") else whole


def places(cites: Iterable[Cite]) -> str:
    """Return the place where something is written; empty if none is given."""
    return "; ".join(f"{cite.document} {cite.at}" if cite.at else cite.document for cite in cites)


def chain_of(sources: Sequence[str]) -> str:
    """Return the origin of an item and the relays that it came through."""
    text, *relays = sources
    for relay in relays:
        text = via(text, relay)
    return text


def via(what: str, relays: str) -> str:
    """Return a statement, or its worth, with those who passed it on."""
    return say("{what} via {relays}", what=what, relays=relays)


def worth_of_search(letter: str, search: str) -> str:
    """Return the worth of a search that found nothing."""
    return say("{letter}, search {search}", letter=letter, search=search)


def worth_of_accuracy(letter: str, accuracy: str) -> str:
    """Return the worth of a statement of a given accuracy."""
    return say("{letter}, accuracy {accuracy}", letter=letter, accuracy=accuracy)


def worth_of_rates(letter: str, hit: str, false_alarm: str) -> str:
    """Return the worth of a statement with a given hit rate and false-alarm rate."""
    return say("{letter}, hit {hit}, false alarm {false_alarm}", letter=letter, hit=hit, false_alarm=false_alarm)


def worth_of_silence(worth: str, tells: str) -> str:
    """Return the worth of a silence: that of the unmade statement, and how likely it would have been made."""
    return say("{worth}, tells {tells}", worth=worth, tells=tells)


def worth_of_grades(letter: str, credibility: str) -> str:
    """Return the worth of a graded statement: letter and digit joined, if each is one character.

    Examples
    --------
    >>> worth_of_grades("B", "2"), worth_of_grades("70 %", "2")
    ('B2', '70 %, 2')
    """
    return f"{letter}{credibility}" if len(letter) == len(credibility) == 1 else f"{letter}, {credibility}"


def title_of(document: str, case: Case) -> str:
    """Return the title of a document."""
    written = case.documents.get(document)
    return (written.title if written is not None else None) or document
