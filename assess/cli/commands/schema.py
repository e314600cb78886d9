"""``assess schema``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from assess.cli.options import usage
from assess.cli.output import show
from assess.files import schemas
from assess.formats.stix_extension import STIX_EXTENSION
from assess.scoring.result_schema import assessment_schema


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND",
            help="case, rubric, scale, grading, confidence, coding, portfolio, assessment or stix-extension; "
            "all if left out.",
        ),
    ] = None,
) -> None:
    """Print the JSON Schemas of input files, for editors, and of the JSON that is printed and exported."""
    known = schemas() | {"assessment": assessment_schema(), "stix-extension": STIX_EXTENSION}
    if kind is not None and kind not in known:
        usage(f"there is no schema of {kind!r}; there are {', '.join(known)}")
    shown = known if kind is None else known[kind]
    show(f"{json.dumps(shown, indent=2, ensure_ascii=False)}\n")
