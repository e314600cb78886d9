"""Rows and sentences on the changes between two scorings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from assess.domain.number_text import decibans
from assess.history.comparing.attribution import Attribution, ChangeShare
from assess.history.comparing.compare import Change, Move
from assess.history.comparing.differences import InputChange
from assess.history.comparing.target_changes import TargetChange
from assess.history.comparing.timeline import Timeline, TimelineReading
from assess.reporting.tables.record_table import RecordTable, Texts, record_table
from assess.reporting.words import confidence_sentences, judgements
from assess.scoring.columns import View, columns
from assess.scoring.labels import Names
from assess.scoring.results import Assessment, ClaimResult, QuestionResult

_MOST_CAUSES = 3
_MOST_IDS = 3
_NO_LONGER = "Nothing: it is no longer asked."


class ComparisonTables:
    """The tables and sentences of a comparison.

    Parameters
    ----------
    change : Change
    view : View
    """

    def __init__(self, change: Change, view: View = "shell") -> None:
        self._change, self._view = change, view
        self._before, self._after = Names(change.before), Names(change.after)
        self._texts: Texts = {
            "before": lambda change: self._likelihoods(change)[0],
            "after": lambda change: self._likelihoods(change)[1],
            "change_db": _step,
        }

    def inputs(self) -> RecordTable:
        """Return the changes of the inputs and of the engine."""
        texts: Texts = {
            "kind": lambda change: change.kind if change.bears else f"{change.kind}, without weight",
            "how": lambda change: _how(change) + (f" ({change.why})" if change.why else ""),
        }
        table = record_table([self._change.inputs], columns(InputChange, self._view), texts=texts)
        sides = (self._change.before, self._change.after)
        rubrics = [f"{side.rubric.rubric} {side.rubric.version}" for side in sides]
        both = (("rubric", rubrics), ("as of", [side.as_of or "-" for side in sides]))
        first = tuple((what, "-", f"{old} → {new}") for what, (old, new) in both if old != new)
        return RecordTable(table.columns, ((*first, *table.rows),))

    def moves(self, ident: str | None = None) -> RecordTable:
        """Return the claims that visibly moved and what moved them, largest move first; or only the one named."""
        texts: Texts = {
            "before": lambda move: self._likelihoods(move.change)[0],
            "after": lambda move: self._likelihoods(move.change)[1],
            "change_db": lambda move: _step(move.change),
            "attribution": lambda move: _causes(move.attribution),
        }
        return record_table([self._change.moves(ident)], columns(Move, self._view), texts=texts)

    def unseen(self) -> str:
        """Return the sentence that counts the claims that moved too little to show; empty if none did."""
        few = len(self._change.slight)
        return f"{few} more moved by less than 0.05 dB" if few else ""

    def hypotheses(self) -> RecordTable:
        """Return the hypotheses whose word changed, or that took or lost the lead."""
        return record_table([self._change.renamed_hypotheses], columns(TargetChange, self._view), texts=self._texts)

    def shares(self, ident: str) -> RecordTable:
        """Return each change's share of the move of one claim."""
        attribution = self._change.attribution.get(ident)
        shares = () if attribution is None else attribution.shares
        return record_table([shares], columns(ChangeShare, self._view))

    def levels(self) -> RecordTable:
        """Return the judgements whose level of confidence changed."""
        shown = columns(TargetChange, "frame", ("id", "level_before", "level_after"))
        return record_table([self._change.other_levels], shown)

    def sources(self) -> RecordTable:
        """Return the sources whose reliability visibly changed."""
        ident, before, after = columns(TargetChange, "shell", ("id", "before", "after"))
        shown = (
            replace(ident, header="source"),
            replace(before, header="reliable before"),
            replace(after, header="reliable after"),
            replace(ident, header="name", name="name"),
        )

        def name(change: TargetChange) -> str:
            return (self._before if change.after is None else self._after).source(change.id)

        moved = [change for change in self._change.sources.values() if len({*self._likelihoods(change)}) > 1]
        return record_table([moved], shown, texts={**self._texts, "name": name})

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
    """Return the change of the log odds (dB), an infinite one with its sign; ``-`` if one side is missing."""
    if move.before is None or move.after is None:
        return "-"
    if move.change_db is not None:
        return decibans(move.change_db)
    return "+∞" if move.after.probability > move.before.probability else "-∞"


def _led(question: QuestionResult, names: Names) -> str:
    leader = question.leading
    return f"Of {question.id}, {leader} leads: {judgements.likelihood(question.posterior[leader], names.scale)}."


def timeline_table(line: Timeline, view: View) -> RecordTable:
    """Return a table of the readings of each day."""

    def changed(row: TimelineReading) -> str:
        events = (
            ("reported", row.point.reported),
            ("withdrawn", row.point.withdrawn),
            ("regraded", row.point.regraded),
        )
        return "; ".join(f"{how}: {_ids(which)}" for how, which in events if which) or "-"

    shown = columns(TimelineReading, view, ("as_of", "changed", "id", ...))
    return record_table(line.rows(), shown, Names(line.last).scale, {"changed": changed}, once=2)


def _ids(items: tuple[str, ...]) -> str:
    rest = len(items) - _MOST_IDS
    return ", ".join(items[:_MOST_IDS]) + (f" and {rest} more" if rest > 0 else "")


def _causes(attribution: Attribution | None) -> str:
    if attribution is None:
        return "-"
    if attribution.groups is None:
        return "cannot be shared out" if attribution.change_db != 0.0 else "-"
    shares = [(f"{share.kind}: {share.id}" if share.id else share.kind, share.db) for share in attribution.shares]
    shares = [(name, share) for name, share in shares if decibans(share) != "0"] or shares[:1]
    causes = [f"{name} {decibans(share)}" for name, share in shares[:_MOST_CAUSES]]
    rest = len(shares) - len(causes)
    return "; ".join(causes) + (f"; and {rest} more" if rest else "") or "-"


def _how(change: InputChange) -> str:
    """Return a change of the inputs in one line; for an item added or removed, its source and what it says."""
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


def edit_table(changes: Mapping[str, TargetChange], after: Assessment) -> RecordTable:
    """Return a table of the claims that visibly moved."""
    names, claims = Names(after), {**after.claims, **after.predictions}
    of_claim = {column.name: column for column in columns(ClaimResult, "shell")}
    shown = (
        replace(of_claim["country"], path=("id",)),
        *columns(TargetChange, "frame", ("before", "term_before", "after", "change_db", "term_after")),
        replace(of_claim["text"], path=("id",)),
    )
    texts: Texts = {
        "country": lambda change: claims[change.id].country or "-",
        "term_after": lambda change: None if "word" in change.other else "the same",
        "text": lambda change: names.claim(change.id),
    }
    seen = [change for change in changes.values() if not change.is_slight]
    return record_table([seen], shown, names.scale, texts)


def edit_summary(changes: Mapping[str, TargetChange], of: int) -> str:
    """Return the sentence that counts the claims that moved and those whose word changed.

    Examples
    --------
    >>> edit_summary({}, 12)
    'none of 12 claims and predictions moved'
    """
    if not changes:
        return f"none of {of} claims and predictions moved"
    slight = len([change for change in changes.values() if change.is_slight])
    words = len([change for change in changes.values() if "word" in change.other])
    less = f", {slight} of them by less than 0.05 dB" if slight else ""
    verb = "has" if words == 1 else "have"
    return f"{len(changes)} of {of} claims and predictions moved{less}; {words or 'none'} {verb} another word"
