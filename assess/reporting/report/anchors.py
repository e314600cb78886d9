"""The anchors by which the parts of a report link to one another."""

from __future__ import annotations


def claim_anchor(ident: str) -> str:
    """Return the anchor of a claim or prediction."""
    return f"claim-{ident}"


def question_anchor(instance: str) -> str:
    """Return the anchor of an instance."""
    return f"question-{instance}"


def item_anchor(ident: str) -> str:
    """Return the anchor of an item."""
    return f"item-{ident}"


def source_anchor(ident: str) -> str:
    """Return the anchor of a source."""
    return f"source-{ident}"


def document_anchor(ident: str) -> str:
    """Return the anchor of a document."""
    return f"document-{ident}"
