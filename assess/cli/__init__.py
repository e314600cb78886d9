"""The command line."""

from __future__ import annotations

from assess.cli.app import main

__all__ = ["main"]
