"""How much a file may hold, over all its sheets: by what is kept of it, not by its bytes."""

from __future__ import annotations

from dealerplan.errors import Invalid
from dealerplan.words import say

MOST_BYTES = 32 << 20  # of a file
MOST_OLD_BYTES = 12 << 20  # of an xls, whose library keeps ten times as much
MOST_UNPACKED = 384 << 20  # of all that is read of an archive
MOST_PART = 64 << 20  # of each of its parts besides the sheets
MOST_PARTS = 10_000
MOST_ELEMENTS = 8_000_000  # of XML or HTML
MOST_DEPTH = 200
MOST_SHEETS = 500
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
MOST_CELLS = 2_000_000
MOST_NUMBERS = 1_000_000  # different ones: each costs 250 bytes
MOST_MERGES = 100_000
MOST_STRINGS = 1_000_000
MOST_STYLES = 100_000
MOST_TEXT = 100_000  # characters of a cell
MOST_FORMAT = 1_000  # characters; spreadsheets take 255


class TooLarge(Invalid):
    """More than is read."""


KEEP_LESS = say("keep only what is to be recorded, or split the file")


def check_bytes(number: int, most: int = MOST_BYTES) -> None:
    """Raises TooLarge for a file that is too large."""
    if number > most:
        raise TooLarge(say("the file is larger than {most} MiB", most=most >> 20), KEEP_LESS)


def check_unpacked(number: int, most: int) -> None:
    """Raises TooLarge for a workbook of more bytes, once unpacked, than are read."""
    if number > most:
        raise TooLarge(say("the workbook is too large unpacked"), say("keep only what is to be recorded"))


def check_size(rows: int, columns: int, cells: int) -> None:
    """Raises TooLarge for more than a file of actuals has."""
    if columns > MOST_COLUMNS:
        raise TooLarge(say("a row has more than {most} columns", most=MOST_COLUMNS), KEEP_LESS)
    if rows > MOST_ROWS:
        raise TooLarge(say("there are more than {most} rows", most=MOST_ROWS), KEEP_LESS)
    if cells > MOST_CELLS:
        raise TooLarge(say("there are more than {most} cells", most=MOST_CELLS), KEEP_LESS)


def check_sheets(number: int) -> None:
    """Raises TooLarge for more sheets than are read."""
    if number > MOST_SHEETS:
        raise TooLarge(say("there are more than {most} sheets", most=MOST_SHEETS), KEEP_LESS)


def check_merges(number: int) -> None:
    """Raises TooLarge for more merged cells than are read."""
    if number > MOST_MERGES:
        raise TooLarge(say("there are more than {most} merged cells", most=MOST_MERGES), KEEP_LESS)


def check_strings(number: int) -> None:
    """Raises TooLarge for more different texts than are kept."""
    if number > MOST_STRINGS:
        raise TooLarge(say("there are more than {most} different texts", most=MOST_STRINGS), KEEP_LESS)


def check_numbers(number: int) -> None:
    """Raises TooLarge for more different numbers than are kept."""
    if number > MOST_NUMBERS:
        raise TooLarge(say("there are more than {most} different numbers", most=MOST_NUMBERS), KEEP_LESS)


def check_styles(number: int) -> None:
    """Raises TooLarge for more styles than are kept."""
    if number > MOST_STYLES:
        raise TooLarge(say("there are more than {most} styles", most=MOST_STYLES), KEEP_LESS)


def check_format(code: str) -> None:
    """Raises TooLarge for a number format longer than a spreadsheet takes."""
    if len(code) > MOST_FORMAT:
        raise TooLarge(say("a number format has more than {most} characters", most=MOST_FORMAT), KEEP_LESS)


def check_text(length: int) -> None:
    """Raises TooLarge for a cell with more text than is kept."""
    if length > MOST_TEXT:
        raise TooLarge(say("a cell holds more than {most} characters", most=MOST_TEXT), KEEP_LESS)


def check_elements(number: int, depth: int = 0) -> None:
    """Raises TooLarge for more XML or HTML than is read."""
    if number > MOST_ELEMENTS:
        raise TooLarge(say("the file has more than {most} elements", most=MOST_ELEMENTS), KEEP_LESS)
    if depth > MOST_DEPTH:
        raise TooLarge(say("the file's elements stand in more than {most} others", most=MOST_DEPTH), KEEP_LESS)
