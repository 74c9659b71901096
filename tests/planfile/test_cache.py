"""Compiled plans are an answer kept, never another one: whatever becomes of the file, the plan is its own file's."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dealerplan.app.compiled import use
from dealerplan.app.workspace import Workspace, read_files, read_workspace
from dealerplan.domain.outline import head_of, outline_of
from dealerplan.domain.plan import Plan
from dealerplan.planfile import cache as caching
from dealerplan.planfile.cache import Cache, cache_file, key_of
from dealerplan.planfile.load import load

TEXT = b"""plan: a
name: Plan A
store: s
period: 2026
measures: {cars: {unit: pcs, was: autos, members: [east, west]}}
targets: {cars: {goal: 12}}
"""
OTHER = TEXT.replace(b"12", b"13")


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a moment ago count as settled."""
    monkeypatch.setattr(caching, "SETTLED", -(10**18))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A workspace's only plan file."""
    file = tmp_path / "plans" / "a.yaml"
    file.parent.mkdir()
    file.write_bytes(TEXT)
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where compiled plans are kept."""
    return tmp_path / "cache" / "plans-0.db"


def plan_of(text: bytes) -> Plan:
    found = load(text, "plans/a.yaml")
    assert isinstance(found, Plan)
    return found._replace(text=text.decode())


def looked(file: Path, place: Path) -> Workspace:
    """The workspace of a plan file, as a command of its own sees it."""
    use(place)
    return read_workspace(file.parents[1])


def same(workspace: Workspace, text: bytes) -> bool:
    """Whether a workspace is that of a plan's text."""
    plan = plan_of(text)
    (head,) = workspace.heads
    (found,) = workspace.plans
    assert head == head_of(plan)
    assert workspace.source.outline(head).measures == outline_of(plan).measures
    assert workspace.source.outline(head).ids == outline_of(plan).ids
    return found._replace(renamed={}) == plan._replace(renamed={})


def kept(place: Path, query: str = "SELECT count(*) FROM plan") -> object:
    with closing(sqlite3.connect(place)) as db:
        return db.execute(query).fetchone()[0]


