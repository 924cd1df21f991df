"""The settings of the house are in the log: what was changed behind its back is named."""

import pytest

from comments.log import house
from comments.models import Charter, Filing, Thresholds, TrustedFlagger
from comments.models.filing import file_account
from portal import roles
from tests import cast
from tests.comments.log.test_log import force
from tests.comments.log.test_signed_log import findings

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db]


def test_a_setting_is_filed_with_who_changed_it_and_its_change_by_force_is_named(client):
    zoe = cast.zoe()
    client.force_login(zoe)
    client.get("/admin/comments/thresholds/")
    limits = {"hide_at_weight": 60, "trusted_hours": 6, "legal_hours": 24, "notice_hours": 12, "appeal_hours": 168,
              "suspension_days": 7, "pause_after": 10}  # fmt: skip
    client.post("/admin/comments/thresholds/1/change/", limits)
    last = Filing.objects.first()
    assert (last.table, last.row, last.by) == ("thresholds", "1", zoe)
    assert last.as_values()["notice_hours"] == 12
    assert findings() == []
    Thresholds.objects.update(notice_hours=700)
    assert findings() == ["thresholds 1: is not as it was filed: notice_hours"]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE comments_trustedflagger SET until = '2031-01-01'", "trustedflagger 1: is not as it was filed: until"),
        ("DELETE FROM comments_trustedflagger", "trustedflagger 1: is gone"),
        ("UPDATE comments_signature SET number = 9", "signature"),
        ("UPDATE comments_charter SET preamble_fr = 'Tout est permis.' WHERE version = 2", "charter 2"),
        ("UPDATE comments_clause SET rule_en = 'x' WHERE charter_id = (SELECT id FROM comments_charter WHERE version = 2)", "charter 2"),
        ("UPDATE auth_user SET is_superuser = %s WHERE username = 'sofia'", "account"),
        ("DELETE FROM auth_user_groups", "account"),
        ("DELETE FROM auth_group_permissions", "role"),
    ],
)  # fmt: skip
def test_what_decisions_rest_on_is_not_changed_behind_the_logs_back(sql, told):
    cast.a_published_comment()
    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    Charter.objects.draft().publish(by=cast.zoe())
    house.file_what_is_new()
    assert findings() == []
    force(
        sql.replace("trustedflagger 1", f"trustedflagger {flagger.pk}"),
        *([True] if "%s" in sql else []),
    )
    assert findings()[0].startswith(
        told.replace("trustedflagger 1", f"trustedflagger {flagger.pk}")
    )


def test_an_account_that_a_command_made_is_filed_by_the_tick_as_nobodys():
    sofia = cast.sofia()
    assert findings() == [], "it is no fault before the tick"
    house.file_what_is_new()
    filing = Filing.objects.get(table="account", row=str(sofia.pk))
    assert filing.by is None
    assert filing.as_values()["roles"] == [roles.MODERATOR]
    assert house.file_what_is_new() == []


def test_a_role_changed_by_a_release_is_filed_and_one_changed_by_hand_is_not():
    own = {name: sorted(may) for name, may in roles.ROLES.items()}
    house.file_what_is_new(own)
    force("DELETE FROM auth_group_permissions")
    assert house.file_what_is_new(own) == []
    changed = {name: [] for name in own}
    assert len(house.file_what_is_new(changed)) == len(own)
    assert findings() == []


def test_the_lead_reads_who_could_do_what_and_from_when_on(client):
    zoe, sofia = cast.zoe(), cast.sofia()
    file_account(sofia, by=zoe)
    client.force_login(zoe)
    page = client.get("/admin/comments/filing/?table=account").text
    assert "<bdi>Sofia M.</bdi>" in page
    assert "<bdi>Zoé L.</bdi>" in page, "who changed it"
    assert f"<code>roles</code> {roles.MODERATOR}" in page
    client.force_login(sofia)
    assert client.get("/admin/comments/filing/").status_code == 403
