"""What things are called."""

from __future__ import annotations

from collections.abc import Iterable

from assess.domain.evidence import Cite, Evidence
from assess.domain.scale import Scale
from assess.present.figures import chance
from assess.study.assessment import Assessment


class Names:
    """The names that a case gives to what a result speaks of.

    Parameters
    ----------
    result : Assessment
    """

    def __init__(self, result: Assessment) -> None:
        self._result, self._case, self._rubric = result, result.case, result.rubric
        assert isinstance(self._rubric.scale, Scale)
        self.scale: Scale = self._rubric.scale
        self._items = {item.id: item for item in result.case.evidence}

    def item(self, ident: str) -> Evidence:
        """Return the item itself."""
        return self._items[ident]

    def source(self, ident: str) -> str:
        """Return the name of a source."""
        return self._case.sources[ident].name or ident

    def grade(self, ident: str) -> str:
        """Return the reliability of a source as it was written."""
        return chance(self._case.sources[ident].reliability)

    def subject(self, ident: str) -> str:
        """Return the name of a subject."""
        return self._case.subjects[ident].name or ident

    def claim(self, ident: str) -> str:
        """Return the text of a claim or prediction, without a full stop."""
        stated = self._case.claims.get(ident) or self._case.predictions[ident]
        return (stated.text or ident).strip().rstrip(".")

    def question(self, instance: str) -> str:
        """Return the question that an instance asks, with its subject in place."""
        asked = self._result.questions[instance]
        text = self._rubric.questions[asked.question].text or f"{asked.question} of {{subject}}"
        return text.replace("{subject}", self.subject(asked.subject))

    def indicator(self, indicator: str, subject: str) -> str:
        """Return what an indicator is, with its subject in place."""
        text = self._rubric.indicators[indicator].text or indicator
        return text.replace("{subject}", self.subject(subject))

    def hypothesis(self, question: str, ident: str) -> str:
        """Return the description of a hypothesis."""
        return self._rubric.questions[question].hypotheses[ident] or ident

    def chain(self, item: Evidence) -> str:
        """Return the origin of an item and the relays that it came through."""
        return " via ".join((item.source, *item.via))

    def worth(self, item: Evidence) -> str:
        """Return the grades of an item: its origin's letter with its own digit, or its accuracy as it was written."""
        letter = self.grade(item.source)
        if item.says == "not-found":
            return f"{letter}, search {chance(item.search)}" if item.search is not None else letter
        if item.accuracy is not None:
            return f"{letter}, accuracy {chance(item.accuracy)}"
        if item.hit is not None and item.false_alarm is not None:
            return f"{letter}, hit {chance(item.hit)}, false alarm {chance(item.false_alarm)}"
        if item.credibility is None:
            return letter
        return (
            f"{letter}{item.credibility}"
            if len(letter) == len(item.credibility) == 1
            else f"{letter}, {item.credibility}"
        )

    def places(self, cites: Iterable[Cite]) -> str:
        """Return where something is written."""
        return places(cites) or "-"


def places(cites: Iterable[Cite]) -> str:
    """Return where something is written; nothing where no place is given."""
    return "; ".join(f"{cite.document} {cite.at}" if cite.at else cite.document for cite in cites)
