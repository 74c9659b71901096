"""What a status says on one screen, and of several plans a row each."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len

from dealerplan.app.templates import packaged
from dealerplan.cli.run import run
from dealerplan.cli.scorecards import screenful
from dealerplan.cli.screen import Screen
from dealerplan.domain.month import Month
from dealerplan.render.text.terminal import plain
from dealerplan.view.document import Heading, Table
from dealerplan.view.first_page import Page
from dealerplan.view.status_screen import plans_screen
from dealerplan.words import Lang, text
from tests.conftest import Dealerplan
from tests.render.corpus import NAMES
from tests.view.pages import LANGUAGES, made, page_of

HEIGHT, WIDTH = 24, 80
ENVIRON = {"COLUMNS": "80", "LINES": "24", "NO_COLOR": "1", "LANG": "C", "TERM": "xterm"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(page: Page, lang: Lang, height: int = HEIGHT) -> list[str]:
    """The lines of a page on a terminal."""
    screen = Screen(io.StringIO(), Terminal(), io.StringIO(), {**ENVIRON, "LINES": str(height)})
    screen.lang = lang
    return screenful(screen, page).splitlines()


def printed(name: str, number: int, lang: Lang) -> list[str]:
    return shown(page_of(name, "month", number), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_it_fits_on_a_screen_of_80_by_24(name: str, lang: Lang) -> None:
    """With the command line below it: in every month."""
    period = packaged(name, "zh").period
    for number in (one for one in range(1, 13) if Month(2026, one) in period):
        lines = printed(name, number, lang)
        assert len(lines) < HEIGHT, "\n".join(lines)
        assert max(map(cell_len, lines)) <= WIDTH, "\n".join(lines)


def test_it_tells_the_result_what_needs_somebody_and_how_many_are_well() -> None:
    lines = printed("aftersales", 9, "zh")
    whole = "\n".join(lines)
    assert "售后总营业额 437.63万 / 600万元" in whole
    assert "72.9%（计划 75.0%）" in whole
    assert "余月平均每月须完成 54.13万元" in whole
    rows = [line for line in lines if "预警" in line or "落后" in line]
    assert [row.split()[0] for row in rows[1:]] == [
        "车间维修及索赔", "保险理赔", "精品销售", "纯正配件采购", "月接车台次", "维修平均单车产值",
    ]  # fmt: skip
    assert "35.06万/月!" in whole.replace(" ", "")
    assert "车间主管" in rows[1]
    assert "目标待定 4 项" in whole
    assert "目标不匹配 1 处" in whole
    assert lines[-1].endswith("--all")


def test_what_is_off_track_and_not_shown_is_counted() -> None:
    goals = "".join(f"  a{at}: {{goal: 120, unit: 元}}\n" for at in range(30))
    page = made(f"targets:\n{goals}", **{f"a{at}": "1" for at in range(30)})
    lines = shown(page, "en")
    assert len(lines) < HEIGHT
    rows = sum("behind" in line for line in lines) - 1
    assert rows > 8
    assert f"and {29 - rows} more" in lines
    tall = "\n".join(shown(page, "en", 60))
    assert all(f"a{at} " in tall for at in range(30))
    assert sum("behind" in line for line in shown(page, "en", 5)) == 3


def test_nothing_recorded_yet_says_how_to_begin() -> None:
    page = made("targets: {a: {goal: 12}}\n")
    assert "dealerplan record 2026-01" in "\n".join(shown(page, "en"))


def test_several_plans_have_a_row_each_under_their_store() -> None:
    pages = [page_of(name, "month", 9) for name in ("aftersales", "showroom", "marketing")]
    blocks = plans_screen(pages).blocks
    tables = [one for one in blocks if isinstance(one, Table)]
    assert sum(len(one.rows) for one in tables) == len(pages)
    stores = [text(one.text, "zh") for one in blocks if isinstance(one, Heading)]
    shops = list(dict.fromkeys(page.card.plan.shop for page in pages))
    assert len(stores) == len(shops)
    assert all(store.startswith(shop) for store, shop in zip(stores, shops, strict=True)), stores
    said = plain(plans_screen(pages), "zh", None)
    for page in pages:
        assert page.card.plan.name in said
        if page.main is not None:
            assert page.main.target.label in said


def test_it_names_who_owes_what_over_all_plans() -> None:
    pages = [page_of(name, "month", 9) for name in ("aftersales", "showroom", "marketing")]
    said = plain(plans_screen(pages), "zh", None)
    for page in pages:
        wholes = {one.target.part_of for one in page.off_track}
        for one in page.off_track[:1]:
            owner = page.card.plan.owner_of(one.target)
            if owner and one.target.id not in wholes and one.target.id not in page.contradicted:
                assert owner in said


def on_a_terminal(*argv: str, **environ: str) -> list[str]:
    out = Terminal()
    usual = {**ENVIRON, "DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_USER": "li"}
    assert run(argv, io.StringIO(), out, io.StringIO(), usual | environ) == 0
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("first_quarter")
def test_a_terminal_gets_a_screen_and_with_all_everything(dealerplan: Dealerplan) -> None:
    short, full = on_a_terminal("status"), on_a_terminal("status", "--all", COLUMNS="300")
    piped = dealerplan("status").out
    targets = [one["name"] for one in dealerplan("status", "--format", "json").json()["plans"][0]["targets"]]
    assert len(short) < HEIGHT
    assert "status --all" in " ".join(short)
    for said in ("\n".join(full), piped):
        assert all(name in said for name in targets)
        assert "status --all" not in said


@pytest.mark.usefixtures("first_quarter")
def test_several_plans_on_a_terminal_are_a_row_each_and_in_a_pipe_whole(
    workspace: Path, dealerplan: Dealerplan
) -> None:
    (workspace / "plans" / "more.yaml").write_text(
        "plan: more\nname: Showroom\nstore: demo\nperiod: 2026\ntargets: {sold: {goal: 120, unit: cars}}\n",
        encoding="utf-8",
    )
    lines = on_a_terminal("status")
    assert sum("Showroom" in line for line in lines) == 1
    assert len(lines) < HEIGHT
    piped = dealerplan("status").out
    assert "sold" in piped
    assert "In all" in piped
