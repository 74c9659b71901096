"""How much longer `dealerplan status` of one plan takes than importing its libraries, or than a bare command with them.

All run under this interpreter in the same folder and environment, by turns, their bytecode warmed first; the least of
the processor's seconds count. Without caches, every run has an empty cache folder and a workspace of plans and book;
`--before COMMIT` compares that with an earlier commit's `status`.
"""

import argparse
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from measure import BARE, Spent, by_turns, dealerplan, earlier, show, spent

COMMAND = (sys.executable, "-m", "baseline", "--name", "plan")


def run(module: str, *arguments: str, folder: Path, **variables: str) -> float:
    """Run one module as a command and return the processor's seconds, which other programs do not lengthen."""
    return spent((sys.executable, "-m", module, *arguments), folder, **variables).processor


def prepare(folder: Path, **variables: str) -> Path:
    """Make a workspace of the after-sales plan with its sample year in the folder and return it."""
    made = set(folder.iterdir())
    run("dealerplan", "demo", folder=folder, TMPDIR=str(folder), **variables)
    (workspace,) = set(folder.iterdir()) - made
    return workspace


def cold(workspace: Path, **variables: str) -> Spent:
    """Run `status` with no cache at all."""
    for kept in workspace.iterdir():
        if kept.name not in ("plans", "dealerplan.db"):
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    with tempfile.TemporaryDirectory() as cache:
        return spent(dealerplan("status"), workspace, XDG_CACHE_HOME=cache, **variables)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare `dealerplan status` with bare imports and a bare command.")
    parser.add_argument("--pairs", type=int, default=15, help="how many rounds of runs (15)")
    parser.add_argument("--before", metavar="COMMIT", help="compare with this commit too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        place, bared = prepare(folder), prepare(folder)
        runs = [partial(spent, one, place) for one in (dealerplan("status"), BARE, COMMAND)]
        warm, bare, command, without = by_turns(given.pairs, *runs, partial(cold, bared))
        print(f"status {warm.processor * 1000:.0f} ms, bare imports {bare.processor * 1000:.0f} ms")
        show("status / import typer, rich, yaml, sqlite3", warm.processor / bare.processor, 1.6)
        show("status without caches / import typer, rich, yaml, sqlite3", without.processor / bare.processor)
        show("status / a bare command with these and pydantic", warm.processor / command.processor)
        if given.before:
            (folder / "code").mkdir()
            variables = earlier(given.before, folder / "code")
            runs = [partial(cold, bared), partial(cold, prepare(folder, **variables), **variables)]
            without, before = by_turns(given.pairs, *runs)
            show(f"status without caches / that of {given.before}", without.processor / before.processor, 1)


if __name__ == "__main__":
    main()