def change(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place)) as db:
        db.execute(statement)
        db.commit()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plan files that were parsed."""
    found: list[str] = []

    def noted(raw: bytes, path: str) -> object:
        found.append(path)
        return load(raw, path)

    monkeypatch.setattr("dealerplan.planfile.load.load", noted)
    return found


def test_a_file_is_parsed_once(file: Path, place: Path, reads: list[str]) -> None:
    for _ in range(3):
        assert same(looked(file, place), TEXT)
    assert reads == ["plans/a.yaml"]


def test_what_is_not_asked_for_is_not_even_read(
    file: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    looked(file, place)
    monkeypatch.setattr(Path, "open", None)
    (head,) = looked(file, place).heads
    assert (head.id, head.name, head.store, head.renames["autos"]) == ("a", "Plan A", "s", "cars")


def test_a_changed_file_is_another_plan_whatever_its_times_say(file: Path, place: Path) -> None:
    looked(file, place)
    times = file.stat()
    file.write_bytes(OTHER)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert same(looked(file, place), OTHER)
    other = file.with_name("b.yaml")  # of the same size and times, in its place
    other.write_bytes(TEXT)
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(file)
    assert same(looked(file, place), TEXT)


def test_a_file_of_a_moment_ago_is_read_again(
    file: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(caching, "SETTLED", 2_000_000_000)
    looked(file, place)
    assert kept(place, "SELECT count(*) FROM file") == 0
    assert same(looked(file, place), TEXT)


def test_the_bytes_count_not_their_key(file: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "key_of", lambda _: "same")
    looked(file, place)
    file.write_bytes(OTHER)
    assert same(looked(file, place), OTHER)


def garbage(place: Path) -> None:
    place.write_bytes(b"no database" * 1000)


def cut(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:5000])


def emptied(place: Path) -> None:
    place.write_bytes(b"")


def without_tables(place: Path) -> None:
    change(place, "DROP TABLE plan")


def without_rows(place: Path) -> None:
    change(place, "DELETE FROM plan")


def another_plan(place: Path) -> None:
    change(place, "UPDATE plan SET compiled = replace(compiled, '12', '99')")


def no_plan(place: Path) -> None:
    change(place, "UPDATE plan SET compiled = 'x', head = 'x', outline = 'x'")


def a_folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.parametrize(
    "damage", [garbage, cut, emptied, without_tables, without_rows, another_plan, no_plan, a_folder, Path.unlink]
)
def test_a_damaged_file_is_made_anew(
    file: Path, place: Path, damage: Callable[[Path], None], reads: list[str]
) -> None:  # fmt: skip
    looked(file, place)
    damage(place)
    for _ in range(3):
        assert same(looked(file, place), TEXT)
    assert len(reads) <= 4
    if damage is not a_folder:
        reads.clear()
        assert same(looked(file, place), TEXT)
        assert not reads


def test_another_writer_is_not_waited_for(file: Path, place: Path) -> None:
    looked(file, place)
    with closing(sqlite3.connect(place)) as db:
        db.execute("BEGIN EXCLUSIVE")
        file.write_bytes(OTHER)
        assert same(looked(file, place), OTHER)


def test_what_cannot_be_written_is_done_without(file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for _ in range(2):
        assert same(looked(file, tmp_path / "file" / "plans-0.db"), TEXT)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_what_somebody_else_wrote_is_not_read(file: Path, place: Path, reads: list[str]) -> None:
    looked(file, place)
    os.chown(place, 12345, 12345)
    assert same(looked(file, place), TEXT)
    assert len(reads) == 2


def test_nobody_else_may_read_it(file: Path, place: Path) -> None:
    looked(file, place)
    assert place.parent.stat().st_mode & 0o077 == 0
    assert place.stat().st_mode & 0o077 == 0


def test_it_begins_anew_when_it_has_grown(file: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked(file, place)
    file.write_bytes(OTHER)
    looked(file, place)
    assert kept(place) == 2
    monkeypatch.setattr(caching, "LARGEST", 10)
    file.write_bytes(TEXT + b"# more\n")
    looked(file, place)
    assert kept(place) == 1


def test_other_versions_leave_nothing(file: Path, place: Path) -> None:
    place.parent.mkdir()
    old = place.with_name("plans-1.db")
    old.write_bytes(b"old")
    looked(file, place)
    assert [one.name for one in place.parent.iterdir()] == [place.name]


def test_a_plan_with_errors_is_read_each_time(file: Path, place: Path, reads: list[str]) -> None:
    file.write_bytes(TEXT + b"goal: 5\n")
    for _ in range(2):
        assert looked(file, place).errors
    assert len(reads) == 2


def test_keys_tell_texts_apart() -> None:
    texts = [f"plan: {number}".encode() for number in range(10_000, 40_000)]
    assert len({key_of(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({}, None),
        ({"HOME": ""}, None),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/home/li"}, None),
        ({"HOME": "/home/li"}, Path("/home/li/.cache/dealerplan")),
        ({"HOME": "/home/li", "XDG_CACHE_HOME": "/var/c"}, Path("/var/c/dealerplan")),
    ],
)
def test_where_it_is(environ: dict[str, str], place: Path | None) -> None:
    found = cache_file(environ)
    assert (found and found.parent) == place


def test_without_a_file_it_lasts_for_the_run() -> None:
    cache = Cache()
    cache.add(TEXT, plan_of(TEXT))
    cache.save()
    found = cache.plan(TEXT)
    assert found is not None
    assert found.id == "a"
    assert cache.plan(OTHER) is None


@pytest.mark.parametrize("column", ["head", "outline", "compiled"])
def test_nothing_damaged_is_taken(file: Path, place: Path, column: str) -> None:
    looked(file, place)
    change(place, f"UPDATE plan SET {column} = replace({column}, 'cars', 'bars')")
    assert same(looked(file, place), TEXT)


def test_what_is_known_is_not_written_again(file: Path, place: Path) -> None:
    looked(file, place)
    before = place.read_bytes()[24:28]
    assert same(looked(file, place), TEXT)
    assert place.read_bytes()[24:28] == before


@pytest.mark.parametrize("part", [b"pl\xffn.yaml", b"f\xff/plan.yaml"])
def test_names_that_are_no_text_are_read_as_they_are(tmp_path: Path, place: Path, part: bytes) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path / "plans") + b"/" + part))
    file.parent.mkdir(parents=True)
    file.write_bytes(TEXT)
    for _ in range(2):
        use(place)
        workspace = read_files(tmp_path, {"plan.yaml": file})
        assert [one.id for one in workspace.plans] == ["a"]
        assert not workspace.source.lacking("cars")
