"""Run the drill «several machines»: `python -m tests.drills.cluster [--seconds 20] [--people 2] [--only …]`.

On this machine, on addresses of its own: etcd, Valkey, nginx with the shipped file, and two app servers with a copy of
the code each, beside two PostgreSQL that Patroni runs (synchronous). As root, one app server and one PostgreSQL stand
at the end of a cable (a network namespace) that can be pulled. Readers and posters go on while each trouble lasts. Exits
with 1 if an acknowledged comment was lost, one was stored twice, a reader of a published page met anything but the
page, a poster met 500, nobody could write for 30 seconds, or the log does not hold; with 2 if something is not
installed. Stops by itself, and ends what it started.
"""

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.servers import ROOT, nginx
from tests.drills import cluster_troubles as troubles
from tests.drills import machines
from tests.drills.__main__ import drill, pages_of
from tests.drills.cable import HERE, THERE, Cable

AWAY_MOST_SECONDS = 30
OWN = ("articles", "comments", "portal", "templates", "static", "locale", "manage.py")
# What docs/deploy.md says to change in the shipped file if several machines stand behind it.
IN_NGINX = [("proxy_read_timeout 60s", "proxy_read_timeout 20s")]


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each trouble")
    parser.add_argument("--calm", type=float, default=2, help="seconds before and after each")
    parser.add_argument("--people", type=int, default=2, help="readers, and as many posters")
    names = [trouble.__name__ for trouble in troubles.ALL]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--logs", type=Path, help="a folder to copy what each program said into")
    options = parser.parse_args(words)
    if sentence := machines.missing():
        print(sentence)
        sys.exit(2)
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # what was started is ended all the same
    with (
        tempfile.TemporaryDirectory(prefix="portal-cluster-") as folder,
        contextlib.ExitStack() as stack,
    ):
        if options.logs:
            stack.callback(_copy_logs, Path(folder), options.logs)
        all_held = _run(Path(folder), stack, options)
    sys.exit(not all_held)


def _run(folder, stack, options):
    cluster, front = _machines(folder, stack)
    pages, all_held = pages_of(front), True
    for trouble in troubles.ALL:
        if trouble.__name__ in options.only:
            cluster.wait_until_whole()
            if trouble in troubles.LEADERS:
                cluster.lead(cluster.databases[troubles.LEADERS[trouble]])
            told, has_held = drill(
                cluster, front, pages, trouble, options, away_most=AWAY_MOST_SECONDS
            )
            print(told, flush=True)
            all_held = all_held and has_held
    log = cluster.servers[0].manage("check_log")
    print(f"The log afterwards: {log.communicate(timeout=120)[0].strip()}")
    return all_held and log.returncode == 0


def _machines(folder, stack):
    """Start them all, each to be killed in the end; return (Cluster, the server in front)."""
    cable = Cable()
    stack.callback(cable.take_away)
    has_cable = cable.lay()
    here, there = (HERE, THERE) if has_cable else ("127.0.0.1", "127.0.0.1")
    ends = ((here, ()), (there, cable.prefix if has_cable else ()))
    keeper, place_of_etcd = machines.etcd(folder / "etcd", here)
    stack.callback(keeper.kill)
    valkey, place_of_valkey = machines.valkey(folder / "valkey", here)
    stack.callback(valkey.kill)
    password, databases = secrets.token_hex(16), []
    for number, (host, prefix) in enumerate(ends, 1):
        databases.append(
            machines.database(
                folder / f"postgresql-{number}", f"postgresql-{number}", host, place_of_etcd, password,
                prefix,
            )
        )  # fmt: skip
        stack.callback(databases[-1].kill)
    places = [(each.host, each.port) for each in databases]
    cluster = troubles.Cluster(
        servers=[], databases=databases, valkey=valkey, letters=folder / "letters",
        database=address(machines.SUPERUSER, password, places), cable=cable if has_cable else None,
    )  # fmt: skip
    cluster.wait_until_whole()
    _roles(password, cluster.database)
    common = _environment(folder, f"redis://{place_of_valkey}/0")
    owner = {**common, "DATABASE_URL": address("portal_owner", password, places)}
    for number, (host, prefix) in enumerate(ends, 1):
        place = folder / f"server-{number}"
        _copy_of_the_code(place, owner, is_first=number == 1)
        environment = {
            **common,
            "DATABASE_URL": address("portal", password, places) + f"&application_name={place.name}",
        }
        server = machines.app_server(place, environment, host, prefix)
        stack.callback(server.kill)
        cluster.servers.append(server.start())
    (folder / "nginx").mkdir()
    front, _disk = nginx(
        stack, folder / "nginx", *(f"{each.host}:{each.port}" for each in cluster.servers),
        replaced=IN_NGINX,
    )  # fmt: skip
    return cluster, front


def address(user, password, places, name="portal"):
    """Return a DATABASE_URL that names each PostgreSQL and asks for the one that can be written."""
    hosts, ports = zip(*places, strict=True)
    return (
        f"postgres://{user}:{password}@/{name}?host={','.join(hosts)}&port={','.join(map(str, ports))}"
        "&target_session_attrs=read-write&connect_timeout=2&tcp_user_timeout=5000"
        "&keepalives_idle=5&keepalives_interval=2"
    )


def _roles(password, database):
    """Make the database and the two roles of deploy/postgresql.sql."""
    import psycopg

    with psycopg.connect(database.replace("/portal?", "/postgres?"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE portal")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute((ROOT / "deploy" / "postgresql.sql").read_text())
        for role in ("portal", "portal_owner"):
            connection.execute(f"ALTER ROLE {role} PASSWORD '{password}'")


def _environment(folder, cache):
    return {
        **os.environ,
        "PATH": f"{os.environ['PATH']}:{machines.postgresql_programs()}",  # pg_dump
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": f"127.0.0.1,{HERE},{THERE}",
        "CACHE_URL": cache,
        "PROXIES": "1",
        "DEBUG": "no",
        "MALLOC_ARENA_MAX": "2",
        # All that several machines must have in common.
        "SECRET_KEY": secrets.token_urlsafe(50),
        "LOG_KEY": f"{folder}/log_key.pem",
        "MEDIA_URL_STORAGE": f"file://{folder}/media",
        "EMAIL_URL": f"file://{folder}/letters",
        "COMMENT_RATE": "100000/15s",  # counted, never reached
    }


def _copy_of_the_code(place, owner, *, is_first):
    place.mkdir()
    for name in OWN:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, place / name)
    commands = [["-m", "portal.catalogues"], ["manage.py", "collectstatic", "--no-input", "-v0"]]
    if is_first:
        commands += [["manage.py", "migrate", "-v0"], ["manage.py", "demo"]]
    for words in commands:
        subprocess.run(
            [sys.executable, *words], cwd=place, env=owner, check=True, stdout=subprocess.DEVNULL
        )


def _copy_logs(folder, wanted):
    wanted.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*/log"):
        shutil.copy(log, wanted / f"{log.parent.name}.log")


if __name__ == "__main__":
    main()
