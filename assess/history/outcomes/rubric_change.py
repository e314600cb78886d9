"""Cases scored under two versions of their rubric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from assess.domain.case import Case
from assess.domain.number_text import plain
from assess.domain.rubric import Rubric
from assess.files import load_case, shipped_ids
from assess.scoring.columns import Column
from assess.scoring.results import Assessment, unmoved
from assess.scoring.score import score


@dataclass(frozen=True, slots=True)
class RubricDifference:
    """One entry of a rubric that differs between two versions.

    Parameters
    ----------
    where : str
        Its key path.
    before, after : str or None
        What is written; None if the entry is missing.
    """

    where: Annotated[str, Column("where", width=60)]
    before: Annotated[str | None, Column("before", width=40)]
    after: Annotated[str | None, Column("after", width=40)]


def rubric_differences(before: Rubric, after: Rubric) -> tuple[RubricDifference, ...]:
    """Return the entries that differ in another version of a rubric, in the order of the first, additions last.

    Parameters
    ----------
    before, after : Rubric
        The versions, their scales and gradings loaded or only named.

    Examples
    --------
    >>> import assess
    >>> rubric = assess.load_rubric("diaspora-control")
    >>> rubric_differences(rubric, rubric)
    ()
    """
    old, new = dict(_entries(before)), dict(_entries(after))
    paths = [*old, *(path for path in new if path not in old)]
    return tuple(
        RubricDifference(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)
    )


def _entries(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Yield the key path and value of every entry of a rubric that is written or differs from its default."""
    waiting: list[tuple[str, Any]] = [("", rubric.model_dump(mode="json", exclude_defaults=True))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict) and value:
            below = [(f"{path}.{key}" if path else str(key), each) for key, each in value.items()]
            waiting.extend(reversed(below))
        elif isinstance(value, list):
            yield path, ", ".join(map(str, value))
        else:
            yield path, plain(value) if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class Shift:
    """One judgement under two versions.

    Parameters
    ----------
    kind : {"claim", "prediction", "hypothesis"}
    id : str
        The claim or prediction, or ``instance: hypothesis``.
    before, after : float
        Its probability under each version.
    term_before, term_after : str or None
        The scale's word for it.
    """

    kind: Literal["claim", "prediction", "hypothesis"]
    id: str
    before: float
    after: float
    term_before: str | None
    term_after: str | None

    @property
    def reworded(self) -> bool:
        """Whether the word changed."""
        return self.term_before != self.term_after


@dataclass(frozen=True, slots=True)
class RescoredCase:
    """A case under two versions: the judgements that moved, furthest first."""

    case: str
    judgements: int
    moved: tuple[Shift, ...]

    @property
    def reworded(self) -> tuple[Shift, ...]:
        """The judgements whose word changed."""
        return tuple(shift for shift in self.moved if shift.reworded)

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain values."""
        moved = [{**asdict(shift), "flipped": shift.reworded} for shift in self.moved]
        return {"case": self.case, "judgements": self.judgements, "moved": moved}


def shipped_cases(rubric: Rubric) -> list[Case]:
    """Return the shipped cases of a rubric, of whichever version."""
    cases = [load_case(ident) for ident in shipped_ids("case")]
    return [case for case in cases if isinstance(case.rubric, Rubric) and case.rubric.rubric == rubric.rubric]


def rescore_cases(before: Rubric, after: Rubric, cases: Iterable[Case]) -> tuple[RescoredCase, ...]:
    """Score cases under two versions of their rubric.

    Parameters
    ----------
    before, after : Rubric
    cases : iterable of Case

    Raises
    ------
    AssessError
        If a case cannot be scored under one of them.
    """
    distinct = {case.case: case for case in cases}
    results = []
    for ident in sorted(distinct):
        old, new = (score(distinct[ident].model_copy(update={"rubric": rubric}), draws=0) for rubric in (before, after))
        shifts = list(_shifts(old, new))
        moved = [shift for shift in shifts if not unmoved(shift.before, shift.after)]
        moved.sort(key=lambda shift: -round(abs(shift.after - shift.before), 9))
        results.append(RescoredCase(ident, len(shifts), tuple(moved)))
    return tuple(results)


def _shifts(old: Assessment, new: Assessment) -> Iterator[Shift]:
    for ident, claim in old.claims.items():
        then = new.claims[ident]
        yield Shift("claim", ident, claim.probability, then.probability, claim.term, then.term)
    for ident, prediction in old.predictions.items():
        then = new.predictions[ident]
        yield Shift("prediction", ident, prediction.probability, then.probability, prediction.term, then.term)
    for ident, question in old.questions.items():
        other = new.questions[ident]
        for state, p in question.posterior.items():
            yield Shift(
                "hypothesis", f"{ident}: {state}", p, other.posterior[state], question.term[state], other.term[state]
            )
