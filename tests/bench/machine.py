"""What processes of this machine use: CPU and memory, from /proc."""

import contextlib
import os
import re
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(process):
    """Return the process and its descendants."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            parents.setdefault(int(parent), []).append(int(folder.name))
    found, left = [], [process]
    while left:
        found.append(left.pop())
        left += parents.get(found[-1], [])
    return found


def cpu(process):
    """Return the seconds of CPU, of the user's and the system's, that a process tree took so far."""
    ticks = 0
    for each in tree(process):
        with contextlib.suppress(OSError):
            numbers = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(numbers[11]) + int(numbers[12])
    return ticks / TICK


def memory(process):
    """Return the proportional set size of a process tree, in MB."""
    kilobytes = 0
    for each in tree(process):
        with contextlib.suppress(OSError, TypeError):
            told = Path(f"/proc/{each}/smaps_rollup").read_text()
            kilobytes += int(re.search(r"^Pss:\s+(\d+)", told, re.M)[1])
    return kilobytes / 1024
