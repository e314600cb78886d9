"""The links in a report from claims, items, sources and documents to those that they rest on, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from assess.analysis.claim_analysis import ClaimAnalysis
from assess.analysis.study_rankings import weights_by_side
from assess.domain.claim import Asserted
from assess.domain.language import Message
from assess.reporting.report.anchors import claim_anchor, document_anchor, item_anchor, source_anchor
from assess.reporting.report.mentions import See
from assess.reporting.words import headings
from assess.reporting.words.licence import weighs
from assess.scoring.results import Assessment


class CrossLinks:
    """The links between claims, items, sources and documents, each in both directions.

    Parameters
    ----------
    result : Assessment
    analyses : mapping of str to ClaimAnalysis
        Of the claims whose pages list their items.
    """

    def __init__(self, result: Assessment, analyses: Mapping[str, ClaimAnalysis]) -> None:
        shown = {*result.evidence, *(item.id for item in result.unscored)}
        items = [item for item in result.case.evidence if item.id in shown]
        self._asserted = dict(_asserted(result))
        self._sources = {item.id: list(dict.fromkeys((item.source, *item.via))) for item in items}
        self._documents = {item.id: list(dict.fromkeys(cite.document for cite in item.cites)) for item in items}
        weighing = {
            claim: [item for item, db in weights_by_side(analysis.weights).items() if weighs(db)]
            for claim, analysis in analyses.items()
        }
        self._claims = _turned(weighing)
        self._of_source, self._of_document = _turned(self._sources), _turned(self._documents)

    def of_claim(self, ident: str) -> tuple[See, ...]:
        """Return the links of a claim's page besides those of its table of items."""
        asserted = self._asserted.get(ident)
        if asserted is None:
            return ()
        documents = [] if asserted.document is None else [asserted.document]
        return tuple(_see((headings.SOURCE, source_anchor, [asserted.by]), (_DOCUMENTS, document_anchor, documents)))

    def of_item(self, ident: str) -> tuple[See, ...]:
        """Return the links of an item."""
        return tuple(
            _see(
                (_CLAIMS, claim_anchor, self._claims.get(ident, [])),
                (headings.SOURCE, source_anchor, self._sources[ident]),
                (_DOCUMENTS, document_anchor, self._documents[ident]),
            )
        )

    def of_source(self, ident: str) -> tuple[See, ...]:
        """Return the links of a source."""
        claims = [claim for claim, asserted in self._asserted.items() if asserted.by == ident]
        return _back(self._of_source.get(ident, []), claims)

    def of_document(self, ident: str) -> tuple[See, ...]:
        """Return the links of a document."""
        claims = [claim for claim, asserted in self._asserted.items() if asserted.document == ident]
        return _back(self._of_document.get(ident, []), claims)


_CLAIMS, _ITEMS, _DOCUMENTS = headings.CLAIMS_SEEN, headings.ITEMS_SEEN, headings.DOCUMENTS_SEEN


def _asserted(result: Assessment) -> Iterator[tuple[str, Asserted]]:
    stated = result.case.claims | result.case.predictions
    for ident in (*result.claims, *result.predictions):
        asserted = stated[ident].asserted
        if asserted is not None:
            yield ident, asserted


def _turned(leads: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    back: dict[str, list[str]] = {}
    for start, ends in leads.items():
        for end in ends:
            back.setdefault(end, []).append(start)
    return back


def _back(items: list[str], claims: list[str]) -> tuple[See, ...]:
    return tuple(_see((_ITEMS, item_anchor, items), (_CLAIMS, claim_anchor, claims)))


def _see(*kinds: tuple[Message, Callable[[str], str], list[str]]) -> Iterator[See]:
    for label, anchor, idents in kinds:
        if idents:
            yield See(label(), tuple((ident, anchor(ident)) for ident in idents))
