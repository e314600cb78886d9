"""The glossary names what there is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| term", "| ---"))
]


def test_terms_stand_in_order_and_once() -> None:
    terms = [term.casefold() for term, *_ in ROWS]
    assert len(terms) > 50
    assert terms == sorted(set(terms))


def test_a_term_is_where_the_glossary_says() -> None:
    missing = []
    for term, _, where in ROWS:
        *names, place = re.findall(r"`([^`]+)`", where)
        path = ROOT / "assess" / place
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        defined = all(re.search(rf"^(class {name}\b|def {name}\b|{name}\b.*=)", text, re.MULTILINE) for name in names)
        if not path.exists() or not defined:
            missing.append((term, where))
    assert missing == []
