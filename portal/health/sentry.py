"""Errors told to Sentry (SENTRY_DSN), without anybody's words: no form, cookie, address, header or local variable."""

from portal.logs import request_number, without_keys


def start(dsn: str):
    """Report the errors of this process from now on. Needs the extra «sentry»; raises ImportError without it."""
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
        before_send=without_words,
    )


def without_words(event: dict, _hint) -> dict:
    """Return what may leave the house: of a request its method, its path without keys, and its number."""
    asked = event.pop("request", None) or {}
    event.pop("user", None)
    event.pop("breadcrumbs", None)
    if asked:
        path = without_keys(asked.get("url", "").partition("?")[0])
        event["request"] = {"method": asked.get("method", ""), "url": path}
        event.setdefault("tags", {})["request"] = request_number()
    for error in (event.get("exception") or {}).get("values", []):
        # A database names the values that it refused: words of a reader may stand there.
        error["value"] = ""
    if "logentry" in event:
        event["logentry"] = {"message": without_keys(event["logentry"].get("message", ""))}
    return event
