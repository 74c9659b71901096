"""From a file's shape to the plan that it means; collects what can't be meant, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerplan import calendar
from dealerplan.domain.group import Fact, GroupTerms, Move
from dealerplan.domain.month_end import CALENDAR, LATEST, MonthEnd
from dealerplan.domain.number import narrow
from dealerplan.domain.opening import there
from dealerplan.domain.plan import Calendar, Plan, Reporting, twins
from dealerplan.domain.unit import Unit
from dealerplan.planfile.context import Context
from dealerplan.planfile.earlier import distinct, refuse_earlier
from dealerplan.planfile.group_rules import check_group
from dealerplan.planfile.measures import Measures
from dealerplan.planfile.milestones import milestones
from dealerplan.planfile.source import Path, Source
from dealerplan.planfile.targets import Targets
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.planfile.schema import FactsPart, PlanFile


def map_plan(file: PlanFile, source: Source, path: str, unsure: frozenset[Path]) -> Plan:
    """The plan that a file means; only good if nothing was reported."""
    context = Context(file, source, unsure)
    context.currency, context.calendar = _currency(context), _calendar(context)
    refuse_earlier({file.plan: file.was}, lambda _, at, found: context.trouble(("was", at), found.message, found.hint))
    measures = Measures(context)
    measures.declare_all()
    targets = Targets(context, measures)
    targets.map_all()
    measures.check_wholes()
    targets.check_wholes()
    targets.check_main()
    dates = tuple(milestones(context))
    check_group(context, measures, targets)
    equal, equal_dates = (twins(one.name for one in some) for some in (targets.by_id.values(), dates))
    plan = Plan(
        id=file.plan,
        name=file.name or file.plan,
        store=file.store,
        group=_terms(file),
        store_name=file.store_name,
        facts=_facts(file.facts),
        moves=tuple(sorted((Move(one.start, _facts(one), one.why) for one in file.moves), key=lambda one: one.start)),
        period=file.period,
        department=file.department,
        owner=file.owner,
        currency=file.currency,
        notes=file.notes,
        calendar=context.calendar,
        reporting=_reporting(context),
        measures=measures.by_id,
        targets=tuple(one._replace(twin=one.name in equal) for one in targets.by_id.values()),
        milestones=tuple(one._replace(twin=one.name in equal_dates) for one in dates),
        path=path,
        ignored=_ignored(context, measures, targets),
        was=distinct(file.was),
    )
    return there(plan, calendar.open_days)


def _terms(file: PlanFile) -> GroupTerms | None:
    if not file.group or file.stores is None:
        return None
    return GroupTerms(file.group, *file.stores, 13 if file.comparable is None else file.comparable, file.peers)


def _facts(part: FactsPart | None) -> dict[Fact, str]:
    if part is None:
        return {}
    said: dict[Fact, str | None] = {
        "region": part.region, "brand": part.brand, "class": part.kind, "manager": part.manager
    }  # fmt: skip
    return {fact: value for fact, value in said.items() if value is not None}


def _calendar(context: Context) -> Calendar:
    part = context.file.calendar
    if part.open == "workdays" and not calendar.knows(part.country):
        message = say("the working days of {country} are not known", country=part.country)
        hint = say("write another country, or open: all and the closed days")
        context.trouble(("calendar", "country"), message, hint)
    day = context.file.reporting.month_ends
    month_end = CALENDAR if day in (None, LATEST) else MonthEnd(day)
    opened, closed = context.file.opened, context.file.closed
    if opened and closed and closed < opened:
        context.trouble(("closed",), say("closed comes before opened"), say("write the store's last day"))
    return Calendar(part.country, part.open, frozenset(part.closed), month_end, opened, closed)


def _reporting(context: Context) -> Reporting:
    on_time, locked = context.file.reporting.on_time_until, context.file.reporting.locked_after
    if on_time is not None and locked is not None and locked < on_time:
        message = say("locked_after {locked} comes before on_time_until {on_time}", locked=locked, on_time=on_time)
        context.trouble(("reporting", "locked_after"), message, say("lock the month on that day or later"))
    return Reporting(on_time, locked)


def _ignored(context: Context, measures: Measures, targets: Targets) -> tuple[str, ...]:
    """The names left out of files, each once; none of what the plan itself reads or computes."""
    own = {narrow(word): one.id for one in targets.by_id.values() for word in (one.id, one.name)}
    for at, name in enumerate(context.file.imports.ignore):
        path = ("imports", "ignore", at)
        if (id := measures.vocabulary.get(narrow(name))) is not None:
            message = say("imports.ignore names the measure {name} of this plan", name=id)
            context.trouble(path, message, say("take it out: what files say of it is recorded"))
        elif (id := own.get(narrow(name))) is not None:
            message = say("imports.ignore names the target {name} of this plan", name=id)
            context.trouble(path, message, say("take it out: files are compared with what it comes to"))
    return tuple(dict.fromkeys(context.file.imports.ignore))


def _currency(context: Context) -> Unit | None:
    currency = context.unit(("currency",), context.file.currency)
    if currency is not None and not (currency.is_money and currency.scale == 1):
        message = say("{text} is no currency", text=currency)
        context.trouble(("currency",), message, say("write its code: CNY, USD"))
    return currency
