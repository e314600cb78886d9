"""Validating content against a model, with a finding for each fault in the analyst's terms.

E120 unknown key
    Finds:   A key that has no meaning in this place.
    Matters: A misspelt key would be ignored, and its value with it.
    Example: relaibility: A
    Instead: reliability: A

E121 missing key
    Finds:   A required key that is not there.
    Matters: Any default would be an invention.
    Example: - {id: e1, indicator: money, says: present, source: leader}
    Instead: - {id: e1, about: union, indicator: money, says: present, source: leader}

E122 wrong kind of value
    Finds:   A number where text belongs, a list where a mapping belongs, and so on.
    Matters: A silent conversion changes what was meant: 1984 as a name is not a number.
    Example: name: 1984
    Instead: name: "1984"

E123 not an id
    Finds:   An id with spaces, slashes or other characters that have a meaning elsewhere.
    Matters: Ids are joined into longer ones: subject/question@period, subject/indicator#event.
    Example: id: e 1
    Instead: id: e1

E124 too few
    Finds:   An empty list or mapping, or a single hypothesis.
    Matters: A claim that names no hypothesis can never hold; a question with one answer is not a question.
    Example: holds_if: {union/origin: []}
    Instead: holds_if: {union/origin: [coopted]}

E125 not one of the allowed words
    Finds:   A value that must be one of a few words but is not.
    Matters: A misspelt one would be read as something else, or not at all.
    Example: says: presnt
    Instead: says: present

E403 no Beta with these quantiles
    Finds:   A {low, high}, or the band of a term, for which no Beta distribution with this 5 % to 95 % range is found.
    Matters: A probability without a distribution has no mean to score with.
    Example: {low: 0.7, high: 0.700001}
    Instead: {low: 0.65, high: 0.75}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assess.domain.case import Case
from assess.domain.field_types import Written
from assess.domain.quoting import closest, few_guesses, listed, quoted
from assess.domain.rubric import Rubric
from assess.domain.rules.loaded import LoadedCase, LoadedRubric
from assess.domain.rules.terms import bands, case_chances, rubric_chances
from assess.errors import Finding, KeyPath
from assess.network.beta import NoSuchBetaError, beta_of_quantiles

M = TypeVar("M", bound=Written)

_WANTED = {
    "string_type": "text",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
}


def validate(model: type[M], content: Any, about: str) -> tuple[M | None, list[Finding]]:
    """Return `content` as a `model`, or the findings about it.

    Returns
    -------
    value : Written or None
    findings : list of Finding
        Without places.
    """
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        with few_guesses():
            return None, list(_findings(model, error, content, about))


def _findings(model: type[BaseModel], error: ValidationError, content: Any, about: str) -> Iterator[Finding]:
    details = [
        (_path((*detail["loc"], *detail.get("ctx", {}).get("at", ())), content), detail)
        for detail in error.errors(include_url=False)
    ]
    deeper = {path[:n] for path, _ in details for n in range(len(path))}
    seen: set[KeyPath] = set()
    kinds: dict[KeyPath, set[str]] = {}
    missing: dict[KeyPath, list[str]] = {}
    unknown: dict[KeyPath, list[str]] = {}
    for path, detail in details:
        kinds.setdefault(path, set()).add(detail["type"])
        if detail["type"] == "missing":
            missing.setdefault(path[:-1], []).append(str(path[-1]))
        elif detail["type"] == "extra_forbidden":
            unknown.setdefault(path[:-1], []).append(str(path[-1]))
    for path, detail in details:
        kind = detail["type"]
        # A union reports each of its branches; the deepest one is the branch that was meant.
        is_other_branch = kind == "literal_error" and path in deeper
        if is_other_branch or path in seen:
            continue
        if kind == "missing":
            if closest(str(path[-1]), unknown.get(path[:-1], ())) is None:  # else it is there, misspelt
                hint = f"add {path[-1]}: {'to it' if len(path) > 1 else 'at the top'}"
                yield Finding("E121", f"{path[-1]} is missing", path[:-1], hint, about)
            continue
        seen.add(path)
        if kind == "extra_forbidden":
            yield _unknown_key(path, detail["input"], (_fields(model, path), missing.get(path[:-1], [])), about)
        else:
            yield _finding(path, detail, kinds[path], about)


def _path(loc: tuple[int | str, ...], content: Any) -> KeyPath:
    """Return pydantic's path without what is not a key of `content`: names of models and union branches, ``[key]``."""
    path: list[str | int] = []
    at = content
    for n, part in enumerate(loc):
        is_there = (isinstance(at, Mapping) and part in at) or (
            isinstance(at, list | tuple) and isinstance(part, int) and part < len(at)
        )
        if is_there:
            path.append(part)
            at = at[part]
        elif n == len(loc) - 1 and isinstance(at, Mapping) and str(part).isidentifier() and str(part).islower():
            path.append(part)  # a field that is missing
    return tuple(path)


