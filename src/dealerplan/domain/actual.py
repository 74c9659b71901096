"""What was done: the values of months, the marks of milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.month import Month

Actuals = Mapping[tuple[str, Month], Fraction]
"""The value in force of each measure (by id) and month of one store."""


class Done(NamedTuple):
    """A milestone marked as done, with its results and what was noted of it last."""

    on: date
    results: Mapping[str, Fraction]
    note: str | None = None
