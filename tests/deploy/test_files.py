"""What deploy/ ships: services, scripts, containers, roles of PostgreSQL."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.once]
ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
SCRIPTS = [
    ROOT / "setup.sh",
    *(DEPLOY / name for name in ("install.sh", "manage", "steps.sh", "update")),
]
SERVICES = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
OF_POSTGRESQL = [DEPLOY / "postgresql" / f"base-backup.{kind}" for kind in ("service", "timer")]


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, **options)


def unit(path):
    parser = ConfigParser(interpolation=None, delimiters="=", strict=True)
    parser.optionxform = str
    parser.read(path)
    return parser


def read_variables():
    """Return the names that the settings ask for."""
    portal = ROOT / "portal"
    files = [
        portal / "settings.py",
        portal / "serve" / "__main__.py",
        *(portal / "env").glob("*.py"),
    ]
    source = "".join(path.read_text() for path in files)
    return set(re.findall(r'\b(?:text|flag|words|networks|site_url|time_zone|database|environ\.get|number|mailers|rates|cache|search|folder|media|choice|'
                          r'address|https_address|contact|day)\(\s*"([A-Z_]+)"', source))  # fmt: skip


def named_in_portal_env():
    return {
        name.removesuffix("_FILE")
        for name in re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "portal.env").read_text(), re.MULTILINE)
    }


# Services


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_as_the_user_and_in_the_folders_that_install_makes(path):
    service, script = unit(path)["Service"], (DEPLOY / "install.sh").read_text()
    assert service["User"] == service["Group"] == "portal"
    assert "useradd --system --user-group" in script
    folders = [service["WorkingDirectory"], *service["ReadWritePaths"].split()]
    for name, folder in zip(("root", "data", "backups"), folders, strict=False):
        assert f"\n{name}={folder}\n" in script
    assert service["EnvironmentFile"] == "/etc/portal/portal.env"
    program, *words = service["ExecStart"].removeprefix("/srv/portal/").split()
    assert program == ".venv/bin/python"
    if words[0] == "manage.py":
        assert run(sys.executable, *words[:2], "--help", cwd=ROOT).returncode == 0


@pytest.mark.parametrize("path", [*SERVICES, OF_POSTGRESQL[0]], ids=lambda path: path.name)
def test_a_service_may_write_into_its_own_folders_alone(path):
    service = unit(path)["Service"]
    for name, value in (
        ("ProtectSystem", "strict"), ("ProtectHome", "yes"), ("PrivateTmp", "yes"), ("NoNewPrivileges", "yes"),
        ("UMask", "0077"), ("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"), ("CapabilityBoundingSet", ""),
        ("SystemCallFilter", "@system-service"), ("RestrictSUIDSGID", "yes"), ("PrivateDevices", "yes"),
    ):  # fmt: skip
        assert service[name] == value, name


def test_each_timer_has_its_service_and_install_starts_it():
    started = re.search(r'\nSERVICES="(.*)"', (DEPLOY / "steps.sh").read_text())[1]
    assert sorted(started.split()) == sorted(["portal.service", *(path.name for path in TIMERS)])
    for path in TIMERS:
        assert path.with_suffix(".service") in SERVICES
        assert unit(path)["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_each_unit(tmp_path):
    for path in (*SERVICES, *TIMERS, *OF_POSTGRESQL):
        text = path.read_text().replace("/srv/portal/.venv/bin/python", sys.executable)
        text = text.replace("/srv/portal/deploy/", f"{DEPLOY}/")
        (tmp_path / path.name).write_text(text)
    told = run("systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir())), cwd=tmp_path)
    assert not re.search(r"^.*(?:portal|Unknown|Failed).*$", told.stderr, re.MULTILINE), told.stderr


def test_the_copy_of_postgresqls_files_is_made_into_the_folders_that_the_document_names():
    service, document = unit(OF_POSTGRESQL[0])["Service"], (ROOT / "docs" / "deploy.md").read_text()
    words = service["ExecStart"].removeprefix("/srv/portal/")
    assert (ROOT / words.split()[0]).exists()
    assert service["ReadWritePaths"].split() == words.split()[1:]
    assert f"-m 0700 {' '.join(sorted(words.split()[1:], reverse=True))}\n" in document
    assert unit(OF_POSTGRESQL[1])["Timer"]["OnCalendar"].startswith("Sun ")


# Scripts


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_plain_sh(path):
    assert run("dash" if shutil.which("dash") else "sh", "-n", path).returncode == 0
    if shutil.which("shellcheck"):
        told = run("shellcheck", "-x", "-P", ROOT, path, cwd=ROOT)
        assert told.stdout == ""


def test_a_dry_run_of_install_prints_the_same_steps_twice_and_changes_nothing():
    before = run("git", "status", "--porcelain", cwd=ROOT).stdout
    words = ("sh", DEPLOY / "install.sh", "www.exemple.org", "--mail", "a@exemple.org", "--dry-run")
    first, second = run(*words), run(*words)
    assert (first.returncode, first.stdout) == (0, second.stdout)
    for word in ("Install Debian's packages", "migrate", "/var/lib/portal", "certificate"):
        assert word in first.stdout
    assert run("git", "status", "--porcelain", cwd=ROOT).stdout == before


@pytest.mark.parametrize(
    "words", [[], ["https://exemple.org"], ["localhost"], ["a.org", "b.org"], ["a.org", "--mial"]]
)
def test_install_refuses_wrong_words_in_a_sentence(words):
    told = run("sh", DEPLOY / "install.sh", *words)
    assert told.returncode == 2
    assert told.stderr.startswith("Stopped: ")
    assert told.stdout == ""


# Variables and containers


def test_portal_env_names_variables_that_the_settings_read_and_each_without_a_default():
    named, rows = named_in_portal_env(), (ROOT / "docs" / "deploy.md").read_text().splitlines()
    assert named - read_variables() == set()
    without = {
        name
        for row in rows
        if "| none |" in row
        for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])
    }
    assert len(without) > 5
    assert without - named == set()


def test_the_containers_are_pinned_run_as_nobody_special_and_hold_no_secret():
    compose, image = (DEPLOY / "compose.yaml").read_text(), (DEPLOY / "Containerfile").read_text()
    pinned = re.compile(r"[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?")
    images = re.findall(r"^ +image: (\S+)$", compose, re.MULTILINE) + re.findall(
        r"^FROM (\S+)$", image, re.MULTILINE
    )
    assert len(images) >= 5
    assert [name for name in images if name != "portal" and not pinned.fullmatch(name)] == []
    users = re.findall(r"^USER (\S+)$", image, re.MULTILINE)
    assert users == ["portal"]
    assert image.index("USER portal") > image.rindex("RUN ")
    variables = re.findall(r"^      ([A-Z_]+): (.*)$", compose, re.MULTILINE)
    ours = {(name, value) for name, value in variables if not name.startswith("POSTGRES_")}
    assert {name.removesuffix("_FILE") for name, _value in ours} - read_variables() == set()
    assert len(ours) > 8
    for name, value in variables:
        assert name.endswith("_FILE") == value.startswith("/run/secrets/")
        assert not re.search(r"KEY$|PASSWORD$|DATABASE_URL$|EMAIL_URL$", name), (
            f"{name} is a secret"
        )
        assert not re.search(r"://[^/]*:[^/]*@", value)
    for secret in re.findall(r"/run/secrets/(\w+)", compose):
        assert f"\n  {secret}: {{ file: ./secrets/{secret} }}" in compose
    assert "deploy/secrets" in (ROOT / ".dockerignore").read_text().split()
