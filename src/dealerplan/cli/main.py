"""The console script. It imports little before it heeds signals, so that Ctrl-C is quiet from the first line on."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper

from dealerplan.cli import stopping


def main() -> None:
    """Run the command line of this process."""
    stopping.end_at_once()
    from dealerplan.cli.run import run

    gc.disable()  # a command soon ends; looking for cycles among its many values takes longer than all else
    stdin, stdout, stderr = sys.stdin or _nothing(), sys.stdout or _nothing(), sys.stderr or _nothing()
    try:
        stopping.clean_up_first()
        code = run(sys.argv[1:], stdin, stdout, stderr, os.environ)
        stopping.end_at_once()
    except KeyboardInterrupt:  # just before or behind what `run` looks after
        code = stopping.STOPPED
    for stream in (stdout, stderr):
        try:
            stream.flush()
        except OSError:  # else the interpreter complains of it at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    os._exit(code)  # all is written: taking the values apart one by one would take long


def _nothing() -> TextIOWrapper:
    """A stream in place of one that was closed before the start."""
    return open(os.devnull, "w+", encoding="utf-8")  # noqa: PTH123 - imports nothing; stays open
