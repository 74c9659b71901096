"""How much longer `dealerplan status` takes on the packaged plans than on one of them.

Both are workspaces with the sample months recorded; the runs are interleaved in pairs, as in startup.py.
"""

import argparse
import csv
import shutil
import statistics
import tempfile
from pathlib import Path

from startup import run

PLANS = Path(__file__).resolve().parents[1] / "plans"
TODAY = {"DEALERPLAN_TODAY": "2027-01-08"}


def workspace(folder: Path, names: list[str]) -> Path:
    """Make a workspace of packaged plans with their sample months."""
    (folder / "plans").mkdir(parents=True)
    for name in names:
        shutil.copy(PLANS / "en" / f"{name}.yaml", folder / "plans")
        store = next(
            line.split(":")[1].strip()
            for line in (PLANS / "en" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
            if line.startswith("store:")
        )
        with (PLANS / "samples" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                month = row.pop("month")
                pairs = [f"{measure}={value}" for measure, value in row.items() if value]
                run("dealerplan", "record", month, *pairs, "--store", store, folder=folder, **TODAY)
    return folder


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare `dealerplan status` on all packaged plans with one.")
    parser.add_argument("--pairs", type=int, default=15, help="how many pairs of runs (15)")
    pairs = parser.parse_args().pairs
    names = sorted(file.stem for file in (PLANS / "en").glob("*.yaml"))
    with tempfile.TemporaryDirectory() as folder:
        one = workspace(Path(folder) / "one", ["aftersales"])
        every = workspace(Path(folder) / "every", names)
        ratios = []
        for pair in range(pairs + 2):
            seconds = [run("dealerplan", "status", folder=place, **TODAY) for place in (every, one)]
            if pair >= 2:  # the first runs warm the bytecode
                ratios.append(seconds[0] / seconds[1])
    print(f"{len(names)} plans / 1 plan: {statistics.median(ratios):.2f} (median of {pairs} pairs)")


if __name__ == "__main__":
    main()
