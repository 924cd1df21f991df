"""The same words again, and a text that many hands send with a word changed."""

import pytest

from comments.models import Comment, RepeatedText
from comments.rules.likeness import are_near, say_the_same, simhash, text_digest
from tests import cast

pytestmark = pytest.mark.once

TEXT = (
    "Cette réforme des bibliothèques est une honte, et tout le monde le sait depuis longtemps déjà."
)


def test_case_accents_spaces_and_disguises_make_no_difference():
    disguised = "CETTE  reforme des bibliotheques est une honte ; et tout le monde le s\u200bait, depuis longtemps dеja !"
    assert text_digest(TEXT) == text_digest(disguised) != ""


def test_a_short_text_is_like_no_other():
    assert text_digest("Merci pour cet article.") == ""
    assert simhash("Merci !") is None


def test_one_changed_word_is_near_and_another_subject_is_not():
    assert are_near(simhash(TEXT), simhash(TEXT.replace("longtemps", "toujours")))
    other = "Le passage sur les catalogues partagés m’a beaucoup appris, merci à la rédaction."
    assert not are_near(simhash(TEXT), simhash(other))


AGREED = "Je suis d’accord avec cette réforme des bibliothèques, elle est bonne pour tout le pays."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (AGREED, AGREED.replace("suis", "ne suis pas"), False),
        (AGREED, AGREED.replace("bonne pour", "bonne contre"), False),
        (AGREED, f"{AGREED} Ils sont 200.", False),
        ("Il y a eu 12 morts dans la ville ce matin.", "Il y a eu 21 morts dans la ville ce matin.", False),
        ("أنا مع هذا الإصلاح لأنه جيد للبلاد كلها", "أنا ضد هذا الإصلاح لأنه جيد للبلاد كلها", False),
        ("Bravo à toute l’équipe de Rabat.", "Bravo à toute l’équipe d’Alger.", False),
        ("BRAVO à l’equipe de Rabat !", "Bravo, à l’équipe de Rabat.", True),
        (TEXT, TEXT.replace("longtemps", "toujours"), True),
        (TEXT, TEXT.replace("réforme", "loi").replace("honte", "chance"), False),
    ],
)  # fmt: skip
def test_near_texts_say_the_same_unless_a_turn_or_too_much_differs(one, other, same):
    assert say_the_same(one, other) is same
    assert say_the_same(other, one) is same


def test_the_contrary_is_neither_offered_beside_a_text_nor_flagged_as_its_variant(db):
    agreed = cast.a_comment(text=AGREED)
    contrary = cast.a_comment(text=AGREED.replace("suis", "ne suis pas"))
    assert are_near(agreed.simhash, contrary.simhash)
    assert contrary.look_alikes() == []
    assert not contrary.revision.flags.exists()


@pytest.mark.slow
def test_look_alikes_are_shown_whole_with_what_differs_and_none_is_ticked(client, db):
    cast.a_comment(text=TEXT, name="Karim")
    variant = cast.a_comment(text=TEXT.replace("longtemps", "toujours"))
    client.force_login(cast.sofia())
    page = client.get(f"/admin/comments/comment/{variant.pk}/change/").text
    panel = page.split('id="semblables"')[1].split("</details>")[0]
    assert "Karim" in panel
    assert "longtemps" in panel.split("<ins")[1]
    assert "checked" not in panel


def test_the_same_words_are_refused_for_a_day_whoever_sends_them(db):
    first = cast.a_comment(text=TEXT)
    with pytest.raises(RepeatedText):
        cast.a_comment(text=TEXT.upper(), name="Une autre")
    Comment.objects.filter(pk=first.pk).update(
        created_at=first.created_at - cast.timedelta(hours=25)
    )
    cast.a_comment(text=TEXT)


def test_short_thanks_may_be_said_by_everyone(db):
    cast.a_comment(text="Merci pour cet article.")
    cast.a_comment(text="Merci pour cet article.")


@pytest.mark.slow
def test_a_variant_passes_with_a_flag(client, db):
    cast.a_comment(text=TEXT)
    variant = cast.a_comment(text=TEXT.replace("longtemps", "toujours"))
    assert [flag.code for flag in variant.revision.flags.all()] == ["wave"]
    client.force_login(cast.sofia())
    page = client.get(f"/admin/comments/comment/{variant.pk}/change/").text
    assert "Presque les mêmes mots sont arrivés" in page
    assert "<mark>" not in page


def test_a_variant_is_found_among_many_texts_that_differ_by_a_number(db):
    """Their words are compared with those of the nearest alone: five hundred took longer than all the rest of a post."""
    said = "Le maire doit rendre leur argent aux familles que ce chantier a chassées de la rue {}."
    first = cast.a_comment(text=said.format("Haute"))
    for number in range(100, 130):
        other = cast.a_comment(text=said.format(f"Haute, au {number}"), article=first.article)
        assert not other.revision.flags.exists(), "another number, another text"
    variant = cast.a_comment(text=said.format("Basse"), article=first.article)
    assert [flag.code for flag in variant.revision.flags.all()] == ["wave"]


def test_erasing_a_person_takes_the_likeness_of_their_words_too(db):
    comment = cast.a_comment(text=TEXT)
    comment.erase(by=cast.nora())
    comment.refresh_from_db()
    assert (comment.text_digest, comment.simhash) == ("", None)
