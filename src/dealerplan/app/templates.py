"""Packaged plans, in both languages, and workspaces that begin with one.

Each is a file of its own in either language (plans/en, plans/zh), whole, with comments that read well; a test holds
both to one meaning. A group's has the table of its stores beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.files import folder_beside, put
from dealerplan.app.plan_files import plan_files, read_plan
from dealerplan.app.shipped import shipped
from dealerplan.app.workspace import PLANS, Workspace, holds_plans, read_files
from dealerplan.domain.plan import Plan, stores
from dealerplan.errors import Refused, UsageError, reason, remedy
from dealerplan.planfile.load import load
from dealerplan.words import Lang, few, meant, say

DEFAULT = "aftersales"
GROUP = "group"
YEAR = 2026  # in which every packaged plan is written; nothing else in them has these digits


def templates() -> list[str]:
    """The names of the packaged plans."""
    return sorted(path.stem for path in (shipped("templates") / "en").glob("*.yaml"))


def packaged(name: str, lang: Lang) -> Plan:
    """A packaged plan in a language."""
    plan = read_plan(_file(name, lang), f"{name}.yaml")
    assert isinstance(plan, Plan), plan
    return plan


def described(lang: Lang) -> Iterator[tuple[str, Plan]]:
    """Each packaged plan with its name."""
    return ((name, packaged(name, lang)) for name in templates())


class Place(NamedTuple):
    """What a packaged plan takes from where it goes: the year, and the store unless it keeps its own."""

    year: int
    store: str | None = None
    store_name: str | None = None


def init(target: Path, template: str, lang: Lang, year: int, store: str | None = None) -> tuple[Path, Plan]:
    """Make a workspace with a packaged plan, or add the plan to one; gives the plan and its file.

    It takes the store of the plans there (of several, `store` says which), and their year where none of them has a
    month in `year`. A group's plan comes with the table of its own stores. Raises UsageError, and Refused where the
    plans there can't be read.
    """
    known = templates()
    if template not in known:
        raise UsageError(say("there is no template {name}", name=template), meant(template, known))
    file = target / PLANS / f"{template}.yaml"
    if file.exists():
        raise _there_already(file)
    beside = _beside(target)
    of_group = packaged(template, lang).group
    place = _place(beside, year, store) if of_group is None else _place_of_group(beside, year, store)
    text = _moved(_file(template, lang).read_text(encoding="utf-8"), place)
    plan = load(text.encode(), file.name)
    if isinstance(plan, list):  # the store, which is all that was put in
        raise Refused(plan)
    for one in beside.plans:
        if one.id == plan.id:
            raise _there_already(target / one.path)
    if of_group is not None:
        _write_table(file.parent / of_group.table, lang, place)
    _write(file, text.encode())
    return file, plan


def _write_table(file: Path, lang: Lang, place: Place) -> None:
    """Write the table of a packaged group's stores; its mark tells spreadsheets that it is UTF-8."""
    if file.exists():
        raise _there_already(file)
    text = (shipped("templates") / lang / file.name).read_text(encoding="utf-8")
    _write(file, _moved(text, place).encode("utf-8-sig"))


def _file(name: str, lang: Lang) -> Path:
    return shipped("templates") / lang / f"{name}.yaml"


def _there_already(file: Path) -> UsageError:
    message = say("{file} is there already", file=file)
    return UsageError(message, say("nothing was written; choose another folder or template"))


def _beside(target: Path) -> Workspace:
    """The plans of a folder, if there are any."""
    files = plan_files(target / PLANS) if holds_plans(target) else []
    return read_files(target, {f"{PLANS}/{file.name}": file for file in files})


def _place(beside: Workspace, year: int, store: str | None) -> Place:
    """The store and year of the plans there. Raises Refused, UsageError where the store is not certain."""
    plans = beside.plans
    if beside.errors and store is None:
        message = say("the plans in {folder} can't be read, so it is not known whose plan this is", folder=PLANS)
        raise Refused([UsageError(message, say("mend them, or name the store: --store ID")), *beside.errors])
    if store is None and len(stores(plans)) > 1:
        message = say("the plans are of several stores: {stores}", stores=few(stores(plans)))
        raise UsageError(message, say("choose one with --store"))
    store = store or next(iter(stores(plans)), None)
    name = next((plan.store_name for plan in plans if plan.store == store and plan.store_name), None)
    return Place(_year(plans, year), store, name)


def _place_of_group(beside: Workspace, year: int, store: str | None) -> Place:
    """The year of the plans there: a group has stores of its own."""
    if store is not None:
        message = say("--store names one store, and this plan is of a group")
        raise UsageError(message, say("leave it out; the table beside the plan names the stores"))
    return Place(_year(beside.plans, year))


def _year(plans: Sequence[Plan], year: int) -> int:
    """This year, unless the plans are all of others: then that in which the last of them ends."""
    if not plans or any(plan.period.first.year <= year <= plan.period.last.year for plan in plans):
        return year
    return max(plan.period.last.year for plan in plans)


def _moved(text: str, place: Place) -> str:
    """A packaged plan's text in another year, and of another store."""
    text = text.replace(str(YEAR), str(place.year))
    if place.store is None:
        return text
    lines = [f"store: {_scalar(place.store)}"]
    if place.store_name is not None:
        lines.append(f"store_name: {_scalar(place.store_name)}")
    whole = "".join(f"{line}\n" for line in lines)
    return re.sub(r"^store: .*\n(store_name: .*\n)?", lambda _: whole, text, count=1, flags=re.MULTILINE)


def _scalar(text: str) -> str:
    """A text as a plan file has it: plain, or in quotes, where JSON's are YAML's."""
    return text if re.fullmatch(r"\w[\w -]*\w|\w", text) else json.dumps(text, ensure_ascii=False)


def _write(file: Path, content: bytes) -> None:
    try:
        _make_folder(file.parent)
        with folder_beside(file) as own:
            whole = own / file.name
            whole.write_bytes(content)
            put(whole, file)
    except OSError as error:
        raise UsageError(
            say("{file} can't be written: {error}", file=file, error=reason(error)), remedy(error)
        ) from None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(say("{file} is there already, and no folder", file=folder)) from None
