"""Which plans a command is about, as tables: plans by their periods, a day or month, and what is chosen."""

from __future__ import annotations

from datetime import date

import pytest

from dealerplan.app.selection import Named, Wish, in_force, pick, select, words_for
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Plan, told_apart
from dealerplan.errors import UsageError


def plan(words: str) -> Plan:
    """`a-2026` is store a's plan for 2026, `a-2026-Q1` for its first quarter."""
    store, _, period = words.partition("-")
    return Plan(words, words, store, Period.parse(period))


def plans(words: str) -> list[Plan]:
    return [plan(one) for one in words.split()]


def ids(found: tuple[Plan, ...]) -> str:
    return " ".join(one.id for one in found)


@pytest.mark.parametrize(
    ("there", "day", "shown"),
    [
        ("a-2026 a-2027", "2026-06-30", "a-2026"),  # what runs
        ("a-2026 a-2027", "2027-01-01", "a-2026 a-2027"),  # and what ended lately
        ("a-2026 a-2027", "2027-02-28", "a-2026 a-2027"),  # 59 days ago
        ("a-2026 a-2027", "2027-03-01", "a-2027"),  # 60 days ago
        ("a-2025 a-2026", "2030-01-01", "a-2026"),  # none runs: the last one
        ("a-2026-H1 a-2026", "2030-01-01", "a-2026"),  # the last to end
        ("a-2025-H2 a-2025", "2030-01-01", "a-2025-H2 a-2025"),  # both ended last
        ("a-2025 a-2027", "2026-12-31", "a-2025"),  # the last one, though the next is near
        ("a-2027 a-2028", "2026-06-30", "a-2027"),  # nothing ended: what begins next
        ("a-2025 b-2026", "2026-06-30", "a-2025 b-2026"),  # store by store
        ("a-2026-Q1 a-2026-Q2 a-2026", "2026-05-01", "a-2026-Q1 a-2026-Q2 a-2026"),
        ("", "2026-05-01", ""),
    ],
)
def test_plans_in_force(there: str, day: str, shown: str) -> None:
    assert ids(in_force(plans(there), date.fromisoformat(day))) == shown


@pytest.mark.parametrize(
    ("there", "day", "to_come", "ended"),
    [
        ("a-2026 a-2027", "2026-11-01", "", ""),  # 61 days before
        ("a-2026 a-2027", "2026-11-02", "a-2027", ""),  # 60 days before
        ("a-2025 a-2026 a-2027", "2026-11-02", "a-2027", "a-2025"),
        ("a-2025 a-2026", "2026-12-31", "", "a-2025"),  # a year after its end
        ("a-2025 a-2026", "2027-01-01", "", ""),
        ("a-2025 a-2026", "2026-02-01", "", ""),  # shown itself
    ],
)
def test_plans_to_tell_of(there: str, day: str, to_come: str, ended: str) -> None:
    found = select(plans(there), date.fromisoformat(day), Wish())
    assert (ids(found.to_come), ids(found.ended)) == (to_come, ended)


YEARS = "a-2025 a-2026 a-2026-Q3 b-2026"


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        (Wish(named=True), YEARS),  # what is named is shown, whatever the day
        (Wish(year=2025), "a-2025"),
        (Wish(year=2026), "a-2026 a-2026-Q3 b-2026"),
        (Wish(named=True, year=2025), "a-2025"),  # a name that two years share
        (Wish(month=Month(2026, 8)), "a-2026 a-2026-Q3 b-2026"),
        (Wish(year=2026, month=Month(2026, 1)), "a-2026 b-2026"),
    ],
)
def test_what_is_asked_for_is_shown_and_nothing_told_of(wish: Wish, shown: str) -> None:
    found = select(plans(YEARS), date(2026, 11, 30), wish)
    assert (ids(found.plans), found.to_come, found.ended) == (shown, (), ())


@pytest.mark.parametrize("wish", [Wish(year=2024), Wish(month=Month(2024, 1)), Wish(named=True, year=2024)])
def test_a_time_without_a_plan_names_the_periods_there_are(wish: Wish) -> None:
    with pytest.raises(UsageError) as error:
        select(plans(YEARS), date(2026, 1, 1), wish)
    assert "a-2025: 2025, a-2026: 2026" in str(error.value.hint)


def things(words: str) -> list[Named[str]]:
    """`a-2026/x a-2027/y=x`: things of plans by id, and by name."""
    found = []
    for word in words.split():
        full, _, name = word.partition("=")
        of, _, id = full.partition("/")
        found.append(Named(plan(of), id, name or id, full))
    return found


