"""A small case in two files, with comments where analysts put them."""

from pathlib import Path

RUBRIC = """\
rubric: clubs
title: Clubs
version: "1"
scale: icd203
grading: admiralty
questions:
  origin:
    per: club
    hypotheses: {grown: Grew, made: Was made}
    prior: {grown: 0.5, made: 0.5}
indicators:
  money:
    of: origin
    present_if: {grown: 0.2, made: 0.7}
"""
CASE = """\
# The case of a choir.
case: choir
rubric: clubs
include: [evidence.yaml]   # what is reported
subjects:
  choir: {kind: club}
ask: {choir: origin}

# Who speaks.
sources:
  clerk: {reliability: B, why: Knows the books}   # since spring
  chair:
    reliability:   C  # a guess
    why: >-
      Has a stake,
      and says so.

  # No more sources.
claims:
  made: {text: It was made, holds_if: {choir/origin: made}}
"""
EVIDENCE = """\
# All that is reported.
evidence:

  # the first
  - id: e1
    about: choir
    indicator: money
    says: present
    source: clerk
    credibility: 2   # seen
    why: >-
      In the books,
      line by line.

  - {id: e2, about: choir, indicator: money, says: absent, source: chair, credibility: 4, why: "So he says"}  # he would
  # nothing since

# the end
"""


def write(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rubrics").mkdir(exist_ok=True)
    (folder / "rubrics" / "clubs.yaml").write_text(RUBRIC, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    return folder


def item(ident: str) -> str:
    return f"{{id: {ident}, about: choir, indicator: money, says: present, source: clerk, credibility: 3, why: Heard}}"
