"""A group's table of stores to the group: the entry for it, beside `read` for files of actuals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from dealerplan.domain.group import Group
from dealerplan.domain.plan import Plan
from dealerplan.errors import Invalid, Refused
from dealerplan.intake.given import IntakeError, Problem, more
from dealerplan.intake.store_columns import find_head, read_columns
from dealerplan.intake.store_rows import StoreRows
from dealerplan.intake.store_words import Headings
from dealerplan.sheets.cell import Sheet, fold
from dealerplan.sheets.place import place_in
from dealerplan.sheets.read import read_sheets
from dealerplan.words import say

MOST = 200  # mistakes of a table that are told one by one

_HEAD_IT = say("head the column of the stores: store")


def read_stores(raw: bytes, name: str, plan: Plan) -> Group:
    """The stores of a group's table; `name` is how messages call the file, `plan` that of the group.

    Raises Refused with everything that is wrong, each with its place.
    """
    assert plan.group is not None
    headings = Headings(plan)
    try:
        sheet, head = _find(read_sheets(raw), headings, plan.group.sheet)
        table = read_columns(sheet, head, headings, plan)
        rows = StoreRows(sheet, table, plan)
        stores = rows.stores()
    except Invalid as error:
        raise Refused([IntakeError(name, None, error.message, error.hint)]) from None
    problems = [*table.problems, *rows.problems]
    if problems:
        raise Refused(_told(name, sheet, problems))
    if not stores:
        raise Refused([IntakeError(name, None, say("the table has no store"), say("write a row for each"))])
    return Group(plan.group, tuple(stores), sha256(raw).hexdigest())


def _find(sheets: Sequence[Sheet], headings: Headings, named: str | None) -> tuple[Sheet, int]:
    """The sheet that the plan names, else the one with a table of stores, and the row of its headings."""
    chosen = sheets if named is None else [sheet for sheet in sheets if fold(sheet.name or "") == fold(named)]
    if named is not None and not chosen:
        known = [sheet.name for sheet in sheets if sheet.name]
        hint = say("there are {known}", known=known) if known else say("leave sheet: out of the plan")
        raise Invalid(say("there is no sheet {name}", name=named), hint)
    found = [(sheet, head) for sheet in chosen if (head := find_head(sheet, headings)) is not None]
    if not found:
        raise Invalid(say("no row of headings names a column of stores"), _HEAD_IT)
    if len(found) > 1:
        hint = say("name one of them in the plan, as sheet: {names}", names=[sheet.name or "" for sheet, _ in found])
        raise Invalid(say("more than one sheet has a table of stores"), hint)
    return found[0]


def _told(name: str, sheet: Sheet, problems: Iterable[Problem]) -> list[IntakeError]:
    """Mistakes as they are told, by their places, each once."""
    once = {(row, column, error.message.template, str(error.message)): error for row, column, error in problems}
    found = [
        IntakeError(name, place_in(sheet, row, column), error.message, error.hint)
        for (row, column, *_), error in sorted(once.items(), key=lambda one: one[0][:2])
    ]
    return [*found[:MOST], *([more(name, [()] * len(found[MOST:]))] if found[MOST:] else [])]
