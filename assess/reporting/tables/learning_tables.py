"""What a rubric learned, as rows and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assess.domain.number_text import count, percent
from assess.domain.scale import Scale
from assess.history.outcomes.learning import LearningResult
from assess.history.outcomes.revising import LearnedRow
from assess.history.outcomes.rubric_change import RescoredCase

ROW_COLUMNS = ("row of", "given", "state", "counted", "before", "after", "n before", "n after")
WORD_CHANGE_COLUMNS = ("case", "what", "before", "word before", "after", "word after", "id")


def row_rows(moves: Iterable[LearnedRow]) -> Iterator[tuple[str, ...]]:
    """Yield the rows that learned, a line for each state; of an indicator, only what is present."""
    for move in moves:
        if not move.learned:
            continue
        states = ["present"] if move.kind == "indicator" else list(move.before)
        for state in states:
            yield (
                f"{move.name}, over time" if move.kind == "over_time" else move.name,
                ", ".join(move.given) or "-",
                state,
                f"{move.counts[state]:.2f} of {move.uses:.2f}",
                percent(move.before[state]),
                percent(move.after[state]),
                f"{move.size_before:.3g}",
                f"{move.size_after:.3g}",
            )


def word_change_rows(found: Iterable[RescoredCase], scale: Scale) -> Iterator[tuple[str, ...]]:
    """Yield the judgements whose word is another under the new version."""
    for case in found:
        for shift in case.reworded:
            words = shift.term_before or "-", shift.term_after or "-"
            before, after = percent(shift.before, scale), percent(shift.after, scale)
            yield case.case, shift.kind, before, words[0], after, words[1], shift.id


def remarks(learned: LearningResult, found: Iterable[RescoredCase]) -> Iterator[str]:
    """Yield what a reader has to know besides the tables, a sentence each."""
    for case, instances in learned.known.items():
        left = "is" if len(instances) == 1 else "are"
        yield f"{case}: {', '.join(instances)} went into version {learned.before.version} already, and {left} left out."
    exact = sorted({move.name for move in learned.rows if not move.learned})
    if exact:
        yield f"Exactly known, so that they learn nothing: rows of {', '.join(exact)}."
    if learned.after is learned.before:
        yield f"Nothing was learned: {learned.before.rubric} stays at version {learned.before.version}."
        return
    used = sum(len(instances) for instances in learned.instances.values())
    rows = sum(move.learned for move in learned.rows)
    yield f"{count(rows, 'row')} learned from {count(used, 'answer')} in {count(len(learned.instances), 'case')}."
    for again in found:
        changed = len(again.reworded)
        yield (
            f"{again.case}: of {again.judgements} judgements {len(again.moved)} move, "
            f"and {changed or 'none'} {'has' if changed == 1 else 'have'} another word."
        )
