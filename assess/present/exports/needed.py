"""Libraries that only some exports need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assess.errors import AssessError, Finding


@contextmanager
def needed(library: str, extra: str) -> Iterator[None]:
    """Turn a failed import into an error that says how to install what is missing (E411).

    Parameters
    ----------
    library : str
        What is imported.
    extra : str
        The extra of this package that brings it.
    """
    try:
        yield
    except ImportError as error:
        message = f"this export is made by the library {library}, which cannot be imported: {error}"
        raise AssessError([Finding("E411", message, hint=f"pip install 'assess[{extra}]'")]) from None
