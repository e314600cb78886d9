"""A result as a STIX 2.1 bundle.

E410 invalid STIX
    Finds:   A bundle that the standard does not allow: a confidence outside 0 to 100, a reference to nothing.
    Matters: Other programs refuse it, or misread it.
    Example: "confidence": 140
    Instead: "confidence": 100
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assess.domain.claim import Claim, Prediction
from assess.domain.number_text import in_percent
from assess.errors import AssessError, Finding
from assess.formats.export_dates import (
    START,
    export_date,
    lasting_id,
    result_id,
)
from assess.formats.stix_extension import STIX_EXTENSION
from assess.scoring.claim_statements import (
    author_of,
    confidence,
    likelihood,
    link,
    stated,
    text_of,
)
from assess.scoring.labels import Names
from assess.scoring.optional_import import optional_import
from assess.scoring.results import Assessment, ClaimResult

EXTENSION = "extension-definition--0e465147-918e-52b5-9bcd-702d90e10084"
_ENGINE = "identity--03f040ae-53db-5d36-82be-377a1cc4f3c9"
_TYPE = re.compile("[a-z0-9-]+")
_CLASSES = {
    "individual": "person individual scholar researcher journalist politician official informant contact analyst "
    "author",
    "organization": "organisation organization body union agency office outlet company party sponsor state country "
    "government ministry church",
    "group": "group forum experts officials public committee",
    "system": "system",
}
_CLASS_OF = {kind: name for name, kinds in _CLASSES.items() for kind in kinds.split()}


def stix_bundle(result: Assessment) -> Any:
    """Return a result as a STIX 2.1 bundle (`stix2.v21.Bundle`).

    Subjects and sources are identities; a claim is a ``related-to`` relationship and a note with its posterior,
    interval and level in an extension; a report holds all of it and refers to the documents. ``confidence`` is the
    probability in percent, rounded. Ids and times come from the case and the inputs.

    Raises
    ------
    AssessError
        E411 if stix2 is missing.
    """
    with optional_import("stix2", "assess[stix]"):
        from stix2.v21 import Bundle
    objects = list(_objects(result))
    return Bundle(*objects, id=f"bundle--{result_id(result, 'bundle', '')}")


def stix_text(result: Assessment) -> str:
    """Return the bundle as JSON, checked: read back strictly, and as `check_stix` demands."""
    text = json.dumps(json.loads(stix_bundle(result).serialize()), indent=2, ensure_ascii=False) + "\n"
    check_stix(text)
    return text


def check_stix(text: str) -> None:
    """Check a bundle as stix2 does without custom content, and for what stix2 lets pass.

    Raises
    ------
    AssessError
        E410 if it is not valid STIX, a ``confidence`` is not a whole number from 0 to 100, a relationship's type does
        not exist, or a reference leads outside the bundle.
    """
    with optional_import("stix2", "assess[stix]"):
        import stix2
    try:
        stix2.parse(text, allow_custom=False, version="2.1")
        objects: list[dict[str, Any]] = json.loads(text)["objects"]
    except (stix2.exceptions.STIXError, ValueError, TypeError, AttributeError) as error:
        _invalid(str(error))
    known = {entry["id"] for entry in objects}
    for entry in objects:
        sure = entry.get("confidence", 0)
        if type(sure) is not int or not 0 <= sure <= 100:
            _invalid(f"the confidence of {entry['id']} is {sure}, and is a whole number from 0 to 100")
        kind = entry.get("relationship_type", "related-to")
        if _TYPE.fullmatch(kind) is None:
            _invalid(f"the type of {entry['id']} is {kind}, and holds small letters, digits and hyphens")
        for ref in _references(entry):
            if ref not in known:
                _invalid(f"{entry['id']} refers to {ref}, which is not in the bundle")


def _invalid(what: str) -> None:
    raise AssessError([Finding("E410", f"this is no valid STIX 2.1 bundle: {what}", hint="export the case again")])


def _references(entry: dict[str, Any]) -> Iterator[str]:
    for key, value in entry.items():
        if key.endswith("_ref"):
            yield value
        elif key.endswith("_refs"):
            yield from value


def _objects(result: Assessment) -> Iterator[Any]:
    from stix2 import v21

    now = export_date(result)
    written = {"created": START, "modified": now, "created_by_ref": _ENGINE}
    yield v21.Identity(
        id=_ENGINE, created=START, modified=START, name="assess", identity_class="system",
        description="A program that scores claims from graded evidence by one exact Bayesian network.",
    )  # fmt: skip
    yield v21.ExtensionDefinition(
        id=EXTENSION, created=START, modified=START, created_by_ref=_ENGINE, name="Judgement of assess",
        description="Posterior, interval and level of analytic confidence of a claim.",
        schema=json.dumps(STIX_EXTENSION, ensure_ascii=False), version="1.0.0", extension_types=["property-extension"],
    )  # fmt: skip
    identities = {}
    for kind, things in (("subject", result.case.subjects), ("source", result.case.sources)):
        for ident, thing in things.items():
            identity = v21.Identity(
                id=f"identity--{lasting_id(result, kind, ident)}",
                **written,
                name=text_of(thing.name, ident),
                identity_class=_CLASS_OF.get(thing.kind or "", "unknown"),
                roles=[text_of(thing.kind, kind)],
                labels=[kind],
                external_references=[{"source_name": "assess", "external_id": f"{result.case.case}/{kind}/{ident}"}],
            )
            identities[kind, ident] = identity.id
            yield identity
    claims = _ClaimObjects(result, Names(result), {**written, "created": now}, identities)
    entries = [entry for statement in stated(result) for entry in claims.objects(*statement)]
    yield from entries
    yield v21.Report(
        id=f"report--{result_id(result, 'report', '')}",
        **claims.written,
        name=text_of(result.case.title, result.case.case),
        description=claims.method(),
        published=now,
        object_refs=[*identities.values(), *(entry.id for entry in entries)],
        external_references=list(_documents(result)) or None,
    )


def _documents(result: Assessment) -> Iterator[dict[str, str]]:
    for ident, document in result.case.documents.items():
        parts = [document.title, author_of(document, result.case), document.published, document.note]
        described = text_of(". ".join(part for part in parts if part), "not described")
        reference = {"source_name": ident, "description": described}
        address = link(document)
        yield reference | ({"url": address} if address is not None else {})


@dataclass(frozen=True, slots=True)
class _ClaimObjects:
    result: Assessment
    names: Names
    written: dict[str, Any]
    identities: dict[tuple[str, str], str]

    def objects(self, kind: str, claim: ClaimResult, written: Claim | Prediction) -> Iterator[Any]:
        """Yield a claim's note, and its relationship if it has two ends."""
        from stix2 import v21

        text = text_of(written.text, claim.id)
        percent = int(in_percent(claim.probability))
        about = self._about(claim)
        refs = [self.identities["subject", subject] for subject in about]
        ends = refs[:2] if len(refs) > 1 else [*refs, *self._around(about[0])]
        if len(ends) > 1:
            relationship = v21.Relationship(
                id=f"relationship--{result_id(self.result, kind, claim.id)}",
                **self.written,
                relationship_type="related-to",
                source_ref=ends[0],
                target_ref=ends[1],
                description=text,
                confidence=percent,
                labels=[kind],
            )
            yield relationship
            refs.append(relationship.id)
        if claim.asserted is not None:
            refs.append(self.identities["source", claim.asserted.by])
        yield v21.Note(
            id=f"note--{result_id(self.result, kind, claim.id)}",
            **self.written,
            abstract=text,
            content="\n".join(self._content(claim)),
            object_refs=list(dict.fromkeys(refs)),
            confidence=percent,
            labels=[kind],
            extensions={EXTENSION: self._extension(kind, claim)},
        )

    def _about(self, claim: ClaimResult) -> list[str]:
        return list(dict.fromkeys(self.result.questions[instance].subject for instance in claim.instances))

    def _around(self, subject: str) -> Iterable[str]:
        """Return the outermost subject around another, if there is one."""
        subjects = self.result.case.subjects
        at = subject
        while (within := subjects[at].within) is not None:
            at = within
        return () if at == subject else (self.identities["subject", at],)

    def _content(self, claim: ClaimResult) -> Iterator[str]:
        yield f"Likelihood: {likelihood(claim, self.names)}."
        level = confidence(claim)
        if level is not None and claim.confidence is not None:
            yield level
            yield from (f"- {reason.text}" for reason in claim.confidence.reasons)

    def _extension(self, kind: str, claim: ClaimResult) -> dict[str, Any]:
        extension: dict[str, Any] = {
            "extension_type": "property-extension",
            "kind": kind,
            "id": claim.id,
            "instances": list(claim.instances),
            "prior": claim.prior,
            "posterior": claim.probability,
            "interval_90": claim.interval and list(claim.interval),
            "interval_50": claim.interval_50 and list(claim.interval_50),
            "term": claim.term,
            "scale": self.names.scale.scale,
            "case": self.result.case.case,
            "inputs": self.result.inputs,
            "engine": self.result.engine,
        }
        if claim.confidence is not None:
            reasons = [reason.text for reason in claim.confidence.reasons]
            extension |= {"level": claim.confidence.level, "policy": self.names.policy, "reasons": reasons or None}
        return {key: value for key, value in extension.items() if value is not None}

    def method(self) -> str:
        """Return a description of how the numbers were computed."""
        result = self.result
        as_of = f"as of {result.as_of}; " if result.as_of else ""
        return (
            f"Case {result.case.case}, rubric {result.rubric.rubric} {result.rubric.version}; {as_of}inputs "
            f"{result.inputs}; engine assess {result.engine}; {result.draws} draws, seed {result.seed}. The confidence "
            "of a relationship or note is the probability of its claim in percent. Words of likelihood are those of "
            f"the scale {self.names.scale.scale}; STIX's own tables of words have other bands."
        )
