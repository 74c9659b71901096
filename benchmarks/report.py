"""How much longer `dealerplan report` takes than `status`, of one plan with 40 targets.

Text and markdown may take 1.3 times as long, all formats together 6 times. Runs are interleaved, as in startup.py.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from startup import run

FORMATS = ("text", "markdown", "json", "html", "xlsx", "docx", "all")
TODAY = {"DEALERPLAN_TODAY": "2026-10-08"}
MONTHS = 9


def workspace(folder: Path) -> Path:
    """Make a workspace with 40 targets, some of them behind, and nine months recorded."""
    plans = folder / "plans"
    plans.mkdir(parents=True)
    measures = [f"  m{number}: {{unit: 台}}" for number in range(40)]
    flows = [f"  t{number}: {{formula: m{number}, goal: {1200 + number}, owner: Li}}" for number in range(24)]
    rates = [f"  t{number}: {{formula: m{number} / m0, goal: at least 99%, owner: Wang}}" for number in range(24, 40)]
    lines = ["plan: large", "store: one", "period: 2026", "measures:", *measures, "targets:", *flows, *rates]
    (plans / "large.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")
    for month in range(1, MONTHS + 1):
        pairs = [f"m{number}={90 + (number * month * 7) % 20}" for number in range(40)]
        run("dealerplan", "record", f"2026-{month:02d}", *pairs, folder=folder, **TODAY)
    return folder


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare `dealerplan report` with `dealerplan status`.")
    parser.add_argument("--rounds", type=int, default=15, help="how many rounds of runs (15)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        place = workspace(Path(folder))
        ratios: dict[str, list[float]] = {name: [] for name in FORMATS}
        for number in range(rounds + 2):
            status = run("dealerplan", "status", folder=place, **TODAY)
            options = ("--out", "reports/", "--force")
            seconds = {
                name: run("dealerplan", "report", "--format", name, *options, folder=place, **TODAY) for name in FORMATS
            }
            if number >= 2:  # the first runs warm the bytecode
                for name, taken in seconds.items():
                    ratios[name].append(taken / status)
    for name, found in ratios.items():
        print(f"report as {name} / status: {statistics.median(found):.2f} (median of {rounds} rounds)")


if __name__ == "__main__":
    main()
