"""What holds of every format: every word and figure of every document is there, as itself, and every time."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from dealerplan.errors import UsageError
from dealerplan.render.formats import FORMATS, Options, writer
from dealerplan.view.document import Document
from dealerplan.words import Lang
from dealerplan.words.languages import LANGUAGES
from tests.render import readers
from tests.render.corpus import corpus

READERS: dict[str, Callable[[bytes], list[str]]] = {
    "markdown": readers.markdown,
    "html": lambda content: readers.page(content)[0],
    "xlsx": readers.workbook,
    "docx": readers.word,
}

EXPECTED: dict[str, Callable[[Document, Lang], list[str]]] = {
    "markdown": readers.in_markdown,
    "html": readers.on_page,
    "xlsx": readers.as_cells,
    "docx": readers.in_word,
}


def test_every_format_is_read() -> None:
    assert {*READERS, "text", "brief"} == set(FORMATS), "text holds what a document says, and brief a part of it"


def write(format: str, name: str, lang: Lang = "en") -> bytes:
    return writer(format)(corpus()[name], lang, Options())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(corpus()))
class TestEveryFormat:
    @pytest.mark.parametrize("format", sorted(READERS))
    def test_says_what_the_document_says_and_nothing_else(self, format: str, name: str, lang: Lang) -> None:
        assert READERS[format](write(format, name, lang)) == EXPECTED[format](corpus()[name], lang)

    def test_text_has_every_word_and_figure(self, name: str, lang: Lang) -> None:
        out = " ".join(write("text", name, lang).decode().split())
        assert [words for words in readers.in_text(corpus()[name], lang) if words not in out] == []

    @pytest.mark.parametrize("format", sorted(FORMATS))
    def test_gives_the_same_bytes_again(self, format: str, name: str, lang: Lang) -> None:
        assert write(format, name, lang) == write(format, name, lang)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_a_format_is_text_or_needs_a_file(format: str) -> None:
    content = write(format, "aftersales", "zh")
    assert FORMATS[format].is_text is not content.startswith(b"PK")
    assert FORMATS[format].ending.startswith(".")


@pytest.mark.parametrize("name", sorted(corpus()))
@pytest.mark.parametrize("format", sorted(name for name, format in FORMATS.items() if format.is_text))
def test_text_has_no_control_characters(format: str, name: str) -> None:
    lines = write(format, name, "zh").decode().split("\n")
    assert [line for line in lines if not line.replace("\u3000", "").replace("\ue000", "").isprintable()] == []


def test_text_fits_a_width() -> None:
    from rich.cells import cell_len

    narrow = writer("text")(corpus()["aftersales"], "zh", Options(width=80)).decode()
    assert max(map(cell_len, narrow.splitlines())) <= 80


@pytest.mark.parametrize(
    ("format", "module", "library"), [("xlsx", "openpyxl", "openpyxl"), ("docx", "docx", "python-docx")]
)
def test_a_missing_library_is_named(format: str, module: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for loaded in [name for name in sys.modules if name.startswith(f"dealerplan.render.{format}")]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError) as caught:
        writer(format)
    assert str(caught.value.message) == f"{format} needs the library {library}"
    assert str(caught.value.hint) == f"install it: pip install {' '.join(FORMATS[format].libraries)}"


def test_a_fault_of_our_own_is_no_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "dealerplan.render.docx.report", raising=False)
    monkeypatch.setitem(sys.modules, "dealerplan.render.docx.blocks", None)
    with pytest.raises(ModuleNotFoundError):
        writer("docx")


def test_a_document_knows_its_parts() -> None:
    document: Document = corpus()["several"]
    assert [len(part) > 5 for part in document.parts()] == [True, True]
    assert [block for part in document.parts() for block in part] == list(document.blocks)
    assert len(document.title) == 2
