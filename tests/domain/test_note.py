"""Notes as the book keeps them, and the ids of their actions."""

from __future__ import annotations

from datetime import date

import pytest

from dealerplan.domain.month import Month
from dealerplan.domain.note import Action, AsNoted, Note, actions_of

MARCH = Month(2026, 3)


def noted(*notes: Note) -> list[AsNoted]:
    return [AsNoted(note, note.target) for note in notes]


def test_actions_are_numbered_by_target_and_month() -> None:
    given = [
        Note("a", MARCH, "why", "first"),
        Note("a", MARCH, "no action"),
        Note("a", MARCH, "why", "second"),
        Note("b", MARCH, "why", "another"),
        Note("a", Month(2026, 4), "why", "later"),
        Note("a", MARCH, "why", "third"),
    ]
    found = {one.id: one.note.action for one in actions_of(noted(*given), {})}
    assert found == {
        "a-2026-03": "first",
        "a-2026-03-2": "second",
        "b-2026-03": "another",
        "a-2026-04": "later",
        "a-2026-03-3": "third",
    }


def test_an_action_is_done_when_its_mark_says() -> None:
    found = actions_of(
        noted(Note("a", MARCH, "why", "x"), Note("b", MARCH, "why", "y")), {"b-2026-03": date(2026, 4, 2)}
    )
    assert [one.done_on for one in found] == [None, date(2026, 4, 2)]


def test_an_action_answers_to_its_id_under_the_old_and_the_new_name() -> None:
    given = [AsNoted(Note("new", MARCH, "why", word), then, ("old",)) for word, then in (("x", "old"), ("y", "new"))]
    first, second = actions_of(given, {"old-2026-03": date(2026, 4, 2)})
    assert (first.id, first.also, first.done_on) == ("new-2026-03", ("old-2026-03",), date(2026, 4, 2))
    assert (second.id, second.also, second.done_on) == ("new-2026-03-2", ("old-2026-03-2",), None)


@pytest.mark.parametrize(
    ("due", "done", "is_open", "is_overdue"),
    [
        (None, None, True, False),
        ("2026-04-30", None, True, False),
        ("2026-04-29", None, True, True),
        ("2026-04-29", "2026-04-30", False, False),
        ("2026-04-29", "2026-05-01", True, True),  # not yet, on that day
        (None, "2026-04-30", False, False),
    ],
)
def test_where_an_action_stands_on_a_day(due: str | None, done: str | None, is_open: bool, is_overdue: bool) -> None:
    day = date(2026, 4, 30)
    note = Note("a", MARCH, "why", "x", due=date.fromisoformat(due) if due else None)
    action = Action("a-2026-03", note, date.fromisoformat(done) if done else None)
    assert (action.is_open(day), action.is_overdue(day)) == (is_open, is_overdue)
