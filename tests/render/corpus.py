"""Documents that every format has to write: all packaged plans, charts and lists, nothing at all, and hostile ones."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import accumulate
from pathlib import Path

from dealerplan.app.demo import own_ids
from dealerplan.app.done import read_results
from dealerplan.app.templates import GROUP, packaged, templates
from dealerplan.calendar import open_days
from dealerplan.domain.actual import Done
from dealerplan.domain.amount import read_amount
from dealerplan.domain.event import State
from dealerplan.domain.month import Each, Month
from dealerplan.domain.note import AsNoted, Note, actions_of
from dealerplan.domain.shown import Amount, Percent, Points
from dealerplan.domain.unit import read_unit
from dealerplan.evaluate import Scorecard, TargetCard, evaluate
from dealerplan.evaluate.review import Review, review
from dealerplan.planfile.goal_rules import goals_out_of_reach
from dealerplan.view.document import (
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Masthead,
    Said,
    Series,
    Table,
    Tone,
)
from dealerplan.view.first_page import Page
from dealerplan.view.report import Correction, Report, Sources, report_document
from dealerplan.view.status import status_document
from dealerplan.view.terms import shown
from dealerplan.words import say

PLANS = Path(__file__).parents[2] / "plans"
NAMES = [name for name in templates() if name != GROUP]
AS_OF = Month.parse("2026-10")

HOSTILE = (
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1:A9)", "＝1+1", "[red]x[/red]",
    "| a | b |", "\x1b[31mred\x1b[0m", "\u202egpj.exe", "{{ 7*7 }}", "{% raise %}", "{_{ x }_}", "]]>", "-->",
    "&lt;b&gt;", "<!--", "a\tb\nc\rd\x00e\x7f", "[x](http://example.invalid)", "![x](y)", "*a* _b_ ~~c~~ `d`",
    "# head #", "1. one", "1) one", "- dash", "+ plus", "> quote", "===", "---", "~~~",
    "www.example.invalid :smile: a$b$c",
    "_x0041_", "\\x", "'quoted'", '"quoted"', "${a}", "  two  spaces", "é́ 𠀀 🚗", "\ufffe\ue000", "a" * 40,
)  # fmt: skip
"""Names and notes that some reader would take for more than words."""


def looked_back(name: str, each: Each | None = None, month: Month = AS_OF) -> Review:
    """A packaged plan with its sample months, and its past, as of a month."""
    plan, own = packaged(name, "zh"), own_ids("zh", name)
    actuals = {
        (own[measure], Month.parse(row["month"])): read_amount(value)
        for row in _rows(f"{name}.csv")
        for measure, value in row.items()
        if measure != "month" and value
    }
    done = {}
    for row in _rows(f"{name}-done.csv"):
        milestone = next(one for one in plan.milestones if one.id == row["milestone"])
        results = read_results(row["results"].split(), milestone).sound()
        done[milestone.id] = Done(date.fromisoformat(row["on"]), results)
    as_of = min(month, plan.period.last)
    card = evaluate(plan, actuals, done, open_days(plan.calendar), as_of.last_day, as_of)
    return review(card, actuals, done, open_days(plan.calendar), each)


def reported(name: str, each: Each | None = None, as_of: Month = AS_OF) -> Report:
    """A packaged plan's report, with everything in it that somebody may have noted or corrected."""
    looked = looked_back(name, each, as_of)
    month, day = looked.months[0], looked.card.day
    notes = [
        Note(one.target.id, month, f"原因 {index}", f"措施 {index}", "李", day if index % 2 else None)
        for index, one in enumerate(looked.card.targets[:4])
    ]
    corrections = [
        Correction(month, measure, before, Fraction(-1234567, 100), "重复登记")
        for measure, before in zip(looked.card.plan.measures, (None, Fraction(7, 2)), strict=False)
    ]
    sources = Sources(State(12, "a" * 64), "b" * 12, "1.2.3", "2026-11-01T00:00:00.000000Z")
    return Report(
        looked,
        notes,
        actions_of((AsNoted(note, note.target) for note in notes), {}),
        corrections,
        sources,
        list(goals_out_of_reach(looked.card.plan, looked.card.as_of)),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (PLANS / "samples" / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def paged(card: Scorecard) -> Page:
    """A scorecard's first page, with what `check` finds in its goals."""
    return Page(card, list(goals_out_of_reach(card.plan, card.as_of)))


def charted(card: Scorecard) -> Document:
    """The status with sentences, lists, and a chart of every flow and rate."""
    blocks: list[Block] = list(status_document(paged(card)).blocks)
    said = say("Not recorded in {months}: anything", months=["2026-07", "2026-08"])
    blocks += [Heading("清单", 2), Items([Line("第一条", "good"), Line(said, "bad"), Line("- 1. 第三条", "quiet")])]
    blocks += [_chart(one) for one in card.targets if one.target.kind in ("flow", "rate") and one.goal.value]
    return Document([*blocks, Heading("Months", 3), *(_months(one) for one in card.targets[:3])])


def _chart(one: TargetCard) -> Chart:
    labels = [str(month.month) for month in one.months]
    if one.target.kind == "flow":
        unit = one.target.unit
        actual = list(accumulate(month.actual or Fraction(0) for month in one.months))
        owed = list(accumulate(month.expected or Fraction(0) for month in one.months))
        points: Sequence[Amount | None] = [Amount(value, unit) for value in actual]
        return Chart(
            one.target.name,
            [*labels, "2026-11", "2026-12"],
            [
                Series(say("Actual"), [*points, None, None], "actual"),
                Series(say("Owed"), [Amount(value, unit) for value in [*owed, *owed[-1:] * 2]], "owed"),
            ],
            "months" if unit is not None and unit.is_money else "lines",
        )
    assert one.goal.value is not None
    rates = [None if month.actual is None else shown(month.actual, one.goal, one.target) for month in one.months]
    goal = shown(one.goal.value, one.goal, one.target)
    return Chart(
        one.target.name, labels,
        [Series(say("Actual"), rates, "actual"), Series(say("Goal"), [goal] * len(labels), "owed")],
    )  # fmt: skip


def _months(one: TargetCard) -> Table:
    rows = [
        [Cell(str(month.month)), *(Cell("-", "quiet") if value is None else Cell(Amount(value, one.target.unit))
                                   for value in (month.actual, month.expected))]
        for month in one.months
    ]  # fmt: skip
    return Table(
        (Column("month", say("Month"), "fixed"), Column("actual", say("Actual")), Column("expected", say("Owed"))), rows
    )


def hostile() -> Document:
    """Words that would be more than words, in every place where words can stand; two parts of one name."""
    tones: list[Tone] = ["good", "warning", "bad", "quiet", "plain"]
    columns = [
        Column("target", say("Target"), "words"),
        Column("goal", say("Goal")),
        Column("status", say("Status"), "fixed"),
    ]
    rows = [[Cell(word, level=index % 3), Cell(word), Cell(word, tones[index % 5])]
            for index, word in enumerate(HOSTILE)]  # fmt: skip
    lines = [Line(word, tones[index % 5]) for index, word in enumerate(HOSTILE)]
    charts = [Chart(word, [word, "b"], [Series(word, [Amount(Fraction(1)), None], "actual")]) for word in HOSTILE[:8]]
    parts = [block for word in HOSTILE for block in (Heading(word), Heading(word, 2))]
    return Document(
        [
            *lines, *parts, Heading("[a]:*?/\\'"), Heading("[A]:*?/\\'"), Items(lines), Table(columns, rows), *charts,
            *(Masthead(word, [word, word]) for word in HOSTILE), Facts([(word, lines[:3]) for word in HOSTILE]),
            Facts([(word, [Line(word)]) for word in HOSTILE]),
        ]
    )  # fmt: skip


def first_page() -> Document:
    """Parts with a masthead, and labelled lines beside tables and by themselves."""
    facts = Facts(
        [
            ("差额构成", [Line("车间 -10.17 = 接车少 33台 -1.61、单车少 14.72元 -8.56；保险 -2.20；合计 -12.37万元")]),
            (say("Goal"), [Line("单车 ≥800元 与 车间 380万元 不匹配，" * 4, "warning"), Line("目标待定 4 项")]),
            ("空", []),
        ]
    )
    table = Table([Column("target", say("Target"), "words")], [[Cell("售后总营业额")]])
    return Document(
        [
            Masthead("售后服务部  2026年9月经营月报", ["风行广州店", "责任人 售后经理", "编制____", "审核____"]),
            Line("1—9月完成 437.63万元"), facts, Heading("附录", 2), table,
            Heading("一页", 3), Line("完"),
            Masthead("没有栏目"), facts, Facts([]),
        ]
    )  # fmt: skip


SAID: list[Said | Bar] = [
    *(Amount(Fraction(text), unit) for text in (
        "0", "1", "-1", "0.5", "1234.56", "-1234567.89", "1450000", "100000000", "999999999999999", "1/3", "-2/3",
        "1000000/7", "1e15", "123456789012345678901234", "12345678901234.56", "0.000001",
    ) for unit in (None, read_unit("元"), read_unit("万元"))),
    *(Percent(Fraction(text)) for text in ("0", "1", "0.2416666", "-0.5", "12.5", "1/3", "123456789012345")),
    Percent(Fraction("0.019999"), (Fraction("0.02"),)), Percent(Fraction(35, 1957), (Fraction(1, 50),), 2, trim=True),
    Percent(Fraction(1, 4), trim=True), Amount(Fraction("499.9999"), None, (Fraction(500),)),
    *(Points(Fraction(text)) for text in ("0", "0.5", "-1/120", "1/3", "-12.5")),
    *(Bar(Fraction(done), Fraction(planned)) for done, planned in (("0.242", "0.25"), ("1.5", "1"), ("-1", "0"))),
]  # fmt: skip
"""Figures of every kind and size."""


def figures() -> Document:
    """A table of all figures, each beside its number in the list."""
    rows = [
        [Cell(f"no {index}"), Cell(Percent(said.planned), bar=said) if isinstance(said, Bar) else Cell(said)]
        for index, said in enumerate(SAID)
    ]
    return Document(
        [Heading("Figures"), Table([Column("figure", say("Figure"), "words"), Column("value", say("Value"))], rows)]
    )


def lone() -> Document:
    """Tables without rows, charts without points, lists without lines."""
    return Document(
        [
            Table([Column("target", say("Target"), "words"), Column("goal", say("Goal"))], []),
            Items([]),
            Chart("no points", ["a"], [Series("none", [None], "actual")]),
            Chart("one point", ["a"], [Series("one", [Amount(Fraction(0))], "actual")], "months"),
            Chart("no series", [], []),
            Line("alone"),
        ]
    )


@cache
def corpus() -> dict[str, Document]:
    """All documents by name."""
    cards = {name: looked_back(name).card for name in NAMES}
    return {
        **{name: status_document(paged(card)) for name, card in cards.items()},
        "charted": charted(cards["aftersales"]),
        "several": Document([block for name in ("consultant", "showroom") for block in charted(cards[name]).blocks]),
        **{f"report of {name}": report_document([reported(name)], roomy=True) for name in NAMES},
        "report of a year": report_document([reported("aftersales", "year")], roomy=True),
        "reports": report_document([reported(name) for name in ("consultant", "showroom")]),
        "first page": first_page(),
        "empty": Document([]),
        "lone": lone(),
        "figures": figures(),
        "hostile": hostile(),
    }
