"""Learn if an item ran lines that no item ran before (sys.monitoring): such items are worth changing further."""

import sys
from contextlib import contextmanager
from pathlib import Path

OURS = tuple(f"{Path(__file__).parents[2]}/{app}/" for app in ("articles", "comments", "portal"))
TOOL = 4  # of the six that Python has; the others have names


class Lines:
    """Counts the lines of our code that ran for the first time. Used as a context manager."""

    def __init__(self):
        self.new = 0

    def __enter__(self):
        monitoring = sys.monitoring
        monitoring.use_tool_id(TOOL, "fuzz")
        monitoring.register_callback(TOOL, monitoring.events.LINE, self._line)
        monitoring.register_callback(TOOL, monitoring.events.BRANCH, self._branch)
        monitoring.set_events(TOOL, monitoring.events.LINE | monitoring.events.BRANCH)
        self._ways = set()
        return self

    def __exit__(self, *_error):
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.free_tool_id(TOOL)

    def taken(self) -> int:
        """Return how many were new since the last time."""
        number, self.new = self.new, 0
        return number

    def _line(self, code, _number):
        self.new += code.co_filename.startswith(OURS)
        return (
            sys.monitoring.DISABLE
        )  # each line tells of itself once, and costs nothing afterwards

    def _branch(self, code, offset, destination):
        if not code.co_filename.startswith(OURS):
            return sys.monitoring.DISABLE
        way = code, offset, destination
        if way not in self._ways:
            self._ways.add(way)
            self.new += 1
        return None


@contextmanager
def unwatched():
    """Let code run at its own speed: telling of its lines takes longer than many of them."""
    events = sys.monitoring.get_events(TOOL) if sys.monitoring.get_tool(TOOL) else 0
    if events:
        sys.monitoring.set_events(TOOL, 0)
    try:
        yield
    finally:
        if events:
            sys.monitoring.set_events(TOOL, events)
