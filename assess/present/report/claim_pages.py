"""Each claim and prediction in words: from prior to posterior, on what, on whose word, and what would change it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from assess.domain.claim import Claim, Prediction
from assess.present.figures import decibans, percent
from assess.present.names import Names
from assess.present.report.blocks import Bar, Block, Bullets, Grid, Heading, Paragraph, Point, Ruler
from assess.present.report.claims import claim_anchor
from assess.present.report.evidence import item_anchor
from assess.present.tables import by_country
from assess.present.words import compared, confidence, grounds, judgement, support
from assess.study.assessment import Assessment, ClaimResult

if TYPE_CHECKING:
    from assess.study.each_claim import Closer

_LEAST_DB = 0.1
"""Weight from which an item is listed for or against a claim."""


def claim_pages(result: Assessment, names: Names, closer: Mapping[str, Closer]) -> Iterator[Block]:
    """Yield each claim in sentences, country by country."""
    if result.claims:
        yield Heading(2, "Each claim in words")
        for countries, some in itertools.groupby(by_country(result.claims.values()), lambda claim: claim.countries):
            yield Heading(3, _place(countries, names), country=", ".join(countries))
            for claim in some:
                yield from _page(4, claim, result.case.claims[claim.id], result, names, closer)


def prediction_pages(result: Assessment, names: Names, closer: Mapping[str, Closer]) -> Iterator[Block]:
    """Yield each prediction in sentences, with what became of it."""
    for prediction in by_country(result.predictions.values()):
        yield from _page(3, prediction, result.case.predictions[prediction.id], result, names, closer)


def _place(countries: tuple[str, ...], names: Names) -> str:
    return ", ".join(names.country(code) for code in countries) or "Of no country"


def _page(
    level: int,
    claim: ClaimResult,
    stated: Claim | Prediction,
    result: Assessment,
    names: Names,
    closer: Mapping[str, Closer],
) -> Iterator[Block]:
    number = percent(claim.probability, names.scale)
    yield Heading(
        level,
        f"“{names.claim(claim.id)}” ({claim.id})",
        anchor=claim_anchor(claim.id),
        aside=f"{claim.term}, {number}" if claim.term else number,
        fold=True,
        country=", ".join(claim.countries),
    )
    yield Ruler(Bar.of(claim))
    yield Paragraph(" ".join(part for part in _said(claim, stated, result, names) if part))
    if claim.confidence is not None:
        yield Paragraph(f"{confidence(claim.confidence)} {grounds(claim.confidence)}".rstrip())
    if isinstance(stated, Prediction):
        yield Paragraph(" ".join(_course(stated)))
    if claim.id in closer:
        yield from _closer(closer[claim.id], names)


def _said(claim: ClaimResult, stated: Claim | Prediction, result: Assessment, names: Names) -> Iterator[str]:
    asserted = stated.asserted
    yield judgement(claim, names.claim(claim.id), names.scale)
    if claim.asserted is not None and asserted is not None:
        place = " ".join(part for part in (asserted.document, asserted.at) if part)
        yield compared(claim.asserted, names.source(asserted.by), place, claim, names.scale)
    if asserted is not None and asserted.why and claim.asserted is not None and claim.asserted.term:
        yield f"Why so read: {asserted.why}"
    yield support(claim, [result.questions[instance] for instance in claim.instances])


def _closer(closer: Closer, names: Names) -> Iterator[Block]:
    from assess.present.closer import next_for, rests_on, whose_word, would_change

    yield from _for_and_against(closer, names)
    parts = (
        ("what this rests on", rests_on(closer, names)),
        ("whose word it is", whose_word(closer.changes, names)),
        ("what would change it", would_change(closer.changes, names)),
        ("what to look for next", next_for(closer, names)),
    )
    told = ((lead, " ".join(sentences)) for lead, sentences in parts)
    yield Bullets(tuple(Point(text, lead) for lead, text in told if text))


def _for_and_against(closer: Closer, names: Names) -> Iterator[Block]:
    """Yield the items that bear on a claim, those for it first, the heaviest of each side first."""
    weighty = [
        (step.items[0], step.without_db)
        for step in closer.explained.steps
        if step.without_db is None or abs(step.without_db) >= _LEAST_DB
    ]
    if not weighty:
        return
    weighty.sort(key=lambda found: (_side(found[1]), -_size(found[1]), found[0]))
    yield Grid(
        ("item", "dB", "pulls", "grade", "source", "where", "what is reported"),
        tuple(_item_row(ident, weight, names) for ident, weight in weighty),
        figures=(1,),
        caption="Items for and against it, by what leaving each out would take from its odds",
        head=0,
        links=tuple(item_anchor(ident) for ident, _ in weighty),
    )


def _side(weight_db: float | None) -> int:
    return 0 if weight_db is None else 1 if weight_db > 0.0 else 2


def _size(weight_db: float | None) -> float:
    return 0.0 if weight_db is None else abs(weight_db)


def _item_row(ident: str, weight_db: float | None, names: Names) -> tuple[str, ...]:
    item = names.item(ident)
    pulls = ("decides", "for", "against")[_side(weight_db)]
    said = item.summary or f"{item.says}: {names.indicator(item.indicator, item.about)}"
    return (ident, decibans(weight_db), pulls, names.worth(item), names.chain(item), names.places(item.cites), said)


def _course(prediction: Prediction) -> Iterator[str]:
    if prediction.made or prediction.resolves_by:
        made = f"Made {prediction.made}" if prediction.made else "Made at a date not given"
        yield f"{made}, to be settled by {prediction.resolves_by}." if prediction.resolves_by else f"{made}."
    if prediction.resolved is None:
        yield "Not settled."
    else:
        outcome = "came true" if prediction.resolved.outcome else "did not come true"
        why = f": {prediction.resolved.why}" if prediction.resolved.why else "."
        yield f"It {outcome} ({prediction.resolved.on}){why}"
