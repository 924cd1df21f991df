"""One word for one thing: docs/words.md and the catalogues of sentences agree."""

import re
from pathlib import Path

import polib
import pytest

pytestmark = [pytest.mark.once, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
LANGUAGES = {"fr": "French", "ar": "Arabic", "en": "English"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>|\[\w\]|&\w+;")
LETTER = r"[^\W\d_]"
ARABIC_MARKS = re.compile("[\u064b-\u0652\u2066-\u2069]")
# What may be written at the head of an Arabic word: and, so, by, for, like, the.
ARABIC_HEAD = "[وف]?(?:[بك]?ال|لل|[بكل])?"
SHORT = 4  # words: a longer sentence may say a term's thing in a turn of its own


def plain(text):
    """Return the text without placeholders, tags, Arabic vowels and capitals."""
    return ARABIC_MARKS.sub("", PLACEHOLDER.sub(" ", text)).casefold()


def says(text, word, language):
    """Tell whether the word stands in the text, whole; an Arabic one may bear its article."""
    head = ARABIC_HEAD if language == "ar" else ""
    end = "s?" if language in ("fr", "en") else ""
    whole = rf"(?<!{LETTER}){head}{re.escape(plain(word))}{end}(?!{LETTER})"
    return re.search(whole, plain(text)) is not None


def rows():
    """Return the rows of the table: the terms of each language, the words that none may use."""
    lines = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines()
    table = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    for row in table[2:]:
        terms = {code: row[at].split(" / ") for at, code in enumerate(LANGUAGES)}
        refused = {"fr": [], "ar": [], "en": []}
        for part in filter(None, row[4].split("; ")):
            language, words = part.split(": ")
            refused[language] += words.split(", ")
        yield terms, refused


def sentences(language):
    """Yield each msgid with what it becomes in this language; a plural's forms one by one."""
    for entry in polib.pofile(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"):
        if entry.msgid_plural:
            yield from ((entry.msgid, form) for form in entry.msgstr_plural.values())
        else:
            yield entry.msgid, entry.msgstr


def words_that_stand(language, found):
    refused = [word for _, words in rows() for word in words[language]]
    return [(word, text) for _, text in found for word in refused if says(text, word, language)]


def terms_lost(language, found):
    """Return the short sentences that hold a French term and not its word of this language.

    The longest term of a sentence counts: «fil d’agence» is no «source». An inflected word may go on: «bylines».
    """
    every = sorted((terms for terms, _ in rows()), key=lambda terms: -len(terms["fr"][0]))
    lost = []
    for msgid, text in found:
        if len(plain(msgid).split()) > SHORT:
            continue
        terms = next((terms for terms in every if says(msgid, terms["fr"][0], "fr")), None)
        if terms and not any(plain(word) in plain(text) for word in terms[language]):
            lost.append((msgid, text))
    return lost


def test_the_glossary_has_a_word_in_each_language_for_each_thing():
    table = list(rows())
    assert len(table) >= 40
    for terms, refused in table:
        assert all(all(words) for words in terms.values()), terms
        for language, words in refused.items():
            assert not set(words) & set(terms[language]), terms
    french = [terms["fr"][0] for terms, _ in table]
    assert len(french) == len(set(french)), "one row for one thing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_uses_a_word_that_the_glossary_refuses(language):
    assert words_that_stand(language, sentences(language)) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_term_is_translated_by_the_word_of_its_row(language):
    assert terms_lost(language, sentences(language)) == []


def test_arabic_has_its_own_stops_and_writes_tanwin_before_the_alif():
    for _, text in sentences("ar"):
        assert not re.search("[,;?]|\u0627\u064b", PLACEHOLDER.sub("", text)), text


def test_another_word_for_the_same_thing_is_seen():
    assert words_that_stand("ar", [("recours", "الطعون")]) == [("طعون", "الطعون")]
    assert words_that_stand("en", [("courriel", "An e-mail is sent.")]) != []
    assert words_that_stand("en", [("en attente", "The planet waits.")]) == []
    assert terms_lost("en", [("Recours jugés", "Complaints decided")]) != []
    assert terms_lost("ar", [("Fils d’agence", "خدمات الوكالات")]) == []
