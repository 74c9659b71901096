"""How much longer `dealerplan status` takes than a bare command with the same libraries.

Both run as `python -m NAME` under this interpreter, in the same folder and
environment, with their bytecode warmed first. The runs are interleaved in pairs,
the order turned round every time; the result is the ratio within each pair.
No time is asserted: a machine's seconds say little, the ratio says more.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from measure import spent

STATUS = ("dealerplan", "status")
BASELINE = ("baseline", "--name", "plan")


def run(module: str, *arguments: str, folder: Path, **variables: str) -> float:
    """Run one module as a command and return the processor's seconds, which other programs do not lengthen."""
    return spent((sys.executable, "-m", module, *arguments), folder, **variables).processor


def prepare(folder: Path) -> Path:
    """Make a workspace of the after-sales plan with its sample year in the folder and return it."""
    made = set(folder.iterdir())
    run("dealerplan", "demo", folder=folder, TMPDIR=str(folder))
    (workspace,) = set(folder.iterdir()) - made
    return workspace


def measure(workspace: Path, pairs: int) -> tuple[list[float], list[float]]:
    """Return the seconds of `status` and of the bare command, pair by pair."""
    for _ in range(2):
        run(*STATUS, folder=workspace)
        run(*BASELINE, folder=workspace)
    status: list[float] = []
    baseline: list[float] = []
    for pair in range(pairs):
        turns = [(STATUS, status), (BASELINE, baseline)]
        for command, seconds in turns if pair % 2 else reversed(turns):
            seconds.append(run(*command, folder=workspace))
    return status, baseline


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare `dealerplan status` with a bare command.")
    parser.add_argument("--pairs", type=int, default=15, help="how many pairs of runs (15)")
    pairs = parser.parse_args().pairs
    if pairs < 1:
        parser.error("--pairs must be at least 1")
    with tempfile.TemporaryDirectory() as folder:
        status, baseline = measure(prepare(Path(folder)), pairs)
    ratios = [s / b for s, b in zip(status, baseline, strict=True)]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive") if pairs > 1 else ratios * 3
    print(f"status    {statistics.median(status) * 1000:7.0f} ms (median of {pairs})")
    print(f"baseline  {statistics.median(baseline) * 1000:7.0f} ms (median of {pairs})")
    print(
        f"ratio     {statistics.median(ratios):7.2f}    (median; middle half {low:.2f} to {high:.2f}, "
        f"all {min(ratios):.2f} to {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
