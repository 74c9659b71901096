"""What `check` finds: where a plan contradicts itself or promises nothing."""

from __future__ import annotations

from typing import NamedTuple

from dealerplan.words import Message


class Finding(NamedTuple):
    """One finding; `target` is a target's, milestone's or measure's id, `line` its place in the plan's file, `store`
    the one of a group that it is of."""

    code: str
    plan: str
    path: str
    target: str
    line: int
    message: Message
    store: str = ""
