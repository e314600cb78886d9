"""Libraries that only some exports and tables need.

E411 library that is not installed
    Finds:   An export, or a table, that a library makes which is not there, or cannot be loaded.
    Matters: Only those who want a format need its library; the extra of its name brings it, or its own name does.
    Example: pip install assess
    Instead: pip install 'assess[stix]'
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assess.errors import AssessError, Finding


@contextmanager
def optional_import(library: str, install: str, made: str = "export") -> Iterator[None]:
    """Turn a failed import into an error that says how to install what is missing (E411).

    Parameters
    ----------
    library : str
        What is imported.
    install : str
        What brings it: an extra of this package, or the library itself.
    made : str
        What the library makes.
    """
    try:
        yield
    except ImportError as error:
        message = f"this {made} is made by the library {library}, which cannot be imported: {error}"
        raise AssessError([Finding("E411", message, hint=f"pip install '{install}'")]) from None
