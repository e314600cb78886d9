"""The command line."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from types import ModuleType


def run() -> None:
    """Run the program and exit at once: dismantling all that was loaded takes half as long as printing the results."""
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code)


def main() -> None:
    """Run the program without garbage collection and pydantic plug-ins: it ends before either pays off."""
    gc.disable()
    if os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__") == "__all__":
        _spare_plugin_loader()
    from assess.cli.app import app
    from assess.cli.standard_streams import watch_streams

    watch_streams()
    try:
        app()
    finally:
        gc.freeze()  # else the interpreter would look through all that was loaded, at the end


def _spare_plugin_loader() -> None:
    """Have pydantic ask a loader that knows no plug-ins: its own imports importlib.metadata, which is slow to load.

    Whatever else is asked of the loader comes from its own module.
    """
    name = "pydantic.plugin._loader"
    if name in sys.modules:
        return

    def from_its_own(attribute: str) -> object:
        if attribute.startswith("__"):  # which the import system asks for
            raise AttributeError(attribute)
        del sys.modules[name]
        return getattr(importlib.import_module(name), attribute)

    sys.modules[name] = spared = ModuleType(name)
    vars(spared).update(get_plugins=tuple, __getattr__=from_its_own)
