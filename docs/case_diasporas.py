"""Writes the table of docs/case-diasporas.md anew: ``python docs/case_diasporas.py``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from assess.domain.rubric import Rubric  # noqa: E402
from assess.files import load_case  # noqa: E402
from assess.reporting.report.as_markdown import table  # noqa: E402
from assess.scoring.score import score  # noqa: E402

PAGE, COUNTS = HERE / "case-diasporas.md", HERE / "case-diasporas.yaml"
START, END = "<!-- counts: start -->", "<!-- counts: end -->"


def counts() -> dict[str, int]:
    """Return how many of each thing the case has."""
    case = load_case(HERE.parent / "cases" / "russia-diasporas-2017")
    assert isinstance(case.rubric, Rubric)
    result = score(case)
    reasons = Counter(one.reason for one in result.unscored)
    return {
        "questions": len(case.rubric.questions),
        "indicators": len(case.rubric.indicators),
        "items": len(case.evidence),
        "items scored": len(result.evidence),
        "items unclear": reasons["unclear"],
        "items withdrawn": reasons["withdrawn"],
        "gaps": len(case.gaps),
        "claims": len(case.claims) + len(case.unstated),
        "claims stated": len(case.claims),
        "claims not stated": len(case.unstated),
        "predictions": len(case.predictions),
        "actors": len(case.actors),
        "relations": len(case.relations),
        "quantities": len(case.quantities),
    }


def rows() -> str:
    """Return the table: what was found while reading, what the case has, and why they differ."""
    read = yaml.safe_load(COUNTS.read_text(encoding="utf-8"))
    cells = []
    for name, number in counts().items():
        entry = read.get(name, {})
        cells.append((name, str(entry.get("found", "")), str(number), " ".join(str(entry.get("why", "")).split())))
    return table(("what", "found in the paper", "in the case", "what was left out, or added, and why"), cells, (1, 2))


def page(text: str) -> str:
    """Return the page with its table made anew."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{rows()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
