"""Reading and writing YAML files, with the place of every key and of every fault."""

from assess.files.checking import check, kind_of, located_in
from assess.files.citation_check import verify
from assess.files.loading import (
    load_case,
    load_coding,
    load_confidence,
    load_grading,
    load_rubric,
    load_scale,
    load_sources,
    resolve,
)
from assess.files.reading import shipped_folder, shipped_ids
from assess.files.rule_pages import explain, rule_pages
from assess.files.schemas import schemas

__all__ = [
    "check",
    "explain",
    "kind_of",
    "load_case",
    "load_coding",
    "load_confidence",
    "load_grading",
    "load_rubric",
    "load_scale",
    "load_sources",
    "located_in",
    "resolve",
    "rule_pages",
    "schemas",
    "shipped_folder",
    "shipped_ids",
    "verify",
]
