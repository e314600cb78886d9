"""Rubrics: questions and indicators with their numbers, reusable across cases.

E210 question and indicator with one name
    Finds:   A name that a question and an indicator share.
    Matters: An indicator may be `of` either, so it is unclear which is meant.
    Example: questions: {money: …}
             indicators: {money: …}
    Instead: questions: {funding: …}
             indicators: {money: …}

E222 hypothesis named twice
    Finds:   A list of hypotheses that names one twice.
    Matters: Hypotheses exclude each other, so this one would exclude itself.
    Example: hypotheses: [grassroots, coopted, grassroots]
    Instead: hypotheses: [grassroots, coopted]
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_serializer, model_validator

from assess.domain.chance import Chance
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.dates import Step
from assess.domain.field_types import (
    Cost,
    Id,
    Number,
    OneOrMore,
    Sizes,
    Weight,
    Written,
    refuse,
)
from assess.domain.grading import Grading
from assess.domain.notebook_display import Brief
from assess.domain.number_text import count
from assess.domain.scale import Scale

PriorRow = Literal["uniform"] | dict[str, Any]
"""One row (hypothesis to number, or ``uniform``), or rows nested by the parents' states, one level a parent."""


class Hypothesis(Written):
    """One of the answers that a question may have; written as its text alone where it has no label.

    Parameters
    ----------
    text : str, optional
        What it says.
    label : str, optional
        Its short name, for figures and sentences.

    Examples
    --------
    >>> Hypothesis.model_validate("Left to itself") == Hypothesis(text="Left to itself")
    True
    """

    text: str | None = None
    label: str | None = Field(default=None, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        return {"text": written or None} if written is None or isinstance(written, str) else written

    @model_serializer
    def _write(self) -> Any:
        return self.text if self.label is None else {"text": self.text, "label": self.label}


def _hypotheses(value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        twice = [name for n, name in enumerate(value) if name in value[:n]]
        if twice:
            refuse("E222", f"hypothesis {twice[0]!r} is named twice", "name each once")
        return dict.fromkeys(value)
    return value


Same = Literal["all", "country", "use"]
"""Which uses of a row are one unknown number: all in the case, those in one country, or none but itself."""

Hypotheses = Annotated[
    dict[Id, Hypothesis],
    BeforeValidator(
        _hypotheses,
        json_schema_input_type=Annotated[dict[Id, Hypothesis], Field(min_length=2)]
        | Annotated[tuple[Id, ...], Field(min_length=2, json_schema_extra={"uniqueItems": True})],
    ),
    Field(min_length=2),
]
"""Id to what it says, at least two; or a list of ids."""


class Question(Written):
    """Something with one true answer among named, exclusive, exhaustive hypotheses.

    Parameters
    ----------
    per : str
        The kind of subject it is asked of.
    hypotheses : dict of str to Hypothesis
        Id to what it says, at least two.
    prior : dict or "uniform"
        Hypothesis to probability; under `given`, such a row for each state of the
        parent, nested in the order of `given`.
    text : str, optional
        What is asked, with a gap for the subject.
    label : str, optional
        Its short name, for figures and sentences.
    given : tuple of str
        Parent questions.
    given_weight : float
        How far the rows differ by parent: each becomes w·row + (1-w)·average row.
    prior_n : float or dict, optional
        Effective sample size of the prior rows, or of each, nested as they are; exactly known where left out.
    over_time : dict, optional
        Rows by the hypothesis that held at the previous period.
    step : {"year", "month"}, optional
        What time the rows of `over_time` stand for: over several such steps they apply as many times. Without it they
        stand for the time from any period to the next.
    same : {"use", "all", "country"}
        Which uses of a prior row of finite `prior_n` are one unknown number: each is its own, all in the case share
        it, or those in one country. Rows of `over_time` are never shared.
    over_time_n : float or dict, optional
        Effective sample size of these rows, or of each; `prior_n` where left out, if that is one number.
    """

    per: Id
    hypotheses: Hypotheses
    prior: PriorRow
    text: str | None = None
    label: str | None = Field(default=None, min_length=1)
    given: OneOrMore = ()
    given_weight: Weight = 1.0
    prior_n: Sizes | None = None
    over_time: dict[str, Literal["uniform"] | dict[str, Number]] | None = None
    over_time_n: Sizes | None = None
    step: Step | None = None
    same: Same = "use"
    why: str | None = None
    references: tuple[str, ...] = ()


class Indicator(Written):
    """An observable that is likelier under some hypotheses than under others.

    Parameters
    ----------
    of : str
        The question, or the other indicator, that it bears on.
    present_if : dict of str to Chance
        P(present) for each hypothesis of the question, or for ``present`` and ``absent`` of the indicator.
    weight : float
        The probability that the indicator tells anything here: P = w·p + (1-w)·mean p.
    same : {"all", "country", "use"}
        Which uses of a row that is not exactly known are one unknown number: all in the case share it, those in one
        country, or each is its own.
    label : str, optional
        Its short name, for figures and sentences.
    cost : float, optional
        What it takes to look for it, in a unit that the rubric's costs share.
    """

    of: Id
    present_if: dict[str, Chance]
    text: str | None = None
    label: str | None = Field(default=None, min_length=1)
    theme: str | None = None
    weight: Weight = 1.0
    same: Same = "all"
    cost: Cost | None = None
    absent_means: str | None = None
    why: str | None = None
    references: tuple[str, ...] = ()


class Rubric(Brief, Written):
    """Questions and indicators with their numbers.

    Parameters
    ----------
    rubric : str
        Its id.
    questions : dict of str to Question
    indicators : dict of str to Indicator
    scale : Scale or str
        The verbal scale, or the id of a shipped one.
    grading : Grading or str
        The grading, or the id of a shipped one.
    confidence : ConfidencePolicy or str
        The policy of analytic confidence, or the id of a shipped one.
    learned_from : dict of str to tuple of str
        By case: the instances whose answers the numbers were learned from.
    """

    rubric: Id
    questions: dict[Id, Question] = Field(min_length=1)
    indicators: dict[Id, Indicator]
    title: str | None = None
    version: str = "0"
    scale: Id | Scale = "icd203"
    grading: Id | Grading = "admiralty"
    confidence: Id | ConfidencePolicy = "icd203"
    why: str | None = None
    references: tuple[str, ...] = ()
    learned_from: dict[Id, tuple[str, ...]] = Field(default_factory=dict)

    def _in_short(self) -> str:
        held = count(len(self.questions), "question"), count(len(self.indicators), "indicator")
        return f"Rubric {self.rubric} {self.version}: {', '.join(held)}"

    @model_validator(mode="after")
    def _distinct(self) -> Rubric:
        both = sorted(self.questions.keys() & self.indicators.keys())
        if both:
            refuse(
                "E210",
                f"{both[0]!r} names a question and an indicator",
                "rename one of them",
                ("indicators", both[0]),
            )
        return self
