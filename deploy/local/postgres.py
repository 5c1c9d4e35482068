"""A PostgreSQL server of one's own: its cluster is made at the first start, its data kept."""

import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam, getpwuid

from psycopg import OperationalError, connect

from deploy.local.child import Child, Program, as_user, start
from deploy.local.errors import NotReadyError
from deploy.local.keep import kept, kept_password, kept_port
from deploy.local.tools import find_postgres

ADMIN = "postgres"
READY_SECONDS = 30
# What nobody needs to survive a power cut for: the databases of tests.
THROWAWAY = ["-c", "fsync=off", "-c", "full_page_writes=off"]


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Where the data lies, which programs serve it, and who may: PostgreSQL refuses root."""

    programs: Path
    data: Path
    user: str | None
    password: str
    port: int
    durable: bool

    @property
    def admin_url(self) -> str:
        return f"postgresql://{ADMIN}:{self.password}@127.0.0.1:{self.port}/postgres"


def prepare_postgres(folder: Path, *, durable: bool) -> Cluster:
    user = _server_user()
    data = Path(kept(folder / "postgres-data-folder", lambda: str(_data_folder(folder, user))))
    cluster = Cluster(
        programs=find_postgres(),
        data=data,
        user=user,
        password=kept_password(folder, ADMIN),
        port=kept_port(folder, "postgres"),
        durable=durable,
    )
    if not (data / "PG_VERSION").exists():
        _initialise(cluster)
    return cluster


def start_postgres(cluster: Cluster, folder: Path) -> Child:
    return start(
        Program(
            name="postgres",
            command=_command(cluster),
            # The fast way to stop: sessions are ended, everything is written.
            stop_signal=signal.SIGINT,
            user=cluster.user,
        ),
        folder,
    )


def wait_for_postgres(admin_url: str, server: Child | None) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(admin_url):
        if server is not None:
            server.require_alive()
        if time.monotonic() > deadline:
            raise NotReadyError(f"PostgreSQL did not answer within {READY_SECONDS} s")
        time.sleep(0.05)


def _answers(admin_url: str) -> bool:
    try:
        connect(admin_url, connect_timeout=2).close()
    except OperationalError:
        return False
    return True


def _command(cluster: Cluster) -> list[str]:
    return [
        str(cluster.programs / "postgres"),
        *("-D", str(cluster.data), "-p", str(cluster.port)),
        *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
        *("-c", "max_connections=200"),
        *([] if cluster.durable else THROWAWAY),
    ]


def _initialise(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True, exist_ok=True)
    cluster.data.chmod(0o700)
    if cluster.user:
        os.chown(cluster.data, getpwnam(cluster.user).pw_uid, getpwnam(cluster.user).pw_gid)
    with tempfile.NamedTemporaryFile("w") as password:
        password.write(cluster.password)
        password.flush()
        if cluster.user:
            os.chown(password.name, getpwnam(cluster.user).pw_uid, -1)
        _run_initdb(cluster, password.name)


def _run_initdb(cluster: Cluster, password_file: str) -> None:
    command = [
        str(cluster.programs / "initdb"),
        *("-D", str(cluster.data), "-U", ADMIN, f"--pwfile={password_file}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
    ]
    done = subprocess.run(
        as_user(command, cluster.user), check=False, capture_output=True, text=True, cwd="/"
    )
    if done.returncode != 0:
        raise NotReadyError(f"initdb failed: {done.stderr.strip()}")


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return getpwnam("postgres").pw_name
    except KeyError:
        return getpwnam("nobody").pw_name


def _data_folder(folder: Path, user: str | None) -> Path:
    """Inside `folder` where `user` can get there, else a new one where everybody can."""
    inside = folder.resolve() / "postgres"
    if user is None or _can_reach(inside.parent, user):
        return inside
    outside = tempfile.mkdtemp(prefix=f"mentoring-{getpwuid(os.getuid()).pw_name}-", dir="/var/tmp")
    return Path(outside)


def _can_reach(folder: Path, user: str) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    test = as_user(["test", "-x", str(folder)], user)
    return subprocess.run(test, check=False, cwd="/").returncode == 0
