"""The key judgements, and the tables of claims and predictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from assess.analysis.rankings import claims_by_country, question_countries, sources_by_items
from assess.domain.language import say
from assess.reporting.figures.chart import Chart
from assess.reporting.figures.forest import forest
from assess.reporting.report.anchors import claim_anchor
from assess.reporting.report.report_blocks import (
    Bar,
    Block,
    Bullets,
    Figure,
    Grid,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.tables.claim_tables import claim_columns, claim_rows
from assess.reporting.tables.record_table import figures, heading
from assess.reporting.words import headings, item_sentences
from assess.reporting.words.confidence_sentences import confidence
from assess.reporting.words.judgements import claimant, judgement, verdict
from assess.reporting.words.source_sentences import passage
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult
from assess.scoring.targets import key_claims

_KEY_SHARE = 0.15
"""Share of the scored items from which a source belongs to the key judgements."""


def key_judgements(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the key claims, the main sources, and the questions without evidence."""
    claims = [result.claims[ident] for ident in key_claims(result)]
    numbered = any(result.case.claims[claim.id].key not in (True, False) for claim in claims)
    ordered = claims if numbered else claims_by_country(claims)
    points = [Point(_judgement(claim, names), country=", ".join(claim.countries)) for claim in ordered]
    over_all = [*_supports(result, names), *_verdicts(result), *_bare(result, names)]
    points += [Point(text, is_overall=True) for text in over_all]
    if points:
        yield Heading(2, headings.KEY_JUDGEMENTS())
        yield Bullets(tuple(points))


def _judgement(claim: ClaimResult, names: Names) -> str:
    parts = [judgement(claim, names.claim(claim.id), names.scale)]
    if claim.confidence is not None:
        parts.append(confidence(claim.confidence))
    if claim.asserted is not None:
        parts.append(claimant(claim, claim.asserted, names.source(claim.asserted.by), names.scale))
    matters = names.matters(claim.id)
    return " ".join([*parts, matters] if matters else parts)


def _supports(result: Assessment, names: Names) -> Iterator[str]:
    scored = len(result.evidence)
    for source in sources_by_items(result):
        through = source.items_through
        if through and through >= _KEY_SHARE * scored:
            yield passage(source, names.source(source.id), scored)


def _verdicts(result: Assessment) -> Iterator[str]:
    for hedged in (True, False):
        claims = [
            claim
            for claim in result.claims.values()
            if claim.asserted and claim.asserted.term and (claim.asserted.manner == "hedged") == hedged
        ]
        if claims:
            yield verdict(claims, hedged)


def _bare(result: Assessment, names: Names) -> Iterator[str]:
    bare = [q for q in result.questions.values() if not q.items]
    still = [q for q in bare if not q.moved]
    if still:
        yield item_sentences.without_evidence([names.question(q.id) for q in still], len(result.questions))
    carried = len(bare) - len(still)
    if carried:
        yield item_sentences.moved_from_around(carried, len(result.questions))


def claim_table(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the table of claims."""
    if result.claims:
        yield Heading(2, headings.CLAIMS(), anchor="claims")
        yield Figure(lambda: forest(result), by_country=_forests(result))
        yield _grid(headings.CLAIMS_CAPTION(), result.claims, names)
        yield from _undefined(result, "claim", names)


def _forests(result: Assessment) -> dict[str, Callable[[], Chart]]:
    """Return, for each country with key claims, a function that draws them."""
    key = key_claims(result)
    by_country = {
        code: [ident for ident in key if code in result.claims[ident].countries] for code in question_countries(result)
    }
    return {code: partial(forest, result, idents) for code, idents in by_country.items() if idents}


def _undefined(result: Assessment, kind: str, names: Names) -> Iterator[Block]:
    """Yield the claims or predictions whose condition is impossible."""
    undefined = [claim for claim in result.undefined.values() if claim.kind == kind]
    if undefined:
        yield Bullets(
            tuple(
                Point(headings.CANNOT_BE(), say("“{text}”", text=names.claim(claim.id)), country=claim.country or "")
                for claim in undefined
            )
        )


def prediction_table(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the table of predictions."""
    if result.predictions:
        yield Heading(2, headings.PREDICTIONS())
        yield Paragraph(headings.PREDICTIONS_NOTE())
        yield _grid(headings.PREDICTIONS_CAPTION(), result.predictions, names)
        yield from _undefined(result, "prediction", names)


def _grid(caption: str, claims: Mapping[str, ClaimResult], names: Names) -> Grid:
    shown = claim_columns("report")
    rows = claim_rows(claims.values(), names)
    cells = (tuple({**row, "text": f"{row['text']} ({row['id']})"}[column.name] for column in shown) for row in rows)
    return Grid(
        tuple(map(heading, shown)),
        tuple(cells),
        figures=figures(shown),
        caption=caption,
        links=tuple(claim_anchor(row["id"]) for row in rows),
        countries=tuple(row["country"] for row in rows),
        bars=tuple(Bar.of(claims[row["id"]]) for row in rows),
    )
