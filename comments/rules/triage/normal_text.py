"""PURE: bring a text into the form in which triage compares it.

Readers write one word in many ways: «connard», «CONNARD», «connnard», «c o n n a r d», «c0nnard»; «أنت», «انت», «إنتَ».
"""

import re
import unicodedata

MOST_CHARACTERS = 3000  # a longer comment is read so far
URL = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
MENTION = re.compile(r"@\w+")
HARAKAT = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")  # and the tatweel
ARABIC = str.maketrans("أإآٱىةؤئگڤپچک", "اااايهويكفبجك")
REPEATED = re.compile(r"(\w)\1{2,}")
SPACED = re.compile(r"(?<!\w)(?:\w[ .\-_*]){3,}\w(?!\w)")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
FIGURES_FOR_LETTERS = str.maketrans("013457", "oieast")


def as_compared(text: str) -> str:
    """Return the text in small letters, without links, names of users, harakat, tatweel; «sooo» is «soo»."""
    text = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).lower()
    text = MENTION.sub(" @ ", URL.sub(" ", text))
    text = HARAKAT.sub("", text).translate(ARABIC).replace("’", "'")
    text = SPACED.sub(_closed_up, text)
    return REPEATED.sub(r"\1\1", text)


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(c for c in parts if unicodedata.category(c) != "Mn")
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text that was brought into form; an elided article stands alone."""
    return [part for word in WORD.findall(text) for part in word.split("'") if part]


def as_letters(word: str) -> str:
    """Return a word with figures read as letters: «c0nnard»."""
    return word.translate(FIGURES_FOR_LETTERS)


def _closed_up(found):
    return re.sub(r"[ .\-_*]", "", found[0])
