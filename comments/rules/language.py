"""PURE: recognise the language of a text, by its script and its small words."""

import re

ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08c9]")
WORD = re.compile(r"[^\W\d_]+")
# Small words that one of the two languages has and the other has not.
FRENCH_WORDS = frozenset(
    """le la les un une des du et est que qui dans pour pas je vous nous il elle ce cette ces ne
    sur avec mais ou au aux sont mon ma votre son sa leur plus tout merci très bien c j l d
    n s qu y""".split()
)
ENGLISH_WORDS = frozenset(
    """the of and is that to in for not i you we he she it this these on with but or at are was my
    your his her their more all thanks very well what which who would should have has do
    does been from there""".split()
)


def language_of(text: str, default: str) -> str:
    """Return the language of a text, by its script and small words; `default` in doubt.

    An author is answered in the language of their text, not in that of the page.
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