def _fields(model: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys allowed beside `path`."""
    owner: Any = model
    for part in path[:-1]:
        owner = _inside(owner, part)
    models = _models(owner)
    return list(models[0].model_fields) if models else []


def _inside(annotation: Any, part: str | int) -> Any:
    """Return the type of the member `part` of a value of type `annotation`."""
    models = _models(annotation)
    if models:
        field = models[0].model_fields.get(str(part))
        return field.annotation if field is not None else None
    for option in (annotation, *get_args(annotation)):
        arguments = [a for a in get_args(option) if a is not Ellipsis]
        if get_origin(option) in (dict, tuple, list) and arguments:
            return arguments[-1]
    return None


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Return the models that a value of type `annotation` may be, without those inside it."""
    options = (annotation, *get_args(annotation)) if get_origin(annotation) not in (dict, tuple, list) else ()
    return [option for option in options if isinstance(option, type) and issubclass(option, BaseModel)]


def _unknown_key(path: KeyPath, value: Any, keys: tuple[list[str], list[str]], about: str) -> Finding:
    known, missing = keys
    name = str(path[-1])
    guess = closest(name, missing) or closest(name, known)
    there_is = f"the keys here are: {listed(known)}" if known else "leave it out"
    hint = f"did you mean {guess}?" if guess else there_is
    if value is None:
        hint += f"; or, if {quoted(name)} is the end of a text: inside {{ }}, text with a comma or colon wants quotes"
    return Finding("E120", f"unknown key {quoted(name)}", path, hint, about, on_key=True)


def _finding(path: KeyPath, detail: ErrorDetails, kinds: set[str], about: str) -> Finding:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind[:1] == "E" and kind[1:].isdigit():
        return Finding(kind, context["message"], path, context.get("hint"), about)
    name = _name(path)
    value = detail["input"]
    if kind == "string_pattern_mismatch" or kind == "string_too_long":
        is_key = detail["loc"][-1] == "[key]"
        name = str(detail["loc"][-2]) if is_key else value
        return Finding("E123", f"{quoted(name)} is not an id", path, _ID_HINT, about, on_key=is_key)
    if kind in ("too_short", "string_too_short"):
        least = context.get("min_length", 1)
        return Finding("E124", f"{name} has too few entries: at least {least}", path, "add one, or leave it out", about)
    if kind == "literal_error":
        if kinds & {"dict_type", "model_type"}:
            return Finding(
                "E122",
                f"{name} is {quoted(value)}; it is uniform or a mapping",
                path,
                "write uniform, or numbers",
                about,
            )
        expected = str(context.get("expected", ""))
        words = [w.strip("'") for w in expected.replace(" or ", ", ").split(", ")]
        guess = closest(value, words) if isinstance(value, str) else None
        hint = f"did you mean {guess}?" if guess else "write one of them"
        return Finding("E125", f"{name} is {quoted(value)}; it is one of: {', '.join(words)}", path, hint, about)
    wanted = _WANTED.get(kind)
    if wanted is not None:
        hint = "put it in quotes" if wanted == "text" and isinstance(value, int | float) else f"write {wanted}"
        if value is None:
            hint = f"write {wanted}, or leave the key out"
        return Finding("E122", f"{name} is {quoted(value)}, not {wanted}", path, hint, about)
    return Finding("E122", f"{name} is {quoted(value)}: {detail['msg']}", path, "see assess schema", about)


_BAND_HINT = "write {mean: m, n: size}, or a band that is wider, or further from 0 and 1"
_ID_HINT = "an id has letters, digits, '.', '_' and '-', and starts with a letter or a digit"


def _name(path: KeyPath) -> str:
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")


def without_beta(value: Case | Rubric) -> Iterator[Finding]:
    """Yield a finding for each band in a loaded case or rubric for which there is no Beta distribution."""
    case = LoadedCase.of_case(value) if isinstance(value, Case) else None
    rubric = LoadedRubric.of(value.rubric if isinstance(value, Case) else value)
    of_case = () if case is None else bands(case.scale, case_chances(case))
    for low, high, spot in chain(of_case, bands(rubric.scale, rubric_chances(rubric))):
        fault = _fault(low, high)
        if fault is not None:
            yield spot.find("E403", fault, _BAND_HINT)


@lru_cache(maxsize=4096)
def _fault(low: float, high: float) -> str | None:
    try:
        beta_of_quantiles(low, high)
    except NoSuchBetaError as error:
        return str(error)
    return None
