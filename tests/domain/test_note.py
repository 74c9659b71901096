"""Notes as the book keeps them, and the ids of their actions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.actual import Done
from dealerplan.domain.month import Month
from dealerplan.domain.note import Action, Note, actions_of

MARCH = Month(2026, 3)
texts = st.text(min_size=1)
notes = st.builds(
    Note,
    target=st.just("t"),
    month=st.just(MARCH),
    why=texts,
    action=st.none() | texts,
    owner=st.none() | texts,
    due=st.none() | st.dates(),
)


@given(notes)
def test_what_is_written_reads_back(note: Note) -> None:
    assert Note.read("t", MARCH, note.written()) == note


def test_actions_are_numbered_by_target_and_month() -> None:
    given = [
        Note("a", MARCH, "why", "first"),
        Note("a", MARCH, "no action"),
        Note("a", MARCH, "why", "second"),
        Note("b", MARCH, "why", "another"),
        Note("a", Month(2026, 4), "why", "later"),
        Note("a", MARCH, "why", "third"),
    ]
    found = {one.id: one.note.action for one in actions_of(given, {})}
    assert found == {
        "a-2026-03": "first",
        "a-2026-03-2": "second",
        "b-2026-03": "another",
        "a-2026-04": "later",
        "a-2026-03-3": "third",
    }


def test_a_mark_is_of_the_action_and_not_of_a_milestone() -> None:
    done = {"a-2026-03": Done(date(2026, 4, 1), {}), "action/b-2026-03": Done(date(2026, 4, 2), {})}
    found = actions_of([Note("a", MARCH, "why", "x"), Note("b", MARCH, "why", "y")], done)
    assert [one.done_on for one in found] == [None, date(2026, 4, 2)]


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
