"""A PostgreSQL of our own for as long as the tests run: own folder, own free port, gone afterwards.

    python -m tests.services.postgres COMMAND …      runs a command with DATABASE_URL set to it
"""
from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _program(name: str) -> str:
    """Debian keeps the server programs out of PATH; the newest version wins."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise FileNotFoundError(f"{name}: install the package postgresql")
    return program


def _as_another() -> dict[str, int | list[int]]:
    """PostgreSQL refuses to run as root: as root it runs as the package's user."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The DATABASE_URL of a fresh cluster, with fsync off: it lives only for the tests."""
    who = _as_another()
    with tempfile.TemporaryDirectory(prefix="yanxiu-pg-") as folder:
        if who:
            os.chown(folder, who["user"], who["group"])
        data, port = f"{folder}/data", free_port()
        run = {"cwd": folder, "stdout": subprocess.DEVNULL, **who}
        initdb = [_program("initdb"), "-D", data, "-U", "yanxiu", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(initdb, check=True, **run)
        settings = (
            f"listen_addresses=127.0.0.1 port={port} unix_socket_directories={folder} fsync=off synchronous_commit=off"
            " full_page_writes=off max_connections=60"
        )
        options = " ".join(f"-c {setting}" for setting in settings.split())
        ctl = [_program("pg_ctl"), "-D", data, "-w", "-l", f"{folder}/log"]
        subprocess.run([*ctl, "-o", options, "start"], check=True, **run)
        try:
            yield f"postgres://yanxiu@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*ctl, "-m", "immediate", "stop"], check=True, **run)


if __name__ == "__main__":
    with postgres() as url:
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode)
