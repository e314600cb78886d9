"""The date and the ids in an export, taken from the case so that the same inputs give the same bytes."""

from __future__ import annotations

import datetime as dt
import uuid

from assess.scoring.result_date import date_of
from assess.scoring.results import Assessment

NAMESPACE = uuid.UUID("2d143081-b72a-4bdf-b653-f7085231554e")
"""The namespace of the ids of exported objects (UUID, version 5)."""

START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The date of a case without any, and the earliest that other programs accept."""


def export_date(result: Assessment) -> dt.datetime:
    """Return the date of a result's information, or the earliest date that other programs accept."""
    return max(START, date_of(result) or START)


def lasting_id(result: Assessment, kind: str, ident: str) -> str:
    """Return the id of something that a case names, the same in every export of the case."""
    return str(uuid.uuid5(NAMESPACE, f"{result.case.case}/{kind}/{ident}"))


def result_id(result: Assessment, kind: str, ident: str) -> str:
    """Return the id of a statement in one scoring, which changes with inputs, date, engine, draws and seed."""
    scoring = f"{result.inputs}/{result.as_of}/{result.engine}/{result.draws}/{result.seed}"
    return str(uuid.uuid5(NAMESPACE, f"{result.case.case}/{scoring}/{kind}/{ident}"))