@pytest.mark.parametrize(
    ("there", "word", "at", "meant"),
    [
        ("a-2026/x a-2027/x", "x", "2026-12", "a-2026/x"),  # the plan that holds the month
        ("a-2026/x a-2027/x", "x", "2027-01", "a-2027/x"),
        ("a-2026/x a-2027/x", "x", "2026-12-31", "a-2026/x"),  # or the date
        ("a-2026/x a-2027/x", "x", "2027-01-01", "a-2027/x"),
        ("a-2026/x a-2027/x", "a-2026/x", "2027-01-01", "a-2026/x"),  # its full name says which
        ("a-2026/x a-2027/y", "x", "2027-03-01", "a-2026/x"),  # done late: only last year's plan has it
        ("a-2025/x a-2026/x a-2027/y", "x", "2027-03-01", "a-2026/x"),  # the last of those that ended
        ("a-2025/y a-2027/x", "x", "2026-12-01", "a-2027/x"),  # done early
        ("a-2026/x a-2027/y=x", "x", "2027-01", "a-2027/y=x"),  # by name in the plan that is meant
        ("a-2026/x a-2027/y=x", "x", "2027-01-01", "a-2027/y=x"),
        ("a-2026/x a-2026/y=x", "x", "2026-01-01", "a-2026/x"),  # an id before a name
        ("a-2026/x b-2026/y=x", "x", "2026-01-01", "a-2026/x"),
        ("a-2026/x b-2026/x", "b-2026/x", "2026-01-01", "b-2026/x"),
        ("a-2026/x a-2027/x", "a-2027/x", "2026-12", "a-2027/x"),  # its command says that the month is not its own
        ("a-2026/x", "x", "2027-01", "a-2026/x"),
        ("a-2026/x", "z", "2026-01-01", None),
        ("a-2026/x", "z", "2027-01", None),
    ],
)
def test_what_a_word_means(there: str, word: str, at: str, meant: str | None) -> None:
    found = pick(word, things(there), moment(at))
    assert (found and f"{found.full}={found.name}".removesuffix(f"={found.id}")) == meant


def moment(text: str) -> Month | date:
    return Month.parse(text) if len(text) == 7 else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("there", "word", "at", "ids"),
    [
        ("a-2026/x b-2026/x", "x", "2026-01-01", "a-2026/x, b-2026/x"),  # two stores
        ("a-2026/x b-2025/x", "x", "2026-06-30", "a-2026/x, b-2025/x"),  # store by store
        ("a-2026/x a-2026-H1/x a-2025/x", "x", "2026-03", "a-2026/x, a-2026-H1/x"),  # two that hold the month
        ("a-2026/x=n a-2026/y=n", "n", "2026-03-01", "a-2026/x, a-2026/y"),
    ],
)
def test_several_that_a_word_means_are_named(there: str, word: str, at: str, ids: str) -> None:
    with pytest.raises(UsageError) as error:
        pick(word, things(there), moment(at))
    assert str(error.value.message) == f"{word} may mean {ids}"


def test_a_month_outside_all_plans_that_know_the_word() -> None:
    with pytest.raises(UsageError) as error:
        pick("x", things("a-2026/x a-2027/x a-2025/y"), Month(2025, 3))
    assert str(error.value.message) == "2025-03 is outside the period"


@pytest.mark.parametrize(
    ("there", "at", "words"),
    [
        ("a-2026/x a-2027/x", "2027-01-10", {"a-2026/x": "a-2026/x", "a-2027/x": "x"}),
        ("a-2026/x a-2027/y=x", "2027-01-10", {"a-2026/x": "a-2026/x", "a-2027/y": "y"}),
        ("a-2026/x b-2026/x", "2026-01-10", {"a-2026/x": "a-2026/x", "b-2026/x": "b-2026/x"}),
    ],
)
def test_the_word_to_write_means_what_it_stands_for(there: str, at: str, words: dict[str, str]) -> None:
    some = things(there)
    assert words_for(some, moment(at)) == words
    for full, word in words.items():
        found = pick(word, some, moment(at))
        assert found is not None
        assert found.full == full


def test_equal_names_are_told_apart() -> None:
    assert told_apart({"a": "one", "b": "two", "c": "one"}, str) == {"a": "one (a)", "b": "two", "c": "one (c)"}
    assert told_apart({"a": "a", "b": "a"}, str) == {"a": "a", "b": "a (b)"}  # an id is no news of itself
