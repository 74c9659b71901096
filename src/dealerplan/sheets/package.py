"""Archives of parts, as workbooks are: opened without trusting what they say of themselves."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from dealerplan.sheets import xml_stream
from dealerplan.sheets.limits import MOST_PART, MOST_PARTS, check_unpacked
from dealerplan.sheets.refused import damaged, locked
from dealerplan.sheets.xml_stream import CHUNK, Budget, Handler

_HEAD_OF_A_PART = b"PK\x01\x02"


class Relation(NamedTuple):
    """What one part says of another: the last word of the relation's kind, and the other's name."""

    kind: str
    target: str


class Package:
    """The parts of an archive."""

    def __init__(self, raw: bytes) -> None:
        if raw.count(_HEAD_OF_A_PART) > MOST_PARTS:
            raise damaged()
        self._archive = zipfile.ZipFile(io.BytesIO(raw))
        self._parts = {_normal(part.filename): part for part in self._archive.infolist()}
        self.budget = Budget()

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._parts

    @property
    def names(self) -> Collection[str]:
        """The names of all parts, in small letters; raises Invalid where two parts have one name."""
        if len(self._parts) < len(self._archive.infolist()):
            raise damaged()
        return self._parts.keys()

    def chunks(self, name: str, most: int | None = MOST_PART) -> Iterator[bytes]:
        """The bytes of a part, counted as they are unpacked."""
        info = self._parts[_normal(name)]
        if info.flag_bits & 1:
            raise locked()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # which is all that offices write
            raise damaged()
        size = 0
        with self._archive.open(info) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                self.budget.spend(len(chunk))
                if most is not None:
                    check_unpacked(size, most)
                yield chunk

    def parse(self, name: str, handler: Handler, most: int | None = MOST_PART) -> None:
        """Tell a handler what a part of XML holds."""
        xml_stream.parse(self.chunks(name, most), handler, self.budget)

    def relations(self, name: str) -> Mapping[str, Relation]:
        """The parts that a part is related with, by their ids; of the whole archive for an empty name."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        found = _Relations(folder)
        if part in self:
            self.parse(part, found)
        return found.by_id


class _Relations(Handler):
    """Gathers relations."""

    def __init__(self, folder: str) -> None:
        self.by_id: dict[str, Relation] = {}
        self._folder = folder

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External" and len(self.by_id) < MOST_PARTS:
            target = unquote(attributes.get("Target", "")).replace("\\", "/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            path = target if target.startswith("/") else posixpath.join(self._folder, target)
            self.by_id[attributes.get("Id", "")] = Relation(kind, posixpath.normpath(path).lstrip("/"))


def _normal(name: str) -> str:
    """A part's name as it is compared: some programs write `xl\\Workbook.xml`."""
    return name.replace("\\", "/").lstrip("/").casefold()
