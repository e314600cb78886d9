"""The items on one question as a grid: as typed, or, if they never were, from the numbers of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assess.domain.evidence import Evidence
from assess.formats.ach.ach_matrix import column_of
from assess.formats.ach.export_ach import ach_row, hypotheses_of, with_items
from assess.scoring.csv_text import as_csv, guarded
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of

_HEAD = ("Id", "Item", "Source", "Grade", "Date", "Relevance")


def grid(result: Assessment, instance: str) -> str:
    """Return the items on one question instance as a grid, in CSV, which `import_ach` reads.

    Parameters
    ----------
    result : Assessment
    instance : str
        ``subject/question`` or ``subject/question@period``.

    Returns
    -------
    str
        If the items were typed as a grid: its columns, its row of priors and its cells as typed, without the items
        that have been withdrawn. Other items are rows as in `ach_matrix`, with source, grade and date as the columns
        require.

    Raises
    ------
    AssessError
        E408 if the case does not ask it.
    """
    hypotheses = hypotheses_of(result, instance)
    rows = _GridRows(result, instance, hypotheses)
    return as_csv(rows.head[0], [*rows.head[1:], *rows.cells()], lambda text: guarded(str(text)))


def grids(result: Assessment) -> Mapping[str, str]:
    """Return the grid of each question instance that has scored items, by instance."""
    return {instance: grid(result, instance) for instance in with_items(result)}


class _GridRows:
    """The rows of the grid of an instance."""

    def __init__(self, result: Assessment, instance: str, hypotheses: tuple[str, ...]) -> None:
        self.result, self.hypotheses = result, hypotheses
        self.model = scoring_of(result).model
        self.items = [item for item in result.case.evidence if self._is_of(item, instance)]
        typed = (self._typed_under(item) for item in self.items)
        self.head = next((head for head in typed if head), ((*_HEAD, *hypotheses),))

    def _is_of(self, item: Evidence, instance: str) -> bool:
        return item.withdrawn is None and self.model.layout.bears_on(item).id == instance

    def _typed_under(self, item: Evidence) -> tuple[tuple[str, ...], ...]:
        """Return the head of the grid in which an item was typed; nothing if there is no such grid."""
        if item.ach is None or not item.ach.typed:
            return ()
        documents = (self.result.case.documents[cite.document] for cite in item.cites)
        return next((document.head for document in documents if document.head), ())

    def cells(self) -> Iterator[Sequence[str]]:
        """Yield the rows of cells under the head."""
        for item in self.items:
            if item.ach is not None and self._typed_under(item) == self.head:
                yield item.ach.typed
            elif item.id in self.result.evidence:
                yield self._made(item)

    def _made(self, item: Evidence) -> list[str]:
        """Return the row of an item that was not typed in a grid."""
        row = ach_row(item, self.model, self.hypotheses)
        source = self.result.case.sources[item.source]
        cells = {
            "evidence": row.text,
            "id": item.id,
            "source": source.name or item.source,
            "type": source.kind or "",
            "date": item.reported or "",
            "credibility": f"{source.reliability.term or ''}{item.credibility or ''}" or row.credibility,
            "relevance": row.relevance,
            "notes": item.why or "",
        }
        codes = iter(row.codes)
        columns = [(text, column_of(text)) for text in self.head[0]]
        return [next(codes, "") if column is None and text else cells.get(column or "", "") for text, column in columns]
