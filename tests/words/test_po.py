"""Catalogues are read as GNU gettext has them, written so that they are read the same, and compiled for `gettext`."""

from __future__ import annotations

import gettext
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.words.languages import HERE
from dealerplan.words.po import Entry, compile_all, compiled, read, written

RUSSIAN = r"""
# Of the trade: цель, план.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#. a hint
#: app/done.py
msgid "write \"{example}\""
msgstr "напишите "
"«{example}»"

msgctxt "of a person"
msgid "late"
msgstr "опоздал"

#, python-brace-format
msgid "{number} month"
msgid_plural "{number} months"
msgstr[0] "{number} месяц"
msgstr[1] "{number} месяца"
msgstr[2] "{number} месяцев"

msgid "not yet"
msgstr ""

#, fuzzy
msgid "perhaps"
msgstr "наверное"

#~ msgid "gone"
#~ msgstr "прошло"
"""


def catalogue() -> gettext.GNUTranslations:
    return gettext.GNUTranslations(BytesIO(compiled(read(RUSSIAN))))


def test_entries_are_read() -> None:
    _, hint, late, month, *_, gone = read(RUSSIAN)
    assert hint == Entry('write "{example}"', ("напишите «{example}»",), comments=["#. a hint", "#: app/done.py"])
    assert (late.key, late.said) == (("of a person", "late"), ("опоздал",))
    assert (month.plural, len(month.said)) == ("{number} months", 3)
    assert (gone.id, gone.obsolete) == ("gone", True)


def test_gettext_says_what_is_compiled() -> None:
    words = catalogue()
    assert words.gettext('write "{example}"') == "напишите «{example}»"
    assert words.pgettext("of a person", "late") == "опоздал"
    assert words.gettext("late") == "late"
    months = [words.ngettext("{number} month", "{number} months", number) for number in (1, 2, 5)]
    assert months == ["{number} месяц", "{number} месяца", "{number} месяцев"]


@pytest.mark.parametrize("english", ["not yet", "perhaps", "gone"])
def test_what_is_not_ready_is_english(english: str) -> None:
    assert catalogue().gettext(english) == english


@pytest.mark.parametrize(
    "text",
    [
        'msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n',
        '"a"\n',
        'msgid "a\nmsgstr "b"\n',
        'msgid a\nmsgstr "b"\n',
        'msgstr "b"\n',
        "# a comment alone\n",
    ],
)
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no line of a catalogue|no msgid"):
        read(text)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\4") | st.sampled_from('\n\t\r"\\'))
PLAIN = st.builds(Entry, WORDS, st.tuples(WORDS), st.just(""), WORDS, st.just(()), st.booleans())
PLURAL = st.builds(Entry, WORDS, st.tuples(WORDS, WORDS, WORDS), WORDS.filter(bool), WORDS, st.just(()), st.booleans())


@given(st.lists(PLAIN | PLURAL))
def test_what_is_written_is_read_the_same(entries: list[Entry]) -> None:
    assert [entry._replace(comments=()) for entry in read(written(entries))] == entries


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not here")
@pytest.mark.parametrize("file", sorted(HERE.glob("*.po")), ids=lambda file: file.stem)
def test_gnu_gettext_compiles_the_same(file: Path, tmp_path: Path) -> None:
    subprocess.run(["msgfmt", "--check", "-o", tmp_path / "gnu.mo", file], check=True, capture_output=True)
    with (tmp_path / "gnu.mo").open("rb") as gnu:
        theirs = vars(gettext.GNUTranslations(gnu))["_catalog"]
    ours = gettext.GNUTranslations(BytesIO(compiled(read(file.read_text(encoding="utf-8")))))
    assert vars(ours)["_catalog"] == theirs


def test_each_source_is_compiled_beside_itself(tmp_path: Path) -> None:
    source = tmp_path / "ru.po"
    source.write_text(RUSSIAN, encoding="utf-8")
    compile_all(tmp_path)
    made = tmp_path / "ru.mo"
    assert made.read_bytes() == compiled(read(RUSSIAN))
    assert made.stat().st_mtime_ns == source.stat().st_mtime_ns
