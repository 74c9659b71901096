"""The benchmarks of a group run, at their smallest."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
SMALLEST = {
    "group": "--stores 2 --rounds 1 --pairs 1",
    "scale": "--plans 2 --targets 11 --rounds 1",
    "startup": "--pairs 1",
}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", SMALLEST)
def test_a_benchmark_runs(name: str, tmp_path: Path) -> None:
    """It ends well and says something."""
    command = [sys.executable, str(BENCHMARKS / f"{name}.py"), *SMALLEST[name].split()]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)})
    assert (done.returncode, done.stderr, bool(done.stdout)) == (0, "", True)


def test_the_peers_post_what_the_book_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account a store and measure, a transaction a store and month, the same values."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    made, peers = import_module("made"), import_module("peers")
    group = made.Group(2, 11)
    rows = [*group.rows()]
    peers.journal(tmp_path / "group.journal", group)
    peers.ledger(tmp_path / "group.beancount", group)
    for name, heads in (("group.journal", "20"), ("group.beancount", "20")):
        lines = (tmp_path / name).read_text().splitlines()
        posted = [line.split()[1] for line in lines if line.startswith(" ") and len(line.split()) == 3]
        budget = [row.value for row in rows if row.month == made.MONTHS[0]] if name == "group.journal" else []
        assert sorted(posted) == sorted([*(row.value for row in rows), *budget])
        assert sum(line.startswith(heads) and " open " not in line for line in lines) == 2 * len(made.MONTHS)
