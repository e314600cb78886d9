"""Importing libraries that only some exports and tables need.

E411 library that is not installed
    Finds:   An export or a table whose library is missing or cannot be loaded.
    Matters: Only those who want a format need its library; it is installed by the extra of that name, or by its own.
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
        The library to import.
    install : str
        What installs it: an extra of this package, or the library itself.
    made : str
        What the library is needed for.
    """
    try:
        yield
    except ImportError as error:
        message = f"this {made} is made by the library {library}, which cannot be imported: {error}"
        raise AssessError([Finding("E411", message, hint=f"pip install '{install}'")]) from None
