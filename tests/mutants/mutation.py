"""Random alterations of a file: of its values, by their structure, and of its bytes."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import yaml

Spot = tuple[Any, Any]
"""A list or mapping, and the place or key of a value in it."""

DEEP: list[Any] = []
for _ in range(200):
    DEEP = [DEEP]
HOSTILE: tuple[Any, ...] = (
    *(None, True, False, [], {}, [[]], [{}], {"": ""}, [None], DEEP),
    *(0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 1 - 1e-16, 2**63, -(2**64), 10**30, 10**400),
    *(float("nan"), float("inf"), float("-inf"), "NaN", "1e999", "0x10", "1_000", "0o7", "1:30", "=1+1"),
    *(
        "",
        " ",
        "\n",
        "a" * 300,
        "b" * 20_000,
        "\u202eabc",
        "\ufffe",
        "\uffff",
        "\x00",
        "\x1b[31m",
        "\ud83d",
        "\U0001f600",
    ),
    *("2017-13", "2017-02-30", "0000", "9999-12-31", "2017-05", "2017", "99999", "2017-05-01T10:00:00Z"),
    *(
        "../x",
        "/etc/passwd",
        "C:\\x",
        "{subject}",
        "{subject.__class__}",
        "{",
        "%s%n",
        "<script>",
        "|",
        "*a",
        "&a x",
        "!!str",
    ),
    *("uniform", "present", "absent", "not-found", "silent", "unclear", "likely", "A", "6", "a/b", "a@2017", "#", "@"),
    *({"low": 0.9, "high": 0.1}, {"low": 1e-12, "high": 1 - 1e-12}, {"low": 0.5, "high": 0.5000000001}),
    *({"low": 0.0, "high": 1.0}, {"low": 1e-300, "high": 1e-299}, {"low": 0.9999999999, "high": 0.99999999999}),
    *(
        {"mean": 0.5, "n": 1e-300},
        {"mean": 0.5, "n": 1e-6},
        {"mean": 1e-300, "n": 1e15},
        {"mean": 1.0, "n": 5},
        {"mean": 0.5, "n": 0},
    ),
)
"""What nobody means."""

TEXTS = tuple(each for each in HOSTILE if isinstance(each, str))

JUNK = (
    *(
        b"&a ",
        b"*a",
        b"!!python/object/apply:os.system ",
        b"---\n",
        b"...\n",
        b"\t",
        b"%YAML 9.9\n",
        b"<<: ",
        b"? ",
        b"- ",
    ),
    *(
        b'"',
        b"'",
        b"[" * 3000,
        b"{a: " * 500,
        b"]",
        b"}",
        b"|",
        b">-9\n",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xa8",
    ),
    *(
        b"#",
        b": ",
        b":",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"    ",
        b",",
        b";",
        b'""',
        b"\x1f",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ),
)
"""Bytes that mean something to YAML or CSV, or nothing to anybody."""


def spots(value: Any) -> Iterator[Spot]:
    """Yield every place that a value stands in."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(inner):
        yield value, key
        yield from spots(child)


