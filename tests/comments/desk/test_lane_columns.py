"""What the lists «Signalés» and «Recours» tell beside each comment: by when, why, how heavy."""

from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
from django.contrib.admin.templatetags.admin_list import results
from django.utils import timezone, translation

from comments.admin.lanes import LaneColumns
from comments.models import Appeal, Notice, Thresholds, TrustedFlagger
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"


def listed(desk, lane):
    page = unescape(desk.get(QUEUE, {"file": lane}).text)
    return page[page.index('id="result_list"') :]


@pytest.mark.slow
def test_the_reported_list_tells_deadline_rules_and_weight(desk):
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    cast.a_notice(comment, clause=cast.clause(3))
    cast.a_notice(comment, clause=None)
    rows = listed(desk, "reported")
    for rule in (cast.clause(1), cast.clause(3), "Autre chose"):
        assert f"<div>{rule}</div>" in rows
    weight = sum(Notice.objects.values_list("weight", flat=True))
    assert f'<td class="field-weight">{weight}</td>' in rows
    assert "En retard" not in rows
    Notice.objects.filter(clause=None).update(due_at=timezone.now() - timedelta(hours=1))
    assert "En retard" in listed(desk, "reported")


@pytest.mark.slow
def test_a_legal_notice_and_a_trusted_flagger_are_told_apart(desk):
    comment = cast.a_published_comment()
    cast.a_notice(comment, is_legal=True, good_faith=True, explanation="Voir la loi.")
    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    cast.a_notice(comment, flagger=flagger, clause=cast.clause(2))
    rows = listed(desk, "reported")
    assert f"{cast.clause(1)} (notification légale)" in rows
    assert f"{cast.clause(2)} (signaleur de confiance)" in rows


@pytest.mark.slow
def test_the_list_of_appeals_tells_deadline_and_rule(desk):
    comment = cast.a_rejected_comment()
    cast.an_appeal(comment)
    cast.a_contested_answer(cast.a_published_comment())
    sanctioned = cast.a_rejected_comment(email="troll@exemple.org")
    sanction = cast.a_suspension(sanctioned, clause=cast.clause(2))
    Appeal.objects.lodge(suspension=sanction, text="Je citais.", language="fr")
    rows = listed(desk, "appealed")
    assert rows.count(f"<div>{cast.clause(1)}</div>") == 2
    assert f"<div>{cast.clause(2)}</div>" in rows
    assert "En retard" not in rows
    assert 'class="field-due' in rows
    assert 'class="field-weight' not in rows
    Thresholds.objects.update_or_create(pk=1, defaults={"appeal_hours": 1})
    later = timezone.now() + timedelta(hours=2)
    with mock.patch("django.utils.timezone.now", return_value=later):
        assert listed(desk, "appealed").count("En retard") == 3


@pytest.mark.slow
def test_the_lists_need_the_same_queries_for_few_and_for_many(desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add():
        cast.a_notice(cast.a_published_comment())
        cast.an_appeal(cast.a_rejected_comment())

    add()
    for lane in ("reported", "appealed"):
        desk.get(QUEUE, {"file": lane})
        with CaptureQueriesContext(connection) as captured:
            desk.get(QUEUE, {"file": lane})
        for _each in range(4):
            add()
        with django_assert_num_queries(len(captured)):
            desk.get(QUEUE, {"file": lane})


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "ar/", "en/"])
def test_each_row_is_what_the_admin_itself_would_write(desk, language):
    waiting = cast.a_comment(name="<b>Ève</b> & Cie", text="Du <i>texte</i> & des « guillemets ».")
    reported = cast.a_published_comment()
    cast.a_notice(reported)
    cast.an_appeal(cast.a_rejected_comment())
    cast.a_comment().escalate(by=cast.paul(), why="Je doute.")
    for lane in ("pending", "reported", "escalated", "appealed", "decided"):
        answer = desk.get(f"/{language}{QUEUE.strip('/')}/", {"file": lane, "langue": "fr"})
        table = answer.context["cl"]
        with translation.override(language.strip("/") or "fr"):
            theirs = [f"<tr>{''.join(cells)}</tr>" for cells in results(table)]
            ours = table.rows.splitlines()
        assert theirs
        assert ours == theirs, lane
        assert all(row in answer.text for row in theirs)
    assert waiting.name not in desk.get(QUEUE).text


@pytest.mark.slow
def test_each_text_stands_in_the_direction_of_its_own_language(desk):
    cast.a_comment(text="هذا التعليق مكتوب بالعربية كله.")
    page = desk.get(QUEUE).text
    assert '</strong><div lang="ar" dir="auto">هذا التعليق' in page, "a block, not words in a line"


@pytest.mark.slow
def test_a_column_of_words_that_somebody_typed_is_escaped_like_any_other(desk, monkeypatch):
    cast.a_comment(name="<i>Nadia</i>")
    monkeypatch.setitem(LaneColumns.LANE_COLUMNS, "pending", ["name"])
    page = desk.get(QUEUE, {"file": "pending"}).text
    assert "&lt;i&gt;Nadia" in page
    assert "<i>Nadia" not in page
