"""``assess plot``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assess.cli.at_work import progress
from assess.cli.listings import laid_out, listing_of
from assess.cli.options import DRAWS, AsOf, Draws, Language, Seed, StepKind, load_spoken, usage
from assess.cli.output import exit_on_findings, say, show
from assess.domain.language import language as speaking
from assess.errors import AssessError
from assess.files.atomic_write import folder_for
from assess.files.reading import is_folder
from assess.reporting.figures.chart import Chart, is_empty
from assess.reporting.figures.figure_list import FIGURES, figures
from assess.reporting.figures.rendering import check_target, save, stem
from assess.scoring.results import Assessment
from assess.scoring.score import score

Drawings = Sequence[Callable[[], Chart]]


class FileKind(StrEnum):
    """The formats of the files in a folder."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    HTML = "html"
    JSON = "json"


def plot(
    case: Annotated[
        str | None, typer.Argument(metavar="CASE", help="A case's folder or file, or the id of a shipped one.")
    ] = None,
    figure: Annotated[
        str | None, typer.Argument(metavar="[FIGURE]", help="A name from --list; all if left out.")
    ] = None,
    ident: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="The id that the figure is about; every suitable one if left out."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="PATH", help="A file (.svg, .png, .pdf, .html or .json), or a folder for several."
        ),
    ] = None,
    kind: Annotated[FileKind, typer.Option("--format", help="The format of the files in a folder.")] = FileKind.SVG,
    by: Annotated[StepKind, typer.Option(help="The group of evidence in each step of a waterfall.")] = StepKind.SOURCE,
    dark: Annotated[bool, typer.Option("--dark", help="Light ink on dark paper; an SVG follows its reader.")] = False,
    scale: Annotated[float, typer.Option(min=0.5, max=8.0, help="The resolution of a PNG, in dots per px.")] = 2.0,
    as_of: AsOf = None,
    draws: Draws = DRAWS,
    seed: Seed = 0,
    language: Language = "en",
    listed: Annotated[bool, typer.Option("--list", help="List the figures and exit.")] = False,
) -> None:
    """Draw figures of a case, each with a caption that explains how to read it."""
    if listed:
        show(_listing())
        return
    if case is None or output is None:
        usage("name a case, and with -o a file or folder; assess plot --list lists the figures")
    is_file = bool(output.suffix) and not is_folder(output)
    _check(output, is_file)
    written: list[Path] = []
    with exit_on_findings("nothing drawn", written):
        loaded = load_spoken(case, language)
        with progress("sampling") as tell:
            result = score(loaded, as_of, draws, seed, tell)
        drawings = _drawings(result, figure, ident, by)
        if is_file and len(drawings) != 1:
            usage(f"{len(drawings)} figures do not go into one file: name one figure and its ID, or a folder")
        with speaking(language):
            plots = [made for draw in drawings if (made := _drawn(draw, alone=figure is not None)) is not None]
        with nullcontext() if is_file else folder_for(output):
            for drawn in plots:
                target = output if is_file else output / f"{stem(drawn)}.{kind.value}"
                save(drawn, target, scale, is_dark=dark)
                written.append(target)
                say(f"wrote {target}")


def _listing() -> str:
    rows = [(name, shown.shows, shown.about or "-") for name, shown in FIGURES.items()]
    return laid_out([listing_of("Figures", ("figure", "what it shows", "ID"), rows)])


def _check(output: Path, is_file: bool) -> None:
    try:
        check_target(output / "figure.svg" if is_folder(output) else output if is_file else output.with_suffix(".svg"))
    except AssessError as error:
        usage(error.findings[0].message)


def _drawings(result: Assessment, figure: str | None, ident: str | None, by: StepKind) -> Drawings:
    wanted = [figure] if figure is not None else list(FIGURES)
    named = None if ident is None else [ident]
    return [draw for name in wanted for draw in figures(result, name, named, by.value)]


def _drawn(draw: Callable[[], Chart], *, alone: bool) -> Chart | None:
    """Return a figure; None if it has no rows and was not asked for by name."""
    try:
        return draw()
    except AssessError as error:
        if alone or not is_empty(error):
            raise
        say(f"left out: {error.findings[0].message}")
        return None
