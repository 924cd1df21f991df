"""No address of a person's own is reached by guessing: every one is tried, as a stranger, a reader, a moderator,
an editor."""

import re
import secrets

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from comments.models import Comment, Notice, Subscription, TrustedFlagger
from tests import cast
from tests.test_architecture import patterns

pytestmark = pytest.mark.once

PRIVATE = [
    "/" + where.replace("<private_key:key>", "{key}").replace("<int:pk>", "1")
    for where, _entry in patterns(get_resolver())
    if "<private_key:key>" in where
]
DESK = sorted(
    {
        "/" + re.sub(r"<[^>]+>", "1", where)
        for where, entry in patterns(get_resolver())
        if where.startswith("admin/comments/") and entry.name and "\\" not in where
    }
)
STAFF = {"moderator": cast.sofia, "editor": cast.hicham}


@pytest.fixture(scope="module")
def everybody(django_db_setup, django_db_blocker):
    """Every kind of private key there is (each opens its own page, and no other), and a browser of each person."""
    with django_db_blocker.unblock(), transaction.atomic():
        comment = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
        notice = cast.a_notice(comment)
        flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
        keys = {
            "/suivi/": comment.follow_key,
            "/alertes/": notice.follow_key,
            "/reponses/": comment.subscription.key,
            "/signaleurs/": flagger.key,
        }
        browsers = {who: Client() for who in ("stranger", "reader", *STAFF)}
        for who, colleague in STAFF.items():
            browsers[who].force_login(colleague())
        # A reader has a page of their own already.
        assert browsers["reader"].get(f"/suivi/{keys['/suivi/']}/").status_code == 200
        yield keys, browsers
        transaction.set_rollback(True)


@pytest.fixture
def keys(everybody, db):
    return everybody[0]


@pytest.fixture
def someone(everybody, db):
    return everybody[1].get


def guesses(own, others):
    """What somebody would try: another page's key, one letter off, cut, upper case, numbers, at random."""
    last = "A" if own[-1] != "A" else "B"
    yield from others
    yield own[:-1] + last
    yield own[:-1]
    yield own.swapcase()
    yield "1"
    yield "A" * 43
    yield "-" * 43
    yield from (secrets.token_urlsafe() for _each in range(2))


@pytest.mark.slow
@pytest.mark.parametrize("who", ["stranger", "reader", "moderator", "editor"])
@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_page_is_reached_by_guessing(keys, someone, who, address):
    client = someone(who)
    own = next(key for start, key in keys.items() if address.startswith(start))
    others = [key for start, key in keys.items() if not address.startswith(start)]
    for guess in guesses(own, others):
        for method in (client.get, client.post):
            for language in ("", "/ar")[: 1 + (guess in others)]:
                answer = method(language + address.format(key=guess))
                # 405: this page takes no form, whatever the key.
                assert answer.status_code in {404, 405}, (address, guess)
                for private in (own, *others):
                    assert private == guess or private not in answer.content.decode()


def test_a_key_is_long_random_and_one_of_its_kind(keys):
    for key in keys.values():
        assert len(key) == 43, "256 bits"
    for model, field in (
        (Comment, "follow_key"),
        (Notice, "follow_key"),
        (Subscription, "key"),
        (TrustedFlagger, "key"),
    ):
        column = model._meta.get_field(field)
        assert column.unique
        assert column.default is secrets.token_urlsafe


@pytest.mark.slow
def test_no_page_tells_a_private_address_but_that_page(keys, client):
    comment = Comment.objects.get()
    pages = ["/", comment.article.get_absolute_url(), "/charte/"]
    for who in (cast.sofia, cast.zoe, cast.nora):
        colleague = Client()
        colleague.force_login(who())
        for address in [*pages, *DESK]:
            told = colleague.get(address, follow=True)
            text = told.getvalue().decode() if told.streaming else told.content.decode()
            for start, key in keys.items():
                is_lead_s_own = start == "/signaleurs/" and "trustedflagger" in address
                assert key not in text or is_lead_s_own, (address, start)


@pytest.mark.slow
@pytest.mark.parametrize("address", DESK)
def test_the_desk_answers_a_stranger_and_a_reader_with_its_door(someone, address):
    for who in ("stranger", "reader"):
        client = someone(who)
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code == 302, (who, address)
            assert "/admin/login/" in answer["Location"]


# Where an editor picks a comment for the front page, replies in the newsroom's name, or slows a discussion.
AN_EDITORS_TOO = re.compile(
    r"/comment/(?:1/)?(?:choix|reponse)/$|/slowmode/(?:1/(?:ralentir|relacher)/)?$"
)


@pytest.mark.slow
@pytest.mark.parametrize("address", [each for each in DESK if not AN_EDITORS_TOO.search(each)])
def test_an_editor_learns_nothing_at_the_desk_not_even_what_exists(someone, address):
    client = someone("editor")
    for there in (str(Comment.objects.get().pk), "999999"):
        for method in (client.get, client.post):
            answer = method(address.replace("/1/", f"/{there}/"))
            assert answer.status_code == 403 or is_home(answer), address


@pytest.mark.slow
def test_an_editor_picks_and_answers_what_readers_see_and_learns_of_nothing_else(someone):
    client = someone("editor")
    waiting = cast.a_comment(text="Un texte que personne n’a encore relu.")
    refused = cast.a_rejected_comment(text="Un texte refusé.")
    for address in ("/admin/comments/comment/{}/choix/", "/admin/comments/comment/{}/reponse/"):
        for method in (client.get, client.post):
            missing = method(address.format(999999))
            for comment in (waiting, refused):
                assert method(address.format(comment.pk)).status_code == missing.status_code
    assert waiting.text not in client.get("/admin/comments/comment/choix/").text


def is_home(answer):
    """The admin's old address of a row, and of a row that is not there, lead elsewhere without a word of it."""
    return answer.status_code == 302 and "/login/" not in answer["Location"]


# What a moderator is not let near: the lead's, the administrator's.
NOT_A_MODERATORS = re.compile(
    r"/(?:letter|thresholds|triagesettings|trustedflagger|event|filing)/|/charter/(?:nouvelle|1/publication)/"
    r"|/decision/(?:export|equipe)/|/(?:add|delete)/$|/effacement/$"
)


@pytest.mark.slow
@pytest.mark.parametrize("address", DESK)
def test_a_moderator_is_refused_what_is_the_leads_or_the_administrators(someone, address):
    client = someone("moderator")
    if NOT_A_MODERATORS.search(address):
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code in {403, 404} or is_home(answer), address
            assert "exemple.org" not in answer.content.decode()
    else:
        assert client.get(address).status_code in {200, 302, 403, 404}
        assert "exemple.org" not in client.get(address, follow=True).content.decode()
