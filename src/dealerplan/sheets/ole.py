"""Files of streams (compound files) as old office programs write them: one stream's bytes.

xlrd follows a damaged chain of sectors round and round; here no chain is longer than the file.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

MAGIC = b"\xd0\xcf\x11\xe0"
_NO_SECTOR = 0xFFFFFFFA  # and above: ends of chains, free ones
_SMALL = 64
_TOLD_BY = ("workbook", "book", "encryptedpackage")


def streams(raw: bytes) -> Mapping[str, bytes]:
    """The streams that tell what a file is, by their names in small letters; raises ValueError and the like."""
    shift, first_entry, least, first_small = _head(raw)
    size = 1 << shift
    table = _table(raw, size)
    entries = _chain(raw, table, first_entry, size, size)
    small_table = _numbers(_chain(raw, table, first_small, size, size))
    found: dict[str, bytes] = {}
    small = b""
    for at in range(0, len(entries) - 127, 128):
        name, kind, first, length = _entry(entries, at)
        if kind == 5:
            small = _chain(raw, table, first, size, size)
        elif kind == 2 and name in _TOLD_BY and name not in found:
            if length < least:
                found[name] = _chain(small, small_table, first, _SMALL, 0)[:length]
            else:
                found[name] = _chain(raw, table, first, size, size)[:length]
    return found


def _head(raw: bytes) -> tuple[int, int, int, int]:
    """The size of sectors as a power of 2, where the names begin, the least size of a large stream, the small ones."""
    (shift,) = struct.unpack_from("<H", raw, 30)
    if not 7 <= shift <= 16:
        raise ValueError(shift)
    first_entry, _, least, first_small = struct.unpack_from("<4I", raw, 48)
    return shift, first_entry, least, first_small


def _table(raw: bytes, size: int) -> Sequence[int]:
    """Which sector follows each."""
    sectors = list(struct.unpack_from("<109I", raw, 76))
    (more,) = struct.unpack_from("<I", raw, 68)
    seen = set()
    while more < _NO_SECTOR and more not in seen:
        seen.add(more)
        numbers = _numbers(_sector(raw, more, size, size))
        sectors += numbers[:-1]
        more = numbers[-1]
    used = dict.fromkeys(sector for sector in sectors if sector < _NO_SECTOR)
    return _numbers(b"".join(_sector(raw, sector, size, size) for sector in used))


def _chain(raw: bytes, table: Sequence[int], sector: int, size: int, start: int) -> bytes:
    """The bytes of a chain of sectors; raises ValueError where it comes back to itself."""
    pieces: list[bytes] = []
    while sector < _NO_SECTOR:
        if len(pieces) > len(table):
            raise ValueError(sector)
        pieces.append(_sector(raw, sector, size, start))
        sector = table[sector]
    return b"".join(pieces)


def _sector(raw: bytes, sector: int, size: int, start: int) -> bytes:
    at = start + sector * size
    if at >= len(raw):
        raise ValueError(sector)
    return raw[at : at + size]


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entry(entries: bytes, at: int) -> tuple[str, int, int, int]:
    """A stream's name, kind, first sector and length."""
    length, kind = struct.unpack_from("<HB", entries, at + 64)
    name = entries[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
    first, size = struct.unpack_from("<2I", entries, at + 116)
    return name.casefold(), kind, first, size
