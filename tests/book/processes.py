"""Whole commands in processes of their own, forked from one that has imported everything: `python -m … TASK FOLDER`.

`killed FOLDER TRIES` kills `record` at any moment and says how many records were whole and how many were not there.
`others FOLDER` runs commands as another user, and prints each exit code and error.
`writers FOLDER WRITERS RECORDS [BOOK]` lets several record at once and says how many were acknowledged.
"""

from __future__ import annotations

import io
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, closing
from pathlib import Path

from dealerplan.cli.run import run
from dealerplan.domain.month import Month

MEASURES = ("intake", "reworked", "insurance_revenue", "workshop_revenue", "lectures")
FIRST = Month(2000, 1)


def record(folder: Path, month: Month, book: str = "", measures: tuple[str, ...] = MEASURES) -> int:
    """`dealerplan record MONTH` with a value for every measure."""
    environ = {"DEALERPLAN_WORKSPACE": str(folder), "DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_DB": book}
    answer = io.StringIO()
    pairs = [f"{measure}={10 + number}" for number, measure in enumerate(reversed(measures))]
    code = run(["record", str(month), *pairs], io.StringIO(), answer, answer, environ)
    if code:
        sys.stderr.write(answer.getvalue())
    return code


def forked(task: Callable[[], int]) -> int:
    """Start a task in a child; gives its process id."""
    child = os.fork()
    if child == 0:
        os._exit(task())
    return child


def whole(folder: Path, month: Month) -> int:
    """How many of a month's values are in the book; fails where the chain is broken."""
    from dealerplan.book.chain import first_break
    from dealerplan.book.sqlite import SqliteBook

    book = SqliteBook(folder / "dealerplan.db")
    with book.reading():
        log, head = book.logs(["fengxing-gz"])["fengxing-gz"], book.heads(["fengxing-gz"])["fengxing-gz"]
    book.close()
    assert first_break(log, head) is None
    return sum(f'"month":"{month}"' in entry.text for entry in log)


def killed(folder: Path, tries: int) -> None:
    """Kill recorders after a random part of the time that one writes."""
    from dealerplan.book.sqlite import SqliteBook

    begins, begun = os.pipe()
    writing = SqliteBook.writing

    def telling(book: SqliteBook, stores: Collection[str]) -> AbstractContextManager[None]:
        times.append(time.monotonic())
        os.write(begun, b"!")
        return writing(book, stores)

    times: list[float] = []
    setattr(SqliteBook, "writing", telling)  # noqa: B010 - mypy knows that it is another function
    for month in (FIRST.plus(-1), FIRST):  # the first one makes the book
        assert record(folder, month) == 0
        usual = time.monotonic() - times[-1]
        os.read(begins, 1)
    found: Counter[str] = Counter()
    for number in range(tries):
        month = FIRST.plus(1 + number)
        child = forked(lambda month=month: record(folder, month))  # type: ignore[misc]
        os.read(begins, 1)
        time.sleep(random.uniform(0, usual))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        acknowledged = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        there = whole(folder, month)
        assert there == len(MEASURES) if acknowledged else there in (0, len(MEASURES)), (number, there, status)
        found["whole" if there else "none"] += 1
    print(found["whole"], found["none"])


def writers(folder: Path, number: int, records: int, book: str = "") -> None:
    """Each writer records months of its own."""

    def task(writer: int) -> int:
        return sum(record(folder, FIRST.plus(12 * writer), book, (f"m{one}",)) != 0 for one in range(records))

    children = [forked(lambda writer=writer: task(writer)) for writer in range(number)]  # type: ignore[misc]
    failed = [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]
    print(number * records - sum(failed))


def others(folder: Path) -> None:
    """A book that others may only read: first its folder, then only the folder and not the file."""
    environ = {"DEALERPLAN_WORKSPACE": str(folder), "DEALERPLAN_TODAY": "2026-04-08", "LANG": "C"}

    def say(*words: str) -> None:
        out, err = io.StringIO(), io.StringIO()
        print(run(words, io.StringIO(), out, err, environ), err.getvalue().partition("\n")[0])

    say("record", "2026-01", "intake=640")  # as the owner; imports what the others may not read
    say("verify")
    say("status")
    os.seteuid(NOBODY)
    say("status")
    say("verify")
    say("record", "2026-02", "intake=655")
    os.seteuid(0)
    (folder / "dealerplan.db").chmod(0o666)
    os.seteuid(NOBODY)
    say("record", "2026-02", "intake=655")
    os.seteuid(0)
    _crashed(folder / "dealerplan.db")
    for mode in (0o666, 0o644):
        (folder / "dealerplan.db").chmod(mode)
        os.seteuid(NOBODY)
        say("status")
        os.seteuid(0)
    say("status")
    os.seteuid(NOBODY)
    say("status")


def _crashed(book: Path) -> None:
    """Leave a writer's journal behind, as a power cut does."""
    with closing(sqlite3.connect(book, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")  # so that it writes before it ends
        db.execute("BEGIN IMMEDIATE")
        for number in range(200):
            db.execute("INSERT INTO head VALUES (?, 1, ?)", (f"store-{number}", "x" * 500))
        files = {file: file.read_bytes() for file in book.parent.glob("dealerplan.db*")}
        db.execute("ROLLBACK")
    for file, content in files.items():
        file.write_bytes(content)


NOBODY = 65534

if __name__ == "__main__":
    name, folder, *numbers = sys.argv[1:]
    if name == "others":
        others(Path(folder))
    elif name == "killed":
        killed(Path(folder), int(numbers[0]))
    else:
        writers(Path(folder), int(numbers[0]), int(numbers[1]), *numbers[2:])
