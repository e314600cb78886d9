"""What a report says, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assess.present.figures import count
from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Command, Grid, Heading, Paragraph, Point
from assess.present.report.claims import claim_pages, claim_table, key_judgements, prediction_pages
from assess.present.report.evidence import instance_pages, reported_on
from assess.present.report.favoured import if_favoured
from assess.present.report.inconsistency import count_beside
from assess.present.report.not_scored import not_scored
from assess.present.report.sources import source_pages, without_page
from assess.present.report.who import ladders, quantities, who_is_who
from assess.present.tables import posterior
from assess.study.assessment import Assessment, QuestionResult
from assess.study.score import DRAWS
from assess.study.what_if import IfFavoured

if TYPE_CHECKING:
    from assess.study.each_claim import Closer


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Claims under other suppositions than those of the case.

    Parameters
    ----------
    without : dict of str to dict of str to float
        Source to claim to probability, had the source said and relayed nothing.
    favoured : sequence of IfFavoured
        Had the authors of claims favoured them.
    closer : dict of str to Closer
        Claims looked at closely; empty where nothing was drawn.
    """

    without: Mapping[str, Mapping[str, float]]
    favoured: Sequence[IfFavoured]
    closer: Mapping[str, Closer] = field(default_factory=dict)


def outline(result: Assessment, what_if: WhatIf) -> Iterator[Block]:
    """Yield the blocks of a report.

    Parameters
    ----------
    result : Assessment
    what_if : WhatIf
    """
    names = Names(result)
    yield from _opening(result, names)
    yield from claim_table(result, names)
    yield from key_judgements(result, names)
    yield from claim_pages(result, names, what_if.closer)
    yield from ladders(result, names)
    yield from prediction_pages(result, names, what_if.closer)
    yield from _map(result, names)
    yield from count_beside(result, names)
    yield from reported_on(result, names)
    yield from instance_pages(result, names)
    yield from source_pages(result, names)
    yield from without_page(result, names, what_if.without)
    yield from if_favoured(result, names, what_if.favoured)
    yield from not_scored(result, names)
    yield from who_is_who(result, names)
    yield from quantities(result, names)
    yield from _documents(result)
    yield from _meaning(names)
    yield from _method(result)


def _opening(result: Assessment, names: Names) -> Iterator[Block]:
    yield Heading(1, result.case.title or result.case.case)
    scored = {item.source for item in result.case.evidence if item.id in result.evidence}
    as_of = f" What had been reported by the end of {result.as_of} is used." if result.as_of else ""
    yield Paragraph(
        f"Case {result.case.case}, by the rubric {result.rubric.rubric} {result.rubric.version}. "
        f"{count(len(result.evidence), 'scored item').capitalize()} from {count(len(scored), 'origin')}; "
        f"{count(len(result.unscored), 'item')} kept but not scored.{as_of}"
    )
    yield Paragraph(
        "The numbers are computed from graded reports. Persons and bodies appear as others report on them; what is "
        f"claimed is quoted with its author and is not asserted here. Words of likelihood are those of the scale "
        f"{names.scale.scale}, always with their number."
    )
    if result.case.why:
        yield Paragraph(f"The analyst on this case: {result.case.why}")


def _map(result: Assessment, names: Names) -> Iterator[Block]:
    yield Heading(2, "Hypotheses by country")
    yield Paragraph("Probability of each hypothesis given all the evidence, and how far each body was looked into.")
    for question, entry in result.rubric.questions.items():
        asked = [q for q in result.questions.values() if q.question == question]
        if not asked:
            continue
        countries = list(dict.fromkeys(q.country for q in asked))
        asked.sort(key=lambda q: countries.index(q.country))
        hypotheses = tuple(entry.hypotheses)
        yield Heading(3, f"{question}: {(entry.text or question).replace('{subject}', '…')}")
        yield Grid(
            ("country", *hypotheses, "items", "coverage", "subject"),
            tuple(_map_row(q, names) for q in asked),
            figures=tuple(range(1, len(hypotheses) + 2)),
        )
        meanings = [(h, names.hypothesis(question, h)) for h in hypotheses]
        yield Bullets(tuple(Point(meaning, h) for h, meaning in meanings))


def _map_row(question: QuestionResult, names: Names) -> tuple[str, ...]:
    numbers = [posterior(question, hypothesis, names.scale) for hypothesis in question.posterior]
    period = f", {question.period}" if question.period else ""
    where = f"{names.subject(question.subject)}{period} ({question.id})"
    return (question.country or "-", *numbers, str(question.items), question.coverage, where)


