"""A report as a PDF, set by Typst: tagged, with bookmarks and page numbers, and the same bytes each time.

Texts reach the page as data, never as markup, so that there is nothing to escape. The fonts are those that come with
Typst; the machine's fonts are used only for letters that these lack, and a box stands for a letter that no font has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from assess.domain.scale import Scale
from assess.files.reading import own_text
from assess.reporting.report.as_pdf.sheet_data import SheetData
from assess.reporting.report.imprint import Imprint
from assess.reporting.report.report_blocks import Block
from assess.reporting.report.tree import grown
from assess.scoring.optional_import import optional_import

_TRIES: tuple[tuple[Literal["ua-1"] | None, bool], ...] = (("ua-1", False), ("ua-1", True), (None, True))
"""A standard, and whether the fonts of the machine are asked: PDF/UA refuses letters that no font has."""


def typeset(blocks: Iterable[Block], scale: Scale, imprint: Imprint) -> bytes:
    """Return blocks as the bytes of a PDF in the current language.

    Parameters
    ----------
    blocks : iterable of Block
        The first is the title.
    scale : Scale
        The scale whose bands to draw behind probabilities.
    imprint : Imprint

    Raises
    ------
    AssessError
        If Typst is not installed (E411).
    """
    with optional_import("typst", "assess[pdf]", "report"):
        import typst
    root = grown(blocks)
    source = own_text(Path(__file__).with_name("handed_in.typ")).encode()
    data = json.dumps(SheetData(root, scale).data(imprint), ensure_ascii=False)
    written = imprint.written
    stamp = 0 if written is None else int(written.timestamp())
    for standard, with_machine in _TRIES:
        fonts = typst.Fonts(include_system_fonts=with_machine)
        try:
            return typst.compile(
                source,
                format="pdf",
                font_paths=fonts,
                sys_inputs={"report": data},
                timestamp=stamp,
                pdf_standards=standard,
            )
        except typst.TypstError as error:
            if standard is None or "PDF/UA" not in str(error):
                raise
    raise AssertionError


__all__ = ["typeset"]
