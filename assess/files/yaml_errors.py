"""Explaining why a text is not YAML, and how to fix it.

E104 not YAML
    Finds:   Text that YAML cannot read, at the place where reading stopped.
    Matters: Whatever follows could mean anything.
    Example: why: Careful: very
    Instead: why: "Careful: very"
"""

from __future__ import annotations

import re

import yaml

from assess.errors import Finding

_COLON = "quote text that holds ': ' or ' #', or that starts with one of [ ] { } & * ! | > ' \" % @ `"
NO_CHARACTER = "no character has that code: write the character itself"
_FLOW = "inside { } and [ ], put text that holds a comma or ': ' in quotes, and close every bracket"


def syntax_error(text: str, error: yaml.MarkedYAMLError) -> tuple[yaml.Mark, str, str]:
    """Return where `text` stops being YAML, with the message and the hint for it."""
    mark = error.problem_mark or error.context_mark
    assert mark is not None
    what = ", ".join(str(part) for part in (error.context, error.problem) if part)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    return mark, f"this is not YAML: {what}", _way_out(what, line, mark, error.context_mark or mark)


def _way_out(what: str, line: str, mark: yaml.Mark, start: yaml.Mark) -> str:
    """Return the hint, found by words common to the messages of libyaml and of PyYAML's own parser."""
    number, first = mark.line + 1, start.line + 1
    starts_line = not line[: mark.column].strip(" -")
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return f"line {number} is indented by a tab; YAML allows spaces only"
    if "Unicode character escape" in what:
        return NO_CHARACTER
    if "quoted scalar" in what:
        return f"close the quotation mark of line {first}; within double quotes, write \\ as \\\\"
    if "flow" in what:
        return _FLOW
    if "could not find expected ':'" in what:
        return f"line {first} has no ': '; write a key, a colon and a space, or indent the line if it continues a text"
    if "mapping values" in what and not re.search(r":\s", line[: mark.column]):
        return f"line {number} is indented under a line that has a value already: align its key with that line's"
    if "document start" in what:
        return f"align the keys: line {number} starts further left than those above"
    if starts_line and "block collection" in what:
        return (
            f"the dashes of the list from line {first} stand in column {start.column + 1}; line {number} has none there"
        )
    if starts_line and "block mapping" in what:
        keys = f"those from line {first} (column {start.column + 1})"
        return f"no keys start in column {mark.column + 1}: align line {number} with {keys}, or with deeper ones above"
    if "block mapping" in what and set(line) & {"'", '"'}:
        return "text goes on after a closing quotation mark: use quotes of a kind that the text does not hold"
    return _COLON


def unreadable(text: str, error: yaml.reader.ReaderError) -> Finding:
    """Return the finding for a character that YAML does not allow, with its line and column."""
    position = error.position if isinstance(error.position, int) else 0
    before = text.encode()[:position].decode(errors="replace")
    code = error.character if isinstance(error.character, int) else ord(error.character)
    return Finding(
        "E103",
        f"character U+{code:04X} has no place in a text file",
        hint="save the file as UTF-8 text",
        line=before.count("\n") + 1,
        column=len(before) - before.rfind("\n"),
    )
