"""The key judgements, and the tables of claims and predictions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assess.present.figures import count
from assess.present.names import Names
from assess.present.report.blocks import Bar, Block, Bullets, Grid, Heading, Paragraph, Point
from assess.present.tables import by_country, claim_rows
from assess.present.words import confidence, hedge, inside, judgement, passage, read_word
from assess.study.assessment import Assessment, ClaimResult

_KEY_CLAIMS, _MOST_KEY_CLAIMS = 5, 8
"""Claims among the key judgements: one of each country, to at most so many; filled up to the first number."""
_KEY_SHARE = 0.15
"""Share of the scored items from which a source belongs to the key judgements."""

_COLUMNS = (
    *("country", "probability", "90 %", "word", "prior", "confidence"),
    *("author's words", "read as", "inside", "claim"),
)


def key_judgements(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the claims that matter most, whose word all hangs on, and what has no evidence."""
    points = [Point(_judgement(claim, names)) for claim in _key_claims(result)]
    points += [Point(text) for text in _supports(result, names)]
    points += [Point(text) for text in _verdicts(result)]
    points += [Point(text) for text in _bare(result, names)]
    if points:
        yield Heading(2, "Key judgements")
        yield Bullets(tuple(points))


def _judgement(claim: ClaimResult, names: Names) -> str:
    sure = f" {confidence(claim.confidence)}" if claim.confidence is not None else ""
    return f"{judgement(claim, names.claim(claim.id), names.scale)}{sure}{_claimant(claim, names)}"


def _key_claims(result: Assessment) -> list[ClaimResult]:
    marked = [claim for claim in result.claims.values() if result.case.claims[claim.id].key]
    return by_country(marked) if marked else _most_moved(result)


def _most_moved(result: Assessment) -> list[ClaimResult]:
    """Return the claims furthest from their prior, in log odds, one of each country first.

    Of two claims that say the same, the first counts.
    """
    seen: list[object] = []
    distinct = []
    for claim in result.claims.values():
        says = result.case.claims[claim.id].holds_if
        if says not in seen:
            seen.append(says)
            distinct.append(claim)
    moved = [claim for claim in distinct if claim.moved]
    moved.sort(key=lambda c: (-abs(_logit(c.probability) - _logit(c.prior)), c.id))
    first = {claim.countries: claim for claim in reversed(moved)}
    rest = [claim for claim in moved if claim not in first.values()]
    most = list(first.values())[:_MOST_KEY_CLAIMS]
    kept = [*most, *rest[: max(0, _KEY_CLAIMS - len(most))]]
    return by_country(claim for claim in result.claims.values() if claim in kept)


def _logit(probability: float) -> float:
    inner = min(max(probability, 1e-12), 1.0 - 1e-12)
    return math.log(inner / (1.0 - inner))


def _supports(result: Assessment, names: Names) -> Iterator[str]:
    scored = len(result.evidence)
    for source in sorted(result.sources.values(), key=lambda s: (-(s.as_origin + s.as_relay), s.id)):
        through = source.as_origin + source.as_relay
        if through and through >= _KEY_SHARE * scored:
            yield passage(source, names.source(source.id), scored)


def _verdicts(result: Assessment) -> Iterator[str]:
    for own, whose in (
        (True, "that the author hedges, in a term of the scale or in words close to one"),
        (False, "that the author does not hedge, and where the term is the analyst's reading"),
    ):
        claims = [
            claim
            for claim in result.claims.values()
            if claim.asserted and claim.asserted.term and (claim.asserted.manner == "hedged") == own
        ]
        if claims:
            yield f"Of {count(len(claims), 'claim')} {whose}, {_verdict(claims)}."


def _verdict(claims: Sequence[ClaimResult]) -> str:
    said = Counter(inside(claim) for claim in claims)
    parts = [f"{said['inside']} {_have(said['inside'])} a probability inside the band of that term"]
    parts.append(f"{said['outside']} {_have(said['outside'])} one outside")
    if said["no evidence"]:
        parts.append(f"on {said['no evidence']} no evidence bears")
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _bare(result: Assessment, names: Names) -> Iterator[str]:
    bare = [q for q in result.questions.values() if not q.items]
    still = [q for q in bare if not q.moved]
    asked = count(len(result.questions), "question")
    if still:
        yield (
            f"On {len(still)} of {asked} no evidence bears, and {'it stays' if len(still) == 1 else 'they stay'} at "
            f"the prior: {' '.join(names.question(q.id) for q in still)}"
        )
    carried = len(bare) - len(still)
    if carried:
        yield (
            f"{carried} of {asked} {_have(carried)} no item of {'its' if carried == 1 else 'their'} own and "
            f"{'is' if carried == 1 else 'are'} moved through the questions "
            "around alone; the items of each are counted under the hypotheses by country."
        )


def _claimant(claim: ClaimResult, names: Names) -> str:
    if claim.asserted is None:
        return ""
    how = hedge(claim.asserted.words, claim.asserted.manner)
    said = f" Claimed by {names.source(claim.asserted.by)}{f' {how}' if how else ''}"
    if claim.asserted.term is None:
        return f"{said}."
    word = read_word(claim.asserted, names.scale)
    return f"{said}, {'read as' if how else 'in the word'} {word}: {inside(claim)}."


def claim_table(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the table of claims."""
    if result.claims:
        yield Heading(2, "Claims by country")
        yield _grid("Claims", result.claims, names)


def prediction_table(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield the table of predictions."""
    if result.predictions:
        yield Heading(2, "Predictions")
        yield Paragraph("Scored like claims, on the evidence named above; how they came out is no input.")
        yield _grid("Predictions", result.predictions, names)


def _grid(caption: str, claims: Mapping[str, ClaimResult], names: Names) -> Grid:
    rows = claim_rows(claims.values(), names)
    cells = (
        (
            *(r.country, r.probability, r.interval, r.word, r.prior, r.level),
            *(r.own_words, r.read_as, r.inside, f"{r.claim} ({r.id})"),
        )
        for r in rows
    )
    return Grid(
        _COLUMNS,
        tuple(cells),
        figures=(1, 2, 4),
        caption=caption,
        links=tuple(claim_anchor(r.id) for r in rows),
        countries=tuple(r.country for r in rows),
        bars=tuple(Bar.of(claims[r.id]) for r in rows),
    )


def claim_anchor(ident: str) -> str:
    """Return what links to a claim or a prediction say."""
    return f"claim-{ident}"
