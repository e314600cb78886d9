"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.table import Table
from rich.text import Text

from assess.present.markdown import clean
from assess.present.names import Names
from assess.present.tables import claim_rows, hypothesis_rows
from assess.study.assessment import Assessment, ClaimResult

_WIDEST_WORD = 20


def claim_table(title: str, claims: Mapping[str, ClaimResult], names: Names) -> Table:
    """Return claims or predictions: probability and word, prior, the author's own word."""
    table = _table(title, "country", "probability", "word", "prior", "author's word", "inside", "claim")
    for row in claim_rows(claims.values(), names):
        _add(table, row.country, row.probability, row.word, row.prior, row.own_word, row.inside, row.claim)
    return table


def question_table(result: Assessment, names: Names) -> Table:
    """Return the hypotheses of every instance."""
    table = _table("Hypotheses", "country", "instance", "items", "hypothesis", "probability", "word", "prior")
    for question in result.questions.values():
        head = (question.country or "-", question.id, str(question.items))
        for row in hypothesis_rows(question, names):
            _add(table, *head, row.hypothesis, row.probability, row.word, row.prior)
            head = ("", "", "")
        table.add_section()
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in columns:
        is_figure = column in ("probability", "prior", "items")
        is_whole = is_figure or column in ("country", "inside")
        table.add_column(
            column,
            justify="right" if is_figure else "left",
            no_wrap=is_whole,
            max_width=_WIDEST_WORD if column in ("word", "author's word") else None,
        )
    return table


def _add(table: Table, *cells: str) -> None:
    """Add a row of texts, none of which is read as markup."""
    table.add_row(*(Text(clean(cell)) for cell in cells))
