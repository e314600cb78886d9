"""The page of each rule, from the docstrings of the functions and modules that apply it.

A page is a block of a docstring: a line with the code and the name of the fault, and under it, indented by four, the
parts ``Finds:``, ``Matters:``, ``Example:``, ``Instead:`` and perhaps ``References:``. The text of a part is indented
nine columns further on all its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent, indent

from assess.domain.quoting import meant, quoted
from assess.files.reading import own_text

HEADINGS = {
    "Finds": "What it finds",
    "Matters": "Why it matters",
    "Example": "Example",
    "Instead": "Instead",
    "References": "References",
}
_PAGE = re.compile(r"^( *)([EW]\d{3}) (\S.*)\n((?:\1    (?:Finds|Matters|Example|Instead|References|    ).*\n)+)", re.M)
_PART = re.compile(r"^(\w+): +(.*(?:\n         .*)*)", re.M)
_PACKAGE = Path(__file__).parents[1]


def pages_in(source: str) -> Iterator[tuple[str, str]]:
    """Yield the code and the page of every rule in the text of a module."""
    for _, code, name, block in _PAGE.findall(source):
        parts = {label: dedent(" " * 9 + text) for label, text in _PART.findall(dedent(block))}
        shown = (f"{title}\n{indent(parts[label], '  ')}" for label, title in HEADINGS.items() if label in parts)
        yield code, "\n\n".join((f"{code} {name}", *shown))


@cache
def rule_pages() -> Mapping[str, str]:
    """Return the page of every rule by its code.

    The modules are read, not imported: an import would load every floor and library for one page.
    """
    modules = sorted(_PACKAGE.rglob("*.py"))
    return dict(sorted(page for module in modules for page in pages_in(own_text(module))))


def explain(code: str) -> str:
    """Return the page of the rule `code`: what it finds, why it matters, an example, what to write instead.

    Raises
    ------
    KeyError
        If there is no such rule; its text lists those that exist.

    Examples
    --------
    >>> explain("e203").splitlines()[0]
    'E203 outside [0, 1]'
    """
    page = rule_pages().get(code.strip().upper())
    if page is None:
        text = f"there is no rule {quoted(code)}; {meant(code, rule_pages(), 'rules')}"
        raise KeyError(text)
    return page
