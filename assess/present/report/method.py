"""How the numbers are made, what each of them means, and how to get them again."""

from __future__ import annotations

from collections.abc import Iterator

from assess.present.names import Names
from assess.present.report.blocks import Block, Bullets, Command, Heading, Paragraph, Point
from assess.study.assessment import Assessment
from assess.study.score import DRAWS


def method(names: Names) -> Iterator[Block]:
    """Yield how the numbers are made, and what each of them means."""
    yield Heading(2, "Method")
    yield Paragraph(
        "Priors, indicators and sources form one Bayesian network, which is solved exactly. What an indicator names is "
        "found more often under one hypothesis than under another; an item is what a source says of one indicator; a "
        "source is reliable or not, once for all that it says or passes on. What an unreliable source says is a story "
        "of its own: as coherent as the truth could be, and unrelated to it. So many items through one author are not "
        "many witnesses, and sources that agree on something rare lift each other."
    )
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


def again(result: Assessment) -> Iterator[Block]:
    """Yield what the numbers were made from, and the command that makes them again."""
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
