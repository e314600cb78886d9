"""A case whose every text is markup, script, formula or a turn of the direction of writing."""

from typing import Any

from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.files import load_grading, load_scale

BAD = "=cmd|'/c calc'!A1 ;@x <script>alert(1)</script> \u202egnp\u202c %s \\input{x} {unclosed \x1b[31m \x07 @misc{x, |"


def hostile_case() -> Case:
    starts = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1")  # noqa: RUF001
    rubric = Rubric.model_validate(
        {
            "rubric": "hostile",
            "scale": load_scale("icd203"),
            "grading": load_grading("admiralty"),
            "questions": {
                "origin": {
                    "per": "body",
                    "text": BAD,
                    "hypotheses": {"made": BAD, "grown": "=1", "other": "-2"},
                    "prior": "uniform",
                }
            },
            "indicators": {
                "money": {"of": "origin", "text": BAD, "present_if": {"made": 0.6, "grown": 0.01, "other": 0.0}},
                "vote": {"of": "origin", "present_if": {"made": 0.2, "grown": 0.7, "other": 0.2}, "weight": 0.6},
            },
        }
    )
    evidence: list[dict[str, Any]] = [
        {
            "id": f"e{n}",
            "about": "club",
            "indicator": "money" if n == 0 else "vote",
            "says": ("present", "absent")[n % 2],
            "source": f"s{n % 3}",
            "via": [f"s{(n + 1) % 3}"],
            "credibility": 1 + n % 6,
            "summary": start + BAD,
            "why": BAD,
            "cites": [{"document": "d0", "at": BAD}],
            "reported": "1965",
        }
        for n, start in enumerate(starts)
    ]
    return Case.model_validate(
        {
            "case": "hostile",
            "title": BAD,
            "why": BAD,
            "rubric": rubric,
            "subjects": {"club": {"kind": "body", "name": BAD, "country": "=RU", "note": BAD}},
            "ask": {"club": ["origin"]},
            "sources": {
                f"s{n}": {"reliability": grade, "name": BAD, "kind": BAD, "why": BAD} for n, grade in enumerate("BCF")
            },
            "documents": {
                "d0": {"title": BAD, "author": BAD, "url": "javascript:alert(1)", "note": BAD, "published": "1965"},
                "d1": {"url": "https://example.org/a_b?c=100%25&d={e}#f"},
                "d2": {"url": "https://example.org/a_b?c=100%25&d=~e#f", "published": "1965-03-02", "author": "s0"},
                "d3": {"title": "50 % of $10_000 & more #1 ~ ^"},
            },
            "claims": {
                "made": {
                    "text": BAD,
                    "holds_if": {"club/origin": "made"},
                    "asserted": {"by": "s0", "term": "likely", "words": BAD},
                }
            },
            "predictions": {"later": {"text": "-1", "holds_if": {"club/origin": "grown"}}, "open": {"text": BAD}},
            "evidence": evidence,
        }
    )
