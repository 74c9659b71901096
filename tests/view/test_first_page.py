"""What a first page promises, of every packaged plan's sample year, and of small made plans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest

from dealerplan.domain.month import Each
from dealerplan.domain.plan import Plan
from dealerplan.domain.shown import Scale, Scaled
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.ranking import money_gap
from dealerplan.evaluate.review import Review
from dealerplan.planfile.load import load
from dealerplan.render.text.terminal import plain
from dealerplan.view.document import Block, Document, Line, Masthead, Table
from dealerplan.view.drivers import drivers_said
from dealerplan.view.figures import best_value
from dealerplan.view.first_page import Page, first_page
from dealerplan.view.first_page.composition import composition
from dealerplan.view.first_page.head import report_head
from dealerplan.view.first_page.lists import LISTS as ALL_LISTS
from dealerplan.view.first_page.lists import MOST
from dealerplan.view.first_page.result import result
from dealerplan.view.notes import counted_among_needs
from dealerplan.view.tree import named
from dealerplan.words import Lang, Message, text
from tests.evaluate.tell import scorecard
from tests.view.pages import LANGUAGES, all_pages, made, page_of

LISTS = {text(label, "en"): of for label, of in ALL_LISTS}


def blocks(page: Page) -> list[Block]:
    return list(first_page(page))


def table(page: Page) -> Table:
    (found,) = (one for one in blocks(page) if isinstance(one, Table))
    return found


def said(lines: Iterator[Line] | Sequence[Line], lang: Lang = "en") -> list[str]:
    return [text(line.text, lang) for line in lines]


def listed(page: Page, label: str, lang: Lang = "en") -> list[str]:
    return said(LISTS[label](page), lang)


# What it is


@pytest.mark.parametrize(
    ("each", "number", "zh", "en"),
    [
        ("month", 9, "2026年9月", "September 2026"),
        ("quarter", 9, "2026年第三季度（7—9月）", "Q3 2026, July to September"),
        ("half", 6, "2026年上半年（1—6月）", "H1 2026, January to June"),
        ("year", 12, "2026年", "2026"),
    ],
)
def test_its_title_says_months_and_spans_as_people_write_them(each: Each, number: int, zh: str, en: str) -> None:
    head = next(iter(report_head(page_of("aftersales", each, number))))
    assert isinstance(head, Masthead)
    assert zh in text(head.title, "zh")
    assert en in text(head.title, "en")


def test_it_has_store_and_owner_by_name_and_a_place_to_sign() -> None:
    for page in all_pages("month"):
        head = next(iter(report_head(page)))
        assert isinstance(head, Masthead)
        fields = [text(one, "zh") for one in head.fields]
        assert fields[0] == page.card.plan.shop
        assert (f"责任人：{page.card.plan.owner}" in fields) is bool(page.card.plan.owner)
        assert all(word in fields[-1] for word in ("编制", "审核", "批准"))


# The result


def test_the_result_tells_the_main_target_with_its_figures() -> None:
    for page in all_pages():
        lines = said(result(page))
        if page.main is None:
            assert lines
            continue
        assert any(page.main.target.label in line for line in lines[:2])
        assert any(re.search(r"\d", line) for line in lines)
        assert sum("last year" in line.lower() for line in lines) >= (page.main.goal.value is not None)


def test_the_gap_is_told_with_how_it_moved_and_what_the_rest_takes() -> None:
    lines = said(result(page_of("aftersales", "month", 9)), "zh")
    assert lines[0] == (
        "1—9月售后总营业额完成 437.63万元，为全年 600万元的 72.9%（计划 75.0%）；"
        "比计划少 12.37万元；较上月收窄 3.59万元"
    )
    assert lines[-1] == "余月平均每月须完成 54.13万元；比今年最好月（9月 53.59万元）高 1.0%；难度大，仍有可能"


def test_what_is_over_takes_nothing_any_more() -> None:
    for page in all_pages("year"):
        if page.is_over:
            assert not [line for line in said(result(page)) if "Needs" in line or "still possible" in line]


def test_the_main_target_is_the_one_marked() -> None:
    lines = "targets:\n  a: {goal: 120, unit: 台}\n  b: {goal: 120, unit: 元}\n"
    assert said(result(made(lines, a="9", b="10")))[0].startswith("January: b ")
    marked = lines.replace("unit: 台", "unit: 台, main: true")
    assert said(result(made(marked, a="9", b="10")))[0].startswith("January: a ")


# The table


def _figures(said: object) -> Iterator[Scaled]:
    if isinstance(said, Scaled):
        yield said
    elif isinstance(said, Message):
        for one in said.fills.values():
            yield from _figures(one)


def test_a_row_has_one_scale_and_one_number_of_decimals() -> None:
    for page in all_pages():
        for row in table(page).rows:
            scales = {one.scale for cell in row for one in _figures(cell.text)} - {Scale()}
            assert len(scales) <= 1, [text(cell.text, "zh") for cell in row]


ELSEWHERE = ("target", "unit", "owner", "needed", "season", "status")


def test_its_unit_stands_once_in_a_row() -> None:
    """But for what is left of a budget, which is counted in other things."""
    for page in all_pages():
        shown = table(page)
        cards = [card for card, _ in named(page.card.targets)]
        for card, row in zip(cards, shown.rows, strict=True):
            unit = "" if card.target.unit is None else text(card.target.unit, "zh")
            cells = {column.id: text(cell.text, "zh") for column, cell in zip(shown.columns, row, strict=True)}
            others = [one for id, one in cells.items() if id not in ELSEWHERE]
            if unit and not card.target.as_percent:
                assert unit in cells["unit"]
                assert not [one for one in others if unit in one], cells
            assert not [one for one in others if "万" in one], cells


def test_its_rows_are_in_tree_order() -> None:
    for page in all_pages():
        rows = [row[0] for row in table(page).rows]
        cards = {card.target.id: at for at, (card, _) in enumerate(named(page.card.targets))}
        for card in page.card.targets:
            whole, at = cards.get(card.target.part_of or ""), cards[card.target.id]
            if whole is None:
                assert not rows[at].level
                continue
            assert whole < at
            assert rows[at].level == rows[whole].level + 1
            assert all(row.level > rows[whole].level for row in rows[whole + 1 : at])


def test_a_page_has_one_table_and_a_long_span_no_month() -> None:
    for page in all_pages():
        ids = [column.id for column in table(page).columns]
        assert len(set(ids)) == len(ids)
        if page.each != "month":
            assert not {"month", "month_attainment", "mom"} & set(ids)
        if page.each == "year":
            assert {"goal", "actual", "gap"} <= set(ids)
            assert ("best_month" in ids) is any(best_value(one) is not None for one in page.card.targets)


def test_the_year_stands_beside_last_year_where_that_is_recorded() -> None:
    page = page_of("aftersales", "year", 12)
    has_base = any(one.yoy_to_date is not None and one.yoy_to_date.base for one in page.card.targets)
    assert ("last_year" in [column.id for column in table(page).columns]) is has_base


def test_need_and_owner_go_last() -> None:
    """Before them goes what a reader of a narrow screen can do without."""
    for page in all_pages("month"):
        ranks = {column.id: column.rank for column in table(page).columns}
        kept = {"unit", "actual", "gap", "needed", "owner", "status"} & set(ranks)
        assert max((ranks[id] for id in kept), default=0) <= min(
            (rank for id, rank in ranks.items() if id not in kept and rank), default=9
        )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120, None])
def test_a_mark_is_explained_where_it_stands(lang: Lang, width: int | None) -> None:
    legend = {"zh": "余月须带 !", "en": "Needed with !"}[lang]
    for page in all_pages("month"):
        printed = plain(Document(blocks(page)), lang, width).splitlines()
        marked = any(re.search(r"\d[%万]?(/月|/month)?!", line) for line in printed)
        assert (legend in "".join(printed)) is marked, "\n".join(printed)


# Where the gap comes from

AMOUNT = re.compile(r"[+-](?:CNY )?[\d,]+(?:\.\d+)?万?")


def amounts(line: str) -> list[Fraction]:
    """The signed figures of a sentence, as they are printed."""
    return [
        Fraction(one.replace("CNY ", "").rstrip("万").replace(",", "")) * (10**4 if one.endswith("万") else 1)
        for one in AMOUNT.findall(line)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_parts_of_a_gap_add_up_as_they_are_printed(lang: Lang) -> None:
    split = 0
    for page in all_pages():
        lines = said(composition(page), lang)
        if len(lines) < 2:
            continue
        *parts, whole = (amounts(line) for line in lines)
        assert sum(part[0] for part in parts) == whole[0], lines
        for part in parts:
            if len(part) > 1:
                split += 1
                assert sum(part[1:]) == part[0], lines
    assert split


# The lists


def weight(card: TargetCard) -> tuple[bool, Fraction]:
    gap = money_gap(card)
    return gap is None, -abs(gap or Fraction(0))


def test_what_is_off_track_is_ranked_by_money() -> None:
    for page in all_pages():
        meant = [one for one in page.off_track if one.target.id not in page.contradicted]
        assert meant == page.off_track[: len(meant)]
        assert [weight(one) for one in meant] == sorted(weight(one) for one in meant)


def test_a_missed_meeting_never_stands_before_money() -> None:
    page = made(
        "tolerance: 10%\ntargets:\n  met: {name: 例会, goal: 12, unit: 次}\n"
        "  sold: {name: 营业额, goal: 4800000, unit: 元}\n  money: {name: 精品, goal: 120000, unit: 元}\n",
        met="0 0 0", sold="300000 300000 300000", money="9000 9000 9000",
    )  # fmt: skip
    assert [one.target.label for one in page.off_track] == ["营业额", "精品", "例会"]
    assert listed(page, "To explain", "zh")[0].index("营业额") < listed(page, "To explain", "zh")[0].index("例会")


def test_a_goal_that_the_plan_contradicts_is_to_be_decided_and_not_first() -> None:
    for page in all_pages():
        if not page.contradicted:
            continue
        decide = listed(page, "To decide")
        assert len(decide) >= (0 if page.is_over else min(len(page.findings), MOST))
        first = page.off_track[:1]
        others = [one for one in page.off_track if one.target.id not in page.contradicted]
        assert not others or first[0].target.id not in page.contradicted
        names = [one.target.label for one in page.card.targets if one.target.id in page.contradicted]
        assert not [line for line in listed(page, "To explain") for name in names if f"{name} " in line]


@pytest.mark.parametrize("label", ["To decide", "To explain"])
def test_a_list_has_five_lines_at_most(label: str) -> None:
    for page in all_pages():
        assert len(listed(page, label)) <= 5
    goals = "".join(f"  a{at}: {{goal: 120, unit: 元, owner: 人{at}}}\n" for at in range(9))
    goals += "".join(
        f"  b{at}: {{goal: 12, unit: 台, owner: 乙}}\n  c{at}: {{formula: a{at} / b{at}, goal: '>= 99'}}\n"
        for at in range(9)
    )
    page = made(f"targets:\n{goals}", **{f"a{at}": "1" for at in range(9)})
    assert 0 < len(listed(page, label)) <= 5
    assert "more" in listed(page, label)[-1]


def test_who_has_to_explain_is_named() -> None:
    for page in all_pages():
        owners = {page.card.plan.owner_of(one.target) or "nobody named" for one in page.off_track}
        for line in listed(page, "To explain"):
            assert line.partition(":")[0] in owners or "more" in line


def test_what_somebody_gave_a_reason_for_has_none_to_be_asked() -> None:
    from tests.render.corpus import reported

    report = reported("aftersales")
    noted = {note.target for note in report.notes}
    names = [one.target.label for one in report.page.off_track if one.target.id in noted]
    assert not [line for line in listed(report.page, "To explain") for name in names if f"{name} " in line]


def test_what_went_well_is_named() -> None:
    for page in all_pages():
        good = [
            one for one in page.card.targets
            if one.verdict.status in ("met", "on_track") and one.figures.actual is not None
        ]  # fmt: skip
        assert bool(listed(page, "Went well")) is bool(good)


def test_what_is_named_as_well_holds_its_goal_before_what_only_keeps_pace() -> None:
    line = listed(page_of("aftersales", "month", 9), "Went well", "zh")[0]
    assert "1,463" not in line, line


def test_the_counts_have_every_target_and_milestone() -> None:
    for page in all_pages():
        for number, line in zip(
            [one for one in (len(page.card.targets), len(page.card.milestones)) if one], listed(page, "In all"),
            strict=True,
        ):  # fmt: skip
            found = [int(one) for one in re.findall(r"\d+", re.sub(r"\(.*?\)", "", line))]  # of the done how many
            assert found[0] == number == sum(found[1:]), line


# Figures as they are told


MEASURES = "measures: {n: {unit: 万元}, d: {unit: 台}, money: {unit: 元}, few: {unit: 次}}\n"
RATE = MEASURES + "targets: {t: {name: 单车, formula: n / d, goal: ≥ 0.0273}}\n"
MONEY = MEASURES + "targets: {t: {name: 产值, formula: money, goal: 6000000}}\n"


def test_a_forecasts_gap_is_that_of_the_forecast_not_of_its_digits() -> None:
    lines = said(result(made(RATE, n="258.5 258.5 258.5", d="10000 10000 10000")))
    assert "Forecast 0.0259万元/台, 0.00145万元/台 short of the goal (by this year's average, no earlier year)" in lines


def test_a_small_quotient_keeps_its_digits_in_its_row() -> None:
    page = made(RATE, n="258.5", d="10000")
    shown = plain(Document([table(page)]), "zh").splitlines()[-1].split()
    assert shown[:4] == ["单车", "万元/台", "0.0273", "0.0259"]
    assert "-0.0015" in shown


@pytest.mark.parametrize("goal", ["≥ 4.75", "不高于 1.5", "≥ 0.0347"])
def test_a_goal_keeps_its_decimals_before_it_is_due(goal: str) -> None:
    page = made(MEASURES + f"targets: {{t: {{formula: few / d, goal: {goal}, from: 2026-05}}}}\n", few="1", d="1")
    assert goal.rpartition(" ")[2] in plain(Document([table(page)]), "zh")


def test_money_of_a_page_stands_in_one_scale() -> None:
    """In Chinese 万元, of ten thousand or a hundred million, with two decimals or none."""
    found = 0
    for page in all_pages("month"):
        for line in said(list(page.in_one_scale(result(page))), "zh"):
            amounts = re.findall(r"([\d,.]+)(万?亿?)元(?!/)", line)
            if any(scale == "万" for _, scale in amounts):
                found += 1
                assert {scale for _, scale in amounts} == {"万"}, line
                assert all(re.fullmatch(r"[\d,]+(\.\d\d)?", number) for number, _ in amounts), line
    assert found > 50


def test_a_recovery_is_told_in_its_month() -> None:
    page = made(MONEY, money="400000 500000 650000")
    before = made(MONEY, money="400000 500000")
    page.review = Review(page.card, "month", page.span, (page.span.last,), before.card)
    (done,) = [line for line in said(result(page), "zh") if "完成" in line and "为全年" in line]
    assert done.endswith("比计划多 5万元；上月末比计划少 10万元")


@pytest.mark.parametrize(("unit", "lang", "amount"), [("CNY", "zh", "120万元"), ("CNY", "en", "CNY 1,200,000")])
def test_a_currency_is_named_in_the_language(unit: str, lang: Lang, amount: str) -> None:
    page = made(MONEY.replace("money: {unit: 元}", f"money: {{unit: {unit}}}"), money="600000 600000")
    assert amount in said(result(page), lang)[0]


def test_what_keeps_to_a_plan_whose_months_differ_is_not_marked() -> None:
    goal = "goal: 1200, phasing: {1: 5%}"
    text = MEASURES + f"targets: {{t: {{name: 台数, formula: d, {goal}}}}}\n"
    keeping, lagging = made(text, d="60"), made(text, d="50")
    assert "!" not in plain(Document([table(keeping)]), "en")
    assert not any("hard" in line for line in said(result(keeping)))
    assert "/month!" in plain(Document([table(lagging)]), "en")


def test_a_goal_not_yet_in_force_contradicts_nothing() -> None:
    text = (
        "measures: {rev: {unit: 元}, cars: {unit: 台}}\ntargets:\n  rev: {goal: 24000000}\n  cars: {goal: 24000}\n"
        "  tk: {name: 单车, formula: rev / cars, goal: ≥ 1000, revisions: [{from: 2026-10, goal: ≥ 1500, why: w}]}\n"
    )
    page = made(text, rev="1900000 1900000", cars="2000 2000")
    assert page.findings == []
    assert any("单车" in line for line in listed(page, "To explain"))
    assert made(text, rev="1900000 " * 10, cars="2000 " * 10).findings


def test_what_is_in_no_part_of_a_whole_is_told_beside_its_parts() -> None:
    text = (
        "measures: {a: {unit: 元}, b: {unit: 元}}\ntargets:\n"
        "  whole: {formula: a + b, goal: 2400, phasing: {1: 20%}}\n"
        "  a: {goal: 1200, part_of: whole}\n  b: {goal: 1200, part_of: whole}\n"
    )
    assert said(composition(made(text, a="90", b="100"))) == [
        "a -10元", "not in the parts' plans -280元", "in all -290元",
    ]  # fmt: skip


def test_what_comes_of_whole_steps_is_told_as_rounding() -> None:
    """600 a year in whole cars owe 550 by November; 400 and 200 owe 366 and 183 of the 366.67 and 183.33."""
    text = (
        "measures: {sold: {unit: 台, members: [east, west]}}\n"
        "targets:\n  sold: {goal: 600, split: {east: 400, west: 200}}\n"
    )
    page = made(text, sold_east="33 " * 10 + "45", sold_west="16 " * 10 + "22")
    assert said(composition(page)) == ["east +9台", "west -1台", "rounding -1台", "in all +7台"]


def test_parts_of_a_part_add_up_to_it_as_it_is_shown() -> None:
    text = (
        "measures: {a: {unit: 万元, decimals: 2}, b: {unit: 万元, decimals: 2}, n: {unit: 台}}\ntargets:\n"
        "  whole: {formula: a + b, goal: 450, main: true}\n"
        "  a: {goal: 335, part_of: whole}\n  b: {goal: 115, part_of: whole}\n"
        "  n: {goal: 1200}\n  per: {formula: a / n, goal: tbd}\n"
    )
    page = made(text, a="30.126 " * 10, b="9.643 " * 10, n="95.9 " * 10)
    assert said(composition(page)) == [
        "a +22.10万元 = n 41台 fewer (-11.45万元), per 0.035万元/台 higher (+33.55万元)",
        "b +0.60万元", "rounding -0.01万元", "in all +22.69万元",
    ]  # fmt: skip


def test_a_price_that_the_plans_months_imply_is_told_beside_its_goal() -> None:
    text = (
        "targets:\n  gp: {goal: 360, unit: 万元}\n  n: {goal: 1200, unit: 台, phasing: {Q1: 20%, Q4: 32%}}\n"
        "  per: {formula: gp / n, goal: 0.3, unit: 万元/台}\n"
    )
    (line,) = said(composition(made(text, gp="24 24 24", n="80 80 80")))
    assert line == (
        "per 0.075万元/台 lower (-18万元); the plan's amounts come to per 0.375万元/台, its goal is ≥0.3万元/台"
    )


def test_months_that_a_need_counts_are_named_with_their_years() -> None:
    plan = "plan: p\nstore: s\nperiod: {from: 2025-07, to: 2026-12}\ntargets:\n  a: {goal: 180, unit: 台}\n"
    found = load(f"{plan}  m: {{formula: a, goal: 10, each: month}}\n".encode(), "p.yaml")
    assert isinstance(found, Plan)
    card = scorecard(found, a="10 - 10 - 10 10 10 10")
    (line,) = counted_among_needs(card.targets, with_year=True)
    assert text(line.text, "en") == "a: what is needed counts August 2025, October 2025 too, not recorded"


def test_volume_and_price_that_even_out_are_told() -> None:
    text_of = (
        "targets:\n  n: {goal: 120000, unit: 元}\n  d: {goal: 1200, unit: 台}\n  r: {formula: n / d, goal: 90 .. 110}\n"
    )
    page = made(text_of, n="10000", d="80")
    (card,) = [one for one in page.card.targets if one.target.id == "n"]
    drivers = drivers_said(card, page.card.plan.measures)
    assert drivers is not None
    assert text(drivers, "en") == "d 20台 fewer (-2,000元), r 25元/台 higher (+2,000元)"
    assert card.drivers is not None
    assert not card.drivers.differs  # 100 lies within 90 to 110
