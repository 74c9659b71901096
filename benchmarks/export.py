"""What is written of many stores: `dealerplan export` as a workbook of 100 stores with 40 measures and 12 months, and
`dealerplan report --format html,xlsx --out DIR/` of 120 plans with 40 targets.

Prints how much longer the export takes than a bare write-only workbook of the same cells, both in the processor's time,
and how much memory each command needs. Limits: 6, and 300 MB for the reports.
"""

import argparse
import gc
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from group import imported, plan_text
from openpyxl import Workbook, load_workbook
from startup import environment

STORES, PLANS = 100, 120
TODAY = {"DEALERPLAN_TODAY": "2027-01-08"}


def workspace(folder: Path, number: int) -> Path:
    """Make a workspace of so many stores, each with a plan and a year recorded."""
    stores = [f"store-{at:04}" for at in range(number)]
    (folder / "plans").mkdir(parents=True)
    for store in stores:
        (folder / "plans" / f"{store}.yaml").write_text(plan_text(store), encoding="utf-8")
    imported(folder, stores)
    return folder


def measured(folder: Path, *words: str) -> tuple[float, float]:
    """The processor's seconds and the megabytes of a command in a folder."""
    command = [sys.executable, "-m", "dealerplan", *words]
    with subprocess.Popen(command, cwd=folder, env=environment() | TODAY, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"dealerplan {' '.join(words)}: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def bare(file: Path) -> float:
    """The processor's seconds of a write-only workbook of the same cells."""
    rows = [[cell.value for cell in row] for row in load_workbook(file).worksheets[0].iter_rows()]
    gc.disable()  # as the command does
    start = time.process_time()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(file.with_name("bare.xlsx"))
    seconds = time.process_time() - start
    gc.enable()
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare `dealerplan export` with a bare workbook; weigh reports.")
    parser.add_argument("--rounds", type=int, default=5, help="how many rounds of exports (5)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as made:
        place = workspace(Path(made) / "export", STORES)
        exports, bares, sizes = [], [], []
        for number in range(rounds + 1):
            file = place / f"{number}.xlsx"
            seconds, size = measured(place, "export", "--out", file.name)
            if number:  # the first run warms the bytecode, and what is kept of plans
                exports.append(seconds)
                sizes.append(size)
                bares.append(bare(file))
        ratio = min(exports) / min(bares)
        print(f"export of {STORES} stores / bare workbook: {ratio:.2f} (least of {rounds} rounds, limit 6)")
        print(f"export of {STORES} stores: {max(sizes):.0f} MB")
        place = workspace(Path(made) / "report", PLANS)
        _, size = measured(place, "report", "--format", "html,xlsx", "--out", "reports/")
        print(f"reports of {PLANS} plans into a folder: {size:.0f} MB (limit 300)")


if __name__ == "__main__":
    main()
