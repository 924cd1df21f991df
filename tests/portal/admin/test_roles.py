"""The staff's roles: what each may do, and nothing else."""

import pytest
from django.contrib.auth.models import Group, User

from portal import roles
from tests import cast

pytestmark = pytest.mark.once


def test_the_groups_hold_exactly_the_permissions_of_the_table(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)
    for name, wanted in roles.ROLES.items():
        held = Group.objects.get(name=name).permissions.select_related("content_type")
        assert {f"{p.content_type.app_label}.{p.codename}" for p in held} == set(wanted), name


def test_a_moderator_decides_and_an_editor_does_not(db):
    assert cast.sofia().has_perm("comments.decide_comment")
    assert not cast.sofia().has_perm("comments.decide_appeal")
    assert cast.zoe().has_perm("comments.decide_appeal")
    assert not cast.hicham().has_perm("comments.decide_comment")
    assert cast.hicham().has_perm("articles.change_article")
    assert not cast.sofia().has_perm("articles.change_article")


def test_a_writer_sees_nothing_of_the_discussion_the_wires_and_the_front_page(client, db):
    client.force_login(cast.ines())
    at = (
        "comments/comment",
        "comments/notice",
        "articles/wire",
        "articles/wireitem",
        "articles/pick",
        "une",
    )
    assert {
        address: client.get(f"/admin/{address}/").status_code for address in at
    } == dict.fromkeys(at, 403)


def test_only_an_administrator_erases_and_handles_people(db):
    for colleague in (cast.sofia(), cast.zoe(), cast.hicham()):
        assert not colleague.has_perm("comments.erase_comment")
        assert not colleague.has_perm("auth.change_user")
    assert cast.nora().has_perm("comments.erase_comment")


@pytest.mark.slow
def test_an_administrator_cannot_make_a_superuser_of_themself(client, db):
    nora = cast.nora()
    client.force_login(nora)
    address = f"/admin/auth/user/{nora.pk}/change/"
    assert client.get(address).status_code == 200
    client.post(
        address,
        {
            "username": "nora", "is_superuser": "on", "is_staff": "on", "is_active": "on",
            "date_joined_0": "02/01/2021", "date_joined_1": "11:43:00",
            "user_permissions": ["1"], "first_name": "Nora2", "email": nora.email,
        },
    )  # fmt: skip
    nora.refresh_from_db()
    assert nora.first_name == "Nora2", "the rest of the form was taken"
    assert not nora.is_superuser
    assert not nora.user_permissions.exists()


def test_an_administrator_cannot_touch_a_superuser(client, db):
    root = User.objects.create_superuser("root", password="un mot de passe d’essai")
    client.force_login(cast.nora())
    for address in (f"/admin/auth/user/{root.pk}/change/", f"/admin/auth/user/{root.pk}/password/"):
        client.post(address, {"username": "mine", "password1": "x" * 12, "password2": "x" * 12})
    root.refresh_from_db()
    assert root.username == "root"
    assert root.check_password("un mot de passe d’essai")
