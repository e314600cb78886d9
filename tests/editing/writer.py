"""Adds items to a case, one edit each, and says after each that it was made: to be run, and killed, as a program."""

import sys

from assess.files.editing import add
from assess.files.parsing import parse_items
from tests.editing.small import item

if __name__ == "__main__":
    folder, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    for n in range(count):
        sheet, _ = parse_items(item(f"{name}-{n}"), "new")
        assert sheet is not None
        add(folder, sheet, name, "2019-06-01")
        print(f"{name}-{n}", flush=True)  # noqa: T201
