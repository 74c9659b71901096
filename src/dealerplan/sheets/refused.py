"""Workbooks that can't be read: broken ones, and those behind a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dealerplan.errors import DealerplanError, Invalid
from dealerplan.words import say

_DAMAGED = say("the workbook is damaged")
_LOCKED = say("this workbook is protected by a password")


def damaged() -> Invalid:
    """The error for a broken workbook."""
    return Invalid(_DAMAGED, say("open it in a spreadsheet program and save it anew"))


def locked() -> Invalid:
    """The error for an encrypted workbook."""
    return Invalid(_LOCKED, say("save it without the password"))


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Make whatever a broken file makes a reader stumble over the error for it; our own errors stay as they are."""
    try:
        yield
    except DealerplanError:
        raise
    except Exception:  # of readers and libraries, whose kinds can't be listed
        raise damaged() from None
