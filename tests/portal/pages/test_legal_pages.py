"""What the house declares of itself: nothing that no audit proved, and all the law asks for."""

from datetime import date
from html import unescape

import pytest

from comments.models import Thresholds
from tests import cast

pytestmark = pytest.mark.once


def words_of(client, address):
    return " ".join(unescape(client.get(address).text).split())


def test_a_site_without_an_audit_is_declared_non_compliant(client, db):
    for address in ("/accessibilite/", "/"):
        page = words_of(client, address)
        assert "non conforme (audit non réalisé)" in page
        assert "partiellement conforme" not in page


def test_an_operator_declares_what_their_audit_found(client, db, settings):
    settings.ACCESSIBILITY = {
        "status": "partially-compliant",
        "audited": date(2026, 5, 12),
        "rate": 87,
        "exceptions": "Les cartes de l’ancien site.",
    }
    page = words_of(client, "/accessibilite/")
    for told in ("partiellement conforme", "12 mai 2026", "87", "Les cartes de l’ancien site."):
        assert told in page.replace("\u00a0", " ")
    assert "partiellement conforme" in words_of(client, "/").partition("<footer")[2]
    assert "audit non réalisé" not in page


@pytest.mark.parametrize(
    "told",
    [
        "responsable du traitement",
        "Les Deux Rives",
        "article 6, paragraphe 1",
        "intérêt légitime",
        "l’autorité de protection des données",
        "rectification",
        "vous y opposer",
        "Si vous signalez une erreur",
    ],
)
def test_the_privacy_page_tells_what_the_law_asks_for(client, db, settings, told):
    settings.PUBLISHER = "Les Deux Rives"
    assert told in words_of(client, "/confidentialite/")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_languages_of_a_comment_are_told_truly_under_any_article(client, db, language):
    article = cast.an_article(language=language)
    page = words_of(client, article.home_url)
    assert "En français, en arabe ou en anglais." in page
    assert "dans la langue de l’article" not in page


def test_authorities_and_readers_know_where_to_write_and_in_which_languages(client, db, settings):
    """Regulation (EU) 2022/2065, art. 11 and 12."""
    settings.CONTACT_EMAIL = "redaction@exemple.org"
    settings.AUTHORITIES_CONTACT = "autorites@exemple.org"
    settings.CONTACT_LANGUAGES = "français, anglais, arabe"
    page = words_of(client, "/mentions/")
    _before, readers, rest = page.partition("article 12)")
    of_readers, _title, of_authorities = rest.partition("Autorités (article 11)")
    assert readers
    assert "mailto:redaction@exemple.org" in of_readers
    assert "mailto:autorites@exemple.org" in of_authorities
    assert "français, anglais, arabe" in page
    assert "CPPAP" not in page, "no number, no line"
    settings.PRESS_NUMBER = "0129 W 99999"
    assert "0129 W 99999" in words_of(client, "/mentions/")


@pytest.mark.parametrize(
    ("where", "said"),
    [("", "français, anglais"), ("/ar", "الفرنسية، الإنجليزية"), ("/en", "French, English")],
)
def test_which_languages_we_read_is_said_in_the_language_of_the_page(client, db, where, said):
    assert said in words_of(client, f"{where}/mentions/")


def test_the_charter_says_who_moderates_with_what_and_who_else_may_judge(client, db, settings):
    """Art. 14 and 21."""
    page = words_of(client, "/charte/")
    assert "Des personnes décident de chaque commentaire" in page
    assert "La Commission européenne publie la liste de ces organes." in page
    settings.OUT_OF_COURT = "Organe d’exemple\n1 quai du Droit"
    page = words_of(client, "/charte/")
    assert "Organe d’exemple" in page
    assert "La Commission européenne publie" not in page


@pytest.mark.parametrize(
    ("where", "said"),
    [("", "sept jours au plus"), ("/en", "seven days at most"), ("/ar", "سبعة أيام على الأكثر")],
)
def test_the_charter_says_by_what_repeated_misuse_is_weighed_and_for_how_long(
    client, db, where, said
):
    """Art. 23(4): of commenters and of whoever alerts; the term is the one that the database allows."""
    page = words_of(client, f"{where}/charte/")
    assert said in page
    assert Thresholds._meta.get_field("suspension_days").validators[1].limit_value == 7
    if not where:
        for words in ("nombre des messages", "gravité", "suites", "intention", "Qui ne peut plus alerter"):  # fmt: skip
            assert words in page
