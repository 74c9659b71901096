"""A group: 1,000 stores, 40 measures, 12 months.

Prints how much longer the import of 480,000 rows of CSV takes (reading the file, deciding, sealing, writing; the plans
are read before) than a bare executemany of the same rows into SQLite; how much longer `dealerplan status` of one store
takes with that book, and with one plan and one table for all, than with that store alone; how long the table takes to
read; and `dealerplan group` against a bare fetch-and-sum of the rows (bare.py), with its memory. The processor's time
counts, the least of several rounds by turns: a machine's disk and other programs say nothing of either.
"""

import argparse
import csv
import gc
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from measure import by_turns, dealerplan, peak, show, spent

from dealerplan.app.imports import read_actuals
from dealerplan.app.record import Writing, record
from dealerplan.app.session import Session
from dealerplan.domain.plan import Plan
from dealerplan.intake.given import Options
from dealerplan.intake.stores import read_stores
from dealerplan.planfile.load import load

MEASURES = [f"measure_{number}" for number in range(40)]
MONTHS = [f"2026-{number:02}" for number in range(1, 13)]
NOW = datetime(2027, 1, 8, 9, tzinfo=UTC)
STORE = "store-0500"


def plan_text(store: str) -> str:
    """A plan with a target on every measure."""
    targets = "".join(f"  {measure}: {{goal: 12000, unit: 台}}\n" for measure in MEASURES)
    return f"plan: p-{store}\nstore: {store}\nperiod: 2026\ntargets:\n{targets}"


def plans_of(stores: list[str]) -> list[Plan]:
    """The plan of every store."""
    plan = load(plan_text("any").encode(), "plan.yaml")
    assert isinstance(plan, Plan)
    return [plan._replace(id=f"p-{store}", store=store) for store in stores]


def write_rows(file: Path, stores: list[str]) -> None:
    """A long file of actuals."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["store", "month", "measure", "value"])
        for number, store in enumerate(stores):
            for month in MONTHS:
                rows.writerows([store, month, measure, 900 + number % 300] for measure in MEASURES)


def imported(folder: Path, stores: list[str]) -> float:
    """The processor's seconds of an import into a new book in the folder."""
    (folder / "dealerplan.db").unlink(missing_ok=True)
    file = folder / "actuals.csv"
    write_rows(file, stores)
    plans = plans_of(stores)
    session = Session(folder, None, lambda: NOW, "li", print, overrule=str)
    start = time.process_time()
    found = read_actuals(plans, file, None, Options(NOW.date()))
    record(session, plans, found.values, Writing(file=found.name, places=found.places))
    return time.process_time() - start