def mutate_value(value: Any, draw: random.Random, keys: list[str]) -> None:
    """Alter one place of lists and mappings; `keys` are those of the format, which may be put anywhere."""
    every = list(spots(value))
    if not every:
        return
    holder, key = draw.choice(every)
    other_holder, other = draw.choice(every)
    texts = [h[k] for h, k in every if isinstance(h[k], str)]
    gentle = [3, 8, 8, 9, 9, 11, 11, 2]
    match draw.choice(gentle) if draw.random() < 0.7 else draw.randrange(11):
        case 0 | 1:
            holder[key] = copy.deepcopy(draw.choice(HOSTILE))
        case 2:
            del holder[key]
        case 3:
            _repeat(holder, key, draw.choice([2, 3, 40]))
        case 4:
            holder[key], other_holder[other] = copy.deepcopy(other_holder[other]), copy.deepcopy(holder[key])
        case 5:
            holder[key] = copy.deepcopy(other_holder[other])
        case 6:
            _rename(holder, key, draw, [k for h, k in every if isinstance(h, dict)])
        case 7:
            maps = [h for h, _ in every if isinstance(h, dict)] or [{}]
            draw.choice(maps)[draw.choice(keys)] = copy.deepcopy(draw.choice([other_holder[other], *HOSTILE]))
        case 8:
            named = [(h, k) for h, k in every if isinstance(h[k], str)]
            if named:
                holder, key = draw.choice(named)
                holder[key] = draw.choice(texts)
        case 11:
            named = [(h, k) for h, k in every if isinstance(h[k], str)]
            if named:
                holder, key = draw.choice(named)
                holder[key] = draw.choice(TEXTS)
        case 9:
            numbers = [(h, k) for h, k in every if isinstance(h[k], int | float) and not isinstance(h[k], bool)]
            if numbers:
                holder, key = draw.choice(numbers)
                holder[key] = draw.choice([0, 1, -holder[key], 1 - holder[key], holder[key] * 10, 1e-9, 1 - 1e-9])
        case 10:
            holder[key] = draw.choice([[holder[key]], {str(key): holder[key]}, str(holder[key])])


def _repeat(holder: Any, key: Any, times: int) -> None:
    for n in range(times):
        if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
            if isinstance(holder[key], dict) and "id" in holder[key]:
                holder[key]["id"] = f"{holder[key]['id']}-{n}"
        else:
            holder[f"{key}-{n}"] = copy.deepcopy(holder[key])


def _rename(holder: Any, key: Any, draw: random.Random, keys: list[Any]) -> None:
    if isinstance(holder, dict):
        plain = [each for each in HOSTILE if not isinstance(each, list | dict)]
        new = draw.choice([f"{key}x", str(key)[:-1], draw.choice(keys), draw.choice(plain)])
        value = holder.pop(key)
        holder[new] = value


def mutate_bytes(raw: bytes, draw: random.Random) -> bytes:
    """Return bytes with one alteration."""
    at, until = sorted((draw.randrange(len(raw) + 1), draw.randrange(len(raw) + 1)))
    lines = raw.splitlines(keepends=True) or [b""]
    line = draw.randrange(len(lines))
    match draw.randrange(10):
        case 0 | 1 | 2:
            return raw[:at] + draw.choice(JUNK) + raw[at:]
        case 3:
            return raw[:at] + raw[at + draw.choice([1, 1, 2, 10]) :]
        case 4 if raw:
            flipped = bytearray(raw)
            flipped[min(at, len(raw) - 1)] ^= draw.randrange(1, 256)
            return bytes(flipped)
        case 5:
            return b"".join([*lines[:line], lines[line] * draw.choice([2, 2, 50]), *lines[line + 1 :]])
        case 6:
            return b"".join([*lines[:line], draw.choice([b" ", b"  ", b"\t", b"- "]) + lines[line], *lines[line + 1 :]])
        case 7:
            return b"".join([*lines[:line], *lines[line + 1 :], lines[line]])
        case 8:
            return raw[:at] if draw.random() < 0.5 else raw[:at] + raw[until:]
    return draw.choice([raw.decode("utf-8", "replace").encode("utf-16"), raw.replace(b"\n", b"\r"), raw * 2, b""])


def mutant(raw: bytes, draw: random.Random, keys: list[str]) -> bytes:
    """Return a YAML file with one to four alterations, of its values or its bytes."""
    times = draw.choice([1, 1, 1, 2, 4])
    if draw.random() < 0.25:
        for _ in range(times):
            raw = mutate_bytes(raw, draw)
        return raw
    value = yaml.safe_load(raw)
    for _ in range(times):
        mutate_value(value, draw, keys)
    return written(value, draw)


def written(value: Any, draw: random.Random) -> bytes:
    """Return a value as YAML, or as the JSON that is YAML too."""
    if draw.random() < 0.3:
        try:
            return json.dumps(value, indent=draw.choice([None, 1])).encode()
        except (TypeError, ValueError):  # keys that JSON has not, a number of 400 digits
            pass
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


class _Plain(yaml.SafeDumper):
    """Writes no aliases, which are refused."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
