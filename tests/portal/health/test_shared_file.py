"""The files that all processes have in memory, while the disk is full."""

import errno
import os

import pytest

from portal.health import shared_file
from portal.pagecache import LatestShown


@pytest.mark.once
def test_a_disk_that_fills_up_later_kills_no_process(tmp_path):
    (tmp_path / "shown").touch()
    shown = LatestShown(tmp_path / "shown")
    assert (tmp_path / "shown").stat().st_blocks * 512 >= len(shown.memory)


@pytest.mark.once
def test_a_server_that_starts_on_a_full_disk_goes_on_with_memory_of_its_own(tmp_path, monkeypatch):
    def full(*_about):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shared_file.os, "posix_fallocate", full)
    shown = LatestShown(tmp_path / "shown")
    assert shown.show(0, begun=1, ready=2, digest=3) == 2
    assert shown.made(0) == 2
