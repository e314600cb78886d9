"""Import and export of matrices of the analysis of competing hypotheses (ACH)."""

from assess.formats.ach.import_matrix import Imported, import_ach

__all__ = ["Imported", "import_ach"]
