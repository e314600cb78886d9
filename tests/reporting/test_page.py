"""The page of HTML, as a file: its size, its bytes, and large cases."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import assess
from assess.domain.case import Case
from assess.reporting.report.written_report import html
from tests.made_up import GRADING, SCALE
from tests.reporting.drawn import CHOIR, SHIPPED, scored

MOST_BYTES = 1_500_000


def large(countries: int, indicators: int, reports: int, claims: int) -> Case:
    """Return a case of bodies in many countries under one pattern, each report by a source of its own."""
    hypotheses = ["steered", "used", "left"]
    row = {"steered": 0.7, "used": 0.4, "left": 0.1}
    count = countries * indicators * reports
    return Case.model_validate(
        {
            "case": "large",
            "rubric": {
                **{"rubric": "large", "scale": SCALE, "grading": GRADING},
                "questions": {
                    "policy": {"per": "sponsor", "hypotheses": ["one", "none"], "prior": "uniform"},
                    "posture": {
                        **{"per": "country", "hypotheses": hypotheses, "given": "policy"},
                        "prior": {"one": dict(zip(hypotheses, (0.5, 0.3, 0.2), strict=True)), "none": "uniform"},
                    },
                },
                "indicators": {f"i{k}": {"of": "posture", "present_if": row} for k in range(indicators)},
            },
            "subjects": {
                "sponsor": {"kind": "sponsor", "country": "S"},
                **{
                    f"c{k}": {"kind": "country", "name": f"Country {k}", "country": f"C{k}", "within": "sponsor"}
                    for k in range(countries)
                },
            },
            "ask": {"sponsor": ["policy"], **{f"c{k}": ["posture"] for k in range(countries)}},
            "sources": {f"s{k}": {"reliability": 0.8} for k in range(count)},
            "claims": {
                f"k{k}": {"text": f"Claim {k}", "holds_if": {f"c{k % countries}/posture": hypotheses[k % 3]}}
                for k in range(claims)
            },
            "evidence": [
                {
                    **{"id": f"e{k}", "about": f"c{k % countries}", "indicator": f"i{k // countries % indicators}"},
                    **{"says": "present" if k % 3 else "absent", "source": f"s{k}", "accuracy": 0.8},
                    "summary": f"Report {k}.",
                }
                for k in range(count)
            ],
        }
    )


def test_a_large_case_has_a_page_with_a_part_for_each_country(pytestconfig: pytest.Config) -> None:
    countries, indicators, claims = (40, 25, 100) if pytestconfig.getoption("--thorough") else (10, 10, 20)
    text = html(assess.score(large(countries, indicators, 2, claims), draws=0))
    assert len(set(re.findall(r'<li id="(item-e\d+)">', text))) == countries * indicators * 2
    assert len(re.findall(r'<section id="claim-k\d+"', text)) == claims
    assert (
        len(
            re.findall(
                r'<section id="s\d+-\d+" class="l3" data-country="C\d+">\n<div class="head"><h3>Country \d+</h3>', text
            )
        )
        == countries
    )


def test_the_page_of_the_shipped_case_is_small(shipped_page: Path) -> None:
    assert shipped_page.stat().st_size < MOST_BYTES


def test_a_page_is_the_same_bytes_in_every_process(pytestconfig: pytest.Config) -> None:
    """Of any two processes the seeds of the hashes differ."""
    path = SHIPPED if pytestconfig.getoption("--thorough") else CHOIR
    program = (
        "import assess, hashlib; from assess.reporting.report.written_report import html; "
        f"text = html(assess.score(assess.load_case({str(path)!r}), draws=200)).encode(); "
        "print(hashlib.sha256(text).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": "1", "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == hashlib.sha256(html(scored(path)).encode()).hexdigest()
