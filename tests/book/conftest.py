"""Every keeper of a book: fixtures `place` (its address) and `book`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest

from dealerplan.book.address import Place
from dealerplan.book.address import Server as ServerAddress
from dealerplan.book.contract import Book
from dealerplan.book.memory import MemoryBook
from dealerplan.book.open import open_book
from tests.book import servers
from tests.conftest import absent

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    """A PostgreSQL server of version 15 or later."""
    programs = servers.programs()
    if programs is None:
        absent("needs PostgreSQL 15 or later: apt-get install postgresql")
    with servers.running(programs) as server:
        yield server


@pytest.fixture
def database(server: servers.Server) -> str:
    """The address of a new, empty database."""
    name = f"book_{next(_numbers)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name}")
    return server.url(name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "dealerplan.db"


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Place:
    """Where a book may be that several programs open."""
    if request.param == "sqlite":
        path: Path = request.getfixturevalue("file")
        return path
    return ServerAddress(request.getfixturevalue("database"))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def book(request: pytest.FixtureRequest) -> Iterator[Book]:
    """A new book of every kind."""
    if request.param == "memory":
        yield MemoryBook()
        return
    where = request.getfixturevalue("file" if request.param == "sqlite" else "database")
    with closing(open_book(where if isinstance(where, Path) else ServerAddress(where), to_write=True)) as opened:
        yield opened
