"""A second machine on this one: a network of its own at the end of a cable that can be pulled (needs root)."""

import contextlib
import os
import shutil
import subprocess

HERE, THERE = "10.213.187.1", "10.213.187.2"  # on this cable alone: nothing routes to it


class Cable:
    """A network namespace and the pair of devices that leads to it."""

    def __init__(self):
        self.name = f"drill{os.getpid()}"
        self.prefix = ["ip", "netns", "exec", self.name]

    def lay(self):
        """Lay it; return whether this machine lets us."""
        if os.geteuid() or not shutil.which("ip"):
            return False
        return (
            all(
                _ip(*words.split())
                for words in (
                    f"netns add {self.name}",
                    f"link add {self.name}a type veth peer name {self.name}b netns {self.name}",
                    f"address add {HERE}/30 dev {self.name}a",
                    f"link set {self.name}a up",
                    f"-n {self.name} address add {THERE}/30 dev {self.name}b",
                    f"-n {self.name} link set {self.name}b up",
                    f"-n {self.name} link set lo up",
                )
            )
            or self.take_away()
        )

    def pull(self):
        _ip("-n", self.name, "link", "set", f"{self.name}b", "down")

    def plug_in(self):
        _ip("-n", self.name, "link", "set", f"{self.name}b", "up")

    def take_away(self):
        """Remove what was laid; return False."""
        with contextlib.suppress(OSError):
            _ip("link", "delete", f"{self.name}a")
            _ip("netns", "delete", self.name)
        return False


def _ip(*words):
    done = subprocess.run(["ip", *words], capture_output=True, check=False)
    return done.returncode == 0
