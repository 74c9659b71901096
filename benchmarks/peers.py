"""`dealerplan status` of every plan against `hledger`'s budget report and `bean-query` on the same actuals.

1,000 stores, a plan of 40 targets each, 36 measures (`--plain`: 40), twelve months: an account a store and measure, a
transaction a store and month. hledger also has a budget of every account (`~ monthly`) and prints the year's balances
against it; bean-query adds up by account, with its pickle of the parsed ledger (warm) or without (cold). Neither knows
rates, phasings or states. Seconds on the clock, the output in a file, least of several rounds by turns; dealerplan's
caches are warm. hledger is Debian's; beancount and beanquery are PyPI's, in an environment made in the cache folder.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from made import MONTHS, YEAR, Group, Row, workspace
from measure import Spent, by_turns, dealerplan, show, spent

WANTED = {"hledger": 35, "bean-query": 4}
QUERY = "SELECT account, sum(position) GROUP BY account ORDER BY account"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dealerplan-benchmarks"
UNITS = {"labour": "CNY", "parts": "CNY", "cost": "CNY", "customers": "PEOPLE", "answers": "ANSWERS", "good": "ANSWERS"}


def unit(row: Row) -> str:
    """What a measure counts."""
    return UNITS.get(row.measure.partition("_")[0], "CARS")


def transactions(group: Group) -> Iterator[tuple[str, str, list[Row]]]:
    """The actuals by store and month."""
    for (store, month), rows in groupby(group.rows(), itemgetter(0, 1)):
        yield store, month, list(rows)


def journal(file: Path, group: Group) -> None:
    """Write hledger's journal, with a budget of every account."""
    with file.open("w", encoding="utf-8") as out:
        for name, month, rows in transactions(group):
            posted = [f"    {name}:{row.measure}  {row.value} {unit(row)}\n" for row in rows]
            if month == MONTHS[0]:
                out.write(f"~ monthly from {YEAR}-01-01 to {YEAR + 1}-01-01\n{''.join(posted)}    equity\n\n")
            out.write(f"{month}-01 {name}\n{''.join(posted)}    equity\n\n")


def ledger(file: Path, group: Group) -> None:
    """Write beancount's ledger."""

    def account(row: Row) -> str:
        return f"Assets:{row.store.title()}:{row.measure.title().replace('_', '').replace('.', '-')}"

    with file.open("w", encoding="utf-8") as out:
        out.write(f"{YEAR - 1}-01-01 open Equity:Opening\n")
        for name, month, rows in transactions(group):
            if month == MONTHS[0]:
                out.writelines(f"{YEAR - 1}-01-01 open {account(row)}\n" for row in rows)
            out.write(f'\n{month}-01 * "{name}"\n')
            out.writelines(f"  {account(row)}  {row.value} {unit(row)}\n" for row in rows)
            out.write("  Equity:Opening\n")


def environment() -> Path | None:
    """The bean-query of an environment of its own, made the first time; None where PyPI does not give it."""
    found = CACHE / "peers" / "bin" / "bean-query"
    if not found.exists():
        subprocess.run([sys.executable, "-m", "venv", CACHE / "peers"], check=True)
        pip = [CACHE / "peers" / "bin" / "python", "-m", "pip", "--no-input", "--quiet"]
        subprocess.run([*pip, "install", "beancount", "beanquery"], check=False, stderr=subprocess.DEVNULL)
    return found if found.exists() else None


def budget(hledger: str, file: Path) -> Spent:
    """Run hledger's budget report of the year."""
    return spent([hledger, "-f", file.name, "balance", "--budget", "-b", f"{YEAR}", "-e", f"{YEAR + 1}"], file.parent)


def query(bean_query: Path, file: Path, *, cold: bool) -> Spent:
    """Run bean-query's sum by account."""
    if cold:
        for kept in file.parent.glob(f".{file.name}*"):
            kept.unlink()
    return spent([str(bean_query), file.name, QUERY], file.parent)


def peers(folder: Path, group: Group) -> Iterator[tuple[str, float, Callable[[], Spent]]]:
    """What to run of each peer, and how many times quicker status should be; a line for one that is missing."""
    if hledger := shutil.which("hledger"):
        journal(folder / "group.journal", group)
        yield "hledger's budget report", WANTED["hledger"], partial(budget, hledger, folder / "group.journal")
    else:
        print("hledger is missing: apt-get install hledger")
    if bean_query := environment():
        for name, cold in (("cold", True), ("warm", False)):
            (folder / name).mkdir()
            file = folder / name / "group.beancount"
            ledger(file, group)
            run = partial(query, bean_query, file, cold=cold)
            yield f"bean-query with its pickle {name}", WANTED["bean-query"], run
    else:
        print(f"bean-query is missing: pip install beancount beanquery failed in {CACHE / 'peers'}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare `dealerplan status` with hledger and bean-query.")
    parser.add_argument("--stores", type=int, default=1000, help="how many stores (1000)")
    parser.add_argument("--targets", type=int, default=40, help="how many targets a plan (40)")
    parser.add_argument("--plain", action="store_true", help="every target is a flow")
    parser.add_argument("--rounds", type=int, default=2, help="how many rounds of runs (2)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        group = Group(given.stores, given.targets, plain=given.plain)
        place = workspace(Path(made) / "group", group)
        others = list(peers(Path(made), group))
        runs = [partial(spent, dealerplan("status"), place), *(run for _, _, run in others)]
        status, *found = by_turns(given.rounds, *runs)
        print(
            f"status of {given.stores} plans: {status.clock:.2f} s on the clock, {status.processor:.2f} s of processors"
        )
        for (name, wanted, _), other in zip(others, found, strict=True):
            show(f"{name} / status, on the clock", other.clock / status.clock, wanted, least=True)


if __name__ == "__main__":
    main()
