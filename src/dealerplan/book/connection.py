"""A connection to a PostgreSQL server that never waits for good, and on which only PostgreSQL's own code is run."""

from __future__ import annotations

import socket
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from dealerplan.book.address import bad_address
from dealerplan.errors import BookError, UsageError
from dealerplan.words import Message, say

try:
    import psycopg
    from psycopg import errors, waiting
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.errors import OperationalError as OperationalError
except ImportError:
    needed = say("a book on PostgreSQL needs the library psycopg")
    raise UsageError(needed, say("install it: {command}", command='pip install "psycopg[binary]"')) from None

T = TypeVar("T")

PATIENCE: float = 10  # seconds that a lock, or a word of the server, is waited for
GRACE = 0.5  # seconds more for a statement than for its locks, and for the server to tell of either
_IDLE = 10  # seconds
_TICK = 0.1  # seconds
_AT_ONCE = 1 << 16  # bytes that the system may take before it has sent them: else a thin line seems silent
_KEPT_AT_ONCE = """SELECT pg_catalog.set_config('synchronous_commit', 'on', true)
    WHERE pg_catalog.current_setting('synchronous_commit') = 'off'"""  # acknowledged is kept, and waits for no less


class Silent(OperationalError):
    """A server that is connected and says nothing."""


class Connection(psycopg.Connection[Any]):
    """Closes where the server says nothing, or somebody stops the program, so that nothing waits for an answer."""

    _hurried = False  # whether the server ends what takes long in the present transaction

    def wait(self, gen: Generator[Any, Any, T], *_: Any, **__: Any) -> T:
        """See psycopg: every word to the server and from it passes here."""
        try:
            return waiting.wait(_heard(gen), self.pgconn.socket, _TICK)
        except (Silent, KeyboardInterrupt):
            self.close()
            raise

    def begin(self, mode: str) -> None:
        """Begin a transaction that no setting of a user, a database or an address has a say in."""
        self.execute(f"BEGIN {mode}; {'; '.join(self._settings())}")
        self._hurried = True

    def _settings(self) -> list[str]:
        pinned = {
            "search_path": "pg_catalog, pg_temp",  # nothing that others may put in the way of what is named here
            "lock_timeout": _milliseconds(PATIENCE),
            "statement_timeout": _milliseconds(PATIENCE + GRACE),
            "idle_in_transaction_session_timeout": 0,
            "row_security": "off",  # refused, rather than a book with entries left out
            "quote_all_identifiers": "off",  # in what the server tells of its triggers
            "role": "none",  # who has logged in, and nobody else
            "datestyle": "iso",
            "client_min_messages": "notice",
        }
        if self.info.server_version >= 170000:
            pinned["transaction_timeout"] = 0
        return [*(f"SET LOCAL {name} = {value}" for name, value in pinned.items()), _KEPT_AT_ONCE]

    def take_time(self) -> None:
        """Let the transaction's statements last while the server says something: what is long may be many entries."""
        if self._hurried:
            self.execute("SET LOCAL statement_timeout = 0")
            self._hurried = False


def connect(url: str, name: str) -> Connection:
    """Connect to a server, which messages call `name`; raises BookError, or UsageError for a bad address."""
    with guarded(name):
        try:
            return _connect(url)
        except (psycopg.ProgrammingError, UnicodeError):  # whose words may repeat the password
            raise bad_address(name) from None


def _connect(url: str) -> Connection:
    """Connect, in a thread of its own, since a name is looked up without an ear for Ctrl-C."""
    done: list[Connection | BaseException] = []

    def attempt() -> None:
        try:
            seconds = _seconds(url)
            made = Connection.connect(
                url, autocommit=True, client_encoding="utf8", application_name="dealerplan",
                connect_timeout=seconds, keepalives=1, keepalives_idle=_IDLE, keepalives_interval=1,
                keepalives_count=_IDLE, tcp_user_timeout=_milliseconds(PATIENCE),
            )  # fmt: skip
            with suppress(OSError), socket.fromfd(made.pgconn.socket, socket.AF_INET, socket.SOCK_STREAM) as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _AT_ONCE)
            done.append(made)
        except BaseException as error:
            done.append(error)

    thread = Thread(target=attempt, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_TICK)
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def _seconds(url: str) -> int:
    """How long each address is waited for: those of one server, such as ::1 and 127.0.0.1, share its time."""
    asked = conninfo_to_dict(url)
    hosts = str(asked.get("hostaddr") or asked.get("host") or "").split(",")
    addresses = sum(map(_addresses, hosts))
    return max(2, round(PATIENCE * len(hosts) / addresses))  # psycopg waits no less


def _addresses(host: str) -> int:
    if not host or host.startswith("/"):
        return 1
    try:
        return len(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except OSError:  # which psycopg tells
        return 1


def _heard(gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
    """What psycopg waits for, until nothing has come or gone for too long."""
    try:
        wanted, last = next(gen), monotonic()
        while True:
            ready = yield wanted
            now = monotonic()
            if ready:
                last = now
            elif now - last > PATIENCE + 2 * GRACE:
                raise Silent
            wanted = gen.send(ready)
    except StopIteration as done:
        answer: T = done.value
        return answer


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


@contextmanager
def guarded(name: str, ending: bool = False) -> Iterator[None]:
    """Turn what goes wrong with a server into a BookError; at the end of a writing nobody knows whether it is kept."""
    try:
        yield
    except psycopg.Error as error:
        raise BookError(*_sentence(error, name, ending)) from error


def _sentence(error: psycopg.Error, name: str, ending: bool) -> tuple[Message, Message]:
    told: Message | str = (error.diag.message_primary or str(error)).strip().partition("\n")[0]
    if isinstance(error, Silent | errors.ConnectionTimeout):
        told = say("it has sent nothing for {seconds} seconds", seconds=PATIENCE)
    match error:
        case errors.LockNotAvailable() | errors.DeadlockDetected():
            message = say("{path} was locked by another program for {seconds} seconds", path=name, seconds=PATIENCE)
            return message, say("try again; nothing was written")
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            message = say("this user may not do that in {name}: {error}", name=name, error=told)
            return message, say("ask for the right to read or write the schema dealerplan; nothing was written")
        case errors.DiskFull():
            return say("the disk of {path} is full", path=name), say("make room and try again; nothing was written")
        case errors.RaiseException() | errors.UndefinedTable() | errors.UndefinedColumn():
            return say("{path} is damaged: {error}", path=name, error=told), say("dealerplan verify says where")
        case OperationalError() if ending:
            message = say("the connection to {name} was lost at the last moment: {error}", name=name, error=told)
            return message, say("run it again: what was written already is not written twice")
        case errors.QueryCanceled():
            message = say("the server of {name} stopped what was asked of it: {error}", name=name, error=told)
            return message, say("try again; nothing was written")
        case OperationalError():
            message = say("{name} can't be reached: {error}", name=name, error=told)
            if "password" in str(told):
                return message, say("give the password in PGPASSWORD or a password file: dealerplan help book")
            return message, say("is the server running, and may you connect to it? nothing was written")
        case errors.UntranslatableCharacter() | errors.CharacterNotInRepertoire():
            return say("{path} can't be used: {error}", path=name, error=told), say("make a database in UTF8")
        case _:
            return say("{path} can't be used: {error}", path=name, error=told), say("nothing was written")
