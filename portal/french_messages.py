"""French spaces in the interface: msgids are typed with plain ones, the French catalogue sets them right.

`python -m portal.french_messages` writes locale/fr from the sentences that makemessages gathered; it also gives
French its own plural, where zero is singular.
"""

import re
from pathlib import Path

import polib

CATALOGUE = Path(__file__).parent.parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"

# Imprimerie nationale's usage: a narrow no-break space before ; ! ? and inside guillemets, a full one
# before a colon. Only a space that was typed changes, so that codes and placeholders stay as they are.
NARROW = re.compile(r" (?=[;!?»])|(?<=«) ")
FULL = re.compile(r" (?=:(?:\s|$|</))")


def french(text: str) -> str:
    """Return the sentence with U+202F and U+00A0 where French typography wants them."""
    return FULL.sub("\u00a0", NARROW.sub("\u202f", text))


def main():
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    catalogue.header = "French interface, typeset by portal/french_messages.py: not edited by hand."
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Project-Id-Version": "portal",
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for entry in list(catalogue):
        if entry.obsolete:
            catalogue.remove(entry)
            continue
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        if entry.msgid_plural:
            entry.msgstr_plural = {0: french(entry.msgid), 1: french(entry.msgid_plural)}
        else:
            entry.msgstr = french(entry.msgid)
    catalogue.save()


if __name__ == "__main__":
    main()
