"""The documents of a case for reference managers: BibTeX, and CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from assess.domain.case import Case, Document
from assess.domain.quoting import clean
from assess.scoring.claim_statements import author_of, link

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
} | {special: f"\\{special}" for special in "%&#$_"}
_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
_IN_LINK = str.maketrans({special: f"%{ord(special):02X}" for special in "%\\{}^~"} | {"%": "%"})


def bibtex(case: Case) -> str:
    """Return the documents of a case as BibTeX.

    Each is a ``misc`` whose key is its id. An author, if given, is kept as written, in braces, so that no program
    splits it into names. Texts are escaped for TeX; an address that is not a web address becomes a note.
    """
    return "\n".join(_entry(ident, document, case) for ident, document in case.documents.items())


def csl(case: Case) -> list[dict[str, Any]]:
    """Return the documents of a case as CSL-JSON: each a ``document``, its author a ``literal`` name."""
    return [_item(ident, document, case) for ident, document in case.documents.items()]


def csl_json(case: Case) -> str:
    """Return the documents of a case as CSL-JSON text."""
    return f"{json.dumps(csl(case), indent=2, ensure_ascii=False)}\n"


def bibliography(case: Case, suffix: str) -> str:
    """Return the documents of a case as CSL-JSON for a file that ends in ``.json``, else as BibTeX."""
    return csl_json(case) if suffix == ".json" else bibtex(case)


def tex(text: str) -> str:
    r"""Return a text that TeX and BibTeX show as it is.

    Examples
    --------
    >>> tex("50 % of {A_b}")
    '50 \\% of \\textbraceleft{}A\\_b\\textbraceright{}'
    """
    return _SPECIAL.sub(lambda match: _TEX[match.group()], clean(text))


def _note(document: Document) -> str | None:
    address = document.url if link(document) is None else None
    return " ".join(part for part in (document.note, address) if part) or None


def _entry(ident: str, document: Document, case: Case) -> str:
    fields: dict[str, str] = {}
    author, address, note = author_of(document, case), link(document), _note(document)
    if document.title:
        fields["title"] = f"{{{tex(document.title)}}}"
    if author:
        fields["author"] = f"{{{tex(author)}}}"
    if document.published is not None:
        fields["date"] = document.published
        fields["year"], *rest = document.published.split("-")
        if rest:
            fields["month"] = str(int(rest[0]))
    if address is not None:
        fields["url"] = address.translate(_IN_LINK)
    if note is not None:
        fields["note"] = tex(note)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{ident},\n{lines}}}\n"


def _item(ident: str, document: Document, case: Case) -> dict[str, Any]:
    author, note = author_of(document, case), _note(document)
    entry: dict[str, Any] = {"id": ident, "type": "document"}
    if document.title:
        entry["title"] = clean(document.title)
    if author:
        entry["author"] = [{"literal": clean(author)}]
    if document.published is not None:
        entry["issued"] = {"date-parts": [[int(part) for part in document.published.split("-")]]}
    if link(document) is not None:
        entry["URL"] = link(document)
    if note is not None:
        entry["note"] = clean(note)
    return entry
