"""The drills in short: nothing acknowledged is lost, readers read on, whatever breaks meanwhile."""

import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(
        not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin"), reason="needs nginx"
    ),
]
# `make drill` runs all of them, and longer; some need root, redis-server or libfaketime.
TROUBLES = ["killed", "locked", "ticked", "stopped"]


def test_processes_killed_and_databases_away_lose_nothing():
    # How soon all is back is measured by `make drill`, on a machine that does nothing else.
    short = ["--seconds", "2", "--calm", "0.5", "--people", "1", "--beside", "--back", "25"]
    drills = subprocess.run(
        [sys.executable, "-m", "tests.drills", *short, "--only", *TROUBLES],
        cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    told = drills.stdout
    assert drills.returncode == 0, told + drills.stderr[-2000:]
    acknowledged = re.findall(r"(\d+) acknowledged, 0 lost, 0 stored twice", told)
    assert len(acknowledged) == len(TROUBLES)
    assert min(map(int, acknowledged)) > 0
    assert told.count("the chain holds") == 2, "on SQLite and on PostgreSQL"
