"""The languages there are, and the sentences of each; English needs no catalogue, it is in the source.

A language is one file, `zh.po`. A build compiles it and ships the `.mo` alone. Beside its source a `.mo` counts while
it has the source's time; else the source is compiled as it is read, which takes some milliseconds longer.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).parent

_FOUND = {file.stem for file in HERE.iterdir() if file.suffix in (".po", ".mo")}
LANGUAGES = tuple(sorted({"en", *_FOUND}, reverse=True))


@cache
def catalogue(lang: str, folder: Path = HERE) -> NullTranslations:
    """The sentences of a language, read when first needed."""
    source, compiled = folder / f"{lang}.po", folder / f"{lang}.mo"
    if is_fresh(compiled, source):
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    if not source.exists():
        return NullTranslations()
    from dealerplan.words import po

    return GNUTranslations(BytesIO(po.compiled(po.read(source.read_text(encoding="utf-8")))))


def is_fresh(compiled: Path, source: Path) -> bool:
    """Whether a compiled file is there, alone or made of its source as it is now."""
    try:
        made = compiled.stat().st_mtime_ns
    except FileNotFoundError:
        return False
    try:
        return made == source.stat().st_mtime_ns
    except FileNotFoundError:
        return True
