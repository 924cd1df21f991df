"""What a first visit sees on a slow line: when Chromium paints first, which letters are there, what moves.

    python -m tests.bench.first_visit [--visits 3] [--screens FOLDER] [--plain] [PAGE …]

Starts the demo behind nginx with the shipped file (HTTP/2 and TLS; --plain: the server alone), and a line of 1.6
Mbit/s and 150 ms before it. Each visit has an empty cache. Prints a line for each page and width: the first paint,
the letters that came after it, the layout's shift. Keeps what was on screen at 0.5, 1 and 2 s and at the end, if
a folder is given. Loopback only. Exits with 1 where letters were late or something moved.
"""

import argparse
import base64
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.servers import started
from tests.bench.site import free_port, in_shell, prepare
from tests.bench.slow_line import SlowLine
from tests.browser import CHROMIUM, SWITCHES
from tests.deploy import shipped_nginx

PAGES = """
import json
from articles.models import Article, Section
online = Article.objects.visible()
french, kinds = online.filter(language="fr"), Section.Kind
pages = {
    "front": "/",
    "section": french.first().section.get_absolute_url(),
    "dispatch": french.filter(section__kind=kinds.WIRE).first().get_absolute_url(),
    "opinion": french.filter(section__kind=kinds.OPINION).first().get_absolute_url(),
    "front-ar": "/ar/",
    "article-ar": online.filter(language="ar").first().get_absolute_url(),
}
print(json.dumps(pages, separators=(",", ":")))
"""
SCREENS = {"1280": (1280, 900), "1366": (1366, 768), "390": (390, 844)}
TOLD = """() => {
  const files = performance.getEntriesByType("resource").filter((each) => each.name.includes("/fonts/"));
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return { paint, shift: window.moved, letters: files.map((each) => [each.name, each.responseEnd - paint]) };
}"""
METER = """window.moved = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="*", help="names of pages, as told; all if none is given")
    parser.add_argument("--visits", type=int, default=3)
    parser.add_argument("--screens", type=Path, help="folder for what was on screen")
    parser.add_argument("--plain", action="store_true", help="HTTP/1.1 from the server, no nginx")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="portal-visit-") as folder,
        contextlib.ExitStack() as stack,
        sync_playwright() as playwright,
    ):
        environment = prepare(Path(folder), "off")
        pages = json.loads(in_shell(environment, PAGES))
        site = shown(stack, Path(folder), environment, is_plain=options.plain)
        faults = 0
        for name in options.pages or pages:
            for width, size in SCREENS.items():
                visits = [
                    visit(
                        playwright,
                        site,
                        pages[name],
                        size,
                        screens_of(options.screens, name, width, number),
                    )
                    for number in range(options.visits)
                ]
                faults += told(name, width, visits)
    sys.exit(1 if faults else 0)


def shown(stack, folder, environment, *, is_plain):
    """Serve the site at the end of a slow line; return (its address, the browser's switches)."""
    behind, secure = free_port(), free_port()
    host = "127.0.0.1" if is_plain else shipped_nginx.HOST
    address = f"http://{host}" if is_plain else f"https://{host}"
    server = subprocess.Popen(
        [sys.executable, "-m", "portal.serve", str(behind), "--site"],
        env={**environment, "SITE_URL": address, "PROXIES": "1", "EMAIL_URL": f"file://{folder}/mails"},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    started(stack, server, behind, "/readyz")
    if is_plain:
        line = stack.enter_context(SlowLine(behind))
        return f"{address}:{line.port}", []
    folder.chmod(0o755)
    words = shipped_nginx.prepare(folder, behind=behind, plain=free_port(), secure=secure)
    process = subprocess.Popen(words)
    stack.callback(lambda: (process.terminate(), process.wait(20)))
    line = stack.enter_context(SlowLine(secure))
    return address, [
        f"--host-resolver-rules=MAP {host}:443 127.0.0.1:{line.port}",
        "--ignore-certificate-errors",
    ]


def visit(playwright, site, path, size, screens):
    """Open the page with an empty cache; return what TOLD tells, and keep the screens."""
    address, switches = site
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*SWITCHES, *switches])
    try:
        width, height = size
        page = browser.new_page(viewport={"width": width, "height": height})
        page.add_init_script(METER)
        frames = Frames(page)
        page.goto(f"{address}{path}", wait_until="load", timeout=60_000)
        page.wait_for_timeout(3_000)
        frames.keep(screens)
        return page.evaluate(TOLD)
    finally:
        browser.close()


class Frames:
    """What Chromium painted, and when: each frame it shows of a page."""

    def __init__(self, page):
        self.frames, self.line = [], page.context.new_cdp_session(page)
        self.line.on("Page.screencastFrame", self._take)
        self.line.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
        self.began = None
        page.on("request", lambda request: self._begin())

    def _begin(self):
        self.began = self.began or time.time()

    def _take(self, frame):
        self.frames.append((frame["metadata"]["timestamp"], frame["data"]))
        self.line.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def keep(self, screens):
        """Write the last frame before each of the moments, and the last of all."""
        if screens is None:
            return
        for moment in (0.5, 1, 2, 60):
            shown = [data for at, data in self.frames if at <= self.began + moment]
            if shown:
                name = "end" if moment == 60 else f"{moment} s"
                screens.with_name(f"{screens.name} {name}.png").write_bytes(
                    base64.b64decode(shown[-1])
                )


def screens_of(folder, name, width, number):
    if folder is None or number:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name} {width}"


def told(name, width, visits):
    """Print a line for the visits to a page at a width; return how many had a fault."""
    late = [
        f"{Path(file).name.split('.')[0]} {behind:.0f} ms"
        for each in visits
        for file, behind in each["letters"]
        if behind > 0
    ]
    moved = max(each["shift"] for each in visits)
    paints = " ".join(f"{each['paint'] / 1000:.2f}" for each in visits)
    print(
        f"{name:12} {width:>5}  first paint {paints} s  shift {moved:.3f}  late: {', '.join(late) or 'none'}",
        flush=True,
    )
    return len(late) + (moved > 0)


if __name__ == "__main__":
    main()
