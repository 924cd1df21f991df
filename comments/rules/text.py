"""Pure: a reader's plain text, from what was typed to what is printed."""

import html
import re
import unicodedata

from articles.rules.body import UNPRINTABLE, sanitize

from .folding import fold

LONGEST_RUN = 20  # the same character so many times in a row is noise, not emphasis
SHOUT_LETTERS, SHOUT_SHARE = (
    50,
    0.8,
)  # capitals among so many letters; a headline or an acronym is none
SAME_LINES = 3
DEEPEST_MARKS = 2  # Arabic stacks a shadda and a vowel; more on one letter hides its neighbours

RENDERER = 2  # version of render(): kept beside what it made, so that a later one can tell

# Format characters that show nothing: zero-width, bidirectional overrides and isolates, tags, fillers.
# ZWNJ and ZWJ stay: Arabic script and emoji sequences need them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e007f]"
)
# Marks of every script. Normalising sorts each run of them, at a cost that grows with its square: UAX 15
# section 13 (stream-safe text) lets no language need more than 30 in a row.
LONG_RUN_OF_MARKS = re.compile(
    "([{marks}]{{30}})[{marks}]+".format(
        marks="".join(
            character
            for character in map(chr, range(0x300, 0x1F000))
            if unicodedata.combining(unicodedata.normalize("NFD", character)[0])
        )
    )
)
STACKED_MARKS = re.compile(
    r"[\u0300-\u036f\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3,}"
)
RUN = re.compile(rf"([^\s])\1{{{LONGEST_RUN - 1},}}")
JOINED = re.compile(
    r"[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|[\u0300-\u036f\u064b-\u065f\u0670]"
)
EMOJI = r"[\u2190-\u2bff\U0001f000-\U0001faff]"
EMOJI_JOINT = re.compile(rf"(?<={EMOJI})[\ufe0f\U0001f3fb-\U0001f3ff]*\u200d{EMOJI}")
SPACES = re.compile(r"(?:[^\S\n]|\u2800)+")  # a braille cell without a dot is a blank too
BLANK_LINES = re.compile(r"\n{3,}")
ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08c9]")


