"""Ctrl-C and SIGTERM end a command quietly, at whatever moment they come."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

STOPPED = 130  # as shells have it for Ctrl-C
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def end_at_once() -> None:
    """Let a signal end the process by itself: nothing is to be cleaned up."""
    _heed(signal.SIG_DFL)


def clean_up_first() -> None:
    """Have the first signal raise KeyboardInterrupt; those that follow leave the clean-up alone.

    Forked children have nothing to clean up.
    """
    came = []

    def stop(*_: object) -> None:
        came.append(True)
        if len(came) == 1:
            raise KeyboardInterrupt

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=end_at_once)
    sys.unraisablehook = _end_where_lost
    _heed(stop)


def _heed(handler: signal.Handlers | Callable[..., None]) -> None:
    for each in _SIGNALS:
        if signal.getsignal(each) != signal.SIG_IGN:  # as `nohup` and a shell's background have it
            signal.signal(each, handler)


def _end_where_lost(lost: sys.UnraisableHookArgs) -> None:
    """What is raised in a finalizer Python tells at length, and drops; an end that was asked for comes all the same."""
    if isinstance(lost.exc_value, KeyboardInterrupt):
        end_at_once()
        signal.raise_signal(signal.SIGINT)
    sys.__unraisablehook__(lost)
