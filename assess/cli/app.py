"""The program: it finds its commands in the folder `commands`, and loads only the one that is called."""

from __future__ import annotations

import ast
import keyword
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from assess.cli.at_work import at_work, call_it
from assess.cli.output import show
from assess.version import VERSION

_FOLDER = Path(__file__).parent / "commands"


class _Commands(TyperGroup):
    """The modules of the folder as commands; ``import`` is in ``import_``, since a keyword cannot name a module."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command, and report progress now and then if it takes long."""
        with at_work("assess"):
            return super().invoke(ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, without loading them."""
        return sorted(path.stem.rstrip("_") for path in _FOLDER.glob("[a-z]*.py"))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command; None if there is no such command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = _module(cmd_name)
        call_it(f"assess {cmd_name}")
        made = getattr(import_module(f"assess.cli.commands.{name}"), name)
        if not isinstance(made, typer.Typer):
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(cmd_name)(made)
            made = alone
        command = typer.main.get_command(made)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands with the summaries from their source, so that none has to be loaded."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(_module(name))) for name in self.list_commands(ctx)])


def _module(command: str) -> str:
    return f"{command}_" if keyword.iskeyword(command) else command


def _summary(name: str) -> str:
    """Return the first line of the docstring of a command, or of its module where it is a group of commands."""
    module = ast.parse((_FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    functions = (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return (ast.get_docstring(next(functions, module)) or "").partition("\n")[0]


app = typer.Typer(
    name="assess",
    cls=_Commands,
    help="Score claims from graded evidence with an exact Bayesian network.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        show(f"assess {VERSION}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass
