"""What became of a file of actuals: as JSON, and as lines and a table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import json_number
from dealerplan.intake.account import Account, LeftOut, in_short, ranges
from dealerplan.view.document import Block, Cell, Column, Document, Line, Table
from dealerplan.words import Lang, Message, few, say, text


class Value(NamedTuple):
    """A value of a file, what the book had before, and whether it had to be written."""

    store: str
    month: Month
    measure: Measure
    value: Fraction | None
    cell: str
    before: Fraction | None
    is_new: bool


class Imported(NamedTuple):
    """What a file came to; `warnings` are the plan's."""

    file: str
    values: Sequence[Value]
    account: Account
    warnings: Sequence[Message]
    is_rehearsal: bool


def payload(of: Imported, lang: Lang) -> dict[str, Any]:
    """`dealerplan record --from`; all numbers are those taken and those left out. Sentences are in a language."""
    account = of.account
    return {
        "schema": "dealerplan.record/1",
        "file": of.file,
        "dry_run": of.is_rehearsal,
        "all": account.all,
        "taken": account.taken,
        "left_out": account.left,
        "values": [_value(one) for one in of.values],
        "reasons": [_reason(one, lang) for one in account.left_out],
        "sources": [text(one, lang) for one in account.sources],
        "warnings": [text(one, lang) for one in (*account.warnings, *of.warnings)],
        "written": 0 if of.is_rehearsal else sum(one.is_new for one in of.values),
    }


def _value(of: Value) -> dict[str, Any]:
    return {
        "store": of.store,
        "month": str(of.month),
        "measure": of.measure.id,
        "name": of.measure.name,
        "value": json_number(of.value),
        "unit": str(of.measure.unit) if of.measure.unit else None,
        "cell": of.cell,
        "before": json_number(of.before),
        "is_new": of.is_new,
    }


def _reason(of: LeftOut, lang: Lang) -> dict[str, Any]:
    return {"reason": text(of.reason, lang), "count": len(of.places), "cells": ranges(of.places)}


def account_document(account: Account) -> Document:
    """The whole account: how many numbers, where month, store and unit come from, and what was left out and why."""
    blocks: list[Block] = [Line(in_short(account)), *map(Line, account.sources)]
    if account.left_out:
        columns = (
            Column("reason", say("Left out"), "words"),
            Column("numbers", say("Numbers")),
            Column("cells", say("Where"), "words"),
        )
        rows = [
            [Cell(one.reason), Cell(str(len(one.places))), Cell(few(ranges(one.places), MOST_RANGES))]
            for one in account.left_out
        ]
        blocks.append(Table(columns, rows))
    return Document(blocks)


MOST_RANGES = 8  # that somebody looks up one by one
