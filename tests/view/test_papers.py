"""What is read without the page: the brief of a chat group, next month's tasks; and a year that has ended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealerplan.domain.month import Month
from dealerplan.domain.note import AsNoted, Note, actions_of
from dealerplan.render.text.terminal import plain
from dealerplan.view.brief import MOST, brief_document
from dealerplan.view.document import Document, Heading, Items, Line, Table
from dealerplan.view.first_page import Page
from dealerplan.view.report import report_document
from dealerplan.view.tasks import tasks_document
from dealerplan.words import Lang, text
from tests.conftest import Dealerplan
from tests.render.corpus import NAMES, reported
from tests.view.pages import LANGUAGES, all_pages, page_of

HEAT = {"zh": "符号", "en": "Signs"}
SIGN = {"zh": "未到期", "en": "upcoming"}


# The brief


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_has_a_dozen_sentences_and_no_columns(lang: Lang) -> None:
    for page in all_pages():
        blocks = brief_document([page]).blocks
        assert all(isinstance(one, Line) for one in blocks)
        assert 1 < len(blocks) <= MOST
        for one in blocks:
            assert isinstance(one, Line)
            said = text(one.text, lang)
            assert "  " not in said.strip(), said
            assert "\n" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", [2, 5, len(NAMES)])
def test_so_has_one_of_several_plans_two_lines_each(lang: Lang, number: int) -> None:
    pages = [page_of(name, "month", 9 if name != "consultant" else 6) for name in NAMES[:number]]
    blocks = brief_document(pages).blocks
    assert len(blocks) <= MOST
    told = min(number, 5)
    said = "\n".join(text(one.text, lang) for one in blocks if isinstance(one, Line))
    for page in pages[:told]:
        assert (page.card.plan.department or page.card.plan.name) in said
    assert "  " not in said.replace("\n  ", "\n")


def test_a_brief_says_done_gap_and_what_is_to_be_decided() -> None:
    said = plain(brief_document([page_of("aftersales", "month", 9)]), "zh")
    for words in ("437.63万元", "12.37万元", "54.13万元", "请总经理定", "不匹配", "请说明原因"):
        assert words in said


# Next month's tasks


def papers(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Each page of the tasks: its title, and all that stands on it."""
    title, told = "", list[str]()
    for block in tasks_document([page]).blocks:
        if isinstance(block, Heading):
            if title:
                yield title, told
            title, told = text(block.text, "zh"), []
        elif isinstance(block, Table):
            told += [text(cell.text, "zh") for row in block.rows for cell in row]
        elif isinstance(block, Items):
            told += [text(line.text, "zh") for line in block.lines]
        elif isinstance(block, Line):
            told.append(text(block.text, "zh"))
    if title:
        yield title, told


def test_who_has_something_to_do_has_one_page_with_a_place_to_sign() -> None:
    for page in all_pages("month"):
        titles = [title for title, _ in papers(page)]
        assert len(set(titles)) == len(titles)
        if page.next_month is None:
            assert not titles
            continue
        plan = page.card.plan
        owners = {plan.owner_of(one.target) for one in page.card.targets if not one.goal.undecided} - {None}
        for owner in owners:
            assert sum(title.endswith(f"：{owner}") for title in titles) == 1
        for title, told in papers(page):
            assert told[-1].endswith("____"), title
            assert len(told) > 2, title  # a store, something to do, a place to sign


def test_each_target_with_a_goal_is_somebodys_task_once() -> None:
    for page in all_pages("month"):
        if page.next_month is None:
            continue
        rows = [block.rows for block in tasks_document([page]).blocks if isinstance(block, Table)]
        assert sum(map(len, rows)) == sum(not one.goal.undecided for one in page.card.targets)


def test_a_task_is_the_next_months_by_its_goal_and_its_season(
    dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plans").mkdir()
    Path("plans/p.yaml").write_text(
        "plan: p\nstore: s\nperiod: 2026\nmeasures: {a: {unit: CNY}, b: {unit: 台}}\ntargets:\n"
        "  a: {goal: 1200, phasing: {4: 30%}}\n"
        "  b: {goal: 120, revisions: [{from: 2026-04, goal: 210, why: w}]}\n",
        encoding="utf-8",
    )
    for month in ("2026-01", "2026-02", "2026-03"):
        assert dealerplan("record", month, "a=60", "b=10").code == 0
    said = dealerplan("report", "p", "--tasks", today="2026-04-08", COLUMNS="120").out
    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.startswith(("a ", "b "))}
    assert rows["a"][:6] == ["CNY", "≥CNY", "1,200", "360.00", "-49.09", "378.21!"]
    assert rows["b"][:5] == ["台", "≥210台", "20", "0", "20/month"]


def test_what_is_overdue_or_due_by_next_month_and_each_open_action_is_told_once() -> None:
    for name in NAMES:
        report = reported(name, as_of=Month(2026, 4 if name == "consultant" else 9))
        page = report.page
        assert page.next_month is not None
        found = Counter[str]()
        for _, told in papers(page):
            found.update(line.partition("：")[0] for line in told)
        end = page.card.plan.month_end.last_day(page.next_month)
        for one in page.card.milestones:
            if one.done_on is None and one.due <= end:
                assert found[one.milestone.label] == 1, one.milestone.label
        for action in page.actions:
            assert found[str(action.note.action)] == action.is_open(page.card.day)


def test_an_action_of_somebody_who_answers_for_no_target_has_a_page() -> None:
    page = page_of("aftersales", "month", 9)
    note = Note("insurance", Month(2026, 9), "原因", "拜访保险公司", "实习生", page.card.day)
    own = Page(page.card, page.findings, page.review, [note], actions_of([AsNoted(note, note.target)], {}))
    found = dict(papers(own))
    (title,) = (title for title in found if title.endswith("实习生"))
    assert any(line.startswith("拜访保险公司") for line in found[title])


# A year that has ended


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_after_the_year_nothing_is_still_to_come(name: str, lang: Lang) -> None:
    """What was not done is told as not done, never as not yet due."""
    period = reported(name).card.plan.period
    for each in ("month", "year"):
        report = reported(name, each, period.last)
        said = "\n".join(
            line
            for line in plain(report_document([report], roomy=True), lang).splitlines()
            if not line.startswith(HEAT[lang])  # of months before a target's own
        )
        words = ("未到期", "尚未到期", "本月到期", "下月到期") if lang == "zh" else (
            "upcoming", "not due", "still to come", "Still to come", "due next month", "due this month"
        )  # fmt: skip
        assert not [word for word in words if word in said], [
            line for line in said.splitlines() for word in words if word in line
        ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_not_done_by_the_years_end_is_told(lang: Lang) -> None:
    report = reported("aftersales", "year", Month(2026, 12))
    undone = [one._replace(done_on=None, status="upcoming") for one in report.card.milestones]
    review = report.review._replace(card=report.card._replace(milestones=tuple(undone)))
    said = plain(Document(report_document([report._replace(review=review)]).blocks), lang)
    assert re.search({"zh": "未完成", "en": "not done"}[lang], said)
    assert SIGN[lang] not in said
