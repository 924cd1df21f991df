"""Count the work of a function by the lines of Python it runs: a clock tells of the machine too."""

import gc
import sys
import threading


def lines_run(act, *arguments) -> int:
    """Return how many lines of Python `act` runs: not what the collector finalizes meanwhile, nor another thread."""
    tool, count, mine = sys.monitoring.PROFILER_ID, 0, threading.get_ident()

    def line(_code, _number):
        nonlocal count
        count += threading.get_ident() == mine

    sys.monitoring.use_tool_id(tool, "lines")
    gc.disable()
    try:
        sys.monitoring.register_callback(tool, sys.monitoring.events.LINE, line)
        sys.monitoring.set_events(tool, sys.monitoring.events.LINE)
        act(*arguments)
    finally:
        gc.enable()
        sys.monitoring.set_events(tool, 0)
        sys.monitoring.free_tool_id(tool)
    return count
