"""What a rule's page says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its page.

    Parameters
    ----------
    code : str
        ``E…`` stops a scoring, ``W…`` asks for something a good input has.
    name : str
        The fault.
    finds, matters : str
        What the rule finds, and why that matters.
    example, instead : str
        A piece of input that breaks it, and what to write in its place.
    """

    code: str
    name: str
    finds: str
    matters: str
    example: str
    instead: str

    def text(self) -> str:
        """Return the page."""
        parts = (
            f"{self.code} {self.name}",
            f"What it finds\n{_indented(self.finds)}",
            f"Why it matters\n{_indented(self.matters)}",
            f"Example\n{_indented(self.example)}",
            f"Instead\n{_indented(self.instead)}",
        )
        return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())