def _documents(result: Assessment) -> Iterator[Block]:
    if not result.case.documents:
        return
    yield Heading(2, "Documents")
    points = []
    for ident, document in result.case.documents.items():
        what = [f"“{document.title}”" if document.title else None, document.author, document.published, document.url]
        text = ", ".join(part for part in what if part) or "not described"
        points.append(Point(f"{text}. {document.note}" if document.note else f"{text}.", ident))
    yield Bullets(tuple(points))


def _meaning(names: Names) -> Iterator[Block]:
    yield Heading(2, "What the numbers mean")
    scale = names.scale
    terms = "; ".join(f"{t.term}, {100 * t.low:.4g} to {100 * t.high:.4g} %" for t in scale.terms)
    owner = "higher" if scale.ends == "upper" else "lower"
    outside = (
        "Below the first and above the last band the nearest term stands beside its number."
        if scale.outside == "nearest"
        else "Below the first and above the last band there is the number alone."
    )
    points = (
        Point(
            "how far something is to be believed given the case's priors, the rubric's numbers and the graded items. "
            "It is no better than they are: the priors and most of the rubric are judgements.",
            "Probability",
        ),
        Point(
            "the range in which the probability itself would lie with nine chances in ten, if the judged numbers "
            "(priors, rows of indicators, grades of sources, accuracies of statements) were drawn from all that they "
            "might be instead of being taken at their means. A wide one says that the number is frail.",
            "90 %",
        ),
        Point("the same before any item was used.", "Prior"),
        Point(
            f"{terms}. An end point that two bands share belongs to the {owner} one. {outside} A number is given "
            "more digits where rounding would carry it over an edge.",
            "Words",
        ),
        Point(
            "the claim's author's own, as quoted. Where a word stands before them, they do not say how sure the author "
            "is: the claim is stated without a hedge or with emphasis, is presupposed or implied, or is reported in "
            "the words of another.",
            "Author's words",
        ),
        Point(
            "the term that the analyst reads the author's words as. Of a claim without a hedge it is the analyst's "
            "word and not the author's.",
            "Read as",
        ),
        Point(
            "whether the probability lies in the band of the term that the author's words are read as. Where no "
            "evidence bears on a claim the two are not compared. The author's words are a target to compare with and "
            "never an input.",
            "Inside, outside, no evidence",
        ),
        Point(
            "of an item, for a hypothesis: ten times the decimal logarithm of the odds of that hypothesis with all the "
            "evidence over its odds with all but this item. 3 dB doubles the odds, 10 dB makes them ten times as high, "
            "less than 1 dB is little. Two items that say the same each look weak, since the other is still there. "
            "∞ stands where a hypothesis is ruled out or made certain.",
            "Weight in dB",
        ),
        Point(
            "the probability that a source is to be relied on, once for all that it says or passes on. An unreliable "
            "source tells a story of its own, unrelated to the truth; what passes through it then tells nothing.",
            "P(reliable)",
        ),
        Point(
            "unmonitored: no scored item. Assessed: items on indicators that hold at least a third of the information "
            "that the rubric's indicators could be expected to give, from two independent origins or more: not heard "
            "through one source, other than one through which all of the case was. Thin: less than that.",
            "Coverage",
        ),
        Point(
            f"how well founded a judgement is, by the policy {names.policy}: high, unless one of its criteria caps it "
            "at moderate or low. It says nothing of how far the judgement is to be believed. For a question it is "
            "that in the hypothesis that leads. The width of an interval counts where one was drawn.",
            "Confidence",
        ),
    )
    yield Bullets(points)


def _method(result: Assessment) -> Iterator[Block]:
    yield Heading(2, "How to get these numbers again")
    rubric = result.rubric
    drawn = f"intervals from {result.draws:,} draws, seed {result.seed}" if result.draws else "no intervals drawn"
    yield Paragraph(
        f"Case {result.case.case}; inputs {result.inputs}; rubric {rubric.rubric} {rubric.version}; engine assess "
        f"{result.engine}; method: {result.method}; {drawn}; log evidence {result.log_evidence:.2f} nats. "
        "With the folder of the case in place of its id where it does not ship with the program:"
    )
    as_of = f" --as-of {result.as_of}" if result.as_of else ""
    draws = "" if result.draws == DRAWS else f" --draws {result.draws}"
    seed = f" --seed {result.seed}" if result.seed else ""
    yield Command(f"assess report {result.case.case}{as_of}{draws}{seed}")
