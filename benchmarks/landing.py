"""How near the landing comes, on real monthly series: `python landing.py [FILE] [--last] [--part dev|proof]`.

Every year that has three before it is foretold as of its months 1 to 11, by what `status` computes, beside the run-rate
(year so far / months so far x 12) and last year's growth (last year x this year so far / last year so far). Errors are
mean absolute percentages; ratios are to the run-rate's. `dev` is the half of the series by the hash of their names on
which the constants of evaluate/season.py were found, `proof` the other. The error is told over every year, over each
series' last one (`--last` takes no other), and as the mean of the months' own ratios.
Ends with 1 where something wanted is not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from dealerplan.domain.formula import Name
from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Measure, Plan, Target
from dealerplan.evaluate import evaluate
from dealerplan.evaluate.landing import Landing

DATA = Path(__file__).parent / "data" / "monthly-series.json"
MOST = {"cars": 0.68, "industry": 0.72}
GOALS = (0.85, 0.95, 1.0, 1.05, 1.15)
OPS: tuple[Op, ...] = (">=", "<=")
EARLIER = 3
YEAR, MONTHS = 12, range(1, 12)
PERIOD = Period(Month(2026, 1), Month(2026, 12))
FEW = 50


class Case(NamedTuple):
    """A year to foretell, and the years before it; `place` is the country of a make, empty of other series."""

    kind: str
    place: str
    before: Sequence[int]
    year: Sequence[int]
    is_last: bool


class Told(NamedTuple):
    """What was told of a case as of a month, the outcome, and each chance told with what came true."""

    case: Case
    month: int
    landing: Landing
    total: int
    run_rate: float
    growth: float
    chances: Sequence[tuple[float, bool]]

    def error(self, told: float) -> float:
        """The absolute error as a share."""
        return abs(told - self.total) / self.total


def half(name: str) -> str:
    """In which half of the series one is."""
    return ("dev", "proof")[hashlib.sha256(name.encode()).digest()[-1] % 2]


def cases(file: Path, part: str | None, last: bool) -> Iterator[Case]:
    """The years to foretell."""
    for one in json.loads(file.read_text(encoding="utf-8"))["series"]:
        values = one["values"]
        years = [values[at : at + YEAR] for at in range(0, len(values) - YEAR + 1, YEAR)]
        if part in (None, half(one["id"])):
            for at in [len(years) - 1] if last else range(EARLIER, len(years)):
                if at >= EARLIER:
                    before = [value for year in years[at - EARLIER : at] for value in year]
                    place = one["id"].partition("-")[0] if "-" in one["id"] else ""
                    yield Case(one["kind"], place, before, years[at], at == len(years) - 1)


def landings(case: Case, month: int, earlier: int) -> Told:
    """What is told as of a month by so many earlier years: of three the chance of each goal too."""
    used = case.before[len(case.before) - YEAR * earlier :] if earlier else []
    values = [*used, *case.year[:month]]
    actuals = {("n", PERIOD.first.plus(at - len(used))): Fraction(value) for at, value in enumerate(values)}
    last = sum(case.before[-YEAR:])
    wanted = [(op, share * last) for share in (GOALS if earlier == EARLIER else GOALS[:1]) for op in OPS]
    targets = tuple(
        Target(f"t{at}", "t", Name("n"), "flow", Goal("", op, Fraction(value)), Fraction(1, 10))
        for at, (op, value) in enumerate(wanted)
    )
    plan = Plan("p", "p", "s", PERIOD, measures={"n": Measure("n", "n")}, targets=targets)
    card = evaluate(plan, actuals, {}, lambda _: 30, date(2026, 12, 31), PERIOD.first.plus(month - 1))
    found, total, so_far = [one.landing for one in card.targets], sum(case.year), sum(case.year[:month])
    chances = [
        (float(one.chance), total >= value if op == ">=" else total <= value)
        for one, (op, value) in zip(found, wanted, strict=True)
        if one is not None and one.chance is not None
    ]
    assert found[0] is not None
    growth = last * so_far / sum(case.before[-YEAR:][:month]) if sum(case.before[-YEAR:][:month]) else so_far
    return Told(case, month, found[0], total, so_far / month * YEAR, growth, chances)


def mean(values: Sequence[float]) -> float:
    """The mean of some values."""
    return sum(values) / len(values) if values else 0.0


def ratio(told: Sequence[Told], growth: bool = False) -> float:
    """The error of mid (or of last year's growth) as a share of the run-rate's."""
    mine = mean([one.error(one.growth if growth else float(one.landing.mid)) for one in told])
    return mine / (mean([one.error(one.run_rate) for one in told]) or 1.0)


def held(told: Sequence[Told]) -> float:
    """How often the range holds the outcome."""
    return mean([float((one.landing.low or 0) <= one.total <= (one.landing.high or 0)) for one in told])


class Line(NamedTuple):
    """One thing wanted, between two bounds."""

    what: str
    least: float
    most: float
    seen: float

    @property
    def text(self) -> str:
        """A row of the table."""
        wanted = f"{self.least:.2f} to {self.most:.2f}" if self.least > 0 else f"at most {self.most:.2f}"
        return f"{self.what:<58}{wanted:>16}{self.seen:>8.3f}  {'ok' if self.ok else 'NOT MET'}"

    @property
    def ok(self) -> bool:
        """Whether it is as wanted."""
        return self.least - 1e-9 <= self.seen <= self.most + 1e-9


def lines(kind: str, every: Sequence[Case]) -> Iterator[Line]:
    """What is wanted of a kind of series, and seen."""
    chosen = [case for case in every if case.kind == kind]
    told = [landings(case, month, EARLIER) for case in chosen for month in MONTHS]
    by_month = {month: [one for one in told if one.month == month] for month in MONTHS}
    yield Line(f"{kind}: error of mid / run-rate's, {len(chosen)} years", 0, MOST[kind], ratio(told))
    lasts = [one for one in told if one.case.is_last]
    if len(lasts) < len(told):
        words = f"{kind}: the same, each last year ({len(lasts) // len(MONTHS)})"
        yield Line(words, 0, MOST[kind], ratio(lasts))
    for place in sorted({one.case.place for one in lasts} - {""}):
        yield Line(
            f"{kind}: (of {place}, each last year)", 0, 9.0, ratio([one for one in lasts if one.case.place == place])
        )
    yield Line(f"{kind}: (mean of the months' ratios)", 0, 9.0, mean([ratio(by_month[month]) for month in MONTHS]))
    worst = max(MONTHS, key=lambda month: ratio(by_month[month]))
    yield Line(f"{kind}: the same at its worst month ({worst})", 0, 1.0, ratio(by_month[worst]))
    yield Line(f"{kind}: range holds the outcome", 0.75, 0.85, held(told))
    for name, pick in (("least", min), ("most", max)):
        at = pick(MONTHS, key=lambda month: held(by_month[month]))
        yield Line(f"{kind}: {name} of a month ({at})", 0.68, 0.92, held(by_month[at]))
    for fifth in range(5):
        true = [came for one in told for chance, came in one.chances if min(int(chance * 5), 4) == fifth]
        if len(true) >= FEW:
            low, high = fifth / 5, (fifth + 1) / 5
            name = f"{kind}: told {low:.1f} to {high:.1f} comes true ({len(true)} goals)"
            yield Line(name, max(low - 0.05, 0), min(high + 0.05, 1.0), mean([float(one) for one in true]))
    for earlier, most in ((1, 0.9), (0, 1.0)):
        fewer = [landings(case, month, earlier) for case in chosen for month in MONTHS]
        words = f"{kind}: error with {earlier} earlier year{'' if earlier == 1 else 's'} / run-rate's"
        yield Line(words, 0, most, ratio(fewer))
    yield Line(f"{kind}: (last year's growth / run-rate's)", 0, 9.0, ratio(told, growth=True))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=DATA)
    parser.add_argument("--last", action="store_true", help="each series' last year only")
    parser.add_argument("--part", choices=("dev", "proof"), help="a half of the series")
    options = parser.parse_args()
    every = list(cases(options.file, options.part, options.last))
    found = [line for kind in MOST if any(case.kind == kind for case in every) for line in lines(kind, every)]
    print(f"{'':<58}{'wanted':>16}{'seen':>8}")
    for line in found:
        print(line.text)
    return int(not all(line.ok for line in found))


if __name__ == "__main__":
    raise SystemExit(main())
