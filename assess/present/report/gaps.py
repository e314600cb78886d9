"""What is not known: indicators that nobody reported on, what was not searched, claims that cannot be stated."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.claim import Asserted
from assess.domain.instances import Layout
from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Grid, Heading, Paragraph, Point
from assess.present.report.not_scored import ended
from assess.present.words import hedge
from assess.study.assessment import Assessment


def gaps(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield what was reported on, what was not looked for, and the claims that no hypotheses can state."""
    yield Heading(2, "Gaps")
    yield from _reported_on(result, names)
    if result.case.gaps:
        yield Heading(3, "Not searched", fold=True)
        yield Paragraph("Nobody looked for these, so they change nothing; finding nothing would be another matter.")
        yield Bullets(tuple(_gaps(result, names)))
    beyond = list(_beyond(result, names))
    if beyond:
        yield Heading(3, "Claims that these questions cannot state", fold=True)
        yield Bullets(tuple(beyond))


def _reported_on(result: Assessment, names: Names) -> Iterator[Block]:
    """Yield, for each indicator, of how many instances of its question an item reports on it."""
    layout = Layout(result.case, result.rubric)
    rows = []
    order = list(result.rubric.questions)
    for indicator in sorted(result.rubric.indicators, key=lambda name: order.index(layout.top_question(name))):
        question = layout.top_question(indicator)
        asked = [q for q in result.questions.values() if q.question == question]
        if asked:
            reported = sum(indicator not in q.unsearched for q in asked)
            rows.append((question, f"{reported} of {len(asked)}", f"{names.indicator(indicator)} ({indicator})"))
    if rows:
        yield Heading(3, "What was reported on", fold=True)
        yield Paragraph(
            "Of how many of the subjects and dates that a question is asked of there is a scored item on each of its "
            "indicators. What nobody reported on changes nothing."
        )
        yield Grid(
            ("question", "reported on", "indicator"),
            tuple(rows),
            figures=(1,),
            caption="Indicators, and on how many of what they are about an item reports",
        )


def _gaps(result: Assessment, names: Names) -> Iterator[Point]:
    for gap in result.case.gaps:
        period = f"@{gap.period}" if gap.period else ""
        why = f". {ended(gap.why)}" if gap.why else "."
        places = f" ({names.places(gap.cites)})" if gap.cites else ""
        yield Point(f"{names.indicator(gap.indicator, gap.about)}{why}{places}", f"{gap.about}/{gap.indicator}{period}")


def _beyond(result: Assessment, names: Names) -> Iterator[Point]:
    for ident, claim in result.case.unstated.items():
        yield Point(f"“{_bare(claim.text)}”{_by(claim.asserted, names)} Why not: {ended(claim.why)}", ident)
    for ident, prediction in result.case.predictions.items():
        if not prediction.holds_if:
            why = f" {ended(prediction.why)}" if prediction.why else ""
            by = f", to be settled by {prediction.resolves_by}" if prediction.resolves_by else ""
            text = _bare(prediction.text or ident)
            yield Point(f"Prediction{by}: “{text}”{_by(prediction.asserted, names)}{why}", ident)


def _bare(text: str) -> str:
    return text.strip().rstrip(".")


def _by(asserted: Asserted | None, names: Names) -> str:
    if asserted is None:
        return "."
    place = " ".join(part for part in (asserted.document, asserted.at) if part)
    how = hedge(asserted.words, asserted.manner)
    return f", claimed by {names.source(asserted.by)}{f' ({place})' if place else ''}{f' {how}' if how else ''}."
