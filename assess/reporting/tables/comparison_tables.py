"""Rows and sentences on what changed between two scorings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assess.domain.number_text import decibans, percent, percent_range
from assess.history.comparing.attribution import Attribution
from assess.history.comparing.compare import Change
from assess.history.comparing.differences import InputChange
from assess.history.comparing.target_changes import TargetChange
from assess.history.comparing.timeline import Timeline
from assess.reporting.words import confidence_sentences, judgements
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult, QuestionResult

INPUT_COLUMNS = ("what changed", "which", "how")
MOVE_COLUMNS = ("judgement", "likelihood before", "likelihood after", "change dB", "because of (dB)")
LEVEL_COLUMNS = ("judgement", "confidence before", "confidence after")
SOURCE_COLUMNS = ("source", "reliable before", "reliable after", "name")
TIMELINE_COLUMNS = ("as of", "what changed", "judgement", "likelihood", "90 %")

_MOST_CAUSES = 3
_MOST_IDS = 3
_NO_LONGER = "Nothing: it is no longer asked."


class ComparisonRows:
    """The rows and sentences of a comparison.

    Parameters
    ----------
    change : Change
    """

    def __init__(self, change: Change) -> None:
        self._change = change
        self._before, self._after = Names(change.before), Names(change.after)

    def inputs(self) -> Iterator[tuple[str, ...]]:
        """Yield the changes of the inputs and of the engine."""
        sides = (self._change.before, self._change.after)
        rubrics = [f"{side.rubric.rubric} {side.rubric.version}" for side in sides]
        for what, (old, new) in (("rubric", rubrics), ("as of", [side.as_of or "-" for side in sides])):
            if old != new:
                yield what, "-", f"{old} → {new}"
        for change in self._change.inputs:
            kind = change.kind if change.bears else f"{change.kind}, without weight"
            yield kind, change.id, _how(change) + (f" ({change.why})" if change.why else "")

    def moves(self, ident: str | None = None) -> Iterator[tuple[str, ...]]:
        """Yield the claims that visibly moved and what moved them, the largest move first; or the one named."""
        chosen = self._change.moved if ident is None else (self._change.claims[ident],)
        chosen = tuple(move for move in chosen if ident is not None or _is_seen(move))
        for move in chosen:
            attribution = self._change.attribution.get(move.id)
            yield move.id, *self._likelihoods(move), _step(move), _causes(attribution)

    def unseen(self) -> str:
        """Return the sentence that counts the claims that moved too little to show; empty where none did."""
        few = sum(not _is_seen(move) for move in self._change.moved)
        return f"{few} more moved by less than 0.05 dB" if few else ""

    def hypotheses(self) -> Iterator[tuple[str, ...]]:
        """Yield the hypotheses whose word or lead changed."""
        for move in self._change.hypotheses.values():
            hypothesis = move.id.partition(":")[2]
            leads = {state.leader == hypothesis for state in (move.before, move.after) if state is not None}
            if move.before is None or move.after is None or "word" in move.other or len(leads) > 1:
                yield move.id, *self._likelihoods(move), _step(move), "-"

    def shares(self, ident: str) -> Iterator[tuple[str, ...]]:
        """Yield each change's share in what became of one claim."""
        attribution = self._change.attribution.get(ident)
        for part in () if attribution is None else attribution.parts:
            yield part.kind, part.id, decibans(part.db)
        if attribution is not None and attribution.groups is not None and "engine" in attribution.groups:
            yield "engine", "", decibans(attribution.groups["engine"])

    def levels(self) -> Iterator[tuple[str, ...]]:
        """Yield the judgements whose level of confidence changed."""
        for move in self._change.claims.values():
            if "level" in move.other and move.before is not None and move.after is not None:
                yield move.id, move.before.level or "-", move.after.level or "-"

    def sources(self) -> Iterator[tuple[str, ...]]:
        """Yield the sources whose reliability visibly changed."""
        for move in self._change.sources.values():
            before, after = self._likelihoods(move)
            if before != after:
                names = self._after if move.after is not None else self._before
                yield move.id, before, after, names.source(move.id)

    def _likelihoods(self, move: TargetChange) -> tuple[str, str]:
        sides = ((move.before, self._before), (move.after, self._after))
        old, new = ("-" if s is None else judgements.likelihood(s.probability, names.scale) for s, names in sides)
        return old, new

    def unlicensed(self) -> Iterator[tuple[str, str]]:
        """Yield each sentence of the earlier report that no longer holds, and the one that replaces it.

        Sentences of likelihood go with the word and with what leads, those of confidence with the level.
        """
        earlier, later = ({**side.claims, **side.predictions} for side in (self._change.before, self._change.after))
        for move in self._change.claims.values():
            if move.before is None:
                continue
            old, new = earlier[move.id], later.get(move.id)
            if new is None:
                yield self._judged(old, self._before), _NO_LONGER
                continue
            if "word" in move.other or "leader" in move.other:
                yield self._judged(old, self._before), self._judged(new, self._after)
            if "level" in move.other and old.confidence is not None and new.confidence is not None:
                what = f"the judgement {move.id}"
                yield (
                    confidence_sentences.confidence(old.confidence, what),
                    confidence_sentences.confidence(new.confidence, what),
                )
        yield from self._leading(self._change.before, self._change.after)

    def _judged(self, claim: ClaimResult, names: Names) -> str:
        return judgements.judgement(claim, names.claim(claim.id), names.scale)

    def _leading(self, before: Assessment, after: Assessment) -> Iterator[tuple[str, str]]:
        for ident, question in before.questions.items():
            later = after.questions.get(ident)
            if later is None:
                yield _led(question, self._before), _NO_LONGER
            elif question.leading != later.leading:
                yield _led(question, self._before), _led(later, self._after)


