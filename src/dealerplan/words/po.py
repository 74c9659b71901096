"""Catalogues of sentences as translators keep them (`.po`): read, written, and compiled (`.mo`) for `gettext`.

The formats are GNU gettext's: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html and MO-Files.html.
It imports nothing of this package, so that a build can run it before there is one: `python po.py` compiles all.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """A sentence: English words, their plural and context if any, and what is `said` for them, form by form.

    `comments` are lines as they stand: `# ` of translators, `#.` and `#:` of the source, `#,` flags. The entry without
    an `id` is the head of the file, whose words tell its encoding and the rule of plurals.
    """

    id: str
    said: Sequence[str] = ("",)
    plural: str = ""
    context: str = ""
    comments: Sequence[str] = ()
    obsolete: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells a sentence from others."""
        return self.context, self.id

    @property
    def is_ready(self) -> bool:
        """Whether it can be said: all forms are there, and no tool guessed them."""
        guessed = any(line.startswith("#,") and "fuzzy" in line for line in self.comments)
        return all(self.said) and not self.obsolete and not guessed


_WORDS = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(.*)"\s*')
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}


def read(text: str) -> list[Entry]:
    """The entries of a `.po`, between which stand empty lines; raises ValueError for what is none."""
    return [_entry(block.strip().split("\n")) for block in re.split(r"\n\s*\n", text) if block.strip()]


def _entry(lines: Sequence[str]) -> Entry:
    comments: list[str] = []
    fields: dict[str, str] = {}
    keyword, obsolete = "", False
    for line in lines:
        if line.startswith("#") and not line.startswith("#~"):
            comments.append(line)
            continue
        obsolete = obsolete or line.startswith("#~")
        found = _WORDS.fullmatch(line.removeprefix("#~").lstrip())
        if found is None or found[1] in fields or not (found[1] or keyword):
            raise ValueError(f"this is no line of a catalogue, or an empty line is missing before it: {line}")
        keyword = found[1] or keyword
        fields[keyword] = fields.get(keyword, "") + _ESCAPE.sub(lambda one: _MEANT.get(one[1], one[1]), found[2])
    if "msgid" not in fields:
        raise ValueError(f"there is no msgid: {lines[0]}")
    said = tuple(words for name, words in fields.items() if name.startswith("msgstr"))
    return Entry(fields["msgid"], said, fields.get("msgid_plural", ""), fields.get("msgctxt", ""), comments, obsolete)


def written(entries: Iterable[Entry]) -> str:
    """The text of a `.po`, each sentence in one line, so that it is found and compared."""
    return "\n".join("".join(f"{line}\n" for line in _lines(entry)) for entry in entries)


def _lines(entry: Entry) -> Iterator[str]:
    yield from entry.comments
    names = [f"msgstr[{form}]" for form in range(len(entry.said))] if entry.plural else ["msgstr"]
    keys = [("msgctxt", entry.context), ("msgid", entry.id), ("msgid_plural", entry.plural)]
    fields = [(name, words) for name, words in keys if words or name == "msgid"]
    for name, words in (*fields, *zip(names, entry.said, strict=True)):
        first, *more = _quoted(words)
        yield from (("#~ " if entry.obsolete else "") + line for line in (f"{name} {first}", *more))


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def _quoted(words: str) -> Iterator[str]:
    """Words in quotes; where they have several lines, these stand below."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", words)
    for line in ["", *lines] if len(lines) > 1 else [words]:
        yield f'"{line.translate(_ESCAPES)}"'


def compiled(entries: Iterable[Entry]) -> bytes:
    """The `.mo`: a head, the places of all keys in order and of their words, then both; what is not ready is left out.

    Where a sentence is missing, its English is said.
    """
    pairs = sorted((_mo_key(entry).encode(), "\0".join(entry.said).encode()) for entry in entries if entry.is_ready)
    keys, words = [key for key, _ in pairs], [words for _, words in pairs]
    tables = 28  # behind seven numbers of four bytes
    ends = tables + 16 * len(pairs)
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), tables, tables + 8 * len(pairs), 0, ends)
    places, texts = bytearray(), bytearray()
    for text in (*keys, *words):
        places += struct.pack("<2I", len(text), ends + len(texts))
        texts += text + b"\0"
    return head + places + texts


def _mo_key(entry: Entry) -> str:
    context = f"{entry.context}\4" if entry.context else ""
    return context + entry.id + (f"\0{entry.plural}" if entry.plural else "")


def compile_all(folder: Path) -> None:
    """Write the `.mo` beside each `.po`; its time is that of its source, by which languages.py knows it."""
    for source in folder.glob("*.po"):
        time = source.stat().st_mtime_ns
        unfinished = source.with_suffix(".tmp")
        unfinished.write_bytes(compiled(read(source.read_text(encoding="utf-8"))))
        os.utime(unfinished, ns=(time, time))
        unfinished.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_all(Path(__file__).parent)
