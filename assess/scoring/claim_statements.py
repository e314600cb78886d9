"""The sentences of exports about a claim, and links to documents with a valid address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assess.domain.case import Case, Document
from assess.domain.claim import Claim, Prediction
from assess.domain.number_text import percent, percent_range
from assess.domain.quoting import clean
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult

_LINK = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:[/?#][!#$%&'()*+,./:;=?@\[\]_~A-Za-z0-9-]*)?")


def stated(result: Assessment) -> Iterator[tuple[str, ClaimResult, Claim | Prediction]]:
    """Yield the claims, then the predictions with a probability, each with its kind and its entry in the case."""
    for claim in result.claims.values():
        yield "claim", claim, result.case.claims[claim.id]
    for claim in result.predictions.values():
        yield "prediction", claim, result.case.predictions[claim.id]


def likelihood(claim: ClaimResult, names: Names) -> str:
    """Return the likelihood of a claim: word, number, interval and prior, without confidence."""
    word = f"{claim.term}, " if claim.term is not None else ""
    drawn = f"; 90 % interval {percent_range(claim.interval)}" if claim.interval is not None else ""
    return f"{word}{percent(claim.probability, names.scale)}{drawn}; prior {percent(claim.prior, names.scale)}"


def confidence(claim: ClaimResult) -> str | None:
    """Return the level of confidence as a separate sentence; None if it was not computed."""
    return None if claim.confidence is None else f"Analytic confidence: {claim.confidence.level}."


def link(document: Document) -> str | None:
    """Return a document's address if it is a full web address in plain characters."""
    return document.url if document.url is not None and _LINK.fullmatch(document.url) else None


def author_of(document: Document, case: Case) -> str | None:
    """Return the author of a document: by name if it is one of the case's sources, else as written."""
    if document.author is None:
        return None
    source = case.sources.get(document.author)
    return (source.name if source is not None else None) or document.author


def text_of(written: str | None, otherwise: str) -> str:
    """Return a text of the case on one line without control characters, or `otherwise` if it is empty."""
    return clean(written or "") or otherwise
