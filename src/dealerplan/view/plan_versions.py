"""The versions of a plan that the book kept: when, by whom, and in words what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dealerplan.domain.plan_changes import PlanVersion
from dealerplan.view.document import Cell, Column, Document, Line, Table
from dealerplan.view.terms import runs
from dealerplan.words import Lang, Message, say, text

_COLUMNS = (
    Column("when", say("When"), "fixed"),
    Column("who", say("Who"), "words", rank=2),
    Column("change", say("What changed"), "words"),
    Column("closed", say("Closed by then"), "words", rank=3),
    Column("version", say("Version"), "fixed", rank=4),
)
HEADS = ("at", "by", "version", "target", "what", "was", "now", "message")


def document(versions: Sequence[PlanVersion]) -> Document:
    """A row a change, each version's first with when and by whom."""
    if not versions:
        return Document([Line(say("Not kept yet: the next command that writes keeps it."))])
    return Document([Table(_COLUMNS, [row for one in versions for row in _rows(one)])])


def _rows(of: PlanVersion) -> list[list[Cell]]:
    when = f"{datetime.fromisoformat(of.at).astimezone():%Y-%m-%d %H:%M}"
    closed = Cell(say("{ranges}", ranges=runs(of.closed, with_year=True)) if of.closed else "-")
    before, after = [Cell(when), Cell(of.by)], [closed, Cell(of.hash)]
    first, *others = _said(of)
    return [[*before, Cell(first), *after], *([Cell(), Cell(), Cell(one), Cell(), Cell()] for one in others)]


def _said(of: PlanVersion) -> list[Message]:
    if of.changes is None:
        return [say("kept by another version of dealerplan, and can't be read now")]
    return [one.message for one in of.changes] or [say("the same plan, written otherwise")]


def payload(plan: str, versions: Sequence[PlanVersion], lang: Lang) -> dict[str, Any]:
    """`dealerplan history --plan`; sentences are in the language asked for."""
    return {"schema": "dealerplan.plans/1", "plan": plan, "versions": [_version(one, lang) for one in versions]}


def _version(of: PlanVersion, lang: Lang) -> dict[str, Any]:
    return {
        "at": of.at,
        "by": of.by,
        "version": of.hash,
        "closed": [str(month) for month in of.closed],
        "changes": [
            {"target": one.target, "what": one.what, "was": one.was, "now": one.now, "message": text(one.message, lang)}
            for one in of.changes or ()
        ],
    }


def rows(versions: Sequence[PlanVersion], lang: Lang) -> list[dict[str, Any]]:
    """One row a change."""
    found = [_version(one, lang) for one in versions]
    return [{"at": one["at"], "by": one["by"], "version": one["version"], **change}
            for one in found for change in one["changes"]]  # fmt: skip
