"""The broken files of ``tests/bad``, whose last lines, comments, are the message expected."""

from __future__ import annotations

import re
from pathlib import Path

BAD = Path(__file__).parent / "bad"
CODES = sorted(path.stem for path in BAD.glob("[EW]*.yaml"))
_MESSAGE = re.compile(rb"(?:^# .*\n)+\Z", re.M)


def expected(code: str) -> str:
    """Return the message that the broken file of a rule should get."""
    comment = _MESSAGE.search((BAD / f"{code}.yaml").read_bytes())
    return re.sub("(?m)^# ", "", comment.group().decode()) if comment else ""


def write_expected(code: str, message: str) -> None:
    """Replace the message at the end of the broken file of a rule."""
    path = BAD / f"{code}.yaml"
    path.write_bytes(_MESSAGE.sub(b"", path.read_bytes()) + re.sub("(?m)^(?=.)", "# ", message).encode())
