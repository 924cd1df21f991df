"""Debian's Chromium, as tests and benchmarks start it."""

import shutil

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))),
    None,
)
SWITCHES = [
    "--no-sandbox",
    "--font-render-hinting=none",  # widths of letters as on a screen: without a window they are rounded to pixels
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
