"""The commands, a file each, with a function of the file's name, or a `typer.Typer` where a command has its own."""
