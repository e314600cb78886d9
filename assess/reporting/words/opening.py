"""Sentences at the start and end of a report: on the case, and on the inputs to the numbers."""

from __future__ import annotations

from assess.domain.case import Document
from assess.domain.language import capital, figure, say
from assess.domain.rubric import Rubric
from assess.reporting.words.count_nouns import (
    METHOD,
    items,
    origins,
    scored_items,
)
from assess.reporting.words.sampling_sentences import sampled
from assess.scoring.results import Assessment

_DIGITS = 12
"""Of a digest, in a citation."""


def case_line(result: Assessment, scored_origins: int) -> str:
    """Return the sentences on the case, its rubric and the number of its items."""
    rubric = result.rubric
    parts = [
        say(
            "Case {case}, by the rubric {rubric} {version}.",
            case=result.case.case,
            rubric=rubric.rubric,
            version=rubric.version,
        ),
        say(
            "{scored} from {origins}; {kept} kept but not scored.",
            scored=capital(scored_items(len(result.evidence))),
            origins=origins(scored_origins),
            kept=items(len(result.unscored)),
        ),
    ]
    if result.as_of:
        parts.append(say("What had been reported by the end of {date} is used.", date=result.as_of))
    parts += sampled(result)
    return " ".join(parts)


def caution(scale: str) -> str:
    """Return the sentences on what the numbers are, and on what is not asserted."""
    return say(
        "The numbers are computed from graded reports. Persons and bodies appear as others report on them; what is "
        "claimed is quoted with its author and is not asserted here. Words of likelihood are those of the scale "
        "{scale}, always with their number.",
        scale=scale,
    )


def analyst(why: str) -> str:
    """Return the analyst's remark on a case."""
    return say("The analyst on this case: {why}", why=why)


def document_line(document: Document, author: str | None) -> str:
    """Return the citation of a document: its author, title, date and address, and the analyst's note on it."""
    title = say("“{text}”", text=document.title) if document.title else None
    what = [author, title, document.published, document.url]
    text = ", ".join(part for part in what if part) or say("not described")
    return f"{text}. {document.note}" if document.note else f"{text}."


def cited(result: Assessment) -> str:
    """Return the text that identifies a report when a part of it is cited: its inputs, its rubric, and the program."""
    return say(
        "Case {case}, inputs {inputs}, rubric {rubric} {version}, assess {engine}.",
        case=result.case.case,
        inputs=result.inputs[: len("sha256:") + _DIGITS],
        rubric=result.rubric.rubric,
        version=result.rubric.version,
        engine=result.engine,
    )


def made_from(result: Assessment, rubric: Rubric) -> str:
    """Return the sentences on what the numbers were computed from."""
    drawn = (
        say("intervals from {draws} draws, seed {seed}", draws=figure(f"{result.draws:,}"), seed=result.seed)
        if result.draws
        else say("no intervals drawn")
    )
    known = (
        say("log evidence {evidence} nats", evidence=figure(f"{result.log_evidence:.2f}"))
        if result.log_evidence is not None
        else say("seed {seed}, log evidence not known", seed=result.seed)
    )
    return say(
        "Case {case}; inputs {inputs}; rubric {rubric} {version}; engine assess {engine}; method: {method}; {drawn}; "
        "{known}. To reproduce it:",
        case=result.case.case,
        inputs=result.inputs,
        rubric=rubric.rubric,
        version=rubric.version,
        engine=result.engine,
        method=METHOD[result.method]() if result.method in METHOD else result.method,
        drawn=drawn,
        known=known,
    )
