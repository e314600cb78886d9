"""The digest of a case is that of its content as one canonical text."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import assess
from assess.domain.content_digest import content_digest
from assess.domain.field_types import Written


class _Empty(Written):
    """A model without content."""


def digest_of(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_the_digest_is_that_of_the_canonical_text() -> None:
    case = assess.load_case("yom-kippur-1973")
    content = case.model_dump(mode="json", exclude_defaults=True)
    assert content_digest(case) == digest_of(content)
    content["evidence"].sort(key=lambda item: item["id"])
    assert case.digest() == digest_of(content)
    reordered = case.model_copy(update={"evidence": case.evidence[::-1]})
    assert reordered.digest() == case.digest()
    assert case.model_copy(update={"evidence": ()}).digest() == digest_of(content | {"evidence": []})


def test_a_model_without_content_has_a_digest() -> None:
    assert content_digest(_Empty()) == digest_of({})
