"""A group of 24 stores on the screen of head office, in the week after the close of March; the numbers add up."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dealerplan.cli import groups
from dealerplan.cli.run import run
from dealerplan.words import Lang
from tests import made_group
from tests.cli.conftest import refused
from tests.conftest import Answer, Dealerplan
from tests.golden import check_golden

GOLDEN = Path(__file__).parent / "golden" / "group"
TODAY = "2026-04-07"


@pytest.fixture
def group(dealerplan: Dealerplan) -> Dealerplan:
    """A command of the made group: `group("--lang", "zh")`."""
    made_group.write(Path.cwd())
    assert dealerplan("record", "--from", "early.csv", "--new-book", today="2026-04-04").code == 0
    assert dealerplan("record", "--from", "late.csv", today="2026-04-07").code == 0

    def call(*argv: str, **environ: str) -> Answer:
        return dealerplan(*argv, today=TODAY, **environ)

    return call


def numbers(text: str) -> list[Decimal]:
    """The amounts in 万元 of a text."""
    return [Decimal(one.replace(",", "")) for one in re.findall(r"([+-]?[\d,.]+)万元", text)]


REWORK = "measures: {intake: {unit: 台}, reworked: {unit: 台, within: intake}}"


def small_group(lines: list[str], table: str) -> None:
    """A plan and its table of stores."""
    folder = Path("plans")
    folder.mkdir()
    head = ["plan: small", "group: small", "stores: s.csv", "period: 2026"]
    (folder / "small.yaml").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    (folder / "s.csv").write_text(table, encoding="utf-8")


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


class TestScreen:
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_as_it_is_printed(self, group: Dealerplan, lang: Lang) -> None:
        for width in (80, 100, 120):
            answer = group("group", "--lang", lang, COLUMNS=str(width))
            assert answer.code == 0, answer.err
            check_golden(GOLDEN / f"{width}.{lang}.txt", answer.out)
        check_golden(GOLDEN / f"pipe.{lang}.txt", group("group", "--lang", lang).out)

    def test_parts_add_up_as_they_are_printed(self, group: Dealerplan) -> None:
        lines = group("group", "--lang", "zh").out.splitlines()
        at = lines.index("差额从哪里来")
        gap, short, over = numbers(lines[at + 1])
        worst = [numbers(line)[-1] for line in lines[at + 5 : at + 10]]
        (rest,) = numbers(lines[at + 11])
        regions = [numbers(line)[-1] for line in lines if re.match("华东|华南|华北|西南", line) and "万元" in line]
        assert gap == short - over == -sum(regions)
        assert short == rest - sum(worst)
        for line in lines[at + 5 : at + 10]:
            _, owed, actual, off = numbers(line)
            assert off == actual - owed

    def test_counts_of_regions_are_those_of_the_group(self, group: Dealerplan) -> None:
        payload = group("group", "--format", "json").json()
        for target in payload["targets"]:
            behind = target["counts"]["behind"] + target["counts"]["missed"]
            assert behind == sum(one["behind"] for one in target["groups"]), target["id"]
            assert sum(target["counts"].values()) <= payload["coverage"]["due"]

    def test_by_brand_and_by_today(self, group: Dealerplan) -> None:
        told = group("group", "--by", "brand", "--by", "class", "--structure", "now", "--lang", "zh").out
        assert "品牌 x 指标" in told
        assert "级别 x 指标" in told
        assert "区域 x 指标" not in told
        assert "区域口径：今日归属" in told

    def test_status_without_a_store_is_the_group(self, group: Dealerplan) -> None:
        assert group("status").out == group("group").out
        assert group("status", "--format", "json").out == group("group", "--format", "json").out
        assert "苏州1店" in group("status", "--store", "s01").out.splitlines()[0]
        assert group("status", "--fail-on", "behind").code == 1
        assert group("status", "--fail-on", "missed", "--as-of", "2026-01").code == 0

    def test_a_terminal_shows_what_one_screen_holds(
        self, group: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:  # fmt: skip
        monkeypatch.setattr(groups, "FEWEST", 2)
        out = Terminal()
        environ = {"DEALERPLAN_TODAY": TODAY, "LINES": "20", "COLUMNS": "120", "LANG": "C", "NO_COLOR": "1"}
        assert run(["group"], io.StringIO(), out, io.StringIO(), environ) == 0
        told = out.getvalue()
        assert "and 4 more targets: 3 on track, 1 by store" in told
        assert "and 16 more" in told
        assert "and 4 more targets" not in group("group").out

    def test_a_month_that_ended_and_few_have_reported_is_told(self, group: Dealerplan) -> None:
        """The screen is of the last month that half have reported: who is missing now stands on it too."""
        assert "which has ended" not in group("group").out
        later = group("group", "--as-of", "2026-02").out  # a month that somebody names is told alone
        assert "which has ended" not in later
        made = group("record", "2026-04", "drills=1", "--store", "s01", DEALERPLAN_TODAY="2026-05-06")
        assert made.code == 0
        told = group("group", "--lang", "zh", DEALERPLAN_TODAY="2026-05-06").out
        assert "已结束的4月：应报 22 家；已报 0 家 (0.0%)；部分上报 1 家；未报 21 家\n" in told
        assert "dealerplan due 2026-04 --by region\n" in told
        assert "dealerplan group --as-of 2026-04\n" in told

    def test_rows_of_stores_are_for_rows(self, group: Dealerplan) -> None:
        refused(group("group", "--stores"), "--stores goes with --format json or csv, not text")

    def test_hints_name_a_plan_and_a_few_stores(self, group: Dealerplan) -> None:
        assert group("due", "2027-03").err.count("aftersales-2026: 2026") == 1
        assert "s12 … and 12 more" in group("close", "2026-03").err

    def test_nothing_recorded(self, dealerplan: Dealerplan) -> None:
        made_group.write(Path.cwd())
        for lang in ("en", "zh"):
            check_golden(GOLDEN / f"nothing.{lang}.txt", dealerplan("group", "--lang", lang, today=TODAY).out)

    def test_a_group_of_one_store_and_a_rate(self, dealerplan: Dealerplan) -> None:
        small_group(
            [REWORK, "targets: {rework: {name: 返修率, formula: reworked / intake, goal: under 2%}}"], "store\nx1\n"
        )
        given = ("record", "2026-01", "intake=500", "reworked=12", "--new-book", "--store", "x1")
        assert dealerplan(*given).code == 0
        check_golden(GOLDEN / "one.en.txt", dealerplan("group").out)

    def test_of_a_few_stores_money_is_exact(self, dealerplan: Dealerplan) -> None:
        """A region may be a single store: rounded, the two could differ. What is over a ceiling is behind."""
        small_group(
            ["measures: {cost: {unit: CNY}}", "targets: {cost: {goal: at most by store}}"],
            "store,region,opened,cost\na1,E,,1200000\na2,E,,2400000\na3,W,,1200000\na4,N,2026-06-01,700000\n",
        )
        values = "a1,2026-01,cost,110333\na2,2026-01,cost,130666\na3,2026-01,cost,150999\n"
        Path("a.csv").write_text(f"store,month,measure,value\n{values}", encoding="utf-8")
        assert dealerplan("record", "--from", "a.csv", "--new-book").code == 0
        check_golden(GOLDEN / "ceiling.en.txt", dealerplan("group", COLUMNS="100").out)

    def test_a_group_beside_another_plan_is_no_group_screen(self, group: Dealerplan) -> None:
        lines = ["plan: other", "store: x", "period: 2026", "measures: {sold: {}}", "targets: {sold: {goal: 5}}", ""]
        Path("plans/other.yaml").write_text("\n".join(lines), encoding="utf-8")
        assert len(group("status", "--format", "json").json()["plans"]) == 25
        payload = group("status", "aftersales-2026", "--format", "json").json()
        assert payload["schema"] == "dealerplan.group/1"

    def test_far_too_many_beyond_chance_are_no_matter_of_single_stores(self, dealerplan: Dealerplan) -> None:
        """Of 8 stores chance puts none outside: the sentence names the region first, then the largest excess."""
        stores = "".join(f"a{at},{region}\n" for at, region in enumerate(["S"] * 6 + ["N"] * 2, 1))
        small_group(
            [REWORK, "targets: {rate: {formula: reworked / intake, goal: under 2%}}"], f"store,region\n{stores}"
        )
        values = "".join(
            f"a{at},2026-01,intake,{1500 + 60 * at}\na{at},2026-01,reworked,{3 * (at**3 // 8)}\n" for at in range(1, 9)
        )
        Path("a.csv").write_text(f"store,month,measure,value\n{values}", encoding="utf-8")
        assert dealerplan("record", "--from", "a.csv", "--new-book").code == 0
        told = dealerplan("group").out.splitlines()
        at = told.index("Beyond chance")
        assert told[at + 2].startswith("- rate: look at N first, which has 2 of them: 6 stores beyond chance")
        assert told[at + 3].startswith(
            "- rate: 2 stores are beyond chance (odds below 0.1%); look first at a8 192/1,980"
        )


class TestFiles:
    def test_csv_has_a_row_for_each_target(self, group: Dealerplan) -> None:
        rows = list(csv.DictReader(io.StringIO(group("group", "--format", "csv").out)))
        payload = group("group", "--format", "json").json()
        assert [row["id"] for row in rows] == [one["id"] for one in payload["targets"]]
        assert rows[0]["actual"] == str(payload["targets"][0]["actual"])
        assert rows[0]["counts_behind"] == str(payload["targets"][0]["counts"]["behind"])
        assert rows[0]["missing"] == "2"

    def test_csv_has_a_row_for_each_store(self, group: Dealerplan) -> None:
        rows = list(csv.DictReader(io.StringIO(group("group", "--format", "csv", "--stores").out)))
        assert len(rows) == 24 * 6
        found = {row["store"]: row for row in rows if row["target"] == "revenue"}
        assert found["s16"]["region"] == "华北"
        assert found["s16"]["gap"] == found["s16"]["contribution"]
        assert found["s23"]["reason_not_ranked"] == "to_open"

    def test_workbook(self, group: Dealerplan) -> None:
        assert group("group", "--format", "xlsx", "--out", "group.xlsx", "--lang", "zh").code == 0
        book = openpyxl.load_workbook("group.xlsx")
        assert [sheet.title for sheet in book][:4] == ["汇总", "门店 x 指标", "差额", "未报"]
        sheet = book["门店 x 指标"]
        head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "门店")
        heads = [cell.value for cell in sheet[head]]
        pace = sheet.cell(head + 1, heads.index("售后营业额进度比") + 1)
        assert isinstance(pace.value, float)
        assert pace.number_format == "#,##0.0%"
        gap = sheet.cell(head + 1, heads.index("售后营业额差额") + 1)
        assert '"万元"' in gap.number_format
        ruled = {str(one.sqref): [rule.formula for rule in rules]
                 for one, rules in sheet.conditional_formatting._cf_rules.items()}  # type: ignore[attr-defined]  # fmt: skip
        first = f"{pace.column_letter}{head + 1}"
        assert any(ranges.startswith(f"{first}:") and f"{first}>=1" in rules[0][0] for ranges, rules in ruled.items())
        assert book["差额"].max_row > 20

    def test_workbook_needs_a_file(self, group: Dealerplan) -> None:
        refused(group("group", "--format", "xlsx"), "xlsx needs a file")

    def test_page_escapes_and_asks_for_nothing(self, group: Dealerplan) -> None:
        table = Path("plans/stores-2026.csv")
        table.write_text(table.read_text(encoding="utf-8").replace("太原2店", "<script>x</script>"), encoding="utf-8")
        page = group("group", "--format", "html").out
        assert "<script>x" not in page
        assert page.count("<script>") == 1
        assert "http" not in page.replace("http-equiv", "")
        assert 'id="part-store-s16"' in page
        assert 'href="#part-store-s16"' in page
        assert page.count("<details>") == 4 + 24

    def test_page_goes_into_a_file(self, group: Dealerplan) -> None:
        assert group("group", "--format", "html", "--out", "group.html").code == 0
        assert Path("group.html").read_bytes() == group("group", "--format", "html").out.encode()
        assert Path("group.html").stat().st_size > 10_000


def test_only_the_stores_of_a_region_or_those_long_open(group: Dealerplan) -> None:
    payload = group("group", "--format", "json", "--only", "华南").json()
    assert payload["stores"]["total"] == 5
    assert {row["value"] for row in payload["targets"][0]["groups"]} == {"华南"}
    assert payload["targets"][0]["goal"]["group"] is None
    assert group("group", "--format", "json", "--comparable").json()["stores"]["new"] == 0


def test_what_no_store_is_of_is_refused(group: Dealerplan) -> None:
    answer = group("group", "--only", "华南区")
    assert answer.code == 2
    assert "华南" in answer.err
