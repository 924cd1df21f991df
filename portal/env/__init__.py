"""Settings from the environment; a wrong value stops the start and names its variable.

Every variable may also be given as a file: `SECRET_KEY_FILE=/run/secrets/key` is `SECRET_KEY`
with the file's content, which keeps secrets out of process lists.
"""

from .services import cache, database, mailers, media, search
from .values import (
    accessibility,
    address,
    choice,
    contact,
    contact_uri,
    day,
    flag,
    folder,
    https_address,
    networks,
    number,
    rates,
    site_url,
    text,
    time_zone,
    words,
)

__all__ = [
    "accessibility",
    "address",
    "cache",
    "choice",
    "contact",
    "contact_uri",
    "database",
    "day",
    "flag",
    "folder",
    "https_address",
    "mailers",
    "media",
    "networks",
    "number",
    "rates",
    "search",
    "site_url",
    "text",
    "time_zone",
    "words",
]
