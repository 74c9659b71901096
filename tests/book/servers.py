"""A PostgreSQL server for the tests: their own, on a port of its own, gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

PASSWORD = "s3cret-of-the-tests"
OLDEST = 15


class Server(NamedTuple):
    """A running server; its superuser is `owner`, with PASSWORD."""

    port: int
    folder: Path
    programs: Path

    def url(self, database: str, user: str = "owner", password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def stop(self, mode: str = "immediate") -> None:
        _run(self.programs / "pg_ctl", "stop", "-D", self.folder, "-m", mode)

    def start(self) -> None:
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -F"
        _run(self.programs / "pg_ctl", "start", "-w", "-D", self.folder, "-l", self.folder / "log", "-o", settings)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs, where it is new enough."""
    found = [Path(there).resolve().parent] if (there := shutil.which("initdb")) else []
    found += Path("/usr/lib/postgresql").glob("*/bin")
    versions = {_version(folder): folder for folder in found if (folder / "initdb").exists()}
    newest = max(versions, default=0)
    return versions[newest] if newest >= OLDEST else None


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """Start a server and stop it again."""
    folder = Path(tempfile.mkdtemp(prefix="dealerplan-postgres-"))
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if user := _user():
            for path in (folder, secret):
                shutil.chown(path, user)
        server = Server(_free_port(), folder / "data", programs)
        _run(programs / "initdb", "-D", server.folder, "-U", "owner", "--auth=scram-sha-256", "--pwfile", secret,
             "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        server.start()
        try:
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):  # a test may have stopped it
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _version(folder: Path) -> int:
    told = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    return int(told.split()[2].partition(".")[0])


def _user() -> str | None:
    """Whom a server may run as, where the tests run as root, which none may."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


def _run(program: Path, *arguments: str | Path) -> None:
    subprocess.run(
        [program, *arguments], user=_user(), cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
