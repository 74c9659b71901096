"""Work on many things, on both sides of the machine at once: processes write their parts into files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from io import StringIO
from itertools import pairwise
from typing import IO, TypeVar

T = TypeVar("T")
Write = Callable[[Sequence[T], IO[str]], bool]
"""Writes what there is to say of things, and answers a question about them; the answers of parts are joined by or."""

MANY = 64


@contextmanager
def shared_out(
    things: Sequence[T], write: Write[T], moment: Callable[[], object]
) -> Iterator[tuple[Sequence[IO[str]], bool]]:
    """What is written of things, whole and in their order, and the answer; many are shared out among processes.

    `moment` tells whether what all of them read was the same: if not, or where a process fails, all is done in this
    one, which raises what is wrong.
    """
    with ExitStack() as stack:
        files, answer = list[IO[str]](), None
        if len(things) >= MANY:
            with suppress(OSError):  # no room for files, or for a process
                files = [stack.enter_context(_file()) for _ in range(min(_processors(), len(things) // (MANY // 2)))]
                answer = _in_processes(things, files, write, moment)
        if answer is None:
            files = files[:1] or [stack.enter_context(StringIO())]
            files[0].seek(0)  # where a process has written into it
            files[0].truncate()
            answer = write(things, files[0])
        for file in files:
            file.seek(0)
        yield files, answer


def _in_processes(
    things: Sequence[T], files: Sequence[IO[str]], write: Write[T], moment: Callable[[], object]
) -> bool | None:
    """The answer of processes that write a part each; None where it is to be done by this one."""
    before = moment()
    if len(files) < 2 or before is None:
        return None
    codes = _shared(list(zip(_parts(things, len(files)), files, strict=True)), write)
    return any(codes) if all(code in (0, 1) for code in codes) and moment() == before else None


def _processors() -> int:
    """How many processors there are to use; one where processes can't be forked."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _parts(things: Sequence[T], number: int) -> list[Sequence[T]]:
    ends = [len(things) * at // number for at in range(number + 1)]
    return [things[first:last] for first, last in pairwise(ends)]


def _file() -> IO[str]:
    from tempfile import TemporaryFile

    return TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="")


def _shared(parts: Sequence[tuple[Sequence[T], IO[str]]], write: Write[T]) -> list[int | None]:
    """The exit code of a process for each part: what its answer was, or something else."""
    from multiprocessing import get_context

    processes = [get_context("fork").Process(target=_run, args=(write, *part), daemon=True) for part in parts]
    try:
        for process in processes:
            process.start()
        for process in processes:
            process.join()
    finally:
        for process in processes:
            if process.pid is not None:
                process.kill()
    return [process.exitcode for process in processes]


def _run(write: Write[T], things: Sequence[T], file: IO[str]) -> None:
    """Write a part; end without a word, whatever is wrong."""
    code = 2
    try:
        code = int(write(things, file))
        file.flush()
    finally:
        os._exit(code)
