"""Folders of tiny cases that differ in what is said and by whom."""

from __future__ import annotations

from pathlib import Path

RUBRIC = """
rubric: tiny
questions:
  made:
    per: club
    text: Who made {subject}?
    hypotheses: {members: Its members, state: The state}
    prior: uniform
indicators:
  money:
    of: made
    text: State money paid for {subject}
    present_if: {members: 0.2, state: {low: 0.5, high: 0.9}}
  charter:
    of: made
    text: A ministry wrote the charter of {subject}
    present_if: {members: 0.1, state: 0.6}
"""

CASE = """
case: %(name)s
rubric: tiny
subjects: {club: {kind: club, name: Club}}
ask: {club: [made]}
sources:
  agency: {reliability: C}
  clerk: {reliability: %(grade)s}
claims:
  of-the-state: {text: The state made it, holds_if: {club/made: [state]}}
evidence:
  - {id: e1, about: club, indicator: money, says: %(first)s, source: agency, credibility: 2, reported: 2020}
  - {id: e2, about: club, indicator: money, says: %(second)s, source: clerk, credibility: 3, reported: 2021}
  - {id: e3, about: club, indicator: charter, says: %(third)s, source: agency, credibility: 2, reported: 2022}
"""

SAYS = ("present", "absent", "not-found")


def write_cases(folder: Path, number: int) -> list[Path]:
    """Write so many cases, each in a folder of its own, with its rubric."""
    paths = []
    for k in range(number):
        path = folder / f"c{k:03}"
        path.mkdir(parents=True)
        (path / "tiny.yaml").write_text(RUBRIC)
        said = {"first": SAYS[k % 3], "second": SAYS[k // 3 % 3], "third": SAYS[k // 9 % 2]}
        (path / "case.yaml").write_text(CASE % {"name": path.name, "grade": "ABCDE"[k // 18 % 5], **said})
        paths.append(path)
    return paths
