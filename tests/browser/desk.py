"""What the tests of the desk do at it: sit down, press keys, wait for what comes of them."""

from contextlib import contextmanager

from django.test import Client
from playwright.sync_api import TimeoutError

QUEUE = "/admin/comments/comment/"


def signed_in_as(visitor, colleague, **options):
    """A member of the staff at a browser, signed in."""
    someone = visitor(**options)
    client = Client()
    client.force_login(colleague)
    key = client.cookies["sessionid"].value
    someone.context.add_cookies([{"name": "sessionid", "value": key, "url": someone.address}])
    return someone


def at_the_desk(visitor, colleague, *, lane="pending", **options):
    """Someone signed in, before the first card of a lane."""
    return ask_for_a_card(signed_in_as(visitor, colleague, **options), lane=lane)


def ask_for_a_card(someone, *, lane="pending"):
    """Follow the link to the next free card of a lane."""
    return someone.goto(f"{QUEUE}suivant/?file={lane}")


def shown(someone):
    return someone.page.locator("[data-desk]").get_attribute("data-shown")


@contextmanager
def another_card(someone):
    """Do something, then wait for another card."""
    before = shown(someone)
    yield
    try:
        someone.page.wait_for_function(
            "before => document.querySelector('[data-desk]').dataset.shown !== before", arg=before
        )
    except TimeoutError as late:
        told = someone.page.locator("[data-fresh]").inner_text()
        raise AssertionError(f"the card of comment {before} stays: {told}") from late


def settle(someone):
    """Wait until the card has been on screen long enough for a key to count."""
    if someone.page.locator("[data-desk]").get_attribute("data-shown") != "none":
        someone.page.wait_for_selector("[data-desk][data-settled]")


def press(someone, key):
    """Press a key and wait for another card."""
    settle(someone)
    with another_card(someone):
        someone.page.keyboard.press(key)


def strike(someone, key, place, *, shift=False):
    """Press the key at a place of the keyboard (its `code`), which gives what another layout has there."""
    settle(someone)
    keyboard = someone.page.context.new_cdp_session(someone.page)
    for event in ("rawKeyDown", "keyUp"):
        keyboard.send(
            "Input.dispatchKeyEvent",
            {"type": event, "key": key, "code": place, "modifiers": 8 if shift else 0},
        )
    keyboard.detach()


def settled(someone, ready=None):
    """Wait until nothing is under way any more, and until so many cards are ready."""
    desk = someone.page.locator("[data-desk]")
    if desk.count():
        someone.page.wait_for_selector("[data-desk]:not([data-sending]), [data-sending='0']")
    if ready:
        someone.page.wait_for_selector(f"[data-ready='{ready}']")


def wait_until(condition, someone, *, seconds=30):
    """Wait until something is so that the page of that person does not tell."""
    for _look in range(seconds * 10):
        if condition():
            return
        someone.page.wait_for_timeout(100)
    raise AssertionError(f"not so after {seconds} seconds")
