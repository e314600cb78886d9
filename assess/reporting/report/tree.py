"""The blocks of a report as nested sections, each with an id of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assess.reporting.report.report_blocks import Block, Bullets, Heading

_MOST_LISTED = 26


@dataclass(slots=True)
class Section:
    """A heading with its blocks and sections.

    Parameters
    ----------
    id : str
        The heading's anchor, else a number by position: ``s2-1``.
    heading : Heading
    blocks : list of Block
        The blocks before the first inner section.
    sections : list of Section
    """

    id: str
    heading: Heading
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def walk(self) -> Iterator[Section]:
        """Yield this section and all sections within it, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()


def grown(blocks: Iterable[Block]) -> Section:
    """Return the blocks as one tree of sections, with the title at its root.

    Parameters
    ----------
    blocks : iterable of Block
        The first is the title; if two headings have the same anchor, the first keeps it.
    """
    blocks = iter(blocks)
    title = next(blocks)
    assert isinstance(title, Heading)
    root = Section("top", title)
    path, taken = [root], {"top"}
    for block in blocks:
        if not isinstance(block, Heading):
            path[-1].blocks.append(block)
            continue
        while path[-1].heading.level >= block.level and len(path) > 1:
            path.pop()
        within = path[-1].sections
        numbered = f"{'s' if len(path) == 1 else f'{_number(path)}-'}{len(within) + 1}"
        ident = block.anchor if block.anchor and block.anchor not in taken else numbered
        taken.add(ident)
        section = Section(ident, block)
        within.append(section)
        path.append(section)
    return root


def anchors(root: Section) -> frozenset[str]:
    """Return the possible targets of links: the ids of sections, and the anchors of points."""
    ids = {section.id for section in root.walk()}
    points = (p for s in root.walk() for b in s.blocks if isinstance(b, Bullets) for p in b.points)
    return frozenset(ids | {point.anchor for point in points if point.anchor})


def contents_of(root: Section) -> list[Section]:
    """Return the sections that the contents list: the chapters, and the sections of each if there are few in all."""
    chapters = list(root.sections)
    listed = [section for chapter in chapters for section in (chapter, *chapter.sections)]
    return listed if len(listed) <= _MOST_LISTED else chapters


def _number(path: list[Section]) -> str:
    """Return the number of the last section of a path."""
    places = [above.sections.index(below) + 1 for above, below in itertools.pairwise(path)]
    return f"s{'-'.join(map(str, places))}"
