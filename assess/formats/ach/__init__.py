"""Import and export of matrices for the analysis of competing hypotheses (ACH)."""

from assess.formats.ach.grid_tables import GridChecker
from assess.formats.ach.import_matrix import Imported, import_ach

__all__ = ["GridChecker", "Imported", "import_ach"]
