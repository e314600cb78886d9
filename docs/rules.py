"""Regenerates docs/rules.md from the pages of the rules: ``python docs/rules.py``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from assess.files import rule_pages  # noqa: E402

PAGE = HERE / "rules.md"
HEAD = """# Rules

Every error (`E…`) and warning (`W…`) has a code, a place and a fix. `assess check --explain E203` prints one of
these pages.
"""


def page() -> str:
    """Return all pages in the order of their codes."""
    parts = [HEAD]
    for _, text in sorted(rule_pages().items()):
        first, _, rest = text.partition("\n")
        parts.append(f"## {first.strip()}\n\n```text\n{rest.strip(chr(10))}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
