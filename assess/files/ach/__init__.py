"""Matrices of competing hypotheses in: a rubric and a case of each."""

from assess.files.ach.importing import Imported, import_ach

__all__ = ["Imported", "import_ach"]
