"""The commands, one per file: a function with the file's name, or a `typer.Typer` for a group of commands."""