def bare(book: Path, target: Path) -> float:
    """The processor's seconds of an executemany of the book's entries into a new table without keys."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(book)) as db:
        rows = db.execute("SELECT store, seq, sealed, hash FROM entry").fetchall()
    with closing(sqlite3.connect(target)) as db:
        start = time.process_time()
        db.execute("CREATE TABLE entry (store, seq, sealed, hash)")
        db.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
        db.commit()
        return time.process_time() - start


def import_ratio(folder: Path, stores: list[str], rounds: int) -> float:
    """How much longer an import takes than a bare executemany of its rows."""
    imports, bares = [], []
    for _ in range(rounds):
        imports.append(imported(folder, stores))
        bares.append(bare(folder / "dealerplan.db", folder / "bare.db"))
    return min(imports) / min(bares)


def make_group(folder: Path, stores: list[str]) -> Path:
    """A workspace with one plan and one table for stores, and the book of another folder's."""
    plans = folder / "plans"
    plans.mkdir(parents=True, exist_ok=True)
    targets = "".join(f"  {measure}: {{goal: by store, unit: 台}}\n" for measure in MEASURES)
    text = f"plan: all-2026\ngroup: all\nstores: stores.csv\nperiod: 2026\npeers: [brand]\ntargets:\n{targets}"
    (plans / "all.yaml").write_text(text, encoding="utf-8")
    with (plans / "stores.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["store", "name", "region", "brand", *MEASURES])
        for number, store in enumerate(stores):
            goals = [12_000 + number % 300] * len(MEASURES)
            rows.writerow([store, f"Store {number}", f"Region {number % 6}", f"Brand {number % 4}", *goals])
    return folder


def of_one_store(group: Path, alone: Path, rounds: int) -> None:
    """`status` of one store in a group's book, and of a group, against a book, and a table, of that store alone."""
    found, bare = by_turns(rounds, *(partial(spent, dealerplan("status"), place) for place in (group, alone)))
    show("status in a group's book / in a book of one store", found.processor / bare.processor, 1.5)
    command = dealerplan("status", "--store", STORE)
    made = [make_group(place.with_name(f"{place.name}-table"), stores) for place, stores in
            ((group, stores_of(group)), (alone, [STORE]))]  # fmt: skip
    for place, other in zip(made, (group, alone), strict=True):
        (place / "dealerplan.db").write_bytes((other / "dealerplan.db").read_bytes())
    found, bare = by_turns(rounds, *(partial(spent, command, place) for place in made))
    show("status --store of a group's plan / of a group of that store", found.processor / bare.processor, 1.5)


def stores_of(folder: Path) -> list[str]:
    """The stores of a book."""
    with closing(sqlite3.connect(folder / "dealerplan.db")) as db:
        return [store for (store,) in db.execute("SELECT store FROM head ORDER BY store")]


def of_all(place: Path, rounds: int) -> None:
    """`group` against a bare fetch-and-sum of the book's rows: its first answer, and the next ones."""
    command, bare = dealerplan("group"), (sys.executable, str(Path(__file__).with_name("bare.py")), "dealerplan.db")
    with tempfile.TemporaryDirectory() as cache:
        first = spent(command, place, XDG_CACHE_HOME=cache)
    found, sums = by_turns(rounds, partial(spent, command, place), partial(spent, bare, place))
    show("group / bare fetch-and-sum", found.processor / sums.processor, 8)
    show("group, the processor's seconds", found.processor, 3)
    show("group, its first answer / bare fetch-and-sum", first.processor / sums.processor)
    show("group, MB", peak(command, place) / 1_000_000, 200)


def table(place: Path) -> None:
    """The table of stores against a bare reading of its rows."""
    plan = load((place / "plans" / "all.yaml").read_bytes(), "all.yaml")
    assert isinstance(plan, Plan)
    raw = (place / "plans" / "stores.csv").read_bytes()
    start = time.process_time()
    list(csv.reader(raw.decode().splitlines()))
    bare = time.process_time() - start
    start = time.process_time()
    read_stores(raw, "stores.csv", plan)
    seconds = time.process_time() - start
    show("table of stores, the processor's seconds", seconds, 1.5)
    show("table of stores / csv.reader", seconds / bare)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare a group's book with SQLite, and with one store's book.")
    parser.add_argument("--stores", type=int, default=1000, help="how many stores (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds of imports (3)")
    parser.add_argument("--pairs", type=int, default=9, help="how many rounds of commands (9)")
    given = parser.parse_args()
    gc.disable()  # as the command does
    stores = sorted({STORE, *(f"store-{number:04}" for number in range(given.stores))})
    with tempfile.TemporaryDirectory() as made:
        group, alone = (Path(made) / name for name in ("group", "alone"))
        for folder in (group, alone):
            (folder / "plans").mkdir(parents=True)
            (folder / "plans" / "plan.yaml").write_text(plan_text(STORE), encoding="utf-8")
        imported(alone, [STORE])
        rows = len(stores) * len(MEASURES) * len(MONTHS)
        show(f"import of {rows:,} rows / bare executemany", import_ratio(group, stores, given.rounds), 8)
        of_one_store(group, alone, given.pairs)
        place = group.with_name("group-table")
        table(place)
        of_all(place, given.rounds)


if __name__ == "__main__":
    main()
