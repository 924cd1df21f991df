"""Addresses and keys of private pages are encrypted in the database, and found there all the same."""

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from articles.encryption import MARK
from articles.models import ErrorReport
from articles.models.encrypted import fields_of, is_locked
from comments.models import Comment, Letter, Notice, Subscription, Suspension, TrustedFlagger
from portal.health.checks import addresses_can_be_read
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.django_db]
LINA = "lina@exemple.org"
OLD = "an older secret, of thirty-two letters"
MODELS = [Comment, Notice, Suspension, Subscription, Letter, TrustedFlagger, ErrorReport]


def stored(model, field):
    """Return what the database holds in a column, as whoever took it would read it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{field}" FROM {model._meta.db_table} ORDER BY id')
        return [value for (value,) in cursor.fetchall()]


def store(row, field, value):
    """Put a value into the database as an older program stored it."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {row._meta.db_table} SET "{field}" = %s WHERE id = %s', [value, row.pk])  # fmt: skip


def a_site_with_addresses():
    comment = cast.a_rejected_comment(email=LINA)
    cast.a_warning(comment)
    notice = cast.a_notice(cast.a_published_comment(), email=LINA, explanation="Faux.")
    Subscription.objects.create(comment=comment, asked_at=comment.created_at)
    TrustedFlagger.objects.create(name="Vigie", email=LINA)
    ErrorReport.objects.create(article=comment.article, text="Une date.", email=LINA)
    return comment, notice


def test_no_address_and_no_private_page_can_be_read_in_any_table():
    comment, notice = a_site_with_addresses()
    plain = {LINA, comment.follow_key, notice.follow_key, comment.subscription.key}
    for model in MODELS:
        for field in fields_of(model):
            values = [value for value in stored(model, field.column) if value]
            assert values, f"{model.__name__}.{field.name} was not tried"
            assert all(value.startswith(MARK) for value in values)
            assert not plain & set(values)
    again = Comment.objects.get(pk=comment.pk)
    assert (again.email, again.follow_key) == (LINA, comment.follow_key)


def test_what_is_encrypted_is_found_by_equality_and_by_nothing_else():
    comment, _notice = a_site_with_addresses()
    assert Comment.objects.get(follow_key=comment.follow_key) == comment
    assert Comment.objects.get(email__iexact="LINA@Exemple.org") == comment
    assert Comment.objects.filter(email__in=[LINA, "x@exemple.org"]).get() == comment
    assert Comment.objects.exclude(email="").get() == comment
    assert not Comment.objects.filter(follow_key=stored(Comment, "follow_key")[0]).exists(), (
        "what is stored opens nothing"
    )
    with pytest.raises(FieldError, match="Unsupported lookup 'contains'"):
        Comment.objects.filter(email__contains="lina").exists()


def test_a_capital_letter_makes_nobody_another_person():
    comment = cast.a_comment(email="Lina@Exemple.org")
    assert comment.email == LINA
    assert Comment.objects.get(email=LINA) == comment


def test_what_an_older_program_stored_in_clear_is_read_found_and_encrypted(capsys):
    comment, _notice = a_site_with_addresses()
    key = comment.follow_key
    store(comment, "email", "Lina@exemple.org")
    store(comment, "follow_key", key)
    assert Comment.objects.get(follow_key=key).email == "Lina@exemple.org"
    call_command("reencrypt")
    assert "comments.Comment: 2\n" in capsys.readouterr().out
    assert stored(Comment, "follow_key")[0].startswith(MARK)
    assert Comment.objects.get(email=LINA, follow_key=key) == comment
    call_command("reencrypt")
    assert "comments.Comment: 0\n" in capsys.readouterr().out, "once is enough"


def test_the_secret_is_changed_without_losing_a_page_or_an_address(settings, capsys):
    settings.SECRET_KEY, now = OLD, settings.SECRET_KEY
    comment, _notice = a_site_with_addresses()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = now, [OLD]
    assert Comment.objects.get(follow_key=comment.follow_key).email == LINA
    assert Suspension.objects.of(LINA, "").count() == 1
    call_command("reencrypt")
    settings.SECRET_KEY_FALLBACKS = []
    for model in MODELS:
        assert not is_locked(model), model
    assert Comment.objects.get(follow_key=comment.follow_key).email == LINA
    assert addresses_can_be_read(None, databases=["default"]) == []


def test_without_the_secret_nothing_is_lost_and_it_is_said(settings, client, caplog):
    settings.SECRET_KEY, now = OLD, settings.SECRET_KEY
    comment, _notice = a_site_with_addresses()
    settings.SECRET_KEY = now
    locked = Comment.objects.get(pk=comment.pk)
    assert (locked.email, locked.follow_key) == ("", "")
    assert "comments.Comment.follow_key: encrypted with another SECRET_KEY" in caplog.text
    locked.save()
    with pytest.raises(CommandError, match="Put the SECRET_KEY of before into SECRET_KEY_FALLBACKS"):  # fmt: skip
        call_command("reencrypt")
    (warning,) = addresses_can_be_read(None, databases=["default"])
    assert warning.id == "portal.W017"
    assert client.get(comment.article.get_absolute_url()).status_code == 200
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert Comment.objects.get(follow_key=comment.follow_key).email == LINA


def test_a_sanctions_address_is_encrypted_anew_or_goes_and_nothing_else(settings):
    a_site_with_addresses()
    sanction = Suspension.objects.get()
    refused = pytest.raises(DatabaseError, match="only whom it was about is forgotten")
    with refused, transaction.atomic():
        store(sanction, "email", "autre@exemple.org")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, [settings.SECRET_KEY]
    before = stored(Suspension, "email")
    call_command("reencrypt")
    assert stored(Suspension, "email") != before
    assert Suspension.objects.get().email == LINA
    Suspension.objects.update(email="")
    assert stored(Suspension, "email") == [""]
