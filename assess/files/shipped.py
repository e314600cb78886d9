"""The rubrics, scales, gradings, codings, confidence policies and cases that come with the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Return the folder that holds ``rubrics/`` and ``cases/``: in the wheel, else in the checkout."""
    installed = _PACKAGE / "shipped"
    return installed if installed.is_dir() else _PACKAGE.parent


def shipped_ids(kind: str) -> list[str]:
    """Return the ids of what ships.

    Parameters
    ----------
    kind : {"case", "rubric", "scale", "grading", "coding", "confidence"}
    """
    folder = shipped_folder()
    if kind == "case":
        return sorted(path.parent.name for path in (folder / "cases").glob("*/case.yaml"))
    if kind == "rubric":
        return sorted(path.stem for path in (folder / "rubrics").glob("*.yaml"))
    below = "confidence" if kind == "confidence" else "scales"
    return sorted(path.stem for path in (folder / "rubrics" / below).glob("*.yaml") if has_key(path, kind))


def has_key(path: Path, key: str) -> bool:
    """Say whether the file looks like a `key`, without reading it as YAML: a case names its rubric too."""
    with path.open("rb") as stream:
        top = {line.partition(b":")[0] for line in stream.read(8192).splitlines()}
    return key.encode() in top and (key == "case" or b"case" not in top)
