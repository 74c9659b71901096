"""Work on many things, on both sides of the machine at once: processes write their parts into files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from io import StringIO
from itertools import pairwise
from typing import IO, TypeVar

T = TypeVar("T")
Write = Callable[[Sequence[T], IO[str]], bool]
"""Writes what there is to say of things, and answers a question about them; the answers of parts are joined by or."""

MANY = 64


def written(things: Sequence[T], write: Write[T], moment: Callable[[], object]) -> tuple[list[IO[str]], bool]:
    """What is written of things, whole and in their order, and the answer; many are shared out among processes.

    `moment` tells whether what all of them read was the same: if not, or where a process fails, all is done in this
    one, which raises what is wrong.
    """
    if len(things) < MANY:
        out = StringIO()
        return [out], write(things, out)
    number = min(len(os.sched_getaffinity(0)), len(things) // (MANY // 2)) if hasattr(os, "sched_getaffinity") else 1
    before = moment()
    if number > 1 and before is not None:
        files = [_file() for _ in range(number)]
        codes = _shared(list(zip(_parts(things, number), files, strict=True)), write)
        if all(code in (0, 1) for code in codes) and moment() == before:
            return files, any(codes)
    file = _file()
    return [file], write(things, file)


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
