"""How long reading a file of 480,000 values takes, against a bare `executemany` of the same rows in the same run.

The file is a long list (store, month, measure, value) of 40 stores, twelve months and 1,000 measures.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dealerplan.app.values import Dictionary
from dealerplan.domain.plan import Plan
from dealerplan.intake.given import Known, Options
from dealerplan.intake.read import read_file
from dealerplan.planfile.load import load

STORES = [f"store-{number}" for number in range(40)]
MEASURES = [f"m{number}" for number in range(1_000)]
PLAN = "plan: p\nstore: store-0\nperiod: 2026\nmeasures:\n" + "".join(
    f"  {measure}: {{unit: 元}}\n" for measure in MEASURES
) + "targets:\n  m0: {goal: 1}\n"  # fmt: skip


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Every value, as the file has it."""
    for at, store in enumerate(STORES):
        for month in range(1, 13):
            for number, measure in enumerate(MEASURES):
                yield store, f"2026-{month:02d}", measure, f"{(at * 7 + month * 13 + number) % 9973}.25"


def insert(values: list[tuple[str, str, str, str]]) -> float:
    """Seconds of a bare executemany."""
    begun = time.perf_counter()
    with sqlite3.connect(":memory:") as book:
        book.execute("create table actual (store text, month text, measure text, value text)")
        book.executemany("insert into actual values (?, ?, ?, ?)", values)
    return time.perf_counter() - begun


def read(file: Path, known: Known) -> float:
    """Seconds of reading the file."""
    begun = time.perf_counter()
    found = read_file(file, file.name, known, None, Options(date(2027, 1, 8)))
    seconds = time.perf_counter() - begun
    assert found.account.taken == len(found.given) == 480_000, found.account
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time reading 480,000 values against a bare executemany.")
    parser.add_argument("--rounds", type=int, default=5, help="how often (5)")
    rounds = parser.parse_args().rounds
    plan = load(PLAN.encode(), "p.yaml")
    assert isinstance(plan, Plan)
    known = Known(Dictionary([plan]), STORES, [*plan.period], totals=plan.targets)
    values = [*rows()]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        file.write_text("store,month,measure,value\n" + "".join(f"{','.join(row)}\n" for row in values))
        ratios = [read(file, known) / insert(values) for _ in range(rounds)]
    print(f"480,000 values / bare executemany: {statistics.median(ratios):.1f} (median of {rounds} rounds)")


if __name__ == "__main__":
    main()
