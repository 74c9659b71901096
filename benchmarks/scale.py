"""What a group of 1,000 plans costs: one plan of them against the same plan alone, and all of them.

A plan has 40 targets and a year's months recorded (made.py; `--plain` has flows alone). `status`, `show`, `record` and
`report` of one plan are compared with a workspace of that plan alone, once with a store a plan and once with all plans
of one store. `status --format json`, `check`, `due` and `verify` of all are compared with a bare fetch-and-sum of the
book's rows (bare.py). Seconds are the processor's, of all processes, least of several rounds by turns; memory is the
most that a command and its processes hold together. Caches are warm. `--before COMMIT` compares the commands about all
plans with an earlier commit's, too.
"""

import argparse
import sys
import tempfile
from functools import partial
from itertools import count
from pathlib import Path

from made import YEAR, Group, plan_of, workspace
from measure import Spent, by_turns, dealerplan, earlier, peak, show, spent

BARE = (sys.executable, str(Path(__file__).with_name("bare.py")), "dealerplan.db")
ONE_OF_MANY, MEGABYTE = 1.5, 1_000_000
WHOLE = {  # command: the most times the bare fetch-and-sum, the most memory in MB
    ("status", "--format", "json"): (16, 150),
    ("check",): (None, 300),
    ("due",): (None, 300),
    ("verify",): (None, 300),
}


CODES = (0, 1)  # check and due may find something


class Commands:
    """Commands about one plan of a group; each `record` writes a month of its own, before the plan's period."""

    def __init__(self, group: Group, number: int) -> None:
        """Of the plan of this number."""
        self._plan, self._store = plan_of(number), group.store(number)
        self._measure = "cost_0" if group.plain else "labour_0"
        self._months = (f"{year}-{month:02}" for year in count(YEAR - 1, -1) for month in range(1, 13))

    def of(self, name: str) -> tuple[str, ...]:
        """The command of this name."""
        match name:
            case "status":
                return dealerplan("status", self._plan)
            case "show":
                return dealerplan("show", f"{self._plan}/{self._measure}")
            case "record":
                return dealerplan("record", next(self._months), f"{self._measure}=100000", "--store", self._store)
            case _:
                return dealerplan("report", self._plan, "--format", "html", "--out", "one.html", "--force")


def one_of(folder: Path, group: Group, rounds: int) -> None:
    """Compare commands about one plan with the same where that plan is alone."""
    number = group.plans // 2
    alone = workspace(folder / "alone", group._replace(plans=1, first=number))
    every = workspace(folder / "every", group)
    name = "one store's plans" if group.one_store else "plans, a store each"
    commands = Commands(group, number)

    def run(command: str, place: Path) -> Spent:
        return spent(commands.of(command), place)

    for command in ("status", "show", "record", "report"):
        found, bare = by_turns(rounds, *(partial(run, command, place) for place in (every, alone)))
        show(f"{command} of one of {group.plans} {name} / alone", found.processor / bare.processor, ONE_OF_MANY)


def all_of(place: Path, plans: int, rounds: int) -> None:
    """Compare commands about all plans with the bare fetch-and-sum, and show their memory."""
    runs = [partial(spent, BARE, place), *(partial(spent, dealerplan(*one), place, codes=CODES) for one in WHOLE)]
    bare, *found = by_turns(rounds, *runs)
    for (command, (times, memory)), one in zip(WHOLE.items(), found, strict=True):
        name = f"{' '.join(command)} of {plans} plans"
        show(f"{name} / bare fetch-and-sum", one.processor / bare.processor, times)
        show(f"{name}, MB", peak(dealerplan(*command), place, codes=CODES) / MEGABYTE, memory)


def since(folder: Path, group: Group, rounds: int, commit: str) -> None:
    """Compare commands about all plans with those of an earlier commit, each in a workspace that it made."""
    (folder / "code").mkdir()
    variables = earlier(commit, folder / "code")
    before = workspace(folder / "before", group, **variables)
    for command in WHOLE:
        now, then = by_turns(
            rounds,
            partial(spent, dealerplan(*command), folder / "stores" / "every", codes=CODES),
            partial(spent, dealerplan(*command), before, codes=CODES, **variables),
        )
        name = f"{' '.join(command)} of {group.plans} plans / that of {commit}"
        show(name, now.processor / then.processor, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure a group of many plans.")
    parser.add_argument("--plans", type=int, default=1000, help="how many plans (1000)")
    parser.add_argument("--targets", type=int, default=40, help="how many targets a plan (40)")
    parser.add_argument("--plain", action="store_true", help="every target is a flow")
    parser.add_argument("--rounds", type=int, default=2, help="how many rounds of runs (2)")
    parser.add_argument("--before", metavar="COMMIT", help="compare with this commit too")
    given = parser.parse_args()
    group = Group(given.plans, given.targets, plain=given.plain)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        one_of(folder / "stores", group, given.rounds)
        one_of(folder / "store", group._replace(one_store=True), given.rounds)
        all_of(folder / "stores" / "every", given.plans, given.rounds)
        if given.before:
            since(folder, group, given.rounds, given.before)


if __name__ == "__main__":
    main()
