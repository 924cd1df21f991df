"""The private page and the letters say what is so in each state: no two sentences contradict each other."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone, translation

from comments import outbox
from comments.models import Appeal, Comment, Decision, Suspension
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY_JUDGES_IT = "va vous répondre ici"


def page_of(client, comment):
    return unescape(client.get(f"/suivi/{comment.follow_key}/").text)


def last_letter():
    mail.outbox.clear()
    outbox.deliver(at=timezone.now() + timedelta(minutes=1))
    return mail.outbox[-1]


def test_a_refusal_upheld_on_appeal_is_not_mended_after_all(client):
    comment = cast.a_rejected_comment(by=cast.sofia())
    assert "Corriger ce texte et le renvoyer" in page_of(client, comment)
    cast.uphold(cast.an_appeal(comment), by=cast.zoe(), reasons="Le passage vise une personne.")
    page = page_of(client, comment)
    assert "Corriger ce texte et le renvoyer" not in page
    assert "Vous pouvez saisir un organe" in page
    assert "n’y fait pas obstacle" not in page, "no examination can be asked for any more"
    answer = client.post(f"/suivi/{comment.follow_key}/correction/", {"text": "Un autre texte."})
    assert answer.status_code == 409


def test_an_appeal_whose_text_was_erased_has_lapsed(client):
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.an_appeal(comment)
    Comment.objects.get(pk=comment.pk).erase(by=cast.nora())
    page = page_of(client, comment)
    assert "Votre recours est devenu sans objet" in page
    assert "Réponse d’une autre personne" not in page
    assert NOBODY_JUDGES_IT not in page
    assert "à votre demande" not in page, "an order may have asked for it"


def test_a_sanction_on_an_erased_text_is_not_contested(client):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    sanction = cast.a_suspension(comment)
    assert "Contester cette sanction" in page_of(client, comment)
    Comment.objects.get(pk=comment.pk).erase(by=cast.nora())
    assert "Contester cette sanction" not in page_of(client, comment)
    address = f"/suivi/{comment.follow_key}/sanctions/{sanction.pk}/recours/"
    client.post(address, {"appeal": "Relisez, s’il vous plaît."})
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_whoever_is_suspended_is_invited_to_nothing_that_is_refused(client, state):
    other = cast.a_rejected_comment(by=cast.sofia(), sender="a" * 64)
    comment = cast.a_comment(sender="a" * 64)
    if state == "refused":
        comment.reject(by=cast.sofia(), **cast.against(1))
    cast.a_suspension(other, days=3)
    page = page_of(client, comment)
    assert "Vous ne pouvez pas commenter, ni changer ce texte, avant le" in page
    for invitation in ("Écrire un autre commentaire", "Corriger ce texte et le renvoyer",
                       "Modifier avant la relecture", "Vous pouvez continuer à commenter"):  # fmt: skip
        assert invitation not in page


def test_a_sanction_that_is_over_or_lifted_stands_in_the_past(client):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    sanction = cast.a_suspension(comment, days=3)
    assert "Vos commentaires sont suspendus" in page_of(client, comment)
    Appeal.objects.lodge(suspension=sanction, text="Relisez.", language="fr")
    sanction.confirm(by=cast.zoe(), reasons="La récidive est là.")
    Suspension.objects.get(pk=sanction.pk).lift(by=cast.zoe(), reasons="Un mois a passé.")
    page = page_of(client, comment)
    assert "Vos commentaires ont été suspendus" in page
    assert "Vos commentaires sont suspendus" not in page
    assert "<dt>Levée le</dt>" in page, "that is no duration"
    assert "<dt>Durée</dt>" not in page
    assert "Un mois a passé." in page, "the reasons for lifting, beside those for confirming"
    assert "La récidive est là." in page
    letter = last_letter()
    assert letter.subject == "La sanction est levée"
    assert "Fondement" not in letter.body, "a rule is no ground for lifting"


def test_a_hold_that_was_lifted_has_no_effect_any_more(client):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    sanction = cast.a_suspension(comment, "hold")
    effect = "Ce que vous écrivez attend dans une file à part"
    assert effect in page_of(client, comment)
    sanction.lift(by=cast.zoe(), reasons="Un mois a passé.")
    page = page_of(client, comment)
    assert effect not in page
    assert "Vos commentaires ont été mis à part" in page


def test_a_comment_shown_again_says_so_on_its_page_and_by_letter(client):
    comment = cast.a_published_comment(email="lina@exemple.org")
    last_letter()
    cast.a_notice(comment)
    comment.hide(at=timezone.now())
    assert "Relecture par une personne" in page_of(client, comment)
    assert "Il ne reparaîtra pas" in page_of(client, comment), "what withdrawing it would do"
    comment.refresh_from_db()
    comment.keep(by=cast.paul())
    page = page_of(client, comment)
    assert page.index("Masqué le temps") < page.index("Remis en ligne après relecture")
    letter = last_letter()
    assert letter.subject == "Votre commentaire est de nouveau en ligne"
    assert "Des alertes avaient masqué votre commentaire" in letter.body


def test_a_comment_kept_that_was_never_hidden_tells_its_author_nothing(client):
    comment = cast.a_published_comment(email="lina@exemple.org")
    cast.a_notice(comment)
    comment.keep(by=cast.paul())
    assert "Remis en ligne" not in page_of(client, comment)
    assert last_letter().subject == "Votre commentaire est publié"


@pytest.mark.parametrize("was_on_line", [True, False])
def test_a_letter_about_a_lost_appeal_gives_the_answer_and_the_ways_that_are_left(was_on_line):
    make = cast.a_published_comment if was_on_line else cast.a_comment
    comment = make(email="lina@exemple.org")
    (comment.remove if was_on_line else comment.reject)(by=cast.sofia(), **cast.against(1))
    cast.uphold(cast.an_appeal(comment), by=cast.zoe(), reasons="Le passage vise une personne.")
    letter = last_letter()
    assert letter.subject == "Votre recours a sa réponse"
    stands = "il reste retiré" if was_on_line else "il n’est pas publié"
    assert f"maintient la décision : {stands}" in " ".join(letter.body.split())
    assert "organe de règlement extrajudiciaire" in letter.body


def test_what_an_appeal_publishes_for_the_first_time_is_not_published_again(client):
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.reverse(cast.an_appeal(comment), by=cast.zoe(), reasons="La phrase vise l’argument.")
    page = page_of(client, comment)
    assert "Publié après un nouvel examen" in page
    assert "Rétabli" not in page
    assert "votre commentaire est publié. Vous aviez raison" in page
    Comment.objects.get(pk=comment.pk).withdraw()
    page = page_of(client, comment)
    assert "votre commentaire est publié" not in page
    assert "avait relu votre message et annulé la décision" in page


def test_what_was_on_line_before_and_is_again_is_said_to_be_restored(client):
    comment = cast.a_published_comment()
    comment.remove(by=cast.sofia(), **cast.against(1))
    comment.restore(by=cast.zoe(), reasons="À la relecture, rien n’y vise une personne.")
    page = page_of(client, comment)
    assert "Rétabli" in page
    assert "Publié après un nouvel examen" not in page


def test_a_ban_is_called_so_in_its_letter_too():
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    cast.a_suspension(comment, "ban", by=cast.zoe())
    letter = last_letter()
    assert letter.subject == "Vous ne pouvez plus commenter ici"
    assert "sans limite de durée" in letter.body


@pytest.mark.parametrize(
    ("language", "day", "until"),
    [
        ("ar", 30, "30 نوفمبر 2026"),
        ("fr", 30, "30 novembre 2026 à"),
        ("ar", 1, "1 نوفمبر 2026"),
        ("fr", 1, "jusqu’au 1er novembre 2026 à"),
    ],
)
def test_a_term_is_written_with_its_month_in_letters(language, day, until):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    sanction = cast.a_suspension(comment, days=3)
    at = sanction.until.replace(year=2026, month=11, day=day, hour=12)
    letter = comment.letters.get(suspension=sanction)
    letter.suspension.until, letter.language = at, language
    with translation.override(language):
        assert until in outbox.message_of(letter).body


def test_the_page_asks_once_for_a_new_examination(client):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    for kind in ("warn", "hold", "ban"):
        cast.a_suspension(comment, kind, by=cast.zoe())
    page = page_of(client, comment)
    assert page.count(">Demander un nouvel examen</button>") == 1
    assert ">Contester cette sanction</button>" in page


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("fr", "Pourquoi votre premier texte a été refusé"),
        ("ar", "لماذا رُفض نصكم الأول"),
        ("en", "Why your first text was refused"),
    ],
)
def test_the_reasons_of_a_refusal_stay_while_the_mended_text_waits(client, language, summary):
    comment = cast.a_rejected_comment(by=cast.sofia())
    reasons = comment.decisions.get().reasons
    Comment.objects.get(pk=comment.pk).mend("Un texte corrigé.")
    prefix = "" if language == "fr" else f"/{language}"
    page = unescape(client.get(f"{prefix}/suivi/{comment.follow_key}/").text)
    assert summary in page
    assert reasons in page
    assert "sans limite de durée" not in page, "the text that waits is not refused"


def test_the_facts_of_a_letter_bear_their_label():
    comment = cast.a_comment(email="lina@exemple.org")
    comment.reject(by=cast.sofia(), facts="La phrase « voir ici ».", **cast.against(1))
    letter = last_letter()
    label = "Passage en cause : La phrase"
    for part in (letter.body, letter.alternatives[0].content):
        assert label in part.translate({0xA0: " ", 0x202F: " "})


@pytest.mark.parametrize(
    ("language", "minutes", "told"),
    [
        ("fr", 59, "en moins de 59 minutes."),
        ("fr", 60, "en moins d’une heure."),
        ("fr", 61, "en moins de 2 heures."),
        ("ar", 60, "في أقل من ساعة."),
        ("ar", 90, "في أقل من ساعتين."),
        ("ar", 300, "في أقل من 5 ساعات."),
        ("en", 60, "in under an hour."),
        ("en", 61, "in under 2 hours."),
    ],
)
def test_a_delay_of_an_hour_and_more_is_told_in_hours(client, monkeypatch, language, minutes, told):
    queries = type(Decision.objects.all())
    monkeypatch.setattr(queries, "usual_delay_minutes", lambda self: minutes)
    monkeypatch.setattr(type(Decision.objects), "usual_delay_minutes", lambda self: minutes)
    comment = cast.a_comment()
    prefix = "" if language == "fr" else f"/{language}"
    page = unescape(client.get(f"{prefix}/suivi/{comment.follow_key}/").text)
    assert told in page.translate({0xA0: " ", 0x202F: " "})


def test_nothing_is_stopped_before_it_has_begun(client):
    comment = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
    assert "Un courriel vous a été envoyé" in page_of(client, comment)
    assert "Ne plus me prévenir" not in page_of(client, comment)
    comment.subscription.confirm()
    assert "Ne plus me prévenir" in page_of(client, comment)
    comment.subscription.end()
    ended = page_of(client, comment)
    assert "Ne plus me prévenir" not in ended
    assert "Me prévenir des réponses" in ended


def test_an_edited_text_bears_the_time_of_its_edit(client):
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    comment = cast.a_comment(at=at)
    quote = page_of(client, comment).partition("cite-com")[2].partition("</footer>")[0]
    assert "10:00" in quote
    assert "modifié" not in quote
    comment.edit("Un texte relu par son auteur.", at=at + timedelta(minutes=7))
    quote = page_of(client, comment).partition("cite-com")[2].partition("</footer>")[0]
    assert "modifié le" in quote
    assert "10:07" in quote
    assert "10:00" not in quote


@pytest.mark.parametrize("was_on_line", [True, False])
def test_a_withdrawn_comment_says_what_became_of_it(client, was_on_line):
    comment = cast.a_published_comment() if was_on_line else cast.a_comment()
    comment.withdraw()
    page = page_of(client, comment)
    assert ("les réponses qu’il a reçues y restent" in page) == was_on_line
    assert ("Il ne sera pas relu, ni publié." in page) != was_on_line
    assert "jusqu’à ce que vous le fassiez effacer" in page


def test_an_erased_comment_says_what_went_and_what_stays(client):
    comment = cast.a_published_comment()
    comment.erase()
    page = page_of(client, comment)
    assert "en ont été effacés, pour toujours" in page
    assert "Gardez-la" not in page, "there is next to nothing left to come back for"
