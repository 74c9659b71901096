"""What a command takes: seconds on the clock, the processor's seconds, memory; and ratios of them, a line each."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

CACHE = tempfile.TemporaryDirectory()  # of this benchmark alone
BARE = (sys.executable, "-c", "import typer, rich, yaml, sqlite3")


class Spent(NamedTuple):
    """Seconds on the clock, seconds of all processors, and bytes of the largest process."""

    clock: float
    processor: float
    peak: int


def environment() -> dict[str, str]:
    """This environment, with bytecode on, the benchmarks within reach, and a cache of its own."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    path = [str(Path(__file__).resolve().parent), os.environ.get("PYTHONPATH", "")]
    return kept | {"PYTHONPATH": os.pathsep.join(p for p in path if p), "XDG_CACHE_HOME": CACHE.name}


def dealerplan(*arguments: str) -> tuple[str, ...]:
    """The command with these arguments, under this interpreter."""
    return sys.executable, "-m", "dealerplan", *arguments


def spent(
    command: Sequence[str],
    folder: Path,
    *,
    codes: Sequence[int] = (0,),
    while_it_runs: Callable[[int], None] = lambda _: None,
    **variables: str,
) -> Spent:
    """Run a command and its children; another exit code than these ends the benchmark."""
    with tempfile.TemporaryFile() as out:
        begun = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=folder, env=environment() | variables, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        while_it_runs(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        clock = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in codes:
            out.seek(0)
            sys.stderr.buffer.write(out.read()[-4000:])
            raise SystemExit(f"{' '.join(command)}: exit code {child.returncode}")
    return Spent(clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def earlier(commit: str, folder: Path) -> dict[str, str]:
    """The environment in which an earlier commit's code runs, unpacked in the folder."""
    checkout = Path(__file__).resolve().parents[1]
    archive = subprocess.run(["git", "archive", commit], cwd=checkout, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    return {"PYTHONPATH": str(folder / "src")}


def least(found: Iterable[Spent]) -> Spent:
    """The least of each."""
    return Spent(*map(min, zip(*found, strict=True)))


def by_turns(rounds: int, *runs: Callable[[], Spent]) -> list[Spent]:
    """The least that each of several runs took in so many rounds of all, after one that warms."""
    for run in runs:
        run()
    found = [[run() for run in runs] for _ in range(rounds)]
    return [least(one) for one in zip(*found, strict=True)]


def peak(command: Sequence[str], folder: Path, *, codes: Sequence[int] = (0,), **variables: str) -> int:
    """The most bytes that a command and its children held at one time (pages that they share counted once)."""
    most = 0

    def watch(pid: int) -> None:
        nonlocal most
        while _runs(pid):
            most = max(most, sum(_held(one) for one in _family(pid)))
            time.sleep(0.01)

    largest = spent(command, folder, codes=codes, while_it_runs=watch, **variables).peak
    return max(most, largest)


def _runs(pid: int) -> bool:
    """Whether a child has not ended."""
    stat = _stat(Path(f"/proc/{pid}"))
    return bool(stat) and stat[0] != "Z"


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    parents = {int(one.name): _parent(one) for one in Path("/proc").iterdir() if one.name.isdigit()}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _parent(process: Path) -> int:
    """The process that began it."""
    return int((_stat(process) or ["", "0"])[1])


def _stat(process: Path) -> list[str]:
    """What /proc says of a process, behind its name."""
    return _read(process / "stat").rpartition(")")[2].split()


def _held(pid: int) -> int:
    """The bytes of a process, of shared pages its part."""
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _read(file: Path) -> str:
    """A file of /proc, empty where the process is gone."""
    try:
        return file.read_text()
    except OSError:
        return ""


def show(name: str, found: float, wanted: float | None = None, *, unit: str = "", least: bool = False) -> None:
    """Print one result beside what is wanted."""
    told = "" if wanted is None else f"  (wanted: at {'least' if least else 'most'} {wanted:g}{unit})"
    print(f"{name:<72} {found:>8.2f}{unit}{told}", flush=True)
