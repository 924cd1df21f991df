"""What a person may do is read in one query, and is what Django's own two queries would give."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User

from portal.signin.permissions import with_permissions
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", [cast.sofia, cast.zoe, cast.hicham])
def test_rights_of_the_role_and_of_the_person_are_read_at_once(who, django_assert_num_queries):
    own = Permission.objects.get(codename="view_letter")
    person = who()
    person.user_permissions.add(own)
    asked = User.objects.get(pk=person.pk)
    with django_assert_num_queries(1):
        may = with_permissions(asked).get_all_permissions()
    assert "comments.view_letter" in may
    assert may == User.objects.get(pk=person.pk).get_all_permissions()


def test_who_left_the_team_may_do_nothing():
    person = cast.sofia()
    person.is_active = False
    person.save()
    assert with_permissions(User.objects.get(pk=person.pk)).get_all_permissions() == set()
    assert not with_permissions(AnonymousUser()).has_perm("comments.view_comment")
