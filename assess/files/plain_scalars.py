"""What a plain scalar means: the core schema of YAML 1.2.

YAML 1.1, PyYAML's default, reads ``no`` (Norway, or a hypothesis) as false and ``1:30`` as ninety.
"""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_OTHER_BASE = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,16}", re.ASCII)
_MAY_BE_A_NUMBER = frozenset("+-.0123456789")
_LONGEST_WHOLE = 18


def plain(text: str) -> Scalar:
    """Return what the plain scalar `text` stands for; dates stay text.

    Examples
    --------
    >>> [plain(t) for t in ("no", "true", "0.7", "2017", "2017-05", "~", "likely")]
    ['no', True, 0.7, 2017, '2017-05', None, 'likely']
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _MAY_BE_A_NUMBER:
        return text
    if _WHOLE.fullmatch(text):
        # Longer ones as floats: Python refuses to read 5,000 digits, and no number here needs them.
        return int(text) if len(text) <= _LONGEST_WHOLE else float(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return text
