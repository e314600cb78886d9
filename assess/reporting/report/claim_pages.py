"""The pages of claims and predictions: judgement, evidence, sources, and what would change it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import cached_property

from assess.analysis.claim_analysis import ClaimAnalysis
from assess.analysis.explaining.explain import By, TargetExplanation, explain_each
from assess.analysis.rankings import claims_by_country
from assess.analysis.study_rankings import weights_by_side
from assess.domain.claim import Claim, Prediction
from assess.domain.language import say
from assess.domain.number_text import decibans
from assess.reporting.figures.waterfall import waterfall_of
from assess.reporting.report.anchors import claim_anchor, item_anchor
from assess.reporting.report.cross_links import CrossLinks
from assess.reporting.report.report_blocks import (
    Bar,
    Block,
    Bullets,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Point,
    Ruler,
)
from assess.reporting.report.source_notes import item_notes
from assess.reporting.words import claim_sentences as words
from assess.reporting.words import headings
from assess.reporting.words.actor_sentences import course
from assess.reporting.words.confidence_sentences import confidence, confidence_figures
from assess.reporting.words.count_nouns import ended
from assess.reporting.words.gap_sentences import place_of
from assess.reporting.words.item_sentences import pulls, reported
from assess.reporting.words.judgements import aside, compared, judgement, support
from assess.reporting.words.licence import weighs
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult
from assess.scoring.targets import key_claims, targets_of

_MOST_DRAWN = 3
"""Key claims that have a waterfall."""
_MOST_SOURCES = 60
"""Sources up to which each has a step of its own; where there are more, each country has."""


def claim_pages(
    result: Assessment, names: Names, analyses: Mapping[str, ClaimAnalysis], links: CrossLinks
) -> Iterator[Block]:
    """Yield the page of each claim, country by country."""
    if result.claims:
        yield Heading(2, headings.CLAIM_PAGES())
        steps = Steps(result)
        for countries, claims in itertools.groupby(
            claims_by_country(result.claims.values()), lambda claim: claim.countries
        ):
            yield Heading(3, _place(countries, names), country=", ".join(countries))
            for claim in claims:
                drawn = (steps.of(claim.id),) if claim.id in steps.ids else ()
                yield from _page(4, claim, names.case.claims[claim.id], result, names, analyses, links, drawn)


def prediction_pages(
    result: Assessment, names: Names, analyses: Mapping[str, ClaimAnalysis], links: CrossLinks
) -> Iterator[Block]:
    """Yield the page of each prediction, with its outcome."""
    for prediction in claims_by_country(result.predictions.values()):
        yield from _page(3, prediction, names.case.predictions[prediction.id], result, names, analyses, links)


def _place(countries: tuple[str, ...], names: Names) -> str:
    return ", ".join(names.country(code) for code in countries) or headings.OF_NO_COUNTRY()


def _page(
    level: int,
    claim: ClaimResult,
    stated: Claim | Prediction,
    result: Assessment,
    names: Names,
    analyses: Mapping[str, ClaimAnalysis],
    links: CrossLinks,
    drawn: tuple[Figure, ...] = (),
) -> Iterator[Block]:
    yield Heading(
        level,
        say("“{claim}” ({id})", claim=names.claim(claim.id), id=claim.id),
        anchor=claim_anchor(claim.id),
        aside=aside(claim.probability, claim.term, names.scale),
        fold=True,
        country=", ".join(claim.countries),
        see=links.of_claim(claim.id),
    )
    yield Ruler(Bar.of(claim))
    yield from drawn
    yield Paragraph(" ".join(part for part in _sentences(claim, stated, result, names) if part))
    if claim.confidence is not None:
        yield Paragraph(
            f"{confidence(claim.confidence)} {confidence_figures(claim.confidence, names.source_or_document)}".rstrip()
        )
    if isinstance(stated, Prediction):
        yield Paragraph(course(stated))
    if claim.id in analyses:
        yield from _analysis(claim, analyses[claim.id], result, names)


def _sentences(claim: ClaimResult, stated: Claim | Prediction, result: Assessment, names: Names) -> Iterator[str]:
    asserted = stated.asserted
    yield judgement(claim, names.claim(claim.id), names.scale)
    if claim.asserted is not None and asserted is not None:
        yield compared(claim.asserted, names.source(asserted.by), place_of(asserted), claim, names.scale)
    if asserted is not None and asserted.why and claim.asserted is not None and claim.asserted.term:
        yield say("Why so read: {why}", why=asserted.why)
    if stated.why:
        why = ended(stated.why)
        is_prediction = isinstance(stated, Prediction)
        yield say("How it is settled: {why}", why=why) if is_prediction else say("Why so stated: {why}", why=why)
    yield support(claim, [result.questions[instance] for instance in claim.instances])


def _analysis(claim: ClaimResult, analysis: ClaimAnalysis, result: Assessment, names: Names) -> Iterator[Block]:
    yield from _for_and_against(analysis, result, names)
    lifted = words.one_way(claim, analysis)
    if lifted:
        yield Paragraph(lifted)
    parts = (
        (words.RESTS_ON(), words.rests_on(analysis, names)),
        (words.WHOSE_WORD(), words.whose_word(analysis.sensitivity, names)),
        (words.WOULD_CHANGE(), words.would_change(analysis.sensitivity, names)),
        (words.LOOK_FOR(), words.next_for(analysis, names)),
    )
    texts = ((lead, " ".join(sentences)) for lead, sentences in parts)
    yield Bullets(tuple(Point(text, lead) for lead, text in texts if text))


def _for_and_against(analysis: ClaimAnalysis, result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the items for and against a claim, heaviest of each side first."""
    weighty = [(item, db) for item, db in weights_by_side(analysis.weights).items() if weighs(db)]
    if not weighty:
        return
    yield Grid(
        headings.columns(headings.FOR_AND_AGAINST_COLUMNS),
        tuple(_item_row(ident, weight, names) for ident, weight in weighty),
        figures=(1,),
        caption=headings.FOR_AND_AGAINST_CAPTION(),
        head=0,
        links=tuple(item_anchor(ident) for ident, _ in weighty),
        notes=tuple(item_notes(names.item(ident), result, names) for ident, _ in weighty),
    )


def _item_row(ident: str, weight_db: float | None, names: Names) -> tuple[str, ...]:
    item = names.item(ident)
    where = names.places(item.cites)
    return (
        *(ident, decibans(weight_db), pulls(weight_db), names.worth(item), names.chain(item), where),
        reported(item, names),
    )


class Steps:
    """The waterfall charts of the first key claims, explained in one batch when the first is drawn.

    Parameters
    ----------
    result : Assessment
    """

    def __init__(self, result: Assessment) -> None:
        self._result = result
        self.ids = key_claims(result)[:_MOST_DRAWN]
        self._by: By = "source" if len(result.sources) <= _MOST_SOURCES else "country"

    @cached_property
    def _explanations(self) -> dict[str, TargetExplanation]:
        explanations = explain_each(
            self._result, {ident: targets_of(self._result, ident) for ident in self.ids}, self._by
        )
        return {ident: explanation.targets[0] for ident, explanation in explanations.items()}

    def of(self, ident: str) -> Figure:
        """Return the waterfall chart of a key claim."""
        return Figure(lambda: waterfall_of(self._result, self._explanations[ident], self._by))
