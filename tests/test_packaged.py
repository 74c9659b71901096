"""The packaged plans: one meaning in two sets of words, where `init` puts them, and the demo."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from dealerplan.app.demo import own_ids
from dealerplan.app.plan_files import read_plan
from dealerplan.app.templates import GROUP, YEAR, packaged, templates
from dealerplan.cli.invoked import program
from dealerplan.cli.pages import PAGES
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.domain.unit import Unit
from dealerplan.intake.stores import read_stores
from dealerplan.planfile.rules import findings
from tests.cli.conftest import refused
from tests.conftest import Dealerplan
from tests.samples import NAMES, PLANS, rows

CHINESE = re.compile("[\u3400-\u9fff]")
LANGS = ("en", "zh")
WORDS = {"name", "store_name", "department", "owner", "support", "basis", "aliases", "notes", "why", "text", "line"}


def meaning(value: Any, ids: Mapping[str, str]) -> Any:
    """All of a plan but its words; `ids` are what the other language calls members."""
    if isinstance(value, str):
        return ".".join(ids.get(part, part) for part in value.split("."))
    if isinstance(value, Unit):
        return (value.kind, value.scale, meaning(value.per, ids))
    if hasattr(value, "_fields"):
        return {name: meaning(getattr(value, name), ids) for name in value._fields if name not in WORDS}
    if isinstance(value, Mapping):
        return [(meaning(key, ids), meaning(below, ids)) for key, below in value.items()]
    return [meaning(one, ids) for one in value] if isinstance(value, tuple) else value


def english_ids(name: str) -> dict[str, str]:
    """What members are called in English, by what they are called in Chinese."""
    pairs = own_ids("zh", name).items()
    return {zh: en for ids in pairs for en, zh in zip(*(one.split(".") for one in ids), strict=True) if en != zh}


class TestWords:
    """A plan means the same in both languages."""

    def test_every_plan_is_there_in_both(self) -> None:
        for lang in LANGS:
            assert sorted(file.stem for file in (PLANS / lang).glob("*.yaml")) == sorted([*NAMES, GROUP])

    @pytest.mark.parametrize("name", templates())
    def test_but_for_words_they_are_one(self, name: str) -> None:
        english, chinese, ids = packaged(name, "en"), packaged(name, "zh"), english_ids(name)
        assert meaning(chinese, ids) == meaning(english, {})
        found = [[(one.code, meaning(one.target, ids)) for one in findings(plan)] for plan in (english, chinese)]
        assert found[0] == found[1]

    @pytest.mark.parametrize("name", templates())
    def test_the_english_is_english_to_its_last_comment(self, name: str) -> None:
        assert not CHINESE.search((PLANS / "en" / f"{name}.yaml").read_text(encoding="utf-8"))

    @pytest.mark.parametrize("name", templates())
    def test_the_chinese_is_chinese_with_its_members(self, name: str) -> None:
        plan = packaged(name, "zh")
        said = [word for one in plan.targets for word in (one.name, one.owner)]
        said += [word for one in plan.milestones for word in (one.name, one.owner)]
        said += [word for id, one in plan.measures.items() for word in (one.name, *id.split(".")[1:])]
        assert [word for word in said if word and not CHINESE.search(word)] == []


class TestInit:
    """A plan goes where it belongs: to the store and year of the plans there."""

    def plan(self, folder: str, name: str) -> Plan:
        plan = read_plan(Path(folder, "plans", f"{name}.yaml"), name)
        assert isinstance(plan, Plan)
        return plan

    @pytest.mark.parametrize("lang", LANGS)
    @pytest.mark.parametrize("name", templates())
    def test_it_is_in_the_users_language_and_of_this_year(self, name: str, lang: str, dealerplan: Dealerplan) -> None:
        assert dealerplan("init", "shop", "--template", name, "--lang", lang, today="2027-02-03").code == 0
        made, own = self.plan("shop", name), packaged(name, "en" if lang == "en" else "zh")
        assert (made.name, made.store, made.store_name) == (own.name, own.store, own.store_name)
        assert made.period.first.since(own.period.first) == made.period.last.since(own.period.last) == 12
        dues = [(one.due.replace(year=YEAR), one.due.year) for one in made.milestones]
        assert dues == [(one.due, YEAR + 1) for one in own.milestones]
        assert [one.goal for one in made.targets] == [one.goal for one in own.targets]

    def test_a_second_plan_takes_the_store_and_its_name(self, dealerplan: Dealerplan) -> None:
        dealerplan("init", "shop", "--store", "east", "--template", "marketing")
        file = Path("shop/plans/marketing.yaml")
        file.write_text(f'{file.read_text(encoding="utf-8")}store_name: "East: the old one"\n', encoding="utf-8")
        for name in ("showroom", "general-manager"):
            assert "of the store east" in dealerplan("init", "shop", "--template", name).out
            made = self.plan("shop", name)
            assert (made.store, made.store_name) == ("east", "East: the old one")

    def test_of_several_stores_one_must_be_named(self, dealerplan: Dealerplan) -> None:
        dealerplan("init", "shop", "--store", "east")
        dealerplan("init", "shop", "--store", "012", "--template", "marketing")
        refused(dealerplan("init", "shop", "--template", "showroom"), "several stores: east, 012", "--store")
        assert dealerplan("init", "shop", "--template", "showroom", "--store", "012").code == 0
        assert self.plan("shop", "showroom").store == "012"

    @pytest.mark.parametrize(
        ("there", "today", "year"),
        [
            ("2027", "2026-11-30", 2027),  # next year is being planned
            ("2026", "2026-11-30", 2026),
            ("{from: 2026-07, to: 2027-06}", "2027-02-01", 2027),
            ("2025", "2027-02-01", 2025),  # a past year is being entered
        ],
    )
    def test_its_year_is_that_of_the_plans_there(
        self, there: str, today: str, year: int, dealerplan: Dealerplan
    ) -> None:
        Path("plans").mkdir()
        Path("plans/mine.yaml").write_text(f"plan: mine\nstore: s\nperiod: {there}\n", encoding="utf-8")
        assert dealerplan("init", "--template", "second-half", today=today).code == 0
        assert self.plan(".", "second-half").period.first.year == year

    def test_beside_plans_that_cannot_be_read_it_says_so(self, dealerplan: Dealerplan) -> None:
        Path("plans").mkdir()
        Path("plans/mine.yaml").write_text("plan: mine\n", encoding="utf-8")
        words = ("init", "--template", "showroom")
        refused(dealerplan(*words), "can't be read", "plans/mine.yaml:1:1: store is missing", "--store ID")
        assert not Path("plans/showroom.yaml").exists()
        assert dealerplan(*words, "--store", "east").code == 0

    def test_a_store_that_is_no_id_is_refused(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("init", "shop", "--store", "a: b"), "a: b can't be an id")
        assert not Path("shop").exists()

    def test_a_plan_that_is_there_under_another_name_is_not_made_twice(self, dealerplan: Dealerplan) -> None:
        dealerplan("init")
        Path("plans/aftersales.yaml").rename("plans/mine.yaml")
        refused(dealerplan("init"), "plans/mine.yaml is there already")

    def test_the_lines_it_ends_with_work(self, dealerplan: Dealerplan) -> None:
        lines = dealerplan("init", "my shop").out.splitlines()[1:]
        assert [dealerplan(*shlex.split(line)[1:]).code for line in lines if " record" not in line] == [1, 0]
        assert dealerplan("init", "--workspace", "other").out.startswith("other/plans/aftersales.yaml")


def test_a_stores_name_stands_where_people_read(dealerplan: Dealerplan) -> None:
    dealerplan("init")
    for words in (["status"], ["report"], ["show", "rework_rate"]):
        out = dealerplan(*words).out
        assert "Fengxing Guangzhou" in out
        assert "fengxing-gz" not in out
        plan = dealerplan(*words, "--format", "json").json()
        plan = plan.get("plans", [plan])[0] if "reports" not in plan else plan["reports"][0]
        assert (plan["store"], plan["store_name"]) == ("fengxing-gz", "Fengxing Guangzhou")


class TestDemo:
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    @pytest.mark.parametrize(
        ("lang", "end", "told", "told_in_february"),
        [
            ("en", "This is", ("YoY", "agree on 490 with"), "the Spring Festival took nine working days"),
            ("zh", "以上是", ("同比", "与总经理商定改为 490 元"), "春节停工九天"),
        ],
    )
    def test_what_it_prints_is_what_the_command_prints(
        self,
        lang: str,
        end: str,
        told: tuple[str, ...],
        told_in_february: str,
        dealerplan: Dealerplan,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def answer(*words: str) -> str:
            done = dealerplan(*words, "--lang", lang, today="2026-10-08", COLUMNS="200")
            assert (done.code, done.err) == (0, "")
            return done.out

        shown, _, rest = answer("demo").partition(f"\n\n{end}")
        _, place, *lines = rest.splitlines()
        monkeypatch.chdir(shlex.split(place)[1])
        pages = [answer(*shlex.split(line)[1:]) for line in lines]
        assert pages[0] == f"{shown}\n"
        assert [bool(CHINESE.search(page)) for page in pages] == [lang == "zh"] * 4
        assert [words for words in told if words not in pages[-1]] == []
        assert told_in_february in answer("report", "--as-of", "2026-02")

    def test_its_lines_can_be_pasted_where_dealerplan_is_on_no_path(self, tmp_path: Path) -> None:
        environ = {"PYTHONPATH": str(PLANS.parent / "src"), "PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)}

        def run(*words: str) -> str:
            return subprocess.run(words, env=environ, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

        shown, _, end = run(sys.executable, "-m", "dealerplan", "demo").partition("\n\nThis is")
        lines = end.splitlines()[1:]
        assert run("sh", "-c", "\n".join(lines[:2])) == f"{shown}\n"
        assert run("sh", "-ec", "\n".join(lines))


class TestGroup:
    """The packaged group: a plan, the table of its stores, and invented actuals that agree with each other."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def stores(self, lang: str) -> list[Store]:
        table, plan = PLANS / lang / "group-stores.csv", packaged(GROUP, "en" if lang == "en" else "zh")
        return list(read_stores(table.read_bytes(), table.name, plan).stores)

    def test_both_tables_are_one_but_for_words(self) -> None:
        def bare(one: Store) -> object:
            goals = {id: (own.goal.value, own.start, own.later) for id, own in one.goals.items()}
            moves = [(move.start, list(move.facts)) for move in one.moves]
            return one.id, one.opened, one.closed, list(one.facts), goals, moves, one.row

        assert [bare(one) for one in self.stores("zh")] == [bare(one) for one in self.stores("en")]

    def test_the_files_are_those_that_the_script_makes(self, tmp_path: Path) -> None:
        places = [*(f"{lang}/group-stores.csv" for lang in LANGS), "samples/group.csv", "samples/group-done.csv"]
        for folder in ("scripts", "plans/en", "plans/zh", "plans/samples"):
            (tmp_path / folder).mkdir(parents=True)
        shutil.copy(PLANS.parent / "scripts/group_sample.py", tmp_path / "scripts")
        subprocess.run([sys.executable, tmp_path / "scripts/group_sample.py"], check=True)
        for place in places:
            assert (tmp_path / "plans" / place).read_bytes() == (PLANS / place).read_bytes(), place

    def test_what_there_is_to_see(self) -> None:
        stores, end = self.stores("zh"), packaged(GROUP, "zh").month_end
        month = Month.parse("2026-09")
        assert len(stores) == 24
        assert len({one.facts["region"] for one in stores}) == 5
        assert [one.id for one in stores if one.opened and one.opened.year == 2026] == ["s005", "s011"]
        assert [one.id for one in stores if one.is_closed(month, end)] == ["s023"]
        assert [one.id for one in stores if one.moves] == ["s022"]
        assert [one.id for one in stores if "customers" in one.goals and one.goals["customers"].goal.undecided] == [
            "s017"
        ]
        assert [one.id for one in stores if "customers" not in one.goals] == ["s020"]

    def test_its_figures_agree(self) -> None:
        for row in rows(PLANS / "samples" / "group.csv"):
            assert int(row["reworked"]) <= int(row["intake"])
            assert 0 < int(row["surveys"]) <= int(row["intake"])
            assert 0 < int(row["csi_score"]) <= 100
            assert 700 < (int(row["insurance"]) + int(row["workshop"])) / int(row["intake"]) < 900

    @pytest.mark.parametrize("lang", LANGS)
    def test_the_demo(self, lang: str, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
        words = ("--lang", lang)
        answer = dealerplan("demo", "--group", "--format", "json", *words, today="2026-10-08")
        told = answer.json()
        assert told["coverage"]["missing"] == ["s003", "s012", "s019"]
        assert (told["coverage"]["due"], told["coverage"]["late"]) == (23, 2)
        assert told["targets"][0]["counts"]["behind"] == 1
        _, place, *lines = answer.err.strip().splitlines()
        monkeypatch.chdir(shlex.split(place)[1])
        for line in lines:
            again = dealerplan(*shlex.split(line)[1:], *words, today="2026-10-08")
            assert (again.code, again.err) == (0, "")
        assert dealerplan("group", "--format", "json", *words, today="2026-10-08").json() == told

    @pytest.mark.parametrize("lang", LANGS)
    def test_a_workspace_of_it_in_another_year(
        self, lang: str, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = dealerplan("init", "shop", "--template", GROUP, "--lang", lang, today="2027-04-08")
        assert answer.code == 0
        *_, record = answer.out.splitlines()
        assert dealerplan(*shlex.split(record)[1:], today="2027-04-08").code == 0
        monkeypatch.chdir("shop")
        told = dealerplan("group", "--format", "json", today="2027-04-08").json()
        assert (told["as_of"], told["stores"]["to_open"]) == ("2027-03", 2)  # later months are not over
        found = dealerplan("check", "--format", "json", today="2027-04-08").json()["findings"]
        assert {one["code"] for one in found} == {"one-of-a-kind", "store-without-goal", "goal-undecided"}

    def test_it_has_stores_of_its_own(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("init", "shop", "--template", GROUP, "--store", "east"), "this plan is of a group")
        Path("shop/plans").mkdir(parents=True)
        Path("shop/plans/group-stores.csv").write_text("mine", encoding="utf-8")
        refused(dealerplan("init", "shop", "--template", GROUP), "group-stores.csv is there already")
        assert [file.name for file in Path("shop/plans").iterdir()] == ["group-stores.csv"]

    def test_a_stores_plan_beside_it_names_its_store(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("init", "shop", "--template", GROUP).code == 0
        refused(dealerplan("init", "shop", "--template", "marketing"), "several stores", "--store")
        assert dealerplan("init", "shop", "--template", "marketing", "--store", "s001").code == 0


class TestProgram:
    """The words that start dealerplan again: its name where a shell finds it, else what runs now."""

    def script(self, folder: Path) -> Path:
        folder.mkdir(parents=True)
        (folder / "dealerplan").write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / "dealerplan").chmod(0o755)
        return folder / "dealerplan"

    def test_its_name_where_it_is_on_the_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        script = self.script(tmp_path / "bin")
        monkeypatch.setattr(sys, "argv", [str(script), "demo"])
        assert program({"PATH": str(script.parent)}) == "dealerplan"

    def test_the_whole_path_of_a_script_that_is_not(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        script = self.script(tmp_path / "my shop" / ".venv" / "bin")
        monkeypatch.chdir(tmp_path / "my shop")
        monkeypatch.setattr(sys, "argv", [".venv/bin/dealerplan", "demo"])
        assert shlex.split(program({"PATH": "/nowhere"})) == [str(script)]

    def test_the_interpreter_where_no_script_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["/lib/dealerplan/__main__.py", "demo"])
        monkeypatch.setattr(sys, "executable", "/opt/my python/bin/python")
        assert shlex.split(program({})) == ["/opt/my python/bin/python", "-m", "dealerplan"]


@pytest.mark.slow
def test_the_wheel_has_the_plans_and_the_pages(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=PLANS.parent, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(ZipFile(wheel).namelist())
    files = {f"dealerplan/templates/{lang}/{name}.yaml" for lang in LANGS for name in NAMES}
    files |= {f"dealerplan/templates/samples/{name}.csv" for name in (*NAMES, GROUP, f"{GROUP}-done")}
    files |= {f"dealerplan/templates/{lang}/{GROUP}{end}" for lang in LANGS for end in (".yaml", "-stores.csv")}
    pages = {f"dealerplan/docs/{folder}{name}.md" for folder in ("", "zh/") for name in PAGES}
    assert files <= names
    assert {name for name in names if "/docs/" in name} == pages
