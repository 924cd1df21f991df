"""Whatever a person pastes into a text field, it can be printed anywhere."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory

from articles.models import Article, Author, Topic
from articles.models.body_field import BodyField
from articles.models.text_fields import Printable
from tests import cast

# Readers type these: their forms tidy them before they are sealed. The rest of the list is written by the code alone.
NOT_TYPED_BY_STAFF = set(
    "Appeal.text Appeal.language Comment.name Decision.language Event.answers Event.by Event.digest Event.previous"
    " Event.salt Event.signature Event.state Event.subject_digest Filing.row Filing.values LogDay.head LogDay.public_key"
    " LogDay.root LogDay.signature LogHead.public_key Letter.error Letter.language LogHead.digest Notice.explanation Notice.language"
    " Notice.name Refusal.code Revision.text SavedFilter.query Suspension.language WorkingCopy.key BegunIn.key".split()
)
CHECKED_BY_THEIR_FORM = (models.SlugField, models.EmailField)


def test_every_text_field_that_staff_type_is_cleaned_when_saved():
    fields = [
        field
        for app in ("articles", "comments")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, CHECKED_BY_THEIR_FORM)
        and field.editable
        and not field.choices
    ]
    left = {
        f"{field.model.__name__}.{field.name}"
        for field in fields
        if not isinstance(field, (Printable, BodyField))
    }
    assert left == NOT_TYPED_BY_STAFF
    assert len(fields) > len(left) + 50


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Prix\x0bde la culture", "Prix de la culture"),
        ("Prix \ufffede la culture", "Prix de la culture"),
        ("Prix\x00 de la\x1f culture\U0001ffff", "Prix de la  culture"),
        ("جائزة\u200c الثقافة 🏆", "جائزة\u200c الثقافة 🏆"),
    ],
)
def test_a_headline_is_kept_without_what_no_feed_can_carry(db, pasted, kept):
    article = cast.an_article(headline=pasted, body=f"<p>{pasted}</p>")
    assert article.headline == kept, "the row in memory says what the database says"
    article.refresh_from_db()
    assert article.headline == kept
    assert article.body.removeprefix("<p>").removesuffix("</p>").split() == kept.split()
    type(article).objects.update(kicker=pasted)
    article.refresh_from_db()
    assert article.kicker == kept


def test_a_name_that_differs_by_an_invisible_byte_is_the_name_that_is_there(db):
    topic = Topic.objects.create(name="Culture")
    assert Topic.objects.get_or_create(name="Cul\ufffeture") == (topic, False)
    with pytest.raises(ValidationError) as refused:
        Topic(name="Culture\x00").full_clean()
    assert set(refused.value.message_dict) == {"name"}


def test_a_name_of_invisible_bytes_alone_is_no_name(db):
    with pytest.raises(ValidationError) as refused:
        Author(name="\ufffe").full_clean()
    assert set(refused.value.message_dict) == {"name"}


def test_what_is_typed_in_a_form_of_the_desk_runs_in_its_own_direction():
    """In the Arabic form a French place name stood at the wrong end of its field."""
    form = modelform_factory(
        Article, fields=["headline", "dateline_place", "origin_url", "language"]
    )()
    directions = {field.name: field.field.widget.attrs.get("dir") for field in form}
    assert directions == {
        "headline": "auto", "dateline_place": "auto", "origin_url": "auto", "language": None
    }  # fmt: skip
