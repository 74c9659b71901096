"""A target of a group with all that is told of it, slowly: see `slow_group`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dealerplan.domain.group import FACTS, Store
from dealerplan.domain.month import Month
from tests.evaluate.slow_parts import ZERO, Answer, Pairs, beyond, place, share, shares_of_short
from tests.evaluate.slow_status import SlowStatus

STATUSES = ("met", "on_track", "at_risk", "behind", "missed", "undecided", "too_few", "no_data")


class SlowTarget(SlowStatus):
    """One target of all stores."""

    # the answer

    def answer(self) -> Answer:
        if self.target.each:
            return {"status": "by_store", "counts": self.counts(), "missing": self.told(self.missing), **self.each()}
        found = self.figures(self.pairs)
        goals = self.goal_figures()
        whole, group = goals["stores"], goals["group"]
        actual, expected = found["actual"], found["expected"]
        is_flow = self.target.kind == "flow"
        if self.target.kind == "level":
            base = None if self.is_range else self.ends_at_goal(found["pairs"], own=False)
        else:
            base = whole if is_flow else expected
        owed_of_group = None
        if is_flow and None not in (expected, group) and whole:
            owed_of_group = expected * group / whole
        high = sum((sum(self.in_force(one, True).values(), ZERO) for one in self.decided), ZERO) if is_flow else ZERO
        status = self.status(self.pairs, self.is_over(self.missing), (whole or ZERO, high))
        return {
            "goal": goals,
            "actual": actual,
            "expected": expected,
            "attainment": share(actual, base),
            "attainment_of_group_goal": share(actual, group),
            "pace": share(actual, expected) if is_flow else None,
            "pace_of_group_goal": share(actual, owed_of_group),
            "gap": found["gap"],
            "owed_share": self.owed_share(self.pairs),
            "yoy": self.yoy(),
            "status": status if self.decided or not self.with_goal else "undecided",
            "counts": self.counts(),
            "gap_parts": self.gap_parts(),
            "range": self.range_counts(),
            "missing": self.told(self.missing),
            "stale": self.stale(),
            "groups": [row for by in FACTS for row in self.by_fact(by)],
            "stores": self.rows(),
        }

    def goal_figures(self) -> Answer:
        """9.10. Reading: of a range the floors; None where no store has a decided goal."""
        stores = first = None
        if self.target.kind == "flow" and self.decided:
            stores = sum((sum(self.in_force(one).values(), ZERO) for one in self.decided), ZERO)
        asked = [one for one in self.group.stores if one in self.with_goal or (self.by_store and self.goals(one))]
        firsts = [self.amount(one, self.goals(one)[0][1], high=False) for one in asked]
        if self.target.kind == "flow" and any(one is not None for one in firsts):
            first = sum((one for one in firsts if one is not None), ZERO)
        group = self.target.group_goal
        return {
            "stores": stores,
            "first": first,
            "group": group.goal.value if group else None,
            "undecided": len(self.with_goal) - len(self.decided),
            "without": len([one for one in self.group.stores if not self.goals(one)]),
        }

    def counts(self) -> dict[str, int]:
        due = [one for one in self.with_goal if self.group.is_due(one, self.group.as_of)]
        found = [self.status_of_store(one) for one in due]
        return {status: found.count(status) for status in STATUSES}

    def told(self, pairs: Pairs) -> Answer:
        found: dict[str, list[Month]] = {}
        for store, month in pairs:
            found.setdefault(store.id, []).append(month)
        return found

    def gaps(self) -> dict[str, Fraction]:
        """Contributions by store, below 0 in the bad direction (9.15).

        Reading: outside a range, either way, is bad.
        """
        found = {}
        for store in self.decided:
            gap = self.contribution([pair for pair in self.pairs if pair[0] == store])
            if gap is not None:
                found[store.id] = -abs(gap) if self.is_range else -gap if self.is_ceiling else gap
        return found

    def gap_parts(self) -> Answer | None:
        """Reading: None where no store contributes: gaps of rates do not add up."""
        gaps = self.gaps().values()
        if not gaps:
            return None
        return {
            "short": sum((gap for gap in gaps if gap < 0), ZERO),
            "stores_short": len([gap for gap in gaps if gap < 0]),
            "over": sum((gap for gap in gaps if gap > 0), ZERO),
            "stores_over": len([gap for gap in gaps if gap > 0]),
            "level": len([gap for gap in gaps if gap == 0]),
        }

    def range_counts(self) -> Answer | None:
        if not self.is_range:
            return None
        sides = []
        for store in self.decided:
            found = self.figures([pair for pair in self.pairs if pair[0] == store], own=True)
            if found["actual"] is not None and self.status_of_store(store) != "too_few":
                far = beyond(found["actual"], found["low"], found["high"])
                sides.append("below" if far < 0 else "above" if far > 0 else "within")
        return {side: sides.count(side) for side in ("below", "within", "above")} if sides else None

    def stale(self) -> list[tuple[str, Month, Fraction | None]]:
        """A silent store's last level, listed apart."""
        found = {}
        here = [one for one in self.decided if self.as_of is not None and self.group.is_due(one, self.as_of)]
        silent = [one for one in here if (one, self.as_of) not in self.own] if self.target.kind == "level" else []
        for store, month in self.own:
            if store in silent:
                found[store.id] = (store.id, month, self.group.value(self.target.formula, [(store, month)], own=True))
        return list(found.values())

    def yoy(self) -> Answer:
        """9.11. Reading: a store due and not in P, undecided or without a goal, is left out on both sides."""
        group, months = self.group, self.passed if self.target.kind != "level" else self.passed[-1:]
        asked = group.asked(self.target.formula)

        def had(store: Store, month: Month) -> bool:
            return group.is_due(store, month) and not group.is_idle(store, month) and group.there(store, asked, month)

        now = [pair for pair in self.pairs if pair[1] in months]
        both = [
            (one, at) for one, at in now if had(one, at) and had(one, at.plus(-12)) and group.is_comparable(one, at)
        ]
        then = [
            (store, month.plus(-12))
            for store in group.stores
            for month in months
            if had(store, month.plus(-12)) and not (group.is_due(store, month) and (store, month) not in now)
        ]
        return {
            "all": self.change(now, then),
            "comparable": self.change(both, [(store, month.plus(-12)) for store, month in both]),
            "stores": len({store.id for store, _ in both}),
        }

    def change(self, now: Pairs, then: Pairs) -> Fraction | None:
        if not now or not then:
            return None
        new, old = self.group.value(self.target.formula, now), self.group.value(self.target.formula, then)
        if new is None or old is None:
            return None
        if self.target.kind == "rate":
            return new - old
        return new / old - 1 if old > 0 else None

    def by_fact(self, by: str) -> list[Answer]:
        """9.20. A region's goal is what the months owe that are its own."""
        group, at = self.group, self.group.as_of
        every = [(one, month) for one in group.stores for month in self.all]
        seen = [*every, *((one, at) for one in group.stores)]
        values = dict.fromkeys(value for one, month in seen if (value := group.fact(one, by, month)) is not None)
        rows = []
        for value in sorted(values):

            def mine(pairs: Pairs, value: str = value) -> Pairs:
                return [pair for pair in pairs if group.fact(pair[0], by, pair[1]) == value]

            found, ends = self.figures(mine(self.pairs)), []
            for high in (False, True):
                owing = [pair for pair in mine(every) if pair[0] in self.decided]
                ends.append(sum((self.in_force(one, high).get(month, ZERO) for one, month in owing), ZERO))
            due = [one for one in group.stores if group.is_due(one, group.as_of) and group.fact(one, by, at) == value]
            rows.append({
                "by": by, "value": value, "due": len(due),
                "reported": len([one for one in due if group.has_reported(one)]),
                "actual": found["actual"], "expected": found["expected"],
                "pace": share(found["actual"], found["expected"]) if self.target.kind == "flow" else None,
                "gap": found["gap"],
                "status": self.status_by_fact(mine, by, value, (ends[0], ends[1])),
            })  # fmt: skip
        return rows

    def status_by_fact(
        self, mine: Callable[[Pairs], Pairs], by: str, value: str, ends: tuple[Fraction, Fraction]
    ) -> str | None:
        here = [one for one in self.with_goal if self.group.fact(one, by, self.group.as_of) == value]
        is_level = self.target.kind == "level"
        told = [pair for pair in [*self.pairs, *self.missing] if not is_level or pair[1] == self.as_of]
        here += [store for store, _ in mine(told)]
        if here and not any(one in self.decided for one in here):
            return "undecided"
        return self.status(mine(self.pairs), self.is_over(mine(self.missing)), ends)

    # stores

    def reason(self, store: Store) -> str | None:
        group, status = self.group, self.status_of_store(store)
        if group.has_closed(store, group.as_of):
            return "closed"
        if group.is_to_open(store, group.as_of):
            return "to_open"
        if status in ("undecided", "no_data", "too_few"):
            return status
        if not any(one == store for one, _ in self.figures(self.pairs)["pairs"]):
            return "no_data"
        if not group.is_comparable(store, group.as_of):
            return "new"
        return "nothing_owed" if self.merit(store) is None else None

    def merit(self, store: Store) -> Fraction | None:
        """The more the better. Reading: within a range all are equal; without a pace there is no rank."""
        pairs = [pair for pair in self.own if pair[0] == store]
        found = self.figures(pairs, own=True)
        gap, off = self.gaps().get(store.id), found["gap"]
        if gap is None and off is not None:
            gap = -abs(off) if self.is_range else -off if self.is_ceiling else off
        if gap is None or self.is_range or not self.is_sum:
            return gap
        held = share(found["actual"], found["expected"])
        return held if held is None or not self.is_ceiling else -held

    def rows(self) -> list[Answer]:
        gaps = self.gaps()
        shares = dict(zip(gaps, shares_of_short(list(gaps.values())), strict=True))
        merits = {
            one.id: merit
            for one in self.with_goal
            if self.reason(one) is None and (merit := self.merit(one)) is not None
        }
        facts = self.group.plan.group.peers if self.group.plan.group else ()
        kin = {one.id: [self.group.fact(one, by, self.group.as_of) for by in facts] for one in self.group.stores}
        rows = []
        for store in self.with_goal:
            pairs = [pair for pair in self.pairs if pair[0] == store]
            found = self.figures([pair for pair in self.own if pair[0] == store], own=True)
            if found["actual"] is None:
                found |= {"expected": None, "gap": None}
            peers = {id: merit for id, merit in merits.items() if kin[id] == kin[store.id]}
            rows.append({
                "store": store.id, "actual": found["actual"], "expected": found["expected"], "gap": found["gap"],
                "contribution": self.contribution(pairs),
                "share_of_short": shares.get(store.id),
                "rank": place(store.id, merits), "of": len(merits),
                "peers": (place(store.id, peers), len(peers)) if facts else None,
                "status": self.status_of_store(store), "reason_not_ranked": self.reason(store),
            })  # fmt: skip
        return rows
