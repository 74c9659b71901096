"""Make a group's workspace: a plan a store (or every plan of one store), a year's months recorded.

`python benchmarks/made.py DIR PLANS TARGETS [--one-store] [--plain]`

A plan has flows and their parts, ceilings, revised goals of each month, rates, a range, a level with a start, a phased
whole with a split, milestones and owners; a plain one has flows alone. Plans of one store share its measures.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measure import dealerplan, spent

YEAR = 2025
MONTHS = [f"{YEAR}-{number:02}" for number in range(1, 13)]
IN_BLOCK = 10
HEAD = """\
plan: {plan}
name: Year's plan {number}
owner: Li
store: {store}
store_name: Store {number}
period: {year}
calendar: {{country: CN, open: all}}
"""
BLOCK = """\
  revenue_{n}: {{name: Revenue {n}, formula: labour_{n} + parts_{n}, goal: {revenue}, owner: Li}}
  labour_{n}: {{name: Labour {n}, goal: at least {labour}, part_of: revenue_{n}, owner: Wang}}
  parts_{n}: {{name: Parts {n}, goal: at least {parts}, part_of: revenue_{n}, owner: Chen}}
  rework_{n}: {{name: Rework {n}, formula: reworked_{n} / intake_{n}, goal: under 2%, min_volume: 50, owner: Wang}}
  intake_{n}:
    name: Intake {n}
    goal: at least {intake}
    each: month
    owner: Li
    revisions: [{{from: {year}-07, goal: at least {revised}, why: the importer's new figures}}]
  {rate}
  customers_{n}: {{name: Customers {n}, goal: at least {customers}, start: 1300, owner: Zhao}}
  sales_{n}:
    name: Sales {n}
    formula: sold_{n}
    goal: at least {sales}
    phasing: {{3-5: 30%, 8-10: 30%}}
    split: {{east: {east}, west: {west}}}
    owner: Zhao
"""
RATES = (
    "good_{n}: {{name: Good answers {n}, formula: good_{n} / answers_{n}, goal: 90% .. 95%, owner: Zhao}}",
    "daily_{n}: {{name: Answers daily {n}, formula: (good_{n} + answers_{n}) / open_days, goal: over 6, owner: Li}}",
)
MEASURES = """\
  labour_{n}: {{unit: CNY}}
  parts_{n}: {{unit: CNY}}
  intake_{n}: {{unit: vehicles}}
  reworked_{n}: {{unit: vehicles, within: intake_{n}}}
  answers_{n}: {{unit: answers}}
  good_{n}: {{unit: answers, within: answers_{n}}}
  customers_{n}: {{unit: people, over_time: last}}
  sold_{n}: {{unit: vehicles, members: [east, west]}}
"""
MILESTONES = f"""\
milestones:
  chart: {{name: Organisation chart approved, due: {YEAR}-03-31, owner: Li}}
  show: {{name: Spring show, due: {YEAR}-04-30, owner: Zhao, results: {{orders: at least 40}}}}
  audit: {{name: Audit, due: {YEAR}-11-30, owner: Chen}}
"""


class Row(NamedTuple):
    """One actual."""

    store: str
    month: str
    measure: str
    value: str


class Group(NamedTuple):
    """How many plans of how many targets each."""

    plans: int = 1000
    targets: int = 40
    one_store: bool = False
    plain: bool = False
    first: int = 0  # the number of the first plan

    def numbers(self) -> range:
        """The plans' numbers."""
        return range(self.first, self.first + self.plans)

    def blocks(self) -> tuple[int, int]:
        """How many blocks of ten targets a plan has, and how many plain ones."""
        return (0, self.targets) if self.plain else divmod(self.targets, IN_BLOCK)

    def store(self, number: int) -> str:
        """The store of a plan."""
        return "store-0000" if self.one_store else f"store-{number:04}"

    def text(self, number: int) -> str:
        """A plan's file."""
        blocks, plain = map(range, self.blocks())
        measures = [MEASURES.format(n=n) for n in blocks] + [f"  cost_{n}: {{unit: CNY}}\n" for n in plain]
        costs = [f"  cost_{n}: {{name: Cost {n}, goal: at most {12_000 + number}, owner: Chen}}\n" for n in plain]
        head = HEAD.format(plan=plan_of(number), store=self.store(number), number=number, year=YEAR)
        targets = ["targets:\n", *(_block(n, number) for n in blocks), *costs]
        return "".join([head, "measures:\n", *measures, *targets, MILESTONES])

    def rows(self) -> Iterator[Row]:
        """Every store's year."""
        for number in [self.first] if self.one_store else self.numbers():
            store = self.store(number)
            for at, month in enumerate(MONTHS):
                yield from (Row(store, month, *pair) for pair in self._month(number, at))

    def _month(self, number: int, at: int) -> Iterator[tuple[str, str]]:
        """A store's measures and values of one month."""
        blocks, plain = map(range, self.blocks())
        for n in blocks:
            shift = (number * 7 + at * 13 + n * 5) % 97
            yield f"labour_{n}", f"{180_000 + shift * 211}.50"
            yield f"parts_{n}", f"{295_000 + shift * 97}.25"
            yield f"intake_{n}", str(590 + shift)
            yield f"reworked_{n}", str(5 + shift % 12)
            yield f"answers_{n}", str(180 + shift)
            yield f"good_{n}", str(165 + shift)
            yield f"customers_{n}", str(1_310 + at * 15 + shift % 20)
            yield f"sold_{n}.east", str(100 + shift % 40)
            yield f"sold_{n}.west", str(70 + shift % 30)
        yield from ((f"cost_{n}", f"{950 + (number + at + n) % 90}.75") for n in plain)


def plan_of(number: int) -> str:
    """A plan's id."""
    return f"plan-{number:04}"


def _block(n: int, number: int) -> str:
    """Ten targets."""
    labour, parts, sales, intake = 2_200_000 + number * 100, 3_600_000, 2_400 + number % 100, 600 + number % 90
    goals = {"labour": labour, "parts": parts, "revenue": labour + parts, "intake": intake, "revised": intake + 20}
    goals |= {"customers": 1_500, "sales": sales, "east": sales - 1_000, "west": 1_000}
    return BLOCK.format(n=n, year=YEAR, rate=RATES[n % 2].format(n=n), **goals)


def workspace(folder: Path, group: Group, **variables: str) -> Path:
    """Make a workspace with its book in a new folder."""
    (folder / "plans").mkdir(parents=True)
    for number in group.numbers():
        (folder / "plans" / f"{plan_of(number)}.yaml").write_text(group.text(number), encoding="utf-8")
    actuals = folder / "actuals.csv"
    with actuals.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(Row._fields)
        rows.writerows(group.rows())
    spent(dealerplan("record", "--from", actuals.name), folder, **variables)
    actuals.unlink()
    return folder


def main() -> None:
    """Make one."""
    parser = argparse.ArgumentParser(description="Make a group's workspace, its year recorded.")
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("plans", type=int, help="how many plans, each of a store of its own")
    parser.add_argument("targets", type=int, help="how many targets a plan")
    parser.add_argument("--one-store", action="store_true", help="every plan is of one store")
    parser.add_argument("--plain", action="store_true", help="every target is a flow")
    given = parser.parse_args()
    workspace(given.folder, Group(given.plans, given.targets, given.one_store, given.plain))


if __name__ == "__main__":
    main()
