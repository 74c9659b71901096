"""Workbooks that can't be read: broken ones, and those behind a password."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

from dealerplan.errors import DealerplanError, Invalid
from dealerplan.words import say

_OF_FILES = (
    ArithmeticError, EOFError, ExpatError, LookupError, NotImplementedError, ValueError, struct.error,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What values, bytes, XML and archives are not, that a reader takes them for."""
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
    """Make what a broken file makes a reader stumble over the error for it; faults of our own stay what they are."""
    try:
        yield
    except DealerplanError:
        raise
    except _OF_FILES:
        raise damaged() from None
