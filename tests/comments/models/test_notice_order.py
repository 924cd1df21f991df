"""«Signalés»: in what order notices are read, when an answer is due, and what needs no second look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.log.audit import broken_links
from comments.models import Comment, Letter, Notice, Thresholds, TrustedFlagger
from comments.rules.weights import LEAST
from tests import cast

pytestmark = pytest.mark.both


def a_flagger(**particulars):
    return TrustedFlagger.objects.create(
        name="Association de vigilance", email="vigie@exemple.org", **particulars
    )


@pytest.mark.slow
def test_a_trusted_flagger_comes_first_then_what_is_late_then_what_weighs(db):
    heavy, late, trusted, light = (cast.a_published_comment() for _each in range(4))
    for _reader in range(3):
        cast.a_notice(heavy)
    cast.a_notice(late, at=timezone.now() - timedelta(hours=49))
    cast.a_notice(trusted, flagger=a_flagger())
    cast.a_notice(light)
    assert list(Comment.objects.reported()) == [trusted, late, heavy, light]


@pytest.mark.slow
def test_unlawful_content_is_answered_sooner(db):
    comment = cast.a_published_comment()
    now = timezone.now()
    due = [
        cast.a_notice(comment, at=now, **more).due_at - now
        for more in ({}, {"is_legal": True, "good_faith": True}, {"flagger": a_flagger()})
    ]
    assert [term.total_seconds() / 3600 for term in due] == [48, 24, 6]


@pytest.mark.slow
def test_whoever_alerted_well_before_weighs_more_and_whoever_did_not_less(db):
    def alerts(email, verb, **particulars):
        for _each in range(3):
            comment = cast.a_published_comment()
            cast.a_notice(comment, email=email)
            getattr(comment, verb)(by=cast.sofia(), **particulars)

    alerts("juste@exemple.org", "remove", **cast.against(1))
    alerts("legere@exemple.org", "keep")
    comment = cast.a_published_comment()
    weights = [
        cast.a_notice(comment, email=email).weight
        for email in ("juste@exemple.org", "inconnue@exemple.org", "legere@exemple.org")
    ]
    assert weights == [15, 10, 5]


@pytest.mark.slow
def test_a_text_looked_at_is_left_alone_until_something_new_is_alleged(client, db):
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    decision = comment.keep(by=cast.sofia())
    again = cast.a_notice(comment, email="lectrice@exemple.org")
    assert again.settled_by == decision
    assert not Comment.objects.reported().exists()
    page = client.get(f"/alertes/{again.follow_key}/").text
    assert "déjà été relu pour cette règle" in page
    assert Letter.objects.get(notice=again).kind == "answer"
    for new in ({"clause": cast.clause(2)}, {"clause": None}, {"flagger": a_flagger()}):
        assert cast.a_notice(comment, **new).settled_by is None
    assert cast.a_notice(comment, is_legal=True, good_faith=True).settled_by is None
    assert Comment.objects.reported().get() == comment
    assert list(broken_links()) == []


@pytest.mark.slow
def test_a_look_taken_back_settles_nothing(db):
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    decision = comment.keep(by=cast.sofia())
    again = cast.a_notice(comment)
    comment.undo(decision, by=cast.sofia())
    again.refresh_from_db()
    assert again.settled_by is None
    assert comment.notices.open().count() == 2
    assert list(broken_links()) == []


@pytest.mark.slow
def test_the_number_of_alerts_hides_nothing_by_itself(db):
    comment = cast.a_published_comment()
    for _reader in range(30):
        cast.a_notice(comment)
    comment.refresh_from_db()
    assert comment.is_visible


@pytest.mark.slow
def test_with_a_threshold_so_many_alerts_hide_it_until_somebody_has_looked(client, db):
    Thresholds.objects.create(pk=1, hide_at_weight=30)
    comment = cast.a_published_comment(text="Un texte à relire.", email="lina@exemple.org")
    page = comment.article.get_absolute_url()
    for _reader in range(2):
        cast.a_notice(comment)
    assert "Un texte à relire." in client.get(page).text
    cast.a_notice(comment)
    comment.refresh_from_db()
    assert not comment.is_visible
    shown = client.get(page).text
    assert "Un texte à relire." not in shown
    assert "masqué le temps d’une relecture" in shown
    assert "masqué le temps d’une relecture" in client.get(f"/suivi/{comment.follow_key}/").text
    assert Letter.objects.filter(kind="hidden", to="lina@exemple.org").count() == 1
    assert Comment.objects.reported().get() == comment
    assert list(broken_links()) == []
    decision = comment.keep(by=cast.sofia())
    assert "Un texte à relire." in client.get(page).text
    comment.undo(decision, by=cast.sofia())
    assert not comment.is_visible, "taken back, it is hidden again"
    assert list(broken_links()) == []
    Comment.objects.filter(pk=comment.pk).update(hidden_at=None)
    assert "hidden" in next(broken_links()).what


@pytest.mark.slow
def test_a_hidden_comment_is_removed_or_withdrawn_like_any_other(db):
    Thresholds.objects.create(pk=1, hide_at_weight=20)
    for verb, particulars in (
        ("remove", {"by": cast.sofia(), **cast.against(1)}),
        ("withdraw", {}),
        ("erase", {"by": cast.nora()}),
    ):
        comment = cast.a_published_comment()
        cast.a_notice(comment, clause=cast.clause(2))
        comment.refresh_from_db()
        assert comment.hidden_at
        getattr(comment, verb)(**particulars)
    assert not Comment.objects.exclude(hidden_at=None).exists()
    assert list(broken_links()) == []


@pytest.mark.slow
def test_a_trusted_flagger_alerts_from_a_private_page(client, db):
    flagger = a_flagger()
    comment = cast.a_published_comment()
    home = f"/signaleurs/{flagger.key}/"
    assert "Association de vigilance" in client.get(home).text
    wrong = client.post(home, {"comment": "https://www.exemple.org/"})
    assert wrong.status_code == 422
    assert "vérifiez-la" in wrong.text
    place = f"{comment.article.get_absolute_url()}#{comment.anchor}"
    for address in (str(comment.pk), f"http://testserver{place}", comment.get_absolute_url()):
        form = client.post(home, {"comment": address})
        assert form.status_code == 302, address
    sent = client.post(
        form["Location"],
        {"clause": "7", "explanation": "Menace.", "good_faith": "on", "step": "2"},
    )
    assert sent.status_code == 302, sent.text
    notice = Notice.objects.get()
    assert (notice.flagger, notice.email, notice.weight) == (flagger, "vigie@exemple.org", 100)
    assert notice.name == "Association de vigilance"
    assert comment.remove(by=cast.sofia(), **cast.against(7)).detection == "trusted"
    assert "réponse donnée" in client.get(home).text


@pytest.mark.slow
def test_a_flagger_whose_status_is_over_is_nobodys(client, db):
    flagger = a_flagger(until=timezone.localdate() - timedelta(days=1))
    comment = cast.a_published_comment()
    assert client.get(f"/signaleurs/{flagger.key}/").status_code == 404
    assert client.get(f"/signaleurs/{flagger.key}/{comment.pk}/").status_code == 404


def alerts_of(readers, comments, **particulars):
    """Each of so many readers alerts on one of these comments; return the notices."""
    return [
        cast.a_notice(comments[reader % len(comments)], sender=f"lecteur {reader}", **particulars)
        for reader in range(readers)
    ]


def is_hidden(comment):
    return Comment.objects.get(pk=comment.pk).hidden_at is not None


@pytest.mark.slow
@pytest.mark.parametrize("around", ["its author", "its article"])
def test_a_crowd_that_alerts_all_around_a_comment_hides_it_later(db, around):
    Thresholds.objects.update_or_create(pk=1, defaults={"hide_at_weight": 50})
    comment = cast.a_published_comment(email="cible@exemple.org")
    same = {"email": comment.email} if around == "its author" else {"article": comment.article}
    others = [cast.a_published_comment(**same) for _each in range(2)]
    alerts_of(4, [comment])  # before the crowd: what they weigh is weighed anew with the fifth
    alerts_of(5, others)
    assert not any(map(is_hidden, others)), "each of these has three alerts at most"
    assert cast.a_notice(comment, sender="un autre").weight == 10
    assert not is_hidden(comment), "five unknown readers count 25"
    alerts_of(9, [comment])
    assert is_hidden(comment)


@pytest.mark.slow
def test_alerts_on_one_comment_alone_hide_it_as_always(db):
    Thresholds.objects.update_or_create(pk=1, defaults={"hide_at_weight": 50})
    comment = cast.a_published_comment()
    alerts_of(5, [comment])
    assert is_hidden(comment)


@pytest.mark.slow
def test_readers_with_a_record_count_in_full_in_a_burst(db):
    for reader in range(5):
        for _each in range(3):
            founded = cast.a_published_comment()
            cast.a_notice(founded, sender=f"lecteur {reader}")
            founded.remove(by=cast.sofia(), **cast.against(1))
    Notice.objects.update(at=timezone.now() - timedelta(days=1))
    Thresholds.objects.update_or_create(pk=1, defaults={"hide_at_weight": 50})
    comment = cast.a_published_comment()
    alerts_of(5, [cast.a_published_comment(article=comment.article) for _each in range(5)])
    alerts_of(4, [comment])
    assert is_hidden(comment), "four times 15"


@pytest.mark.slow
def test_one_reader_an_hour_ago_or_somebody_shut_out_make_no_burst(db):
    comment = cast.a_published_comment()
    others = [cast.a_published_comment(article=comment.article) for _each in range(6)]
    for other in others:
        cast.a_notice(other, sender="un seul lecteur")
    alerts_of(5, others, at=timezone.now() - timedelta(minutes=61))
    assert not Notice.objects.in_a_burst(comment, timezone.now())
    shut_out = alerts_of(5, others, explanation="Encore.")
    Notice.objects.filter(pk__in=[each.pk for each in shut_out]).update(weight=LEAST)
    assert not Notice.objects.in_a_burst(comment, timezone.now())
    Notice.objects.filter(pk__in=[each.pk for each in shut_out]).update(weight=10)
    assert Notice.objects.in_a_burst(comment, timezone.now())
