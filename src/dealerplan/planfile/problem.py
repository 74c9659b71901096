"""What is wrong in plan files, and where."""

from __future__ import annotations

from typing import NamedTuple

from dealerplan.errors import DealerplanError, Where
from dealerplan.words import Message

LARGEST = 2**20  # bytes of a plan file


class Mark(NamedTuple):
    """A place in the text, counted from 1."""

    line: int
    column: int


class Problem(NamedTuple):
    """Something wrong in a plan file, at a place."""

    mark: Mark
    message: Message
    hint: Message | None = None


class PlanError(DealerplanError):
    """Something wrong in a plan file: where, the line itself, and what to do."""

    def __init__(self, path: str, problem: Problem, line: str) -> None:
        super().__init__(problem.message, problem.hint)
        self.path = path
        self.mark = problem.mark
        self.source_line = line
        self.where = Where(path, *problem.mark)
