"""Matrices of competing hypotheses in: a rubric and a case of each."""

from assess.formats.ach.import_matrix import Imported, import_ach

__all__ = ["Imported", "import_ach"]
