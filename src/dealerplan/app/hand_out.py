"""What head office hands out of a month: a pack for each store, and one for each region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dealerplan.app.archive import safe
from dealerplan.app.asked import Asked as AskedReport
from dealerplan.app.export import export_month, form_rows, one_store
from dealerplan.app.group import Asked, GroupPlan, group_card
from dealerplan.app.report import reports, subjects
from dealerplan.app.session import Session
from dealerplan.app.standing import with_standing
from dealerplan.app.workspace import Workspace
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from dealerplan.domain.pattern import pattern
from dealerplan.domain.plan import Plan
from dealerplan.errors import UsageError
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.view.export import form_grid
from dealerplan.view.grid import Grid
from dealerplan.view.report.facts import Report
from dealerplan.words import say

LONGEST = 60  # characters of a folder's name


class HandOut(NamedTuple):
    """A group at the month that is handed out, and the month whose forms are; None after the period's last."""

    of: GroupPlan
    card: GroupCard
    month: Month
    next: Month | None


class StorePack(NamedTuple):
    """What a store gets: its plan, the form of the next month, and the report with its standing if the month is due."""

    store: Store
    report: Report | None
    form: Grid | None
    plan: Plan


def prepare(session: Session, workspace: Workspace, of: GroupPlan, month: Month | None) -> HandOut:
    """Where the group stands; raises UsageError where there is nothing to hand out."""
    card = group_card(session, workspace, of, Asked(month))
    if card.as_of is None:
        raise UsageError(say("nothing is recorded yet"), say("name the month: dealerplan hand-out 2026-03 --to DIR"))
    following = card.as_of.plus(1)
    return HandOut(of, card, card.as_of, following if following in of.plan.period else None)


def named_in_plan(out: HandOut) -> list[Store]:
    """The stores that the plan file itself names, in a comment say: every store gets its text."""
    words = {*_WORD.findall(out.of.plan.text)}
    text = out.of.plan.text
    return [one for one in out.of.group.stores if one.id in words or (one.name and one.name in text)]


_WORD = pattern(r"[\w-]+")


def store_packs(session: Session, workspace: Workspace, out: HandOut) -> Iterator[StorePack]:
    """The packs one after the other, of stores due in the month or in the next one; each holds its store alone."""
    end, heads = out.of.plan.month_end, {head.store: head for head in out.of.heads}
    due = {store.id for store in out.of.group.stores if store.is_due(out.month, end)}
    asked = AskedReport(out.month)
    found = subjects(session, workspace.read, [head for id, head in heads.items() if id in due], asked)
    made = (with_standing(one, out.card) for one in reports(session, workspace.read, found, asked))
    for store in out.of.group.stores:
        is_next = out.next is not None and store.is_due(out.next, end)
        if store.id in due or is_next:
            plan = workspace.read(heads[store.id])
            report = next(made) if store.id in due else None
            form = _form(session, plan, out.next) if out.next is not None and is_next else None
            yield StorePack(store, report, form, plan)


def _form(session: Session, plan: Plan, month: Month) -> Grid:
    of = one_store(export_month(session, [plan], month))
    return form_grid(of.store, month, form_rows(of, month))


def regions(out: HandOut) -> Mapping[str, frozenset[str]]:
    """The stores of each region, as they are at the month, in the order of the table; stores without one have none."""
    found: dict[str, list[str]] = {}
    for store in out.of.group.stores:
        if region := store.fact("region", out.card.facts_of):
            found.setdefault(region, []).append(store.id)
    return {region: frozenset(ids) for region, ids in found.items()}


def folders(names: Sequence[str]) -> Mapping[str, str]:
    """Names as those of folders, that lead nowhere else and that no disk takes for one another."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = safe(name)[:LONGEST].rstrip(". ") or "_"
        numbered = (plain, *(f"{plain}-{number}" for number in range(2, len(names) + 1)))
        found[name] = next(one for one in numbered if one.casefold() not in taken)
        taken.add(found[name].casefold())
    return found
