"""Count the work of a function by the lines of Python it runs: a clock tells of the machine too."""

import sys


def lines_run(act, *arguments) -> int:
    """Return how many lines of Python `act` runs."""
    tool, count = sys.monitoring.PROFILER_ID, 0

    def line(_code, _number):
        nonlocal count
        count += 1

    sys.monitoring.use_tool_id(tool, "lines")
    try:
        sys.monitoring.register_callback(tool, sys.monitoring.events.LINE, line)
        sys.monitoring.set_events(tool, sys.monitoring.events.LINE)
        act(*arguments)
    finally:
        sys.monitoring.set_events(tool, 0)
        sys.monitoring.free_tool_id(tool)
    return count
