"""Documents as BibTeX and CSL-JSON, read back."""

import re

from bibtexparser.entrypoint import parse_string

from assess.formats.bibliography import bibtex, csl, tex
from tests.formats.exported_results import hostile, shipped


def test_bibtex_is_read_back_with_nothing_lost_or_added() -> None:
    for result in (shipped(), hostile()):
        library = parse_string(bibtex(result.case))
        assert library.failed_blocks == []
        assert [entry.key for entry in library.entries] == list(result.case.documents)
        for entry, document in zip(library.entries, result.case.documents.values(), strict=True):
            fields = {field.key: field.value for field in entry.fields}
            assert ("author" in fields) == (document.author is not None)
            assert ("title" in fields) == (document.title is not None)
            assert fields.get("date") == document.published


def test_every_field_has_its_braces_closed_and_no_command_of_a_text() -> None:
    for line in bibtex(hostile().case).splitlines():
        if line.startswith("  "):
            assert line.count("{") == line.count("}")
            assert line.startswith("  url = ") or not re.search(r"\\input|(?<!\\)[$&#%^~]", line)
    assert re.findall(r"url = \{(.*)\}", bibtex(hostile().case)) == ["https://example.org/a_b?c=100%25&d=%7Ee#f"]
    assert tex("\\input{x} 5 % ~^") == (
        r"\textbackslash{}input\textbraceleft{}x\textbraceright{} 5 \% \textasciitilde{}\textasciicircum{}"
    )


def test_csl_names_persons_literally() -> None:
    for result in (shipped(), hostile()):
        for item, document in zip(csl(result.case), result.case.documents.values(), strict=True):
            assert ("author" in item) == (document.author is not None)
            assert all(list(author) == ["literal"] for author in item.get("author", ()))
            assert "javascript" not in item.get("URL", "")
    items = {item["id"]: item for item in csl(hostile().case)}
    assert items["d2"]["issued"] == {"date-parts": [[1965, 3, 2]]}
    assert items["d2"]["URL"] == "https://example.org/a_b?c=100%25&d=~e#f"
    assert "URL" not in items["d1"]
    assert [item["id"] for item in csl(shipped().case)] == list(shipped().case.documents)
