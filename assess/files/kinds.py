"""The kind of an input, judged by the keys at its top."""

from __future__ import annotations

from collections.abc import Collection

from assess.errors import Finding
from assess.files.places import ParsedFile

PARTS = ("scale", "grading", "confidence")
"""What a rubric names."""
KINDS = ("case", "rubric", *PARTS, "coding", "portfolio")
CALLED = {"confidence": "confidence policy", "portfolio": "file of shared sources"}
"""The words for a kind, if they are not its key."""

_OF_CASES = ("ask", "subjects", "evidence")


def kind_written(top: Collection[str]) -> str:
    """Return the kind of an input with these keys at its top: ``"case"`` if that is unclear.

    Examples
    --------
    >>> kind_written(["rubric", "scale", "questions"]), kind_written(["rubric", "ask"])
    ('rubric', 'case')
    """
    if any(key in top for key in _OF_CASES):
        return "case"
    # A case names its rubric too, and a rubric its parts.
    return next((kind for kind in KINDS if kind in top), "case")


def not_a_case(parsed: ParsedFile | None) -> list[Finding]:
    """Return the finding that a file read as a case is of another kind, if it is."""
    kind = "case" if parsed is None else kind_written(parsed.value)
    if parsed is None or kind == "case":
        return []
    hint = "name the file or the folder of a case"
    return [parsed.locate(Finding("E121", f"this is no case, it is a {CALLED.get(kind, kind)}", hint=hint))]
