"""The lead moderator prepares the charter, sees it as a reader, compares it, and puts it in force."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from comments.admin.charter import changes_of
from comments.models import Charter, Clause
from tests import cast

pytestmark = pytest.mark.once

CHARTERS = "/admin/comments/charter/"


@pytest.fixture
def lead(client, db):
    client.force_login(cast.zoe())
    return client


def typed(charter, **changes):
    """What the form of a draft sends, as it stands but for `changes`."""
    data = {f"preamble_{code}": charter.preamble(code) for code in ("fr", "ar", "en")}
    clauses = list(charter.clauses.order_by("number"))
    data |= {
        "clauses-TOTAL_FORMS": len(clauses),
        "clauses-INITIAL_FORMS": len(clauses),
        "clauses-MIN_NUM_FORMS": 0,
        "clauses-MAX_NUM_FORMS": 1000,
    }
    for n, clause in enumerate(clauses):
        for field in Clause._meta.concrete_fields:
            data[f"clauses-{n}-{field.name}"] = field.value_from_object(clause)
    return {**data, **changes}


def test_a_new_version_begins_as_a_copy_and_readers_see_nothing_of_it(lead):
    in_force = Charter.objects.in_force()
    answer = lead.post(f"{CHARTERS}nouvelle/")
    draft = Charter.objects.get(published_at=None)
    assert answer["Location"] == f"{CHARTERS}{draft.pk}/change/"
    assert draft.version == in_force.version + 1
    assert [c.key for c in draft.clauses.all()] == [c.key for c in in_force.clauses.all()]
    assert Charter.objects.in_force() == in_force
    assert Client().get(f"/charte/{draft.version}/").status_code == 404
    lead.post(f"{CHARTERS}nouvelle/")
    assert Charter.objects.filter(published_at=None).count() == 1, "one at a time"


@pytest.mark.slow
def test_it_is_written_previewed_compared_and_published(lead):
    draft = Charter.objects.draft()
    change = f"{CHARTERS}{draft.pk}/change/"
    assert lead.get(change).status_code == 200
    new = {"clauses-0-rule_fr": "Critiquez les idées, jamais les gens.", "_preview": "1"}
    preview = lead.post(change, typed(draft, **new))
    assert preview["Location"] == f"{CHARTERS}{draft.pk}/apercu/", preview.content
    page = unescape(lead.get(preview["Location"]).text)
    assert "Critiquez les idées, jamais les gens." in page
    assert "les lecteurs ne voient pas encore cette version" in page
    assert 'dir="rtl"' in lead.get(f"/ar{preview['Location']}").text
    publication = f"{CHARTERS}{draft.pk}/publication/"
    compared = lead.get(publication).text
    assert "<ins>" in compared
    assert "jamais" in compared
    assert lead.post(publication).status_code == 302
    assert Charter.objects.in_force() == draft
    public = unescape(Client().get("/charte/").text)
    assert "Critiquez les idées, jamais les gens." in public
    assert Client().get("/charte/1/").status_code == 200, "the one before stays readable"


@pytest.mark.slow
def test_a_day_to_come_is_announced_and_holds_nobody_before(lead):
    draft = Charter.objects.draft()
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert lead.post(f"{CHARTERS}{draft.pk}/publication/", {"jour": day}).status_code == 302
    assert Charter.objects.in_force().version == 1
    told = Client().get("/charte/").text
    assert "La version 2 entrera en vigueur le" in told
    assert "Cette version n’est pas encore en vigueur." in Client().get("/charte/2/").text
    Charter.objects.get(pk=draft.pk)
    assert "annoncée" in lead.get(CHARTERS).text


@pytest.mark.parametrize("day", ["hier", "2001-01-01"])
def test_a_day_that_cannot_be_is_told(lead, day):
    draft = Charter.objects.draft()
    answer = lead.post(f"{CHARTERS}{draft.pk}/publication/", {"jour": day})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_charter_missing_words_in_a_language_is_not_published(db):
    draft = Charter.objects.draft()
    draft.clauses.filter(number=2).update(reasons_ar="")
    with pytest.raises(ValidationError):
        draft.publish()
    draft.clauses.all().delete()
    with pytest.raises(ValidationError):
        draft.publish()


def test_what_is_published_is_edited_by_nobody(lead):
    charter = Charter.objects.in_force()
    change = f"{CHARTERS}{charter.pk}/change/"
    assert lead.post(change, typed(charter)).status_code == 403
    assert lead.post(f"{CHARTERS}{charter.pk}/delete/", {"post": "yes"}).status_code == 403
    assert lead.get(f"{CHARTERS}{charter.pk}/publication/").status_code == 302
    with pytest.raises(ValidationError):
        charter.publish()


def test_a_draft_may_be_thrown_away(lead):
    draft = Charter.objects.draft()
    assert lead.post(f"{CHARTERS}{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Charter.objects.filter(pk=draft.pk).exists()


@pytest.mark.slow
@pytest.mark.parametrize("colleague", [cast.sofia, cast.hicham, cast.nora])
def test_only_the_lead_writes_the_charter(db, colleague):
    draft, client = Charter.objects.draft(), Client()
    client.force_login(colleague())
    assert client.post(f"{CHARTERS}nouvelle/").status_code == 403
    assert client.post(f"{CHARTERS}{draft.pk}/publication/").status_code == 403
    assert client.post(f"{CHARTERS}{draft.pk}/change/", typed(draft)).status_code == 403
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.slow
def test_a_decision_cites_the_charter_it_was_taken_under(db):
    before = cast.a_rejected_comment().last_decision
    draft = Charter.objects.draft()
    draft.clauses.filter(number=1).update(rule_fr="Une autre règle.")
    draft.publish()
    before.refresh_from_db()
    assert before.clause.charter.version == 1
    after = cast.a_rejected_comment().last_decision
    assert after.clause.charter.version == 2


@pytest.mark.slow
def test_a_draft_sent_as_it_stands_is_not_changed_though_browsers_end_lines_otherwise(lead):
    draft = Charter.objects.draft()
    two_lines = "Une première ligne.\nUne seconde."
    Charter.objects.filter(pk=draft.pk).update(preamble_fr=two_lines)
    draft.clauses.filter(number=1).update(rule_fr=two_lines)
    draft.refresh_from_db()
    sent = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in typed(draft, _publication="1").items()
    }
    assert lead.post(f"{CHARTERS}{draft.pk}/change/", sent).status_code == 302
    kept = Charter.objects.get(pk=draft.pk)
    assert kept.preamble_fr == two_lines
    assert kept.clauses.get(number=1).rule_fr == two_lines


def test_a_draft_kept_with_other_line_ends_is_not_told_as_changed(lead):
    in_force, draft = Charter.objects.in_force(), Charter.objects.draft()
    draft.preamble_fr = draft.preamble_fr.replace(". ", ".\n")
    in_force.preamble_fr = draft.preamble_fr.replace("\n", "\r\n")
    assert "\r\n" in in_force.preamble_fr
    assert changes_of(draft, in_force) == []
