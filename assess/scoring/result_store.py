"""Results kept in a folder, so that no case is scored twice: one file each, named by a digest of all inputs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from assess.domain.case import Case
from assess.files.atomic_write import folder_for, put
from assess.files.reading import read_bytes
from assess.scoring.columns import plain, restored
from assess.scoring.results import Assessment
from assess.version import VERSION

_FORMAT = "assess.kept/2"
_LARGEST = 512 * 2**20


class ScoreOptions(NamedTuple):
    """The options of `score`."""

    as_of: str | None
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class ResultStore:
    """A folder of results.

    Parameters
    ----------
    folder : Path
        It is created for the first result; its parent must exist.
    """

    folder: Path

    def keep(self, result: Assessment, options: ScoreOptions) -> None:
        """Keep a result; on return, it is on the disk.

        Raises
        ------
        AssessError
            E611 if it cannot be written.
        """
        parts = _parts(result)
        content = {"format": _FORMAT, "sha256": _sha256(_json(parts)), "result": parts}
        with folder_for(self.folder):
            put(self._file(result.inputs, options), _json(content))

    def result_of(self, case: Case, options: ScoreOptions) -> Assessment | None:
        """Return exactly what this version gave for these inputs; None if no sound result is kept."""
        try:
            content = json.loads(read_bytes(self._file(case.digest(), options), _LARGEST))
            if content["format"] != _FORMAT or content["sha256"] != _sha256(_json(content["result"])):
                return None
            return Assessment(case=case, **restored(Assessment, content["result"], whole=True))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def _file(self, inputs: str, options: ScoreOptions) -> Path:
        return self.folder / f"{_sha256(_json([inputs, VERSION, *options]))}.json"


def without_networks(result: Assessment) -> Assessment:
    """Return a result as plain data, without the networks and draws that it was computed from."""
    return Assessment(**{each.name: getattr(result, each.name) for each in fields(Assessment)})


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _parts(result: Assessment) -> dict[str, Any]:
    names = [each.name for each in fields(Assessment) if each.name != "case"]
    return {name: plain(getattr(result, name), whole=True) for name in names}