def tidy(text: str) -> str:
    """Return the text mended without a word: NFC, no invisible or control character, no idle space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n\n")
    text = INVISIBLE.sub("", UNPRINTABLE.sub("", text))
    if len(text) > LONG:
        text = LONG_RUN_OF_MARKS.sub(r"\1", text)
    text = STACKED_MARKS.sub(lambda marks: marks[0][:DEEPEST_MARKS], text)
    text = STACKED_MARKS.sub(
        lambda marks: marks[0][:DEEPEST_MARKS], unicodedata.normalize("NFC", text)
    )
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def count_characters(text: str) -> int:
    """Return how many characters a person would count: accents, joiners and skin tones count for none.

    An emoji joined to another by a zero-width joiner counts once with it (UAX 29, as far as comments go).
    """
    return len(JOINED.sub("", EMOJI_JOINT.sub("", text)))


def problems(text: str) -> list[str]:
    """Return the codes of what a tidied text does that the rules refuse, in reading order of this list:

    empty, shouting, repeated_characters, repeated_lines. Length is a setting's matter, links are
    links.py's.
    """
    found = []
    if not any(map(str.isalnum, text)):
        found.append("empty")
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    if capitals + small >= SHOUT_LETTERS and capitals > SHOUT_SHARE * (capitals + small):
        found.append("shouting")
    if RUN.search(text):
        found.append("repeated_characters")
    lines = [line for line in text.split("\n") if len(line) > 10]
    if len(lines) - len(set(lines)) >= SAME_LINES - 1:
        found.append("repeated_lines")
    return found


def passage(text: str, code: str) -> str:
    """Return the words that made problems() say `code`, shortened to be quoted; "" where it is the whole."""
    if code == "repeated_characters":
        return RUN.search(text)[0][:5] + "…"
    if code == "repeated_lines":
        lines = [line for line in text.split("\n") if len(line) > 10]
        return excerpt(next(line for line in lines if lines.count(line) > 1), 60)
    return ""


STAFF_WORDS = frozenset(
    """admin admins administrateur administratrice administration administrator moderateur moderatrice
    moderateurs moderation moderator modo modos redaction redacteur redactrice redacteurs editor editors
    newsroom staff equipe officiel officielle official webmaster webmestre support publication commentaires
    الادارة ادارة الاشراف المشرف المشرفة المشرفون المشرفين التحرير المحرر المحررة المحررون""".split()
)
# Words that name nobody by themselves, beside those that do. As fold() leaves them: no hamza on its seat.
SMALL_WORDS = frozenset(
    """l la le les de du des d the of team en chef site a et adjoint adjointe directeur directrice service
    bureau comite هيية فريق رييس رييسة مدير مديرة مسوول مسوولة نايب قسم الموقع""".split()
)
LEET = str.maketrans("013457@$", "oieastas")


def imitates_staff(name: str, site_name: str) -> bool:
    """Whether a display name would be taken for the newsroom's, however its letters are disguised."""
    skeleton = fold(name).plain.translate(LEET)
    words = [word for word in re.findall(r"[^\W_]+", skeleton) if not word.isdigit()]
    site = re.findall(r"[^\W_]+", fold(site_name).plain.translate(LEET))
    reserved = STAFF_WORDS | set(site)
    telling = [word for word in words if word not in SMALL_WORDS or word in site]
    if not telling:
        return False
    joined = "".join(words)
    return (
        all(word in reserved for word in telling)
        and (any(word in STAFF_WORDS for word in telling) or joined == "".join(site))
    ) or joined in STAFF_WORDS | {"".join(site)}


def tidy_name(name: str) -> str:
    """Return a display name on one line."""
    return " ".join(tidy(name).split())


def as_text(text: str) -> str:
    """Return HTML that shows the text letter for letter, what looks like an entity or a tag included.

    A piece at a time: the sanitizer's cost grows with the square of the entities in one text.
    """
    pieces = (text[at : at + PIECE] for at in range(0, len(text), PIECE))
    return "".join(sanitize(html.escape(piece, quote=False)) for piece in pieces)


def render(text: str) -> str:
    """Return the HTML of a comment: its paragraphs and line breaks, everything else as text."""
    paragraphs = (
        as_text(paragraph).replace("\n", "<br>\n") for paragraph in text.split("\n\n") if paragraph
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
LONG = 5000  # characters: below, no run of marks is long enough to cost anything
PIECE = 2000  # characters
CUT_FOR = 10  # characters: fewer are quoted too


def marked(text: str, spans, context: int | None = None) -> str:
    """Return the text as HTML with each span in <mark>; with `context`, only that many characters around.

    `spans` have a start and an end in code points, in reading order and without overlap.
    """
    begin, finish = 0, len(text)
    if context is not None and spans:
        begin, finish = _around(text, spans[0].start, spans[-1].end, context)
    pieces, position = ["…" if begin else ""], begin
    for span in spans:
        pieces += [
            as_text(text[position : span.start]),
            f"<mark>{as_text(text[span.start : span.end])}</mark>",
        ]
        position = span.end
    pieces += [as_text(text[position:finish]), "…" if finish < len(text) else ""]
    return "".join(pieces)


def _around(text, start, end, context):
    """Return where a quotation begins and ends: at a space, and never for the sake of a few letters."""
    begin, finish = start - context, end + context
    begin = 0 if begin < CUT_FOR else text.rfind(" ", 0, begin) + 1 or begin
    if len(text) - finish < CUT_FOR:
        finish = len(text)
    else:
        space = text.find(" ", finish)
        finish = space if space != -1 else finish
    return begin, finish


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
