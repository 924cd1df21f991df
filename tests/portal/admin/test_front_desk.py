"""The front page desk: order, ends, no story twice, seen before readers see it; and the breaking banner."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Breaking, Pick
from portal.admin import front_desk
from tests import cast

pytestmark = pytest.mark.once

DESK = "/admin/une/"


@pytest.fixture
def editor(db):
    client = Client()
    client.force_login(cast.hicham())
    return client


def row(article, pick=None, place=1, order=1, until="", **more):
    return {"id": pick.pk if pick else "", "article": article.pk if article else "", "place": place, "order": order, "until": until, **more}  # fmt: skip


def sent(*rows, known=0, **buttons):
    form = {"picks-TOTAL_FORMS": len(rows), "picks-INITIAL_FORMS": known}
    for number, fields in enumerate(rows):
        form |= {f"picks-{number}-{name}": value for name, value in fields.items()}
    seen = front_desk._digest(Pick.objects.order_by("place", "order", "pk"))
    return {"seen": seen, **form, **buttons}


def pieces(*headlines):
    now = timezone.now()
    return [
        cast.an_article(headline=headline, standfirst="Un chapô.", published_at=now - timedelta(hours=n + 1))
        for n, headline in enumerate(headlines)
    ]  # fmt: skip


def order_on(page, *words):
    return sorted(words, key=page.index)


@pytest.mark.slow
def test_editors_order_the_front_page_by_hand(editor, client):
    first, _second, third = pieces("Un", "Deux", "Trois")
    answer = editor.post(DESK, sent(row(third), row(first, place=2, order=5), row(None)))
    assert answer.status_code == 302
    assert [(p.article, p.place, p.order) for p in Pick.objects.all()] == [(third, 1, 1), (first, 2, 1)]  # fmt: skip
    page = client.get("/").text
    assert order_on(page, ">Un<", ">Deux<", ">Trois<") == [">Trois<", ">Un<", ">Deux<"]
    assert LogEntry.objects.filter(user=cast.hicham()).count() == 2, "who chose is known"


@pytest.mark.slow
def test_the_preview_shows_what_readers_would_see_and_changes_nothing(editor, client):
    _first, second = pieces("Un", "Deux")
    shown = editor.post(DESK, sent(row(second), preview="yes")).text
    assert "les lecteurs ne voient pas encore" in shown
    assert order_on(shown, ">Un<", ">Deux<") == [">Deux<", ">Un<"]
    assert order_on(client.get("/").text, ">Un<", ">Deux<") == [">Un<", ">Deux<"]
    assert not Pick.objects.exists()


@pytest.mark.slow
def test_a_story_is_not_chosen_twice_in_whichever_language(editor):
    (article,) = pieces("Le pont")
    twin = cast.an_article(headline="الجسر", language="ar", translation_of=article)
    answer = editor.post(DESK, sent(row(article), row(twin, place=2)))
    assert answer.status_code == 422
    assert "Cette histoire est déjà choisie" in answer.text
    assert not Pick.objects.exists()


@pytest.mark.slow
def test_a_pick_ends_by_the_clock_and_is_told_so(editor, client):
    _first, second = pieces("Un", "Deux")
    pick = Pick.objects.create(article=second, until=timezone.now() + timedelta(hours=1))
    assert order_on(client.get("/").text, ">Un<", ">Deux<") == [">Deux<", ">Un<"]
    Pick.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert order_on(client.get("/").text, ">Un<", ">Deux<") == [">Un<", ">Deux<"]
    assert "terminé" in editor.get(DESK).text
    editor.post(DESK, sent(row(second, pick, DELETE="on"), known=1))
    assert not Pick.objects.exists()


@pytest.mark.slow
def test_a_pick_that_is_not_on_line_yet_waits_and_says_so(editor, client):
    draft = cast.an_article(headline="Demain", is_draft=True)
    editor.post(DESK, sent(row(draft)))
    assert "paraîtra une fois en ligne" in editor.get(DESK).text
    assert "Demain" not in client.get("/").text


@pytest.mark.slow
def test_an_older_piece_is_chosen_from_its_own_form(editor, monkeypatch):
    monkeypatch.setattr(front_desk, "OFFERED", 1)
    _new, old = pieces("Neuf", "Vieux")
    assert "Vieux" not in editor.get(DESK).text.split("<fieldset")[1]
    form = editor.get(f"/admin/articles/article/{old.pk}/change/").text
    assert f'href="{DESK}?article={old.pk}"' in form
    first = editor.get(f"{DESK}?article={old.pk}").text.split("<fieldset")[1]
    assert f'<option value="{old.pk}" selected>' in first
    assert editor.get(f"{DESK}?article=x").status_code == 200
    editor.post(f"{DESK}?article={old.pk}", sent(row(old)))
    assert Pick.objects.get().article == old


def test_the_button_pressed_twice_saves_once_and_blames_no_colleague(editor):
    (article,) = pieces("Un")
    form = sent(row(article))
    for _press in range(2):
        answer = editor.post(DESK, form, follow=True)
        assert answer.status_code == 200
        assert "Un collègue a changé la une" not in answer.text
    assert Pick.objects.get().article == article


@pytest.mark.slow
def test_a_form_opened_before_a_colleague_changed_the_front_page_is_refused(editor):
    first, second = pieces("Un", "Deux")
    before = sent(row(first))
    Pick.objects.create(article=second)
    answer = editor.post(DESK, before)
    assert answer.status_code == 409
    assert "Un collègue a changé la une" in answer.text
    assert f'<option value="{first.pk}" selected>' in answer.text, "what was chosen stays"
    assert Pick.objects.get().article == second


@pytest.mark.slow
@pytest.mark.parametrize("picked", ["original", "twin", "both"])
def test_a_story_picked_in_one_language_stands_once_in_each(client, db, picked):
    (article,) = pieces("Le pont")
    twin = cast.an_article(headline="الجسر", standfirst="نص.", language="ar", translation_of=article)  # fmt: skip
    for chosen in {"original": [article], "twin": [twin], "both": [article, twin]}[picked]:
        Pick.objects.create(article=chosen)
    for address, own, other in (("/", "Le pont", "الجسر"), ("/ar/", "الجسر", "Le pont")):
        page = client.get(address).text
        assert page.count(f">{own}<") == 1, address
        assert f">{other}<" not in page


@pytest.mark.slow
def test_the_desk_says_chosen_of_a_story_chosen_in_another_language(editor):
    (article,) = pieces("Le pont")
    twin = cast.an_article(headline="The bridge", standfirst="x", language="en", translation_of=article)  # fmt: skip
    Pick.objects.create(article=twin)
    assert editor.get(DESK).context["now_shown"] == [(article, True)]


@pytest.mark.slow
def test_the_desk_asks_as_many_queries_for_many_picks_as_for_few(editor, django_assert_num_queries):
    for article in pieces("Un", "Deux"):
        Pick.objects.create(article=article)
    editor.get(DESK)  # the session notes when it began
    with CaptureQueriesContext(connection) as few:
        editor.get(DESK)
    for article in pieces(*(f"Récit {n}" for n in range(8))):
        Pick.objects.create(article=article)
    with django_assert_num_queries(len(few)):
        editor.get(DESK)


def test_the_desk_is_the_editors(client, db):
    assert client.get(DESK).status_code == 302
    for colleague in (cast.sofia(), cast.ines()):
        client.force_login(colleague)
        assert client.get(DESK).status_code == 403


def a_banner(**more):
    now = timezone.now()
    return Breaking.objects.create(**{"text": "Séisme à Rabat", "since": now - timedelta(minutes=1), "until": now + timedelta(hours=1), **more})  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/ar/", "/charte/", "/societe/"])
def test_the_breaking_banner_stands_above_every_page_until_its_end(client, db, address):
    article = cast.an_article()
    a_banner(article=article, text_ar="زلزال في الرباط")
    page = client.get(address)
    assert ("زلزال في الرباط" if "/ar/" in address else "Séisme à Rabat") in page.text
    assert "Set-Cookie" not in page.headers
    Breaking.objects.update(until=timezone.now())
    assert "urgent" not in client.get(address).text.split("<main")[0]


@pytest.mark.parametrize(
    ("address", "told"), [("/", "Séisme à Rabat"), ("/ar/", "زلزال في الرباط"), ("/en/", "Séisme à Rabat")]
)  # fmt: skip
def test_it_speaks_the_readers_language_where_it_has_words_in_it(client, db, address, told):
    cast.an_article()
    a_banner(text_ar="زلزال في الرباط")
    page = client.get(address).text
    assert told in page
    assert ("Séisme" in page) == (told != "زلزال في الرباط")


def test_it_leads_to_its_article_only_once_readers_may_see_it(client, db):
    article = cast.an_article(headline="Secret", embargo_until=timezone.now() + timedelta(hours=1))
    a_banner(article=article)
    page = client.get("/").text
    assert "Séisme à Rabat" in page
    assert article.get_absolute_url() not in page


@pytest.mark.slow
def test_an_editor_sets_it_for_hours_never_for_days_and_takes_it_away_at_once(editor, client):
    later = timezone.localtime() + timedelta(days=2)
    typed = {"text": "Séisme", "until_0": later.strftime("%d/%m/%Y"), "until_1": "10:00:00"}
    now = timezone.localtime()
    typed |= {"since_0": now.strftime("%d/%m/%Y"), "since_1": now.strftime("%H:%M:%S")}
    answer = editor.post("/admin/articles/breaking/add/", typed)
    assert "vingt-quatre heures au plus" in answer.text
    breaking = a_banner(by=cast.hicham())
    acts = {"action": "stop", "_selected_action": [breaking.pk]}
    editor.post("/admin/articles/breaking/", acts)
    assert "Séisme" not in client.get("/").text
    with pytest.raises(ValidationError):
        Breaking(text="À l’envers", since=now, until=now - timedelta(hours=1)).full_clean()
