"""A small case whose predictions are settled, as files."""

from __future__ import annotations

from pathlib import Path

RUBRIC = """\
rubric: small
version: "1.0.0"
questions:
  origin:
    per: body
    hypotheses: [grown, made]
    prior: {grown: 0.6, made: 0.4}
    prior_n: 10
indicators:
  money: {of: origin, present_if: {grown: {mean: 0.2, n: 10}, made: {mean: 0.7, n: 5}}}
  blessing: {of: origin, present_if: {grown: 0.1, made: {mean: 0.5, n: 4}}, weight: 0.8}
"""
CASE = """\
case: bodies
rubric: small
include: [predicted.yaml]
subjects:
  choir: {kind: body}
  club: {kind: body}
ask: {choir: origin, club: origin}
sources:
  clerk: {reliability: 0.9}
evidence:
  - {id: e1, about: choir, indicator: money, says: present, source: clerk, accuracy: 0.9, reported: 2017-05}
  - {id: e2, about: club, indicator: money, says: absent, source: clerk, accuracy: 0.8, reported: 2017-06}
  - {id: e3, about: choir, indicator: blessing, says: present, source: clerk, accuracy: 0.9, reported: 2018-03-01}
"""
PREDICTED = """\
# What is foretold
predictions:
  blessed:   # by a bishop
    text: The choir turns out to be made
    holds_if: {choir/origin: made}
    made: 2017-07
    resolves_by: 2018-12-31   # our date
    why: An inquiry is due
  clubs: {holds_if: {club/origin: made}, made: 2017-07, resolves_by: 2019}

  unstated:
    text: >-
      Something that no question asks,
      over two lines
    resolves_by: 2018
  open: {holds_if: {club/origin: grown}}
  last:
    holds_if: {club/origin: grown}
"""


def lay_out(folder: Path) -> Path:
    """Write the files of the case into a folder, and return that."""
    (folder / "small.yaml").write_text(RUBRIC, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "predicted.yaml").write_text(PREDICTED, encoding="utf-8")
    return folder
