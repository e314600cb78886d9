"""Exporting a result to the formats of other programs.

E408 impossible export
    Finds:   An unknown format, a file with the ending of another format, or a question that the case does not ask.
    Matters: The ending says what is written, and a wrong one would mislead the program that opens it.
    Example: assess export CASE --to pyagrum -o network.json
    Instead: assess export CASE --to pyagrum -o network.bif
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from assess.domain.quoting import listed, meant, quoted
from assess.errors import AssessError, Finding
from assess.files.atomic_write import folder_for, put
from assess.files.reading import is_folder, is_there
from assess.formats.ach.export_ach import ach_matrices, ach_matrix, with_items
from assess.formats.ach.export_grid import grid, grids
from assess.formats.bayes_net import save_network
from assess.formats.bibliography import bibliography
from assess.formats.misp import misp_text
from assess.formats.stix import stix_text
from assess.scoring.csv_tables import csv_table, csv_tables
from assess.scoring.results import Assessment

Text = Callable[[Assessment, str, str | None], str]
"""Renders a result, given the ending of the file and, for a matrix, the question instance."""


@dataclass(frozen=True, slots=True)
class Format:
    """An export format.

    Parameters
    ----------
    suffixes : tuple of str
        The endings that its file may have, the preferred one first.
    text : callable, optional
        Returns it as a single text, which may go to standard output.
    folder : callable, optional
        Returns several texts by file name, for a folder: the target is then a name without an ending.
    save : callable, optional
        Writes it, if it is not text, and returns the files written.
    takes_instance : bool
        Whether it may be limited to one question instance.
    """

    suffixes: tuple[str, ...]
    text: Text | None = None
    folder: Callable[[Assessment, str | None], Mapping[str, str]] | None = None
    save: Callable[[Assessment, Path], list[Path]] | None = None
    takes_instance: bool = False


def _matrices(matrix: Callable[[Assessment, str], str], matrices: Callable[[Assessment], Mapping[str, str]]) -> Format:
    """Return a format of one table for each question instance."""

    def text(result: Assessment, suffix: str, of: str | None) -> str:
        reported = with_items(result)
        if of is None and len(reported) != 1:
            some = f"one of them ({listed(reported)})" if reported else "an instance"
            _refuse(
                f"a matrix is of one question, and {len(reported)} have items",
                f"name {some} with --of, or a folder with -o",
            )
        return matrix(result, of or reported[0])

    def folder(result: Assessment, of: str | None) -> Mapping[str, str]:
        return matrices(result) if of is None else {of: matrix(result, of)}

    return Format((".csv",), text, folder, takes_instance=True)


FORMATS: Mapping[str, Format] = {
    "stix": Format((".json",), lambda result, suffix, of: stix_text(result)),
    "misp": Format((".json",), lambda result, suffix, of: misp_text(result)),
    "csv": Format(
        (".csv",), lambda result, suffix, of: csv_table(result, "claims"), lambda result, of: csv_tables(result)
    ),
    "json": Format((".json",), lambda result, suffix, of: f"{result.to_json()}\n"),
    "ach": _matrices(ach_matrix, ach_matrices),
    "grid": _matrices(grid, grids),
    "pyagrum": Format((".bif", ".xdsl", ".net"), save=save_network),
    "bib": Format((".bib", ".json"), lambda result, suffix, of: bibliography(result.case, suffix)),
}
"""Formats by name, with a line for each."""


def export(result: Assessment, to: str, path: str | Path, of: str | None = None) -> list[Path]:
    """Write a result in another program's format; an older file is replaced only once the new one is complete.

    Parameters
    ----------
    result : Assessment
    to : str
        ``stix``, ``misp``, ``csv``, ``json``, ``ach``, ``grid``, ``pyagrum`` or ``bib``.
    path : str or Path
        Its ending selects among a format's variants: ``.bif``, ``.xdsl``, ``.net``; ``.bib``, ``.json``. For ``csv``,
        ``ach`` and ``grid`` a name without an ending is a folder for all the tables; a file holds one: the claims, or
        the matrix.
    of : str, optional
        For ``ach`` and ``grid``, the question instance; by default all that have items, or the only one.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    AssessError
        E411 if a library is missing, E408 if `to` or `of` is unknown or `path` does not suit the format, E409 and E410
        if a format cannot hold the result, E611 if a file cannot be written.
    """
    return list(exported(result, to, Path(path), of))


def exported(result: Assessment, to: str, target: Path, of: str | None = None) -> Iterator[Path]:
    """Yield each file of an export once it is written, as `export` does."""
    check_export(to, target, of)
    form = FORMATS[to]
    if form.save is not None:
        yield from form.save(result, target)
        return
    files: Mapping[str, str]
    if form.folder is not None and not target.suffix:
        files = {f"{name}.csv": text for name, text in form.folder(result, of).items()}
    else:
        files = {"": rendered(result, to, target.suffix.lower(), of)}
    if "" in files:
        put(target, files[""].encode())
        yield target
        return
    with folder_for(target):
        for name, text in files.items():
            with folder_for((target / name).parent):
                put(target / name, text.encode())
            yield target / name


def rendered(result: Assessment, to: str, suffix: str = "", of: str | None = None) -> str:
    """Return a result as text in another program's format.

    Parameters
    ----------
    result : Assessment
    to : str
        A format that is a single text.
    suffix : str
        One of its endings, if it has several.
    of : str, optional
        For ``ach`` and ``grid``, the question instance; it may be omitted if only one has items.

    Raises
    ------
    AssessError
        As `export`.
    """
    check_export(to, None, of)
    text = FORMATS[to].text
    assert text is not None
    return text(result, suffix, of)


def check_export(to: str, path: Path | None, of: str | None) -> None:
    """Refuse an unknown format, or a file, folder or instance that does not suit it.

    Raises
    ------
    AssessError
        E408.
    """
    if to not in FORMATS:
        _refuse(f"{quoted(to)} is no format to export to", meant(to, list(FORMATS), "formats"))
    form = FORMATS[to]
    endings = " or ".join(form.suffixes)
    if of is not None and not form.takes_instance:
        _refuse(f"an export to {to} covers the whole case, not {quoted(of)} alone", "leave --of out")
    if path is None:
        if form.text is None:
            _refuse(f"an export to {to} is no text to print", f"name a file with -o, ending in {endings}")
        return
    if form.folder is not None and not path.suffix:
        if is_there(path) and not is_folder(path):
            _refuse(f"{quoted(str(path))} is a file", "name a folder, or a file that ends in .csv")
    elif path.suffix.lower() not in form.suffixes:
        or_folder = ", or is a folder" if form.folder else ""
        ends = f"ends in {' or '.join(form.suffixes)}{or_folder}"
        _refuse(
            f"an export to {to} {ends}, and {quoted(path.name)} does not", f"write to {path.stem}{form.suffixes[0]}"
        )
    elif is_folder(path):
        _refuse(f"{quoted(str(path))} is a folder", "name a file in it")
    if not is_folder(path.parent):
        _refuse(f"there is no folder {quoted(str(path.parent))}", "make it first")


def _refuse(message: str, hint: str) -> NoReturn:
    raise AssessError([Finding("E408", message, hint=hint)])


__all__ = ["FORMATS", "Format", "check_export", "export", "exported", "rendered"]
