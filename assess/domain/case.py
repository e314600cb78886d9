"""Cases: subjects, sources, documents, claims and predictions of one assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pydantic import Field, PrivateAttr

from assess.domain.chance import Chance
from assess.domain.claim import Answer, Claim, Prediction, Resolution
from assess.domain.content_digest import content_digest
from assess.domain.context import Actor, Gap, Quantity, Relation, Unstated
from assess.domain.dates import Date, Span
from assess.domain.evidence import Evidence, Withdrawal
from assess.domain.field_types import Id, OneOrMoreNames, Pinned, SampleSize, Weight, Written
from assess.domain.notebook_display import Displayed
from assess.domain.number_text import count
from assess.domain.quoting import meant
from assess.domain.rubric import PriorRow, Rubric
from assess.domain.source import Regrading, Source


class Subject(Written):
    """What is assessed; subjects nest by `within`.

    Parameters
    ----------
    in_text : str, optional
        The name as it appears within a sentence, with its article.
    """

    kind: Id
    name: str | None = None
    in_text: str | None = None
    country: str | None = None
    within: Id | None = None
    aliases: tuple[str, ...] = ()
    note: str | None = None


class Document(Written):
    """Something that can be cited; `head` holds the rows above the items of a grid, as typed."""

    title: str | None = None
    author: str | None = None
    published: Date | None = None
    url: str | None = None
    note: str | None = None
    head: tuple[tuple[str, ...], ...] = ()


class Prior(Written):
    """An instance's own prior in place of its question's; without `given` it has no parent.

    Parameters
    ----------
    prior, given_weight, prior_n
        As in a question.
    given : tuple of str
        Parent *instances*.
    """

    prior: PriorRow
    given: OneOrMoreNames = ()
    given_weight: Weight = 1.0
    prior_n: SampleSize | None = None
    why: str | None = None


class Case(Displayed, Written):
    """One assessment's inputs.

    Parameters
    ----------
    case : str
        Its id.
    rubric : Rubric or str
        The rubric, or the id of a shipped one, perhaps with its version: ``control@1.0.0``.
    subjects : dict of str to Subject
    ask : dict of str to tuple of str
        For each subject, the questions asked of it, ``question`` or ``question@period``.
    lead : str, optional
        The instance that a report answers first.
    by, assessed : str, optional
        Who made the assessment, and on what date, for the head of a report.
    resolved : dict of str to Answer
        By instance: the hypothesis that turned out to be true. A rubric learns from it; scoring ignores it.
    actors, relations, quantities, gaps, unstated
        What the case knows besides its evidence; none of it carries weight.
    """

    case: Id
    rubric: Pinned | Rubric
    subjects: dict[Id, Subject] = Field(min_length=1)
    ask: dict[str, OneOrMoreNames]
    sources: dict[Id, Source]
    title: str | None = None
    lead: str | None = None
    by: str | None = None
    assessed: Date | None = None
    priors: dict[str, Prior] = Field(default_factory=dict)
    documents: dict[Id, Document] = Field(default_factory=dict)
    claims: dict[Id, Claim] = Field(default_factory=dict)
    predictions: dict[Id, Prediction] = Field(default_factory=dict)
    resolved: dict[str, Answer] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    actors: dict[Id, Actor] = Field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    quantities: dict[Id, Quantity] = Field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    unstated: dict[Id, Unstated] = Field(default_factory=dict)
    why: str | None = None
    _translations: Mapping[str, Mapping[str, str]] = PrivateAttr(default_factory=dict)

    @property
    def translations(self) -> Mapping[str, Mapping[str, str]]:
        """Texts in other languages: by language, and by key path."""
        return self._translations

    def with_translations(self, texts: Mapping[str, Mapping[str, str]]) -> Case:
        """Return this case with texts in other languages, which do not affect its scoring."""
        case = self.model_copy()
        case._translations = texts
        return case

    def __eq__(self, other: object) -> bool:  # Texts in other languages are no input.
        return super().__eq__(other.with_translations(self.translations) if isinstance(other, Case) else other)

    def _in_short(self) -> str:
        return f"Case {self.case}: {count(len(self.evidence), 'item')}, {count(len(self.claims), 'claim')}"

    def with_evidence(
        self, *items: Evidence, by: str | None = None, recorded: str | None = None, why: str | None = None
    ) -> Case:
        """Return this case with `items` added.

        Parameters
        ----------
        *items : Evidence
        by, recorded, why : str, optional
            Who recorded them, when and why, for items that do not say.

        Raises
        ------
        ValueError
            If an id is taken, or the date is invalid.
        """
        stamps = {"by": by, "recorded": recorded, "why": why}
        taken = {item.id for item in self.evidence}
        for item in items:
            if item.id in taken:
                text = f"evidence {item.id!r} is in the case already"
                raise ValueError(text)
            taken.add(item.id)
        return self.model_copy(update={"evidence": (*self.evidence, *(_stamped(item, stamps) for item in items))})

    def without(self, *ids: str) -> Case:
        """Return this case without the evidence items with these `ids`.

        Raises
        ------
        KeyError
            If one is not there.
        """
        missing = set(ids) - {item.id for item in self.evidence}
        if missing:
            text = f"no evidence called {', '.join(sorted(missing))}"
            raise KeyError(text)
        return self.model_copy(update={"evidence": tuple(i for i in self.evidence if i.id not in ids)})

    def withdraw(self, item: str, on: str, why: str, by: str | None = None, recorded: str | None = None) -> Case:
        """Return this case with an evidence item withdrawn: kept, but no longer scored.

        Parameters
        ----------
        item : str
        on : str
            Since when it no longer counts.
        why : str
        by, recorded : str, optional
            Who wrote that down, and when; today where `recorded` is left out.

        Raises
        ------
        KeyError
            If there is no such item.
        ValueError
            If it is withdrawn already, or a date is invalid.
        """
        before = next((evidence for evidence in self.evidence if evidence.id == item), None)
        if before is None:
            text = f"no evidence called {item}; {meant(item, [evidence.id for evidence in self.evidence], 'items')}"
            raise KeyError(text)
        if before.withdrawn is not None:
            text = f"evidence {item!r} is withdrawn already, since {before.withdrawn.on}"
            raise ValueError(text)
        withdrawal = Withdrawal(on=on, why=why, recorded=recorded or _today(), by=by)
        after = before.model_copy(update={"withdrawn": withdrawal})
        evidence = tuple(after if item is before else item for item in self.evidence)
        return self.model_copy(update={"evidence": evidence})

    def regrade(
        self, source: str, reliability: Chance | str | float, why: str, by: str | None = None, on: str | None = None
    ) -> Case:
        """Return this case with a new reliability for a source, whose `changes` keep the old one.

        Parameters
        ----------
        source : str
        reliability : Chance, str or float
            A grade of the grading, or a probability.
        why : str
        by, on : str, optional
            Who changed it, and when; by default today.

        Raises
        ------
        KeyError
            If there is no such source.
        ValueError
            If it has this reliability already, or what is given is not a reliability.
        """
        if source not in self.sources:
            text = f"no source called {source}; {meant(source, self.sources, 'sources')}"
            raise KeyError(text)
        before, now = self.sources[source], Chance.model_validate(reliability)
        if before.reliability == now:
            text = f"source {source!r} has the reliability {now} already"
            raise ValueError(text)
        change = Regrading(recorded=on or _today(), was=before.reliability, by=by, why=why)
        after = before.model_copy(update={"reliability": now, "changes": (*before.changes, change)})
        return self.model_copy(update={"sources": {**self.sources, source: after}})

    def resolve(
        self, prediction: str, outcome: bool, on: str, why: str, by: str | None = None, recorded: str | None = None
    ) -> Case:
        """Return this case with the outcome of a prediction.

        Parameters
        ----------
        prediction : str
        outcome : bool
        on : str
            Since when it is known.
        why : str
            How it is known.
        by, recorded : str, optional
            Who wrote that down, and when; today where `recorded` is left out.

        Raises
        ------
        KeyError
            If there is no such prediction.
        ValueError
            If it is settled already, was made after `on`, or a date is invalid.
        """
        if prediction not in self.predictions:
            text = f"no prediction called {prediction}; {meant(prediction, self.predictions, 'predictions')}"
            raise KeyError(text)
        resolution = Resolution(outcome=outcome, on=on, why=why, recorded=recorded or _today(), by=by)
        before = self.predictions[prediction]
        if before.resolved is not None:
            came = "came" if before.resolved.outcome else "did not come"
            text = f"prediction {prediction!r} is settled already: it {came} true ({before.resolved.on})"
            raise ValueError(text)
        if before.made is not None and Span(resolution.on).last < Span(before.made).first:
            text = f"prediction {prediction!r} was made {before.made}, after {resolution.on}, when it was settled"
            raise ValueError(text)
        settled = {prediction: before.model_copy(update={"resolved": resolution})}
        return self.model_copy(update={"predictions": self.predictions | settled})

    def digest(self) -> str:
        """Return the ``sha256:…`` digest of the content, whatever the comments and the order of keys and items."""
        return content_digest(self, order_free=("evidence",))


def _stamped(item: Evidence, stamps: Mapping[str, str | None]) -> Evidence:
    missing = {key: value for key, value in stamps.items() if value is not None and getattr(item, key) is None}
    return Evidence.model_validate({**item.model_dump(exclude_unset=True), **missing}) if missing else item


def _today() -> str:
    return dt.date.today().isoformat()


__all__ = ["Case", "Document", "Prior", "Regrading", "Source", "Subject"]
