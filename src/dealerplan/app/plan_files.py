"""Plan files of a folder, and what is wrong with those that can't be read."""

from __future__ import annotations

import os
from pathlib import Path

from dealerplan.app.compiled import cache, plan_of
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused, reason, remedy, unreadable
from dealerplan.planfile.problem import LARGEST, Mark, PlanError, Problem
from dealerplan.words import Message, say


def plan_files(folder: Path) -> list[Path]:
    """The plan files of a folder by name; hidden ones are editors' and systems' own."""
    try:
        found = list(folder.iterdir())
    except OSError as error:
        raise unreadable(folder, error) from None
    return sorted(path for path in found if path.suffix in (".yaml", ".yml") and not path.name.startswith("."))


def read_plan(file: Path, name: str) -> Plan | list[PlanError]:
    """Read one plan file, or say what is wrong with it; `name` is how messages call it."""
    try:
        if file.exists() and not file.is_file():  # a pipe would be waited for
            return [at_top(name, say("this is no file"))]
        with file.open("rb") as opened:
            stat, raw = os.fstat(opened.fileno()), opened.read(LARGEST + 1)
    except OSError as error:
        return [at_top(name, say("the file can't be read: {error}", error=reason(error)), remedy(error))]
    found = plan_of(raw, name)
    if isinstance(found, Plan):
        cache().file(str(file.parent.absolute()), file.name, stat, raw)
    return found


def at_top(name: str, message: Message, hint: Message | None = None) -> PlanError:
    """What is wrong with a file as a whole."""
    return PlanError(name, Problem(Mark(1, 1), message, hint), "")


def changed(head: Head) -> Refused:
    """What is wrong where a file is no more what its head says."""
    return Refused([at_top(head.path, say("the file was changed meanwhile"), say("run the command again"))])
