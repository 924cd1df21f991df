"""The link rule of this code, run over what moderators decided: what it would refuse or miss, before the site is updated."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment
from tests import cast
from tests.comments.sorting.house import decided

pytestmark = pytest.mark.django_db


def rehearsed(**options):
    said = StringIO()
    call_command("rehearse_links", stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


@pytest.fixture
def missed(db):
    """One text that the rule finds, one that it misses, one without a link: written beside the door, as by an older rule."""
    return decided(
        [
            ("Merci pour cet article.", "fr", None),
            ("Voyez www.exemple.org pour la suite.", "fr", "links"),
            ("Tapez le nom de mon journal et vous saurez.", "fr", "links"),
        ],
        by=[cast.paul()],
    )[-1].comment


def test_what_it_finds_and_what_it_misses_is_told(missed):
    told = rehearsed()
    assert "3 comments were decided in the last 90 days" in told
    assert "On line, and the form would refuse them now: 0" in told
    assert "Refused for a link, and the rule finds it: 1" in told
    assert "Refused for a link, and the rule finds none: 1" in told
    assert f"/admin/comments/comment/{missed.pk}/change/" in told


def test_one_that_is_on_line_and_would_be_refused_ends_it_with_1(missed):
    published = decided([("Le site exemple.org est tombé.", "fr", None)])[0].comment
    said = StringIO()
    with pytest.raises(CommandError, match="would refuse comments that moderators published"):
        call_command("rehearse_links", stdout=said, stderr=StringIO())
    assert "On line, and the form would refuse them now: 1" in said.getvalue()
    assert f"/admin/comments/comment/{published.pk}/change/" in said.getvalue()


def test_what_was_decided_before_is_left_out(missed):
    assert "3 comments" in rehearsed(days=3)
    assert "0 comments" in rehearsed(days=1)
    for days in (0, 99_999_999):
        with pytest.raises(CommandError, match="a number of days") as refused:
            rehearsed(days=days)
        assert refused.value.returncode == 2


def test_what_was_restored_or_mended_and_published_is_no_fault_of_the_rule(missed):
    cast.an_appeal(missed)
    Comment.objects.get(pk=missed.pk).restore(by=cast.zoe(), reasons="Il n’y a pas de lien.")
    mended = cast.a_comment(text="Le nom de mon journal, et vous saurez.")
    mended.reject(by=cast.paul(), **cast.against(6))
    mended.mend("Rien à ajouter, sinon merci pour ces chiffres.")
    mended.approve(by=cast.sofia())
    told = rehearsed()
    assert "4 comments were decided" in told
    assert "the rule finds none: 0" in told
