"""Texts of a case and its rubric in other languages, by key path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from assess.domain.case import Case
from assess.domain.field_types import Written
from assess.domain.rubric import Rubric

W = TypeVar("W", bound=Written)

_OF_CASE = {
    "subjects": ("name", "in_text"),
    "sources": ("name", "kind", "why", "note"),
    "documents": ("title", "note"),
    "claims": ("text", "matters", "why"),
    "predictions": ("text", "why"),
    "priors": ("why",),
}
_ITSELF = ("title", "by", "why")
_OF_ITEM = ("summary", "why")
_OF_RUBRIC = {"questions": ("text", "label", "why"), "indicators": ("text", "label", "why")}
_OF_HYPOTHESIS = ("text", "label")


def text_paths(of: Case | Rubric) -> list[str]:
    """Return the dotted key paths of everything translatable in a case and its rubric, or in a rubric.

    A hypothesis may stand for its text: ``questions.origin.hypotheses.coopted``.
    """
    if isinstance(of, Case):
        below = text_paths(of.rubric) if isinstance(of.rubric, Rubric) else []
        items = [f"evidence.{item.id}.{key}" for item in of.evidence for key in _OF_ITEM]
        return [*_ITSELF, *_paths(of, _OF_CASE), *items, *below]
    paths = _paths(of, _OF_RUBRIC)
    for name, question in of.questions.items():
        for hypothesis in question.hypotheses:
            path = f"questions.{name}.hypotheses.{hypothesis}"
            paths += [path, *(f"{path}.{key}" for key in _OF_HYPOTHESIS)]
    return paths


def _paths(owner: Written, parts: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{part}.{name}.{key}" for part, keys in parts.items() for name in getattr(owner, part) for key in keys]


def translated(case: Case, language: str) -> Case:
    """Return a case and its rubric with the texts available in a language; other texts stay as they are."""
    texts = case.translations.get(language)
    if not texts:
        return case
    changes: dict[str, Any] = {part: _each(getattr(case, part), part, keys, texts) for part, keys in _OF_CASE.items()}
    changes["evidence"] = tuple(_each({item.id: item for item in case.evidence}, "evidence", _OF_ITEM, texts).values())
    if isinstance(case.rubric, Rubric):
        parts = {part: _each(getattr(case.rubric, part), part, keys, texts) for part, keys in _OF_RUBRIC.items()}
        for name, question in parts["questions"].items():
            path = f"questions.{name}.hypotheses"
            whole = {f"{each}.text": text for each, text in texts.items() if each.startswith(path)}
            hypotheses = _each(question.hypotheses, path, _OF_HYPOTHESIS, {**whole, **texts})
            parts["questions"][name] = question.model_copy(update={"hypotheses": hypotheses})
        changes["rubric"] = case.rubric.model_copy(update=parts)
    return case.model_copy(update=changes | {key: texts[key] for key in _ITSELF if key in texts})


def _each(owned: Mapping[str, W], part: str, keys: tuple[str, ...], texts: Mapping[str, str]) -> dict[str, W]:
    changed = {name: {key: texts[p] for key in keys if (p := f"{part}.{name}.{key}") in texts} for name in owned}
    return {name: each.model_copy(update=changed[name]) if changed[name] else each for name, each in owned.items()}
