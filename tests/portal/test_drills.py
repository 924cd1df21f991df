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


def test_processes_killed_and_a_locked_database_lose_nothing():
    drills = subprocess.run(
        [sys.executable, "-m", "tests.drills", "--seconds", "3", "--people", "1", "--only", "killed", "locked", "ticked"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    told = drills.stdout
    assert drills.returncode == 0, told + drills.stderr[-2000:]
    acknowledged = [
        int(number) for number in re.findall(r"(\d+) acknowledged, 0 lost, 0 stored twice", told)
    ]
    assert len(acknowledged) == 3
    assert min(acknowledged) > 0
    assert "the chain holds" in told
