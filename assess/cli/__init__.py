"""The command line."""

from __future__ import annotations

import atexit
import gc
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
    """Have pydantic ask a loader that knows no plug-ins: its own imports importlib.metadata, which is slow to load."""
    none = ModuleType("pydantic.plugin._loader")
    vars(none)["get_plugins"] = tuple
    sys.modules.setdefault(none.__name__, none)
