"""The desk by keyboard in Chromium: how long from a key to the next card, at so many comments waiting?

    python -m tests.bench.desk [--pending 10000 200000] [--decisions 1000] [--pace 0]

Starts the site on a database and a port of its own (DATABASE_URL's server, if it is given), fills the queue to
each number in turn, lets one moderator decide by keys alone, and stops by itself. Loopback only. Exits with 1
where at the first number the median is over 100 ms or the 95th percentile over 300 ms, where at a later one
either is more than 1.5 times that, or where a decision was lost.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

from tests.bench.site import in_shell, session, start
from tests.browser import CHROMIUM, SWITCHES

MEDIAN_MS, WORST_MS, SLOWER = 100, 300, 1.5
KEYS = ["p", "p", "p", "Digit1", "p", "Digit8", "p", "p", "Digit1", "p"]

# From the key's own time stamp to the frame that paints the next card.
METER = """() => {
  const desk = document.querySelector("[data-desk]");
  window.waits = [];
  let pressed = 0;
  addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    window.waits.push(performance.now() - pressed);
  }))).observe(desk, { attributes: true, attributeFilter: ["data-shown"] });
}"""


COUNT = """
from comments.models import Comment, Decision
escalated = Comment.objects.escalated().count()
print(Decision.objects.filter(by__username="sofia").count() + escalated)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pending", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--decisions", type=int, default=1_000)
    parser.add_argument("--pace", type=float, default=0, help="seconds from a card to the next key")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-desk-") as folder:
        server, port, environment = start(folder, "off")
        try:
            played = [play(port, environment, number, options) for number in options.pending]
        finally:
            server.terminate()
            server.wait(20)
    (median, worst), *later = played
    if median > MEDIAN_MS or worst > WORST_MS:
        sys.exit("slower than promised")
    if any(m > SLOWER * median or w > SLOWER * worst for m, w in later):
        sys.exit("slower the more wait")


def play(port, environment, pending, options):
    """Fill the queue to `pending`, decide, and return the median and the 95th percentile, in ms."""
    subprocess.run(
        [sys.executable, "manage.py", "populate", "--articles", "50", "--pending", str(pending)],
        env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    before_all = int(in_shell(environment, COUNT))
    address = f"http://localhost:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        key = session(environment)
        context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/admin/comments/comment/suivant/?file=pending")
        page.wait_for_load_state("networkidle")
        page.evaluate(METER)
        desk = page.locator("[data-desk]")
        for number in range(options.decisions):
            before = desk.get_attribute("data-shown")
            page.wait_for_selector("[data-desk][data-settled]")  # before, no key counts
            page.keyboard.press(KEYS[number % len(KEYS)])
            page.wait_for_function(
                "before => document.querySelector('[data-desk]').dataset.shown !== before",
                arg=before,
            )
            page.wait_for_timeout(options.pace * 1000)
        page.wait_for_selector("[data-sending='0']")
        waits = sorted(page.evaluate("window.waits"))
        browser.close()
    median, worst = statistics.median(waits), waits[int(len(waits) * 0.95)]
    decided = int(in_shell(environment, COUNT)) - before_all
    where = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    print(
        f"{where}, {pending} waiting: {len(waits)} keys, median {median:.0f} ms, "
        f"95 % under {worst:.0f} ms; {decided} of {options.decisions} decisions stored",
        flush=True,
    )
    if decided != options.decisions:
        sys.exit("a decision was lost")
    return median, worst


if __name__ == "__main__":
    main()
