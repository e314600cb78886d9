"""The section on how the numbers are made, and the command that reproduces them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from assess.domain.language import ENGLISH, current
from assess.files.lookup import given_as
from assess.reporting.report.report_blocks import (
    Block,
    Bullets,
    Command,
    Heading,
    Paragraph,
    Point,
)
from assess.reporting.words import headings
from assess.reporting.words import method_sentences as words
from assess.reporting.words.opening import made_from
from assess.scoring.labels import Names
from assess.scoring.results import Assessment
from assess.scoring.score import DRAWS


def method(names: Names) -> Iterator[Block]:
    """Yield the paragraphs on how the numbers are made and what they mean."""
    yield Heading(2, headings.METHOD())
    yield Paragraph(words.NETWORK())
    before, after = (
        [Point(text(), lead()) for lead, text in points] for points in (words.BEFORE_WORDS, words.AFTER_WORDS)
    )
    scale = Point(words.words(names.scale), words.WORDS())
    confidence = Point(words.confidence(names.policy), words.CONFIDENCE())
    yield Bullets((*before, scale, *after, confidence))


def reproduction(result: Assessment) -> Iterator[Block]:
    """Yield the inputs of the numbers, and the command that reproduces them."""
    yield Heading(2, headings.AGAIN())
    yield Paragraph(made_from(result, result.rubric))
    as_of = f" --as-of {result.as_of}" if result.as_of else ""
    draws = "" if result.draws == DRAWS else f" --draws {result.draws}"
    seed = f" --seed {result.seed}" if result.seed else ""
    language = "" if current() == ENGLISH else f" --language {current()}"
    yield Command(f"assess report {shlex.quote(given_as(result.case))}{as_of}{draws}{seed}{language}")
