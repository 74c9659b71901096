"""A file's bytes to its sheets, told by their content: the entry to the cells of this room."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.errors import Invalid
from dealerplan.sheets.cell import Sheet
from dealerplan.words import say

MOST_BYTES = 64 << 20
_ZIP = b"PK\x03\x04"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", say("this is an old or an encrypted workbook")),
    (b"\x09\x08\x10\x00", say("this is an old or an encrypted workbook")),
    (b"%PDF", say("this is a PDF")),
    (b"{\\rtf", say("this is a text document")),
)
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<head", b"<meta", b"<style")
_SAVE_AS = say("open it in a spreadsheet program and save it as xlsx or CSV")


def read_sheets(raw: bytes) -> Sequence[Sheet]:
    """The sheets of a file, told by its content; raises Invalid."""
    if len(raw) > MOST_BYTES:
        message = say("the file is larger than {most} MiB", most=MOST_BYTES >> 20)
        raise Invalid(message, say("keep only what is to be recorded, or split the file"))
    if raw.startswith(_ZIP):
        from dealerplan.sheets import xlsx

        return xlsx.read_sheets(raw)
    from dealerplan.sheets.text import decode, read_rows

    for magic, message in _FOREIGN:
        if raw.startswith(magic):
            raise Invalid(message, _SAVE_AS)
    if raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise Invalid(say("this is a web page or XML, whatever its name says"), _SAVE_AS)
    return [read_rows(decode(raw))]
