"""A result as a MISP event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from assess.compile.testimony import reported_on
from assess.domain.evidence import Evidence
from assess.domain.grading import Grading
from assess.domain.scale import Scale
from assess.files import load_scale
from assess.formats.export_dates import export_date, lasting_id, result_id
from assess.scoring.claim_statements import (
    confidence,
    likelihood,
    link,
    stated,
    text_of,
)
from assess.scoring.labels import Names
from assess.scoring.optional_import import optional_import
from assess.scoring.results import Assessment

ONLY_US, UNDEFINED, COMPLETED = 0, 4, 2
"""MISP's codes: distribution to one's own organisation, no level of threat, analysis done."""


def misp_event(result: Assessment) -> Any:
    """Return a result as a MISP event (`pymisp.MISPEvent`), shared with one's own organisation only.

    Claims, items and documents are attributes that are neither exported to sensors nor correlated. A claim is tagged
    from the taxonomy ``estimative-language``, with the ICD 203 term for its probability, whatever scale the case uses,
    and the level of confidence. An item is tagged from ``admiralty-scale`` if the case uses that grading.

    Raises
    ------
    AssessError
        E411 if pymisp is missing.
    """
    with optional_import("pymisp", "assess[misp]"):
        from pymisp import MISPEvent
    now = export_date(result)
    event = MISPEvent(force_timestamps=True)
    event.from_dict(
        info=text_of(result.case.title, result.case.case),
        date=now.date().isoformat(),
        timestamp=int(now.timestamp()),
        uuid=result_id(result, "event", ""),
        distribution=ONLY_US,
        threat_level_id=UNDEFINED,
        analysis=COMPLETED,
        published=False,
    )
    for attribute in (*_claims(result), *_items(result), *_documents(result)):
        tags = [{"name": tag} for tag in attribute.pop("tags", ())]
        common = {"category": "Other", "type": "text", "timestamp": int(now.timestamp()), "Tag": tags}
        event.add_attribute(**{**common, **attribute}, to_ids=False, disable_correlation=True)
    return event


def misp_text(result: Assessment) -> str:
    """Return the event as JSON."""
    event = misp_event(result)
    return f"{json.dumps({'Event': json.loads(event.to_json())}, indent=2, ensure_ascii=False, sort_keys=True)}\n"


def _claims(result: Assessment) -> Iterator[dict[str, Any]]:
    names, scale = Names(result), load_scale("icd203")
    for kind, claim, written in stated(result):
        tags = [_likelihood_tag(claim.probability, scale)]
        if claim.confidence is not None:
            tags.append(f'estimative-language:confidence-in-analytic-judgment="{claim.confidence.level}"')
        text = f"{kind} {claim.id}: {text_of(written.text, claim.id)}. Likelihood: {likelihood(claim, names)}."
        yield {
            "value": text,
            "comment": confidence(claim) or "No level of confidence was worked out.",
            "uuid": result_id(result, kind, claim.id),
            "tags": tags,
        }


def _likelihood_tag(probability: float, scale: Scale) -> str:
    term = scale.term_of(probability)
    assert term is not None
    return f'estimative-language:likelihood-probability="{term.term.replace(" ", "-")}"'


def _items(result: Assessment) -> Iterator[dict[str, Any]]:
    grading = result.rubric.grading
    graded = isinstance(grading, Grading) and grading.grading == "admiralty"
    names = Names(result)
    for item in result.case.evidence:
        standing = "scored" if item.id in result.evidence else "not scored"
        what = text_of(item.summary, f"{item.about}: {item.indicator} {item.says}")
        chain = " via ".join(text_of(names.source(source), source) for source in (item.source, *item.via))
        reported = reported_on(item, result.case)
        day = f"; reported {reported}" if reported is not None else ""
        what += f" “{text_of(item.quote, '')}”" if item.quote else ""
        yield {
            "value": f"item {item.id}: {what}",
            "comment": f"{chain}{day}; {item.about}/{item.indicator}: {item.says}; {standing}",
            "uuid": lasting_id(result, "item", item.id),
            "tags": list(_grades(item, result)) if graded else [],
        }


def _grades(item: Evidence, result: Assessment) -> Iterator[str]:
    reliability = result.case.sources[item.source].reliability.term
    if reliability is not None and reliability in tuple("ABCDEF"):
        yield f'admiralty-scale:source-reliability="{reliability.lower()}"'
    if item.credibility is not None and item.credibility in tuple("123456"):
        yield f'admiralty-scale:information-credibility="{item.credibility}"'


def _documents(result: Assessment) -> Iterator[dict[str, Any]]:
    for ident, document in result.case.documents.items():
        address = link(document)
        if address is not None:
            yield {
                "category": "External analysis",
                "type": "link",
                "value": address,
                "comment": f"{ident}: {text_of(document.title, 'no title')}",
                "uuid": lasting_id(result, "document", ident),
            }
