"""Files of office programs, which are zip archives: the same content gives the same bytes."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dealerplan.words import printable

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # what a zip archive says of an entry without a time
CORE = "docProps/core.xml"
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
    "<dc:creator>dealerplan</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


class Package(ZipFile):
    """A new archive with a title of its own, and without the times and places of its making."""

    def __init__(self, out: BinaryIO, title: str) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self._title = title

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # a library calls it
        """Add a part."""
        is_core = zinfo_or_arcname == CORE
        super().writestr(_entry(zinfo_or_arcname), _CORE.format(title=escaped(self._title)) if is_core else data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a part that stands in a file."""
        entry = _entry(arcname)
        entry.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as part, self.open(entry, "w") as out:
            shutil.copyfileobj(part, out)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, LONG_AGO)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry


def packed(archive: bytes, title: str) -> bytes:
    """An archive that a library has made as a package."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, Package(out, title) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def escaped(words: str) -> str:
    """Words as XML has them."""
    return printable(words).translate(_ESCAPES)


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
