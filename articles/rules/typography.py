"""PURE: set text in the typography of its language, when it is displayed; stored text stays.

French after the Imprimerie nationale's usage; English quotation marks; Arabic guillemets without spaces.
"""

import re

NARROW, FULL = "\u202f", "\u00a0"

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
UNITS = "km|m|cm|mm|kg|g|t|l|h|min|s|ha|€|\\$|£|%|°C|euros?|dirhams?|dollars?|millions?|milliards?|mille"
MARKUP = re.compile(r"(<[^<>]*+>)")
END_OF_PARAGRAPH = re.compile(r"</(?:p|h2|h3|li|blockquote)>")

APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
ELLIPSIS = re.compile(r"\.{3}(?!\.)")
DASH = re.compile(r"(?<=\s)--?(?=\s)")
QUOTE = re.compile(r'["«»“”]')

FRENCH = [
    # Before ; ! ? and the closing guillemet: a thin space, where one was typed or forgotten after a letter.
    (re.compile(r"(?<![ \u00a0])[ \u00a0]{1,4}(?=[;!?»])|(?<=[\w)»…\"])(?=[!?»]+(?:[\s»)<]|$))"), NARROW),
    (re.compile(r"(?<=«)[ \u00a0]*(?=[^\s\u202f])"), NARROW),
    (re.compile(r"(?<![ \u202f])[ \u202f]{1,4}(?=:(?:\s|$))|(?<=[^\W\d_]|[»)])(?=: )"), FULL),
    (re.compile(r"(?<=\d)(?=[%€$£])|(?<=n°)(?=\d)"), FULL),
    (re.compile(rf"(?<=\d)[ ](?=(?:{UNITS})\b|[%€$£])", re.I), FULL),
    (re.compile(rf"\b(\d{{1,2}}|1er)[ ](?={MONTHS})", re.I), rf"\1{FULL}"),
    (re.compile(r"\b(M|MM|Mme|Mmes|Mlle|Dr|Me|n°|p|art)(\.?)[ ](?=[\dA-ZÀ-Ü])"), rf"\1\2{FULL}"),
]  # fmt: skip
THOUSANDS = re.compile(r"(?<![\d.,\u202f])(?<!\d )\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)")
# «A» at the head of a sentence before one of these is the preposition, whose capital has its accent; so it is before
# one proper name alone. «A Star Is Born» and «A Coruña» are names themselves.
CAPITAL_A = re.compile(
    r"(?:^|(?<=[.!?…»\"«] )|(?<=[\"«]))A(?= (?:la|l['’]|lui|quoi|qui|propos|partir|cause|travers|peine|noter|suivre"
    r"|lire|voir|savoir|ce|cet|cette|ces|son|sa|ses|leur|leurs|notre|nos|mesure|défaut|moins|peu|chaque|force|titre)\b"
    r"| (?!Coruña)[A-ZÉÈ][\w’'-]++(?! [A-Z]))"
)


def typeset(text: str, language: str) -> str:
    """Return plain text in the typography of its language (fr, en or ar)."""
    return _Setter(language).set(text)


def typeset_html(markup: str, language: str) -> str:
    """Return HTML with its text typeset; tags and attributes stay unchanged."""
    setter = _Setter(language)
    pieces = MARKUP.split(markup)
    for place, piece in enumerate(pieces):
        if not place % 2:
            pieces[place] = setter.set(piece.replace("&quot;", '"'))
        elif END_OF_PARAGRAPH.match(piece):
            setter.is_open = False  # one mark forgotten turns no other paragraph round
    return "".join(pieces)


class _Setter:
    """Sets consecutive pieces of one text: a quotation may open in one and close in another."""

    marks = {"fr": (f"«{NARROW}", f"{NARROW}»"), "en": ("“", "”"), "ar": ("«", "»")}

    def __init__(self, language):
        self.language = language
        self.is_open = False

    def set(self, text):
        if not text or text.isspace():
            return text
        text = APOSTROPHE.sub("’", ELLIPSIS.sub("…", DASH.sub("–", text)))
        if self.language == "fr":
            text = CAPITAL_A.sub("À", text)
            text = THOUSANDS.sub(lambda number: re.sub("[ \u00a0]", NARROW, number[0]), text)
        text = QUOTE.sub(self._mark, text)
        if self.language == "fr":
            for found, instead in FRENCH:
                text = found.sub(instead, text)
        return text

    def _mark(self, found):
        """Return the opening or the closing mark, in turn: a straight mark does not say which it is.

        The straight mark after a number stays, as in 19" for inches.
        """
        if found[0] != '"':  # curved already: it says which it is
            self.is_open = found[0] in "«“"
            return found[0]
        if not self.is_open and found.string[: found.start()][-1:].isdecimal():
            return found[0]
        opening, closing = self.marks.get(self.language, self.marks["en"])
        self.is_open = not self.is_open
        return opening if self.is_open else closing