def _step(move: TargetChange) -> str:
    """Return the change of the log odds (dB), an infinite one with its sign; ``-`` where one side is missing."""
    if move.before is None or move.after is None:
        return "-"
    if move.change_db is not None:
        return decibans(move.change_db)
    return "+∞" if move.after.probability > move.before.probability else "-∞"


def _is_seen(move: TargetChange) -> bool:
    return bool(move.other) or decibans(move.change_db) != "0"


def _led(question: QuestionResult, names: Names) -> str:
    leader = question.leading
    return f"Of {question.id}, {leader} leads: {judgements.likelihood(question.posterior[leader], names.scale)}."


def timeline_rows(line: Timeline) -> Iterator[list[tuple[str, ...]]]:
    """Yield the rows of each date."""
    names = Names(line.last)
    for point in line.points:
        changed = (("reported", point.reported), ("withdrawn", point.withdrawn), ("regraded", point.regraded))
        head = (point.as_of or "-", "; ".join(f"{how}: {_ids(which)}" for how, which in changed if which) or "-")
        rows: list[tuple[str, ...]] = []
        for ident, reading in point.readings.items():
            likely = judgements.likelihood(reading.probability, names.scale)
            rows.append((*head, ident, likely, percent_range(reading.interval)))
            head = ("", "")
        yield rows


def _ids(items: tuple[str, ...]) -> str:
    rest = len(items) - _MOST_IDS
    return ", ".join(items[:_MOST_IDS]) + (f" and {rest} more" if rest > 0 else "")


def _causes(attribution: Attribution | None) -> str:
    if attribution is None:
        return "-"
    if attribution.groups is None:
        return "cannot be shared out" if attribution.change_db != 0.0 else "-"
    shares = [(f"{part.kind}: {part.id}", part.db) for part in attribution.parts]
    shares += [("engine", share) for name, share in attribution.groups.items() if name == "engine"]
    shares = [(name, share) for name, share in shares if decibans(share) != "0"] or shares[:1]
    causes = [f"{name} {decibans(share)}" for name, share in shares[:_MOST_CAUSES]]
    rest = len(shares) - len(causes)
    return "; ".join(causes) + (f"; and {rest} more" if rest else "") or "-"


def _how(change: InputChange) -> str:
    """Return a change of the inputs in one line; for an item that came or went, its source and what it says."""
    old, new = change.before, change.after
    if change.kind in ("items added", "items withdrawn"):
        item = old if new is None else new
        return f"{item['source']} says {item['says']}: {item['about']}/{item['indicator']}"
    if old is None or new is None:
        whole = old if new is None else new
        return _plain(whole.get("text") or whole if isinstance(whole, dict) else whole)
    return "; ".join(_steps(old, new))


def _steps(old: Any, new: Any, within: str = "") -> Iterator[str]:
    """Yield the differences between two values, each after its keys."""
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        old, new = (dict(enumerate(side, start=1)) for side in (old, new))
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield f"{within}{_plain(old)} → {_plain(new)}"
        return
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield from _steps(old.get(key), new.get(key), f"{within}{key} ")


def _plain(written: Any) -> str:
    if written is None:
        return "-"
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)


EDIT_COLUMNS = ("country", "before", "was called", "after", "dB", "is called", "claim")


def edit_rows(changes: Mapping[str, TargetChange], after: Assessment) -> Iterator[tuple[str, ...]]:
    """Yield a row for each claim that visibly moved, under `EDIT_COLUMNS`."""
    names, claims = Names(after), {**after.claims, **after.predictions}
    for ident, change in changes.items():
        if _is_slight(change) or change.before is None or change.after is None:
            continue
        yield (
            ", ".join(claims[ident].countries) or "-",
            percent(change.before.probability, names.scale),
            change.before.term or "-",
            percent(change.after.probability, names.scale),
            decibans(change.change_db),
            (change.after.term or "-") if "word" in change.other else "the same",
            names.claim(ident),
        )


def edit_summary(changes: Mapping[str, TargetChange], of: int) -> str:
    """Return the sentence that counts the claims that moved and those whose word changed.

    Examples
    --------
    >>> edit_summary({}, 12)
    'none of 12 claims and predictions moved'
    """
    words = sum("word" in change.other for change in changes.values())
    if not changes:
        return f"none of {of} claims and predictions moved"
    little = sum(map(_is_slight, changes.values()))
    less = f", {little} of them by less than 0.05 dB" if little else ""
    verb = "has" if words == 1 else "have"
    return f"{len(changes)} of {of} claims and predictions moved{less}; {words or 'none'} {verb} another word"


def _is_slight(change: TargetChange) -> bool:
    return decibans(change.change_db) == "0" and "word" not in change.other
