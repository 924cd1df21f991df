"""The moderators' desk in Django's admin: each module registers its own models."""

from . import charter, house, registers  # noqa: F401
from .erasing import register  # noqa: F401
from .four_eyes import register as four_eyes_register  # noqa: F401
from .newsroom import slow_mode  # noqa: F401
from .triage import register as triage_register  # noqa: F401
