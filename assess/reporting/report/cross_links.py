"""What leads where in a report: claims, items, sources and documents, each to those it rests on, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from assess.analysis.claim_analysis import ClaimAnalysis
from assess.analysis.rankings import weights_by_side
from assess.domain.claim import Asserted
from assess.domain.language import Message
from assess.reporting.report.anchors import claim_anchor, document_anchor, item_anchor, source_anchor
from assess.reporting.report.report_blocks import See
from assess.reporting.words import headings
from assess.reporting.words.licence import weighs
from assess.scoring.results import Assessment

_Pair = tuple[str, str]


class CrossLinks:
    """The links between claims, items, sources and documents; each is there from both of its ends.

    Parameters
    ----------
    result : Assessment
    analyses : mapping of str to ClaimAnalysis
        Of the claims whose pages list their items.
    """

    def __init__(self, result: Assessment, analyses: Mapping[str, ClaimAnalysis]) -> None:
        shown = {*result.evidence, *(item.id for item in result.unscored)}
        self._items = [item for item in result.case.evidence if item.id in shown]
        self._asserted = dict(_asserted(result))
        self._weighing = {
            (claim, item)
            for claim, analysis in analyses.items()
            for item, db in weights_by_side(analysis.explanation).items()
            if weighs(db)
        }
        self._chains = [(item.id, source) for item in self._items for source in (item.source, *item.via)]
        self._cites = [(item.id, cite.document) for item in self._items for cite in item.cites]

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
                (_CLAIMS, claim_anchor, [claim for claim, item in sorted(self._weighing) if item == ident]),
                (headings.SOURCE, source_anchor, _after(self._chains, ident)),
                (_DOCUMENTS, document_anchor, _after(self._cites, ident)),
            )
        )

    def of_source(self, ident: str) -> tuple[See, ...]:
        """Return the links of a source."""
        claims = [claim for claim, asserted in self._asserted.items() if asserted.by == ident]
        return self._back(self._chains, ident, claims)

    def of_document(self, ident: str) -> tuple[See, ...]:
        """Return the links of a document."""
        claims = [claim for claim, asserted in self._asserted.items() if asserted.document == ident]
        return self._back(self._cites, ident, claims)

    def _back(self, pairs: Iterable[_Pair], ident: str, claims: list[str]) -> tuple[See, ...]:
        items = list(dict.fromkeys(item for item, other in pairs if other == ident))
        return tuple(_see((_ITEMS, item_anchor, items), (_CLAIMS, claim_anchor, claims)))


_CLAIMS, _ITEMS, _DOCUMENTS = headings.CLAIMS_SEEN, headings.ITEMS_SEEN, headings.DOCUMENTS_SEEN


def _asserted(result: Assessment) -> Iterator[tuple[str, Asserted]]:
    stated = result.case.claims | result.case.predictions
    for ident in (*result.claims, *result.predictions):
        asserted = stated[ident].asserted
        if asserted is not None:
            yield ident, asserted


def _after(pairs: Iterable[_Pair], ident: str) -> list[str]:
    return list(dict.fromkeys(other for item, other in pairs if item == ident))


def _see(*kinds: tuple[Message, Callable[[str], str], list[str]]) -> Iterator[See]:
    for label, anchor, idents in kinds:
        if idents:
            yield See(label(), tuple((ident, anchor(ident)) for ident in idents))
