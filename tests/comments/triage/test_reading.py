"""What triage reads in a text: words of the lists in whatever spelling, and facts that no language changes."""

import pytest

from comments.rules.triage import features
from comments.rules.triage.model import Linear, Model, Unreadable
from comments.rules.triage.normal_text import as_compared, words_of
from comments.rules.triage.words import ours, shipped, word_lists

pytestmark = pytest.mark.once


def categories(text):
    return {category for _start, _end, category in ours().found(words_of(as_compared(text)))}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Quel IDIOT ce maire", "insult"),
        ("quel idiooot", "insult"),
        ("i d i o t !", "insult"),
        ("quel idioot", "insult"),
        ("pauvre conn", "insult"),
        ("espèce d’1d1ot", "insult"),
        ("des abrutis finis", "insult"),
        ("يا حِمـــار", "insult"),
        ("أنت غبي", "insult"),
        ("rentrez chez vous", "exclusion"),
        ("Bande de 7mar", "insult"),
        ("you people are scum", "insult"),
        ("go back where you came from", "exclusion"),
        ("les femmes de ce pays", "group"),
        ("Merci et bravo", "courtesy"),
    ],
)
def test_a_word_of_the_lists_is_found_however_it_is_written(text, category):
    assert category in categories(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Le constat est net", "une conférence", "Nous avons lu", "الحمد لله"),
        *("une année en ville", "dans la salle", "un ballon", "Nous y sommes allés"),
        *("Le train a du retard, ce sera plus tard", "une psychologue", "Il collabore avec nous"),
        *("en arrière", "On creuse un tunnel", "La charte : the charter", "une assistante"),
        *("Le doute demeure, nous pourrions attendre", "la mythologie", "un noyau", "à Castres"),
        *("le gaz et le four", "dans la Manche", "illegal parking", "four bridges", "Fukushima"),
        *("رأي مختلف", "عزيزي القارئ", "نعلم أن العملات", "يرتدي معطفا", "عند الفجر", "في بلاده"),
    ],
)
def test_an_ordinary_word_that_resembles_one_is_none(text):
    assert not categories(text) & set(features.HOSTILE)


def test_each_word_of_the_lists_can_be_found():
    """A star after a low line, a letter that the texts have no more: such a word would stand there for nothing."""
    lost = [
        word
        for category, texts in shipped().items()
        for words in texts.values()
        for word in words
        if category not in categories(word.replace("_", " ").rstrip("*"))
    ]
    assert lost == []


def test_links_and_names_of_users_are_not_read():
    assert words_of(as_compared("@karim voyez https://idiot.example/con et moi@idiot.example")) == [
        "voyez",
        "et",
    ]


def test_facts_tell_the_manner_in_any_language():
    said = {}
    for text in ("Tu es un idiot !!", "You are an idiot !!", "انت غبي !!"):
        _words, _grams, facts = features.read(text, ours())
        said[text] = {name for name in facts if name.startswith(("has", "hostile"))}
    first, *others = said.values()
    assert {"has insult", "hostile to somebody"} <= first
    assert all(first == other for other in others)


def a_model(**more):
    weights = {"w idiot": (2.0, 3.0), "w merci": (2.0, -3.0), " idio": (5.0, 1.0)}
    lists = {"insult": ["idiot"], "courtesy": ["merci"]}
    return Model(
        score=Linear(weights, {"has insult": 1.0}, -1.0), platt=(1.0, 0.0), lists=lists, **more
    )


def test_the_words_that_weigh_most_are_named_on_both_sides():
    reading = a_model().read("Merci à cet idiot")
    assert (reading.words, reading.against) == (["idiot"], ["merci"])
    assert a_model().read("Un idiot").score > 0.9 > 0.1 > a_model().read("Merci bien").score


def test_a_model_is_numbers_and_words_and_the_same_when_read_again():
    model = a_model(figures={"auc": 0.8})
    again = Model.unpacked(model.packed())
    assert again.read("Un idiot") == model.read("Un idiot")
    for broken in (b"", b"pickle", model.packed()[:40]):
        with pytest.raises(Unreadable):
            Model.unpacked(broken)


def test_a_rule_that_is_not_named_well_enough_hides_no_other():
    racist, other = Linear({}, {}, 2.0, is_named=False), Linear({}, {}, 1.0)
    assert a_model(rules={"racist": racist, "other": other}).read("Un idiot").rule is None
    racist.is_named = True
    assert a_model(rules={"racist": racist, "other": other}).read("Un idiot").rule == "racist"


def test_lists_take_words_stems_and_phrases():
    lists = word_lists({"insult": ["sot", "idiot*", "pauvre_type"]})
    found = [category for _s, _e, category in lists.found("le pauvre type idiote sots".split())]
    assert found == ["insult", "insult"]
