"""`install.sh` and `update` in a copy of the code, without systemd: what goes back, what goes on, what is refused."""

import fcntl
import os
import shutil
import socket
import sys

import pytest

from tests import databases
from tests.deploy.test_files import DEPLOY, ROOT, run

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture
def installed(tmp_path, django_db_setup):
    """Return a site of two revisions beside the one it has: `good`, `bad` and `torn`; and how to run its scripts."""
    site, variables = tmp_path / "site", tmp_path / "portal.env"
    left_out = shutil.ignore_patterns(".git", ".venv", "var", "tests", "__pycache__")
    shutil.copytree(ROOT, site, ignore=left_out)
    (site / ".venv").symlink_to(sys.prefix)
    (site / "setup.sh").write_text("# The packages are there.\n")
    databases.copy_migrated(tmp_path / "x.sqlite3")
    variables.write_text(
        f'SITE_NAME="Le Fil & l\'Aube"\nDEBUG=yes\nDATABASE_URL=sqlite:///{tmp_path / "x.sqlite3"}\n'
    )

    def git(*words):
        told = run("git", "-c", "user.name=A", "-c", "user.email=a@exemple.org", *words, cwd=site)
        assert told.returncode == 0, told.stderr
        return told.stdout.strip()

    git("init", "--quiet", "--initial-branch", "main")
    git("remote", "add", "origin", ".")
    for branch, file, line in (
        ("main", None, ""),
        ("good", "README.md", "\n"),
        ("bad", "portal/pages/front.py", "\n1 / 0\n"),
        ("torn", "templates/portal/privacy.html", "{% if %}\n"),
    ):
        if file:
            git("checkout", "--quiet", "-b", branch, "main")
            (site / file).write_text((site / file).read_text() + line)
        git("add", "--all")
        git("commit", "--quiet", "--message", branch)
    git("checkout", "--quiet", "--detach", "main")

    def script(name, *words):
        return run(site / "deploy" / name, *words, env={**os.environ, "PORTAL_ENV": str(variables)})

    script.git, script.site = git, site
    return script


def test_an_update_that_fails_goes_back_and_one_that_works_stays(installed):
    old = installed.git("rev-parse", "HEAD")
    told = installed("update", "good", "--dry-run")
    assert told.returncode == 0, told.stderr
    assert (
        told.stdout.index("Make a backup")
        < told.stdout.index("Take the code")
        < told.stdout.index("Bring the database")
    )
    assert installed.git("rev-parse", "HEAD") == old
    told = installed("update", "bad", "--no-backup")
    assert (told.returncode, installed.git("rev-parse", "HEAD")) == (7, old), told.stderr
    assert "Check the new code. Going back" in told.stderr
    told = installed("update", "good", "--no-backup")
    assert told.returncode == 0, told.stderr
    assert installed.git("log", "-1", "--format=%s") == "good"
    assert installed("update", "nowhere").returncode == 5
    named = installed(
        "manage",
        "shell",
        "--verbosity",
        "0",
        "-c",
        "from django.conf import settings as s; print(s.SITE_NAME)",
    )
    assert named.stdout == "Le Fil & l'Aube\n", named.stderr


def test_an_update_that_was_cut_off_is_done_again_by_the_same_command(installed):
    """The connection was lost after the new code was taken: the site had it, its database not."""
    old = installed.git("rev-parse", "HEAD")
    installed.git("checkout", "--quiet", "--detach", "good")
    (installed.site / ".git" / "portal-update").write_text(old)
    told = installed("update", "good", "--no-backup")
    assert told.returncode == 0, told.stderr
    assert "was cut off: it is done again" in told.stdout
    assert "Bring the database up to date" in told.stdout
    assert "already has good" in installed("update", "good", "--no-backup").stdout


def test_an_update_that_was_cut_off_and_fails_goes_back_to_where_it_began(installed):
    old = installed.git("rev-parse", "HEAD")
    installed.git("checkout", "--quiet", "--detach", "torn")
    (installed.site / ".git" / "portal-update").write_text(old)
    told = installed("update", "torn", "--no-backup")
    assert "TemplateSyntaxError" in told.stdout + told.stderr, (
        "a template that no check and no front page reads"
    )
    assert (told.returncode, installed.git("rev-parse", "HEAD")) == (7, old), told.stderr
    assert not (installed.site / ".git" / "portal-update").exists()


def test_two_updates_do_not_run_at_once(installed):
    with open(installed.site / ".git" / "portal-update.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = installed("update", "good", "--no-backup")
    assert (told.returncode, told.stderr) == (
        4,
        "Stopped: another update runs: wait until it has ended.\n",
    )


def check_of_install(function, tmp_path, **variables):
    """Run one function of install.sh as it stands there; return what it did."""
    script = (DEPLOY / "install.sh").read_text()
    begin = script.index(f"{function}() {{")
    body = script[begin : script.index("\n}\n", begin) + 3]
    told = "".join(f"{name}={value}\n" for name, value in variables.items())
    steps = f". {DEPLOY / 'steps.sh'}\nconfig={tmp_path}\n{told}{body}{function}\n"
    return run("sh", "-eu", "-c", steps)


@pytest.mark.parametrize(
    ("line", "name", "code"),
    [
        ("SITE_URL=https://www.exemple.org", "www.exemple.org", 0),
        ("SITE_URL=https://www.exemple.org", "www.exmple.org", 2),
        ('SITE_URL="https://www.exemple.org:8443/"', "www.exemple.org", 0),
        ("SITE_NAME=x", "www.exemple.org", 0),
    ],
)
def test_a_mistyped_name_does_not_take_a_site_off_line(tmp_path, line, name, code):
    (tmp_path / "portal.env").write_text(f"{line}\n")
    told = check_of_install("check_name", tmp_path, name=name)
    assert told.returncode == code, told.stderr
    assert ("the site here is www.exemple.org" in told.stderr) == bool(code)


def test_a_new_machine_may_take_any_name(tmp_path):
    assert check_of_install("check_name", tmp_path, name="www.exemple.org").returncode == 0


def test_a_taken_port_is_named_with_a_code_of_its_own(tmp_path):
    script = (DEPLOY / "install.sh").read_text()
    assert "check_ports || exit 6" in script
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8000))
        except OSError:
            pytest.skip("something listens at port 8000 here")
        taken.listen()
        told = check_of_install("check_ports", tmp_path)
    assert told.returncode != 0
    assert "has port" in told.stderr


def test_manage_by_itself_works_on_no_database_beside_the_sites(tmp_path, monkeypatch):
    import manage

    (tmp_path / "portal.env").write_text("SITE_URL=https://www.exemple.org\n")
    (tmp_path / "var").symlink_to(tmp_path)
    monkeypatch.setattr(manage, "INSTALLED", tmp_path / "portal.env")
    monkeypatch.setattr(manage, "ROOT", tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    with pytest.raises(SystemExit, match="deploy/manage with the same words"):
        manage.refuse_without_the_variables()
    monkeypatch.setenv("SITE_URL", "https://www.exemple.org")
    manage.refuse_without_the_variables()
    monkeypatch.delenv("SITE_URL")
    (tmp_path / "var").unlink()  # a checkout of somebody's own
    manage.refuse_without_the_variables()
