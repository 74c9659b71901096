"""Files as dealers have them, each in a folder with its plan, why, and what has to become of it.

want.json is one of {"values": {month: {measure: value}}}, all of them and nothing else; {"refused": true, "place": a
cell, a row, "any" or null}; {"either": [...]}. Beside them: "words" of the refusal, "says" and "never", patterns of all
that is said, "today", and "account", how many numbers are taken and left out. args.txt has a month and flags.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dealerplan.app.changes import everything
from dealerplan.app.imports import read_actuals
from dealerplan.app.record import Writing, record
from dealerplan.app.session import Session
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError
from dealerplan.intake.account import Account
from dealerplan.intake.given import IntakeError, Options
from dealerplan.planfile.load import load

CASES = sorted(Path(__file__).with_name("cases").iterdir())


class Outcome(NamedTuple):
    """What became of a file: its values, or what is wrong."""

    values: Mapping[tuple[str, str], Fraction | None] = {}
    account: Account | None = None
    problems: tuple[DealerplanError, ...] = ()

    @property
    def said(self) -> str:
        """All that is said, in English."""
        account = self.account or Account()
        lines = [*account.sources, *account.warnings, *(one.reason for one in account.left_out)]
        lines += [part for one in self.problems for part in (one.message, one.hint) if part]
        return "\n".join(map(str, lines))


def outcome(case: Path, today: date, folder: Path) -> Outcome:
    """What `record --from` makes of a case's file in an empty folder, short of writing it."""
    arguments = (case / "args.txt").read_text().split() if (case / "args.txt").exists() else []
    plan = load((case / "plan.yaml").read_bytes(), "p.yaml")
    assert isinstance(plan, Plan)
    session = Session(folder, None, lambda: datetime.combine(today, time(9)).astimezone(), "li", print)
    options = Options(today, "--ignore-rest" in arguments)
    month = next((Month.parse(word) for word in arguments if not word.startswith("-")), None)
    (file,) = case.glob("input.*")
    try:
        found = read_actuals([plan], file, month, options)
        sure = everything([plan]) if "--sure" in arguments else ()
        how = Writing(found.name, "", found.places, None, None, None, True, found.problems, found.doubts, sure)
        record(session, [plan], found.values, how)
    except DealerplanError as error:
        return Outcome(problems=tuple(error.each))
    values = {(str(month), id): value for (_, month), of in found.values.items() for id, value in of.items()}
    return Outcome(values, found.account)


def wrong(want: Mapping[str, Any], got: Outcome) -> str | None:
    """What is not as wanted."""
    if "either" in want:
        reasons = [wrong(one, got) for one in want["either"]]
        return None if None in reasons else "; ".join(map(str, reasons))
    if want.get("refused"):
        if not got.problems:
            return f"recorded {got.values}"
        if not names_place(want.get("place"), got.problems):
            return f"{want['place']} is not named: {got.said}"
        if missing := [word for word in want.get("words", ()) if word.lower() not in got.said.lower()]:
            return f"{missing} not said: {got.said}"
    else:
        expected = {(month, id): Fraction(value) for month, of in want["values"].items() for id, value in of.items()}
        if got.problems or got.values != expected:
            return f"{got.values}, {got.said}"
    if hits := [pattern for pattern in want.get("never", ()) if re.search(pattern, got.said)]:
        return f"{hits} said: {got.said}"
    if lacks := [pattern for pattern in want.get("says", ()) if not re.search(pattern, got.said)]:
        return f"{lacks} not said: {got.said}"
    return None


def names_place(place: object, problems: Iterable[DealerplanError]) -> bool:
    """Whether a place is among those of the problems."""
    if place is None:
        return True
    if isinstance(place, list):
        return any(names_place(one, problems) for one in place)
    places = [one.place for one in problems if isinstance(one, IntakeError) and one.place is not None]
    if place == "any":
        return bool(places) or any("row" in str(one.message) for one in problems)
    if any(f"{place}," in str(one.message) for one in problems):  # as the reader of CSV says it
        return True
    return any(place in (f"row {one.row}", one.cell.rpartition("!")[2]) for one in places)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path) -> None:
    want = json.loads((case / "want.json").read_text(encoding="utf-8"))
    got = outcome(case, date.fromisoformat(want.get("today", "2026-11-20")), tmp_path)
    why = (case / "why.md").read_text(encoding="utf-8")
    assert wrong(want, got) is None, why
    if "account" in want and got.account is not None:
        counts = {"taken": got.account.taken, "left_out": got.account.left}
        for what, count in want["account"].items():
            assert counts[what] in (count if isinstance(count, list) else [count]), (what, counts, got.said)
