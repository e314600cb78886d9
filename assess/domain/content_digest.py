"""The digest of an analyst's input, taken of its content as one canonical text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from assess.domain.field_types import Written

_json = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def content_digest(model: Written, order_free: Iterable[str] = ()) -> str:
    """Return the ``sha256:…`` digest of the content of `model`.

    The order of the lists named in `order_free`, whose members have ids, does not matter.
    """
    digest, free = hashlib.sha256(), set(order_free)
    content: dict[str, Any] = model.model_dump(mode="json", exclude_defaults=True, exclude=free)
    for number, name in enumerate(sorted({*content, *free})):
        digest.update(f"{',' if number else '{'}{_json(name)}:".encode())
        if name not in free:
            digest.update(_json(content[name]).encode())
            continue
        digest.update(b"[")
        for place, item in enumerate(sorted(getattr(model, name), key=lambda item: str(item.id))):
            text = _json(item.model_dump(mode="json", exclude_defaults=True))
            digest.update(f"{',' if place else ''}{text}".encode())
        digest.update(b"]")
    digest.update(b"}" if content or free else b"{}")
    return f"sha256:{digest.hexdigest()}"
