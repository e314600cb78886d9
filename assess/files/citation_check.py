"""Checking the citations of a case against a reader's own copy of a document.

E501 no such passage
    Finds:   A citation of a paragraph or note that a reader's copy of the document does not have.
    Matters: What cannot be found cannot be checked.
    Example: at: p240
    Instead: at: p24

E502 passage that reads differently
    Finds:   A citation whose digest is not that of the passage in a reader's copy.
    Matters: The copy is another edition, or one of the two has been changed.
    Example: digest: "000000000000"
    Instead: digest: the one that assess verify gives for the edition cited

E503 not a locator
    Finds:   A place in a document that is neither a paragraph, a range of them nor a note.
    Matters: Only these can be looked up in a copy.
    Example: at: near the end
    Instead: at: p24

W501 citation without a digest
    Finds:   A citation of one of the documents given that names no place, or whose passage has no digest.
    Matters: With a digest any reader can tell whether their copy reads the same.
    Example: {document: cap-190, at: p24}
    Instead: {document: cap-190, at: p24, digest: "0a1b2c3d4e5f"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assess.domain.case import Case
from assess.domain.citations import Passages, passage_digest
from assess.domain.quoting import meant, quoted
from assess.errors import AssessError, Finding, KeyPath
from assess.files.loading import case_file
from assess.files.lookup import Lookup
from assess.files.reading import read_bytes

LARGEST_COPY = 64 * 2**20
"""The most bytes that a copy may have."""

Citation = tuple[KeyPath, str, str | None, str | None]
"""The place in the case, the document, the place in the document, and the digest."""


def verify(case: str | Path, copies: Mapping[str, str | Path]) -> tuple[Finding, ...]:
    """Return the differences between a case's citations and copies of the documents cited.

    Parameters
    ----------
    case : str or Path
        As for `load_case`.
    copies : dict of str to path
        By document: a file with its plain text, UTF-8. Paragraphs are counted as in `assess.domain.citations`.

    Returns
    -------
    tuple of Finding
        E501: no such passage. E502: it reads differently. E503: not a locator. W501: no digest.

    Raises
    ------
    AssessError
        If the case cannot be loaded, it has no such document, or a copy cannot be read.
    """
    lookup = Lookup()
    loaded = lookup.case(case_file(case))
    if lookup.findings or loaded is None:
        raise AssessError(lookup.findings)
    texts = {document: Passages(_copy(loaded, document, Path(path))) for document, path in copies.items()}
    for where, document, at, digest in citations(loaded):
        if document in texts:
            for finding in _compared(texts[document], where, at, digest):
                lookup.add(finding)
    return AssessError(lookup.findings).findings if lookup.findings else ()


def citations(case: Case) -> Iterator[Citation]:
    """Yield every citation of a case."""
    cited: list[tuple[KeyPath, object]] = []
    for part in ("evidence", "relations", "gaps"):
        cited += [((part, n), member) for n, member in enumerate(getattr(case, part))]
    for part in ("actors", "quantities"):
        cited += [((part, name), member) for name, member in getattr(case, part).items()]
    for where, member in cited:
        for n, cite in enumerate(getattr(member, "cites", ())):
            yield (*where, "cites", n), cite.document, cite.at, cite.digest
    for part in ("claims", "predictions", "unstated"):
        for name, claim in getattr(case, part).items():
            asserted = claim.asserted
            if asserted is not None and asserted.document is not None:
                yield (part, name, "asserted"), asserted.document, asserted.at, asserted.digest


def _compared(text: Passages, where: KeyPath, at: str | None, digest: str | None) -> Iterator[Finding]:
    if at is None:
        yield Finding(
            "W501", "the citation names no place in the document", where, "add at:, as p24 or fn xviii", "case"
        )
        return
    try:
        passage = text.find(at)
    except ValueError as error:
        yield Finding("E503", str(error), (*where, "at"), "write p24, p27 to p31 or fn xviii", "case")
        return
    if passage is None:
        message = f"the copy has no passage {quoted(at)}; it has {len(text.paragraphs)} paragraphs"
        yield Finding("E501", message, (*where, "at"), "check the copy, and how its paragraphs are counted", "case")
    elif digest is None:
        hint = f'add digest: "{passage_digest(passage)}"'
        yield Finding("W501", f"the citation of {at} has no digest", where, hint, "case")
    elif passage_digest(passage) != digest:
        message = f"{at} reads otherwise in the copy: digest {passage_digest(passage)}, cited as {digest}"
        hint = "compare the copy with the edition cited; a changed word is enough"
        yield Finding("E502", message, (*where, "digest"), hint, "case")


def _copy(case: Case, document: str, path: Path) -> str:
    if document not in case.documents:
        hint = meant(document, case.documents, "documents")
        raise AssessError([Finding("E307", f"there is no document {quoted(document)}", hint=hint)])
    try:
        raw = read_bytes(path, LARGEST_COPY + 1)
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        message = "there is no such copy" if is_missing else f"the copy cannot be read: {error.strerror or error}"
        raise AssessError([Finding("E101", message, hint="check the path", file=str(path))]) from None
    if len(raw) > LARGEST_COPY:
        raise AssessError([Finding("E102", "the copy is too large", hint="give its plain text", file=str(path))])
    try:
        return raw.decode()
    except UnicodeDecodeError:
        hint = "give the document's plain text, saved as UTF-8"
        raise AssessError([Finding("E103", "the copy is not UTF-8 text", hint=hint, file=str(path))]) from None
