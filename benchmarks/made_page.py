"""A part of a page that a command makes, between two comments."""

from __future__ import annotations

from pathlib import Path

END = "<!-- end -->"


def parts(page: Path, command: str) -> tuple[str, str, str]:
    """Return what stands before a part that a command makes, the part, and what stands after it."""
    start = f"<!-- made by {command} -->"
    before, rest = page.read_text(encoding="utf-8").split(start)
    made, after = rest.split(END, 1)
    return before + start, made, END + after


def put(page: Path, command: str, made: str) -> None:
    """Write what a command made in place of what it made before."""
    before, _, after = parts(page, command)
    page.write_text(f"{before}\n\n{made.strip()}\n\n{after}", encoding="utf-8")
