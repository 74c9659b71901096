"""A group's book: 1,000 stores, 40 measures, 12 months.

Prints how much longer the import of 480,000 rows of CSV takes (reading the file, deciding, sealing, writing; the plans
are read before) than a bare executemany of the same rows into SQLite, and how much longer `dealerplan status` of one
store takes with that book than with a book of that store alone. Limits: 8 and 1.5. The first is of the processor's
time, the least of several rounds by turns: a machine's disk and other programs say nothing of either.
"""

import argparse
import csv
import gc
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from startup import run

from dealerplan.app.imports import read_actuals
from dealerplan.app.record import Writing, record
from dealerplan.app.session import Session
from dealerplan.domain.plan import Plan
from dealerplan.intake.given import Options
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
    session = Session(folder, None, lambda: NOW, "li", print)
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


def status_ratio(group: Path, alone: Path, pairs: int) -> float:
    """How much longer `status` takes in the first workspace than in the second."""
    ratios = []
    for pair in range(pairs + 2):
        seconds = [run("dealerplan", "status", folder=folder) for folder in (group, alone)]
        if pair >= 2:  # the first runs warm the bytecode
            ratios.append(seconds[0] / seconds[1])
    return statistics.median(ratios)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare a group's book with SQLite, and with one store's book.")
    parser.add_argument("--stores", type=int, default=1000, help="how many stores (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds of imports (3)")
    parser.add_argument("--pairs", type=int, default=9, help="how many pairs of runs of status (9)")
    given = parser.parse_args()
    gc.disable()  # as the command does
    stores = sorted({STORE, *(f"store-{number:04}" for number in range(given.stores))})
    with tempfile.TemporaryDirectory() as made:
        folders = [Path(made) / name for name in ("group", "alone")]
        for folder in folders:
            (folder / "plans").mkdir(parents=True)
            (folder / "plans" / "plan.yaml").write_text(plan_text(STORE), encoding="utf-8")
        imported(folders[1], [STORE])
        ratio = import_ratio(folders[0], stores, given.rounds)
        rows = len(stores) * len(MEASURES) * len(MONTHS)
        print(f"import of {rows:,} rows / bare executemany: {ratio:.2f} (least of {given.rounds} rounds, limit 8)")
        ratio = status_ratio(*folders, given.pairs)
        print(
            f"status in a book of {len(stores)} stores / of one: {ratio:.2f} (median of {given.pairs} pairs, limit 1.5)"
        )


if __name__ == "__main__":
    main()
