"""The folder of a hand-out: new, empty, or of an earlier one of the same month, whose files are replaced whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dealerplan.app.archive import check_free
from dealerplan.app.files import folder_beside, naming, put
from dealerplan.app.session import Session
from dealerplan.errors import UsageError
from dealerplan.words import say

MARK = "hand-out.json"
SCHEMA = "dealerplan.hand-out/1"


class Folder:
    """Where packs are written, file by file, each whole."""

    def __init__(self, place: Path, session: Session, of: Mapping[str, str]) -> None:
        """`of` says what is handed out: the plan and the month. Raises UsageError for a folder of anything else."""
        self.place = place
        self._written: set[Path] = set()
        check_free([place / MARK], session)
        self._check(of)
        self.write(place, {MARK: f"{json.dumps({'schema': SCHEMA, **of}, indent=2)}\n".encode()})

    def _check(self, of: Mapping[str, str]) -> None:
        with naming(self.place):
            if self.place.exists() and not self.place.is_dir():
                raise UsageError(say("{file} is there already, and no folder", file=self.place), _NEW)
            if not self.place.exists() or not any(self.place.iterdir()):
                return
        if _marked(self.place / MARK) != {"schema": SCHEMA, **of}:
            message = say("{folder} holds something else than a hand-out of {plan} for {month}",
                          folder=self.place, plan=of["plan"], month=of["month"])  # fmt: skip
            raise UsageError(message, _NEW)

    def write(self, folder: Path, files: Mapping[str, bytes]) -> None:
        """Write the files of a folder, or replace them."""
        with naming(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with folder_beside(folder / MARK) as own:
                for name, content in files.items():
                    (own / name).write_bytes(content)
                for name in files:
                    put(own / name, folder / name, force=True)
                    self._written.add(folder / name)

    def left(self, kind: str) -> list[Path]:
        """The files below a folder that an earlier hand-out left, and this one did not write."""
        with naming(self.place):
            found = (self.place / kind).rglob("*")
            return sorted(file for file in found if file.is_file() and file not in self._written)


def _marked(file: Path) -> Any:
    """What a mark says; None where it is none."""
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None


_NEW = say("name a new or empty folder")
