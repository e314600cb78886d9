"""Joining cases that share a source which is reliable or not once for all of them.

Each case keeps its own world: subjects, questions, indicators (and with them the rates of its rows), other sources,
documents, statements. All of these are prefixed with the case's id and two dots. Only the tied sources keep their ids,
and so are one variable each, whose story, if they are unreliable, is told over all the cases.

E416 cases that cannot be joined
    Finds:   Cases that share a source with same: all but differ in scale, grading or policy of confidence, or in what
             they say about that source: its accuracy, whom it copies, favours_weight.
    Matters: They are scored as one network, in which a grade has one meaning and a source is a single source.
    Example: sources: {agency: {reliability: C, same: all}}   # and one case says copies: {wire: 0.5}, another 0.3
    Instead: sources: {agency: {reliability: C, same: case}}  # or the same words of it in all cases
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from assess.domain.case import Case
from assess.domain.claim import Claim, Prediction
from assess.domain.evidence import Evidence
from assess.domain.loaded_cases import given_twice
from assess.domain.quoting import quoted
from assess.domain.rubric import Rubric
from assess.domain.source import Source
from assess.errors import AssessError, Finding

_BETWEEN = ".."
_PARTS = {"scale": "scales", "grading": "gradings", "confidence": "policies of confidence"}


def tied_groups(cases: Sequence[Case], tied: Collection[str]) -> list[tuple[list[Case], list[str]]]:
    """Return the cases grouped by the tied sources that speak in them, each group with these sources.

    Groups are in the order of their first cases.
    """
    speaking = [{s for item in case.evidence for s in (item.source, *item.via) if s in tied} for case in cases]
    groups: list[tuple[list[int], set[str]]] = []
    for number, sources in enumerate(speaking):
        touching = [group for group in groups if group[1] & sources]
        groups = [group for group in groups if group not in touching]
        members = [place for group in touching for place in group[0]]
        groups.append(([*members, number], sources.union(*(group[1] for group in touching))))
    groups.sort(key=lambda group: min(group[0]))
    return [([cases[place] for place in sorted(members)], sorted(sources)) for members, sources in groups]


def joined(cases: Sequence[Case], tied: Collection[str], ident: str) -> Case:
    """Return cases as one joined case.

    Parameters
    ----------
    cases : sequence of Case
        Their rubrics loaded, and their ids distinct.
    tied : collection of str
        The sources that are the same in all.
    ident : str
        The id of the joined case.

    Raises
    ------
    AssessError
        E416 if they cannot be joined.
    """
    members = [_Member(case, tied) for case in cases]
    rubrics = [member.rubric for member in members]
    findings = [
        Finding("E416", f"the cases of {ident} have different {called}", hint="give them one, or say same: case")
        for part, called in _PARTS.items()
        if any(getattr(rubric, part) != getattr(rubrics[0], part) for rubric in rubrics)
    ]
    findings += _disagreements(members, tied)
    for name in given_twice(cases):
        hint = "give each case an id of its own"
        findings.append(Finding("E801", f"case {quoted(name)} is given more than once", ("case",), hint, "case"))
    if findings:
        raise AssessError(findings)
    whole: dict[str, Any] = {}
    for member in members:
        for key, value in member.parts().items():
            whole[key] = whole[key] | value if key in whole else value
    for source in sorted(tied):
        own = [member.source(source) for member in members if source in member.case.sources]
        if own:
            favours = {key: held for each in own for key, held in each.favours.items()}
            copies = {key: chance for each in own for key, chance in each.copies.items()}
            whole["sources"][source] = own[0].model_copy(update={"favours": favours, "copies": copies})
    rubric = rubrics[0].model_copy(
        update={
            "rubric": ident,
            "title": None,
            "version": "0",
            "questions": {name: q for member in members for name, q in member.questions().items()},
            "indicators": {name: i for member in members for name, i in member.indicators().items()},
        }
    )
    first = members[0]
    return Case(
        case=ident,
        title=f"{', '.join(case.case for case in cases)}: joined by {', '.join(sorted(tied))}",
        rubric=rubric,
        lead=None if first.case.lead is None else first.node(first.case.lead),
        evidence=tuple(item for member in members for item in member.evidence()),
        **whole,
    )


def member_of(case: Case, ident: str) -> tuple[str, str]:
    """Return the case to which something in a case belongs, and its id there; in a joined case, one of its members.

    What belongs to no single member, and everything in a case that is not joined, belongs to the case itself.
    """
    is_joined = all(_BETWEEN in subject for subject in case.subjects)
    member, between, own = ident.partition(_BETWEEN)
    return (member, own) if is_joined and between else (case.case, ident)


def _disagreements(members: Iterable[_Member], tied: Collection[str]) -> Iterable[Finding]:
    for name in sorted(tied):
        own = [member.source(name) for member in members if name in member.case.sources]
        copies = [{key: chance for key, chance in each.copies.items() if key in tied} for each in own]
        same = {
            "accuracy": all(each.accuracy == own[0].accuracy for each in own),
            "favours_weight": all(each.favours_weight == own[0].favours_weight for each in own),
            "copies": all(each == copies[0] for each in copies),
        }
        for key in (key for key, is_same in same.items() if not is_same):
            message = f"source {quoted(name)} is one for all cases, and they give it different {key}"
            yield Finding("E416", message, ("sources", name, key), "give it one, or say same: case", "case")


class _Member:
    """A case as part of a joined one."""

    def __init__(self, case: Case, tied: Collection[str]) -> None:
        assert isinstance(case.rubric, Rubric)
        self.case, self.rubric, self._tied = case, case.rubric, tied

    def own(self, ident: str) -> str:
        return f"{self.case.case}{_BETWEEN}{ident}"

    def node(self, ident: str) -> str:
        """Return the id of an instance, or of a question alone, in the joined case."""
        subject, slash, rest = ident.partition("/")
        return f"{self.own(subject)}/{self.own(rest)}" if slash else self.own(ident)

    def _source_id(self, ident: str) -> str:
        return ident if ident in self._tied else self.own(ident)

    def _author(self, author: str | None) -> str | None:
        return self._source_id(author) if author in self.case.sources and author is not None else author

    def _nodes(self, several: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
        return tuple({self.node(name): states for name, states in together.items()} for together in several)

    def questions(self) -> dict[str, Any]:
        return {
            self.own(name): question.model_copy(update={"given": tuple(map(self.own, question.given))})
            for name, question in self.rubric.questions.items()
        }

    def indicators(self) -> dict[str, Any]:
        return {
            self.own(name): indicator.model_copy(update={"of": self.own(indicator.of)})
            for name, indicator in self.rubric.indicators.items()
        }

    def source(self, name: str) -> Source:
        source = self.case.sources[name]
        favours = {self.node(key): held for key, held in source.favours.items()}
        copies = {self._source_id(key): chance for key, chance in source.copies.items()}
        return source.model_copy(update={"favours": favours, "copies": copies})

    def parts(self) -> dict[str, dict[str, Any]]:
        case = self.case
        within = {name: None if s.within is None else self.own(s.within) for name, s in case.subjects.items()}
        return {
            "subjects": {
                self.own(name): subject.model_copy(update={"within": within[name]})
                for name, subject in case.subjects.items()
            },
            "ask": {self.own(name): tuple(map(self.own, asks)) for name, asks in case.ask.items()},
            "priors": {
                self.node(name): prior.model_copy(update={"given": tuple(map(self.node, prior.given))})
                for name, prior in case.priors.items()
            },
            "sources": {self._source_id(name): self.source(name) for name in case.sources},
            "documents": {
                self.own(name): document.model_copy(update={"author": self._author(document.author)})
                for name, document in case.documents.items()
            },
            "claims": {self.own(name): self._stated(claim) for name, claim in case.claims.items()},
            "predictions": {self.own(name): self._stated(each) for name, each in case.predictions.items()},
            "resolved": {self.node(name): answer for name, answer in case.resolved.items()},
        }

    def _stated(self, claim: Claim | Prediction) -> Claim | Prediction:
        update: dict[str, Any] = {"holds_if": self._nodes(claim.holds_if), "given": self._nodes(claim.given)}
        if claim.at_least is not None:
            update["at_least"] = claim.at_least.model_copy(update={"of": self._nodes(claim.at_least.of)})
        if (by := claim.asserted) is not None:
            document = None if by.document is None else self.own(by.document)
            update["asserted"] = by.model_copy(update={"by": self._source_id(by.by), "document": document})
        if isinstance(claim, Claim):
            update["ladder"] = None if claim.ladder is None else self.own(claim.ladder)
            update["excludes"] = tuple(map(self.own, claim.excludes))
        return claim.model_copy(update=update)

    def evidence(self) -> Iterable[Evidence]:
        for item in self.case.evidence:
            cites = tuple(cite.model_copy(update={"document": self.own(cite.document)}) for cite in item.cites)
            update = {
                "id": self.own(item.id),
                "about": self.own(item.about),
                "indicator": self.own(item.indicator),
                "source": self._source_id(item.source),
                "via": tuple(map(self._source_id, item.via)),
                "statement": None if item.statement is None else self.own(item.statement),
                "cites": cites,
                "actors": (),
            }
            yield item.model_copy(update=update)
