"""The commands, a file each: it holds what is called as the file is, a function or a `typer.Typer` of several."""
