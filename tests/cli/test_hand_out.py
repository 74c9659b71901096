"""`dealerplan hand-out`: a pack for each store that holds nothing of others, and one for each region."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from openpyxl import load_workbook

from dealerplan.app.hand_out import folders
from tests.cli.conftest import refused
from tests.conftest import Answer, call
from tests.groups import TODAY, make_group

FORMATS = "html,docx,xlsx,text,json"
MONTH, NEXT = "2026-09", "2026-10"


def run(*argv: str, **environ: str) -> Answer:
    return call(*argv, today=TODAY, **environ)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A group, and what it hands out in every format beside its plans."""
    folder = make_group(call, tmp_path_factory.mktemp("group") / "here")
    answer = run(
        "hand-out", "--to", str(folder / "packs"), "--format", FORMATS, "--lang", "zh", "--workspace", str(folder)
    )
    assert (answer.code, answer.err) == (0, "")
    return folder


@pytest.fixture
def group(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, and the current folder in it."""
    shutil.copytree(made, tmp_path / "group")
    monkeypatch.chdir(tmp_path / "group")
    return tmp_path / "group"


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "plans" / "group-stores.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if not row["自"]]


def texts(file: Path) -> Iterator[str]:
    """All text in a file, also within archives."""
    if is_zipfile(file):
        with ZipFile(file) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
    else:
        yield file.read_text(encoding="utf-8-sig")


def figures(answer: Answer) -> object:
    """All that `status` says of a plan, but for where its file is."""
    (plan,) = answer.json()["plans"]
    return {key: value for key, value in plan.items() if key not in ("file", "path", "plan_hash")}


def below(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


class TestStores:
    def test_each_due_store_has_its_report_form_and_plan(self, made: Path) -> None:
        names = {f"report-{MONTH}.{end}" for end in ("html", "docx", "xlsx", "txt", "json")}
        names |= {f"form-{NEXT}.xlsx", "group-aftersales.yaml"}
        packs = {folder.name: {file.name for file in folder.iterdir()} for folder in (made / "packs/stores").iterdir()}
        assert packs == {row["门店"]: names for row in table(made) if not row["停业"]}

    def test_nothing_in_it_is_of_other_stores(self, made: Path) -> None:
        """No id, no name, no manager: in no file, and in no part of an archive."""
        stores = table(made)
        for folder in (made / "packs/stores").iterdir():
            others = [row for row in stores if row["门店"] != folder.name]
            words = [row[key] for row in others for key in ("门店", "名称", "店总")]
            for file in folder.iterdir():
                for text in texts(file):
                    assert [word for word in words if word in text] == [], file

    def test_no_figure_in_it_is_of_other_stores(self, made: Path) -> None:
        with (made / "sample-actuals.csv").open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["month"] >= "2026-07"]
        money = {(row["store"], row[name]) for row in rows for name in ("保险理赔产值", "维修产值")}
        for folder in (made / "packs/stores").iterdir():
            own = {value for store, value in money if store == folder.name}
            others = {value for store, value in money if store != folder.name} - own
            told = {f"{int(value):,}" for value in others} | others
            for file in folder.iterdir():
                for text in texts(file):
                    assert not told & {*re.findall(r"\d[\d,]*", text)}, file

    @pytest.mark.parametrize("store", ["s001", "s008", "s011", "s017", "s020", "s022"])
    def test_its_plan_runs_alone_and_says_the_same(
        self, store: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here = ("--workspace", str(made), "--store", store)
        alone = tmp_path / "alone"
        (alone / "plans").mkdir(parents=True)
        shutil.copy(made / "packs/stores" / store / "group-aftersales.yaml", alone / "plans")
        monkeypatch.chdir(alone)
        for year in ("2025", "2026"):
            assert run("export", *here, "--year", year, "--out", f"{year}.csv").code == 0
            answer = run("record", "--from", f"{year}.csv")
            assert answer.code == 0 or (year == "2025" and store == "s011"), answer.err
        for as_of in (MONTH, "2026-06"):
            words = ("status", "--as-of", as_of, "--format", "json")
            assert figures(run(*words)) == figures(run(*words, *here))

    def test_its_form_is_read_back(self, group: Path) -> None:
        file = group / "packs/stores/s001" / f"form-{NEXT}.xlsx"
        book, filled = load_workbook(file), {"surveys": 60, "csi_score": 92, "reworked": 5}
        for row in book.worksheets[0].iter_rows(min_row=4):
            row[-1].value = filled.get(str(row[1].value)) or row[-2].value or 1
        book.save(file)
        answer = call("record", "--from", str(file), "--dry-run", today="2026-11-03")
        assert answer.code == 0, answer.err
        assert answer.out.count("\n2026-10 ") == 7  # the first line has none before it

    def test_the_report_is_what_report_writes(self, made: Path) -> None:
        answer = run(
            "report", "--store", "s001", "--as-of", MONTH, "--format", "json", "--lang", "zh", "--workspace", str(made)
        )
        told = json.loads((made / "packs/stores/s001" / f"report-{MONTH}.json").read_bytes())
        assert told == answer.json()

    def test_its_standing_is_among_enough_peers(self, made: Path) -> None:
        """Six of Honda A tell each other's median; four of Honda B do not."""
        told = {
            store: (made / "packs/stores" / store / f"report-{MONTH}.txt").read_text(encoding="utf-8")
            for store in ("s008", "s015")
        }
        assert "在同类门店中" in told["s008"]
        assert "6/6" in told["s008"]
        assert "在同类门店中" not in told["s015"]

    @pytest.mark.usefixtures("group")
    def test_a_store_about_to_open_has_form_and_plan(self) -> None:
        assert run("hand-out", "2026-04", "--to", "april").code == 0
        assert {file.name for file in Path("april/stores/s011").iterdir()} == {
            "form-2026-05.xlsx", "group-aftersales.yaml",
        }  # fmt: skip

    @pytest.mark.usefixtures("group")
    def test_after_the_last_month_there_is_no_form(self) -> None:
        assert call("hand-out", "2026-12", "--to", "december", "--for", "stores", today="2027-01-08").code == 0
        assert {file.name for file in Path("december/stores/s001").iterdir()} == {
            "report-2026-12.html", "group-aftersales.yaml",
        }  # fmt: skip

    @pytest.mark.usefixtures("group")
    def test_without_openpyxl_the_form_is_csv(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        assert run("hand-out", "--to", "plain", "--for", "stores").code == 0
        assert Path(f"plain/stores/s001/form-{NEXT}.csv").exists()

    def test_a_plan_that_names_stores_is_warned_of(self, group: Path) -> None:
        file = group / "plans" / "group.yaml"
        file.write_text(file.read_text(encoding="utf-8") + "# s022 归华中；佛山1店要盯紧\n", encoding="utf-8")
        answer = run("hand-out", "--to", "named", "--for", "stores")
        assert answer.err == "warning: plans/group.yaml names 佛山1店, 襄阳1店, and every store gets its text\n"


class TestRegions:
    def test_its_stores_by_name_and_other_regions_as_sums(self, made: Path) -> None:
        stores = table(made)
        of_group = run("group", "--as-of", MONTH, "--format", "json", "--stores", "--workspace", str(made)).json()
        for folder in (made / "packs/regions").iterdir():
            own = {row["门店"] for row in stores if (row["区域"] if row["门店"] != "s022" else "华中") == folder.name}
            pack = json.loads((folder / "group.json").read_bytes())
            for mine, all_of_it in zip(pack["targets"], of_group["targets"], strict=True):
                assert [mine["region"]] == [one for one in all_of_it["groups"] if one["value"] == folder.name]
                assert mine["others"] == [one for one in all_of_it["groups"] if one["value"] != folder.name]
                assert mine["stores"] == [one for one in all_of_it["stores"] if one["store"] in own]
            foreign = [row[key] for row in stores if row["门店"] not in own for key in ("门店", "名称", "店总")]
            for file in folder.iterdir():
                text = file.read_text(encoding="utf-8-sig")
                assert [word for word in foreign if word in text] == [], file

    def test_its_page_is_of_its_own_stores(self, made: Path) -> None:
        page = (made / "packs/regions/华北/group.html").read_text(encoding="utf-8")
        for folder in (made / "packs/regions").iterdir():  # all regions are no part of one region's gap
            assert "净差额" not in (folder / "group.html").read_text(encoding="utf-8")
        assert "集团售后年度计划 · 华北" in page
        assert "太原1店" in page
        assert "西南" in page  # a sum
        assert "集团目标" not in page
        assert "dealerplan due" not in page

    def test_a_region_counts_its_own(self, made: Path) -> None:
        pack = json.loads((made / "packs/regions/华北/group.json").read_bytes())
        assert (pack["coverage"]["due"], pack["coverage"]["missing"]) == (5, ["s012"])
        assert pack["stores"]["total"] == 5

    def test_csv_has_a_row_for_each_store_and_target(self, made: Path) -> None:
        with (made / "packs/regions/西南/stores.csv").open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert len(rows) == 4 * 6
        assert {row["store"] for row in rows} == {"s017", "s018", "s019", "s020"}

    @pytest.mark.parametrize(
        ("names", "safe"),
        [
            (["华东", "华北"], ["华东", "华北"]),
            (["a/b", "a_b", "A:B"], ["a_b", "a_b-2", "A_B-3"]),
            (["..", ".", "x. ", "-"], ["_", "_-2", "x", "-"]),
            (["长" * 99], ["长" * 60]),
        ],
    )
    def test_names_of_folders(self, names: list[str], safe: list[str]) -> None:
        assert list(folders(names).values()) == safe


class TestFolder:
    def test_the_same_month_again_replaces_whole_files(self, group: Path) -> None:
        before = below(group / "packs")
        report = group / "packs/stores/s001" / f"report-{MONTH}.html"
        report.write_text("torn", encoding="utf-8")
        assert run("hand-out", "--to", "packs", "--lang", "zh").code == 0
        assert below(group / "packs") == before

    def test_what_it_left_from_before_is_said(self, group: Path) -> None:
        old = group / "packs/regions/旧区/group.html"
        old.parent.mkdir()
        old.write_text("old", encoding="utf-8")
        answer = run("hand-out", MONTH, "--to", "packs", "--for", "regions")
        assert answer.code == 0
        assert "of an earlier hand-out, and not written again: packs/regions/旧区/group.html" in answer.err

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (("--to", "plans"), "no report may stand in place of the book or among the plans"),
            (("--to", "others"), "others holds something else than a hand-out of group-aftersales for 2026-09"),
            (
                ("2026-08", "--to", "packs"),
                "packs holds something else than a hand-out of group-aftersales for 2026-08",
            ),
            (("--to", "a file"), "a file is there already, and no folder"),
            ((), "where to is missing"),
            (("--to", "new", "--for", "managers"), "managers"),
            (("2027-01", "--to", "new"), "2027-01 is outside the period 2026"),
        ],
    )
    def test_refused(self, words: tuple[str, ...], sentence: str, group: Path) -> None:
        Path("others").mkdir()
        Path("others/notes.txt").write_text("mine", encoding="utf-8")
        Path("a file").touch()
        before = below(group)
        refused(run("hand-out", *words), sentence)
        assert below(group) == before

    @pytest.mark.usefixtures("group")
    def test_where_nothing_is_recorded(self) -> None:
        Path("dealerplan.db").unlink()
        shutil.rmtree("plans/.book", ignore_errors=True)
        refused(run("hand-out", "--to", "new"), "nothing is recorded yet")

    @pytest.mark.usefixtures("workspace")
    def test_of_no_group(self) -> None:
        refused(run("hand-out", "--to", "new"), "is of one store")

    @pytest.mark.usefixtures("group")
    def test_only_of_stores_or_regions(self) -> None:
        for kind in ("stores", "regions"):
            assert run("hand-out", "--to", f"only-{kind}", "--for", kind).code == 0
            assert {path.name for path in Path(f"only-{kind}").iterdir()} == {"hand-out.json", kind}


def test_what_is_stopped_leaves_whole_files(group: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up in the middle: what is there is whole, old or new, and nothing else."""
    before, count = below(group / "packs"), iter(range(1000))

    def full(self: Path, content: bytes) -> int:
        if next(count) > 20:
            with self.open("wb") as stream:
                stream.write(content[: len(content) // 2])
            raise OSError(28, "No space left on device")
        return write(self, content)

    write = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", full)
    refused(run("hand-out", "--to", "packs", "--lang", "en"), "can't be written: No space left on device", code=3)
    after = below(group / "packs")
    assert after.keys() == before.keys()
    assert 0 < sum(after[name] != before[name] for name in after) < 24
    assert all(after[name].rstrip().endswith(b"</html>") for name in after if name.endswith(".html"))
