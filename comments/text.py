"""Pure: a reader's plain text, from what was typed to what is printed."""

import re
import unicodedata

from articles.body import UNPRINTABLE, sanitize

RENDERER = 1  # version of render(): kept beside what it made, so that a later one can tell

# Format characters that show nothing: zero-width, bidirectional overrides and isolates, tags, fillers.
# ZWNJ and ZWJ stay: Arabic script and emoji sequences need them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
SPACES = re.compile(r"[^\S\n]+")
BLANK_LINES = re.compile(r"\n{3,}")
ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08c9]")


def tidy(text: str) -> str:
    """Return the text mended without a word: NFC, no invisible or control character, no idle space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n\n")
    text = INVISIBLE.sub("", UNPRINTABLE.sub("", unicodedata.normalize("NFC", text)))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def tidy_name(name: str) -> str:
    """Return a display name on one line."""
    return " ".join(tidy(name).split())


def render(text: str) -> str:
    """Return the HTML of a comment: its paragraphs and line breaks, everything else as text."""
    paragraphs = (
        sanitize(paragraph).replace("\n", "<br>\n") for paragraph in text.split("\n\n") if paragraph
    )
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


# Small words that one of the two languages has and the other has not.
FRENCH_WORDS = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "et",
        "est",
        "que",
        "qui",
        "dans",
        "pour",
        "pas",
        "je",
        "vous",
        "nous",
        "il",
        "elle",
        "ce",
        "cette",
        "ces",
        "ne",
        "sur",
        "avec",
        "mais",
        "ou",
        "au",
        "aux",
        "sont",
        "mon",
        "ma",
        "votre",
        "son",
        "sa",
        "leur",
        "plus",
        "tout",
        "merci",
        "très",
        "bien",
        "c",
        "j",
        "l",
        "d",
        "n",
        "s",
        "qu",
        "y",
    ]
)
ENGLISH_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "that",
        "to",
        "in",
        "for",
        "not",
        "i",
        "you",
        "we",
        "he",
        "she",
        "it",
        "this",
        "these",
        "on",
        "with",
        "but",
        "or",
        "at",
        "are",
        "was",
        "my",
        "your",
        "his",
        "her",
        "their",
        "more",
        "all",
        "thanks",
        "very",
        "well",
        "what",
        "which",
        "who",
        "would",
        "should",
        "have",
        "has",
        "do",
        "does",
        "been",
        "from",
        "there",
    ]
)
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, default: str) -> str:
    """Return the language a text is written in, by its script and its small words; else `default`.

    An author is answered in their own language, whatever page they wrote on.
    """
    letters = sum(character.isalpha() for character in text)
    if letters and len(ARABIC_LETTER.findall(text)) * 2 > letters:
        return "ar"
    words = [word.lower() for word in WORD.findall(text)]
    french = sum(word in FRENCH_WORDS for word in words)
    english = sum(word in ENGLISH_WORDS for word in words)
    if french != english:
        return "fr" if french > english else "en"
    return default if default != "ar" or not letters else "fr"


def excerpt(text: str, length: int = 120) -> str:
    """Return the first words on one line, at most `length` characters and an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + "…"
