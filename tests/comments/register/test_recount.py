"""The public register and the log: every figure of one is the other's, or the row that was altered is named."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from comments.log import days, triggers
from comments.models import (
    Appeal,
    Comment,
    Event,
    Filing,
    Notice,
    Refusal,
    RegisterMonth,
    Revision,
    TrustedFlagger,
)
from comments.register import figures, from_log, keeping
from comments.register.months import after, begins, first, month_of
from comments.rules.register.figures import differences
from portal.demo import crowd, lives
from tests import cast

NOW = timezone.now()


def recount(*options):
    """Run the command; return (whether all is well, its lines)."""
    said = StringIO()
    try:
        call_command("recount", *options, stdout=said, stderr=StringIO())
    except SystemExit as end:
        return end.code == 0, said.getvalue().splitlines()
    return True, said.getvalue().splitlines()


@pytest.fixture
def eventful_year(db, monkeypatch):
    """Some hundred comments within a year, to which everything happens."""
    for name, value in {
        "REFUSED": 0.3, "REPORTED": 0.5, "NOTICES_OPEN": 0.3, "FOUNDED": 0.5, "AUTHORS_CONTEST": 0.6,
        "READERS_CONTEST": 0.6, "SANCTIONS_CONTESTED": 0.8, "APPEALS_OPEN": 0.3, "REVERSED": 0.5,
        "OFFENDER_EVERY": 20, "WARNED_AT": 3, "SANCTIONED_AT": 11,
    }.items():  # fmt: skip
        monkeypatch.setattr(lives, name, value)
    monkeypatch.setattr(crowd, "EACH", timedelta(days=365) / 120)
    monkeypatch.setattr(crowd, "REPLY_WITHIN", (1, 2))
    cast.an_article()
    call_command("populate", "--comments", 120, stdout=StringIO(), stderr=StringIO())


def months():
    month, last = first(), month_of()
    while month <= last:
        yield month
        month = after(month)


def test_each_figure_of_a_simulated_year_is_that_of_the_log(eventful_year):
    total = dict.fromkeys(["received", "refused", "removed", "restored", "appeals", "granted"], 0)
    for month in months():
        counted, (found, faults) = figures.of_month(month), from_log.of_month(month)
        assert (differences(found, counted), faults) == ([], [])
        for name in total:
            total[name] += counted[name]["total"]
    assert total["received"] == Comment.objects.count() == 120
    assert total["appeals"] == Appeal.objects.count()
    assert all(total.values()), "everything happens in it"


def without_guards():
    """Lift the guards of the database, as somebody who owns it can; the test's end takes it back."""
    with connection.cursor() as cursor:
        for statement in triggers._statements(connection)[1]:
            cursor.execute(statement)


ALTERED = {
    "decision": ("decision__kind", "approve", "kind = 'keep'"),
    "notice": ("kind", "noticed", "is_legal = (1 = 1), good_faith = (1 = 1)"),
    "appeal": ("kind", "appealed", "language = 'ar'"),
    "revision": ("kind", "submitted", "language = 'en'"),
    "suspension": ("suspension__kind", "warn", "kind = 'ban', until = NULL"),
}


def test_a_row_altered_by_hand_is_named_and_the_figures_differ(eventful_year):
    without_guards()
    for model, (name, value, change) in ALTERED.items():
        link = Event.objects.filter(**{name: value}).order_by("sequence").first()
        row, month = getattr(link, f"{model}_id"), month_of(link.at)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE comments_{model} SET {change} WHERE id = %s", [row])
            keeping.count(month)
            is_well, lines = recount("--month", f"{month:%Y-%m}", "--compare")
            transaction.set_rollback(True)
        assert not is_well
        assert any(line.startswith("BROKEN") and f"{model} {row}" in line for line in lines), model
        assert any(line.startswith("DIFFERS") for line in lines), model


@pytest.fixture
def a_day(db):
    """One day on which each thing that is counted apart happens once or twice."""
    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    kept = cast.a_published_comment(text="Un premier avis sur les bibliothèques.")
    cast.a_notice(kept, flagger=flagger)
    cast.a_notice(kept)
    Comment.objects.get(pk=kept.pk).keep(by=cast.paul())
    legal = cast.a_published_comment(text="Un avis que la loi regarde, dit-on.")
    cast.a_notice(legal, clause=None, is_legal=True, good_faith=True, name="Karim")
    refused = cast.a_rejected_comment(text="هذا رأي في المكتبات وفي ما تقدمه للقراء كل يوم.")
    cast.reverse(cast.an_appeal(refused), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    taken_back = cast.a_comment(text="Un avis publié par erreur, puis repris.")
    taken_back.undo(taken_back.approve(by=cast.sofia()), by=cast.sofia())
    marked = cast.a_comment(text="Un avis qui ressemble à un autre, dit un outil.")
    marked.revision.flags.create(code="wave", start=0, end=10)
    marked.approve(by=cast.sofia())
    law = cast.a_comment(text="Un avis contraire à une loi.")
    law.reject(by=cast.sofia(), law="Loi du 29 juillet 1881, article 24", reasons="Illicite.")
    unlawful = {
        "clause": cast.clause(7),
        "warned": False,
    }  # a warning would be of some hours before
    sanction = cast.a_suspension(cast.a_published_comment(sender="s" * 64), **unlawful)
    Appeal.objects.lodge(suspension=sanction, text="Trop long.", language="fr")
    sanction.lift(by=cast.zoe(), reasons="Un avertissement suffisait.")


def test_what_each_figure_counts(a_day):
    found = figures.of_month(month_of())
    assert from_log.of_month(month_of()) == (found, [])
    assert found["received"] == {
        "total": 7,
        "language": {"fr": 6, "ar": 1, "en": 0, "unknown": 0},
    }
    assert found["published"]["total"] == 4, "not the one that was taken back at once"
    assert found["refused"]["clause"] == {"ad-hominem": 1, "law": 1}
    assert found["refused"]["language"] == {"fr": 1, "ar": 1, "en": 0, "unknown": 0}
    assert found["restored"]["total"] == found["kept"]["total"] == 1
    assert found["notices"]["channel"] == {"charter": 1, "legal": 1, "trusted": 1}
    assert found["notices"]["clause"] == {"ad-hominem": 2, "none": 1}
    assert found["appeals"]["by"] == {"author": 1, "notifier": 0, "sanctioned": 1}
    assert found["granted"]["by"] == {"author": 1, "notifier": 0, "sanctioned": 1}
    assert found["sanctions"]["kind"] == {"warn": 0, "hold": 0, "suspend": 1, "ban": 0}
    assert found["marked"] == {"total": 1}, "words that look like a link were marked"
    assert found["to_decide"]["count"] == 6
    assert found["to_answer_a_notice"]["count"] == found["to_answer_an_appeal"]["count"] == 2


def test_what_the_log_did_not_yet_say_is_unknown_in_both(a_day):
    """Links of format 2, as a site wrote them before it counted."""
    without_guards()
    Revision.objects.update(language=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_decision SET tools = NULL")
    for event in Event.objects.order_by("sequence").exclude(subject_digest=""):
        event.format, event.subject_digest = 2, event.subject.digest(2)
        from comments.rules.digests import digest

        Event.objects.filter(pk=event.pk).update(
            format=2, subject_digest=event.subject_digest, digest=digest(event.record())
        )
    found, faults = from_log.of_month(month_of())
    assert found == figures.of_month(month_of())
    assert found["received"]["language"]["unknown"] == 7
    assert found["notices"]["channel"]["trusted"] == found["marked"]["total"] == 0
    assert {fault.what.partition(" event")[0] for fault in faults} == {"does not point back to"}


# The door


def test_the_doors_refusals_are_filed_a_little_after_their_day_and_once(db):
    today = timezone.localdate()
    yesterday, midnight = (
        today - timedelta(days=1),
        begins(today.replace(day=1)).replace(day=today.day),
    )
    Refusal.objects.count_up(["link", "shouting"], day=yesterday)
    Refusal.objects.count_up(["link"], day=yesterday)
    Refusal.objects.count_up(["link"], day=today)
    assert days.file_refusals(midnight + timedelta(minutes=1)) == 0
    assert days.file_refusals(midnight + timedelta(minutes=11)) == 1
    assert days.file_refusals(midnight + timedelta(minutes=12)) == 0
    month = month_of(midnight - timedelta(hours=1))
    found = figures.of_month(month)
    assert found["stopped"] == {"total": 3, "reason": {"link": 2, "shouting": 1}}
    assert from_log.of_month(month) == (found, [])


def test_check_log_names_a_days_refusals_that_were_changed_after_they_were_filed(db):
    from comments.log.audit import broken_links

    yesterday = timezone.localdate() - timedelta(days=1)
    Refusal.objects.count_up(["link"], day=yesterday)
    Refusal.objects.count_up(["link"])
    days.file_refusals(NOW + timedelta(hours=1))
    assert list(broken_links()) == []
    Refusal.objects.filter(day=yesterday).update(count=0)
    (fault,) = broken_links()
    assert fault.where == f"refusals {yesterday}"


# When it is counted


def test_this_month_is_counted_each_hour_and_the_last_one_until_two_days_after(db):
    cast.a_published_comment()
    month = month_of(NOW)
    keeping.count_due(NOW)
    assert RegisterMonth.objects.get().month == month
    assert keeping.months_due(NOW + timedelta(minutes=59)) == []
    assert keeping.months_due(NOW + timedelta(minutes=60)) == [month]
    end = begins(after(month))
    assert keeping.months_due(end + timedelta(hours=25)) == [month, after(month)]
    assert keeping.months_due(end + timedelta(days=9))[0] == month, "a last time, however late"
    keeping.count_due(end + timedelta(hours=49))
    assert keeping.months_due(end + timedelta(days=20)) == [after(month)]


def test_of_the_months_that_nobody_counted_yet_the_newest_is_counted_at_each_time(eventful_year):
    recent = sorted(months())[-3:]
    keeping.count_due()
    assert set(RegisterMonth.objects.values_list("month", flat=True)) <= set(recent)
    assert RegisterMonth.objects.count() <= 3
    for _tick in months():
        keeping.count_due()
    assert RegisterMonth.objects.count() == len(list(months()))


def test_a_month_is_counted_in_few_questions_that_read_by_indexes(
    a_day, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as asked:
        figures.of_month(month_of())
    if connection.vendor != "sqlite":
        return  # of a few rows PostgreSQL reads all
    plans = ""
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans += "\n".join(row[3] for row in cursor.fetchall()) + "\n"
    for index in ("revision_received", "event_of_import", "decision_latest", "filing_of_a_row"):
        assert f"INDEX {index} (" in plans
    for table in ("comment", "revision", "event", "decision", "filing"):
        assert f"SCAN comments_{table}\n" not in plans


# The command


def test_recount_prints_each_figure_and_says_that_it_equals_the_register(a_day):
    keeping.count(month_of())
    is_well, lines = recount("--compare")
    assert is_well
    assert "refused.clause.law 1" in lines
    assert "to_decide.count 6" in lines
    assert lines[-1].startswith("All equals the register")


def test_recount_says_when_there_is_no_such_month_and_what_a_month_is(db):
    assert recount("--month", "2020-01", "--compare") == (
        False,
        [*recount("--month", "2020-01")[1], "DIFFERS 2020-01: the register has no such month yet"],
    )
    with pytest.raises(CommandError, match="write it as 2026-11"):
        recount("--month", "novembre")


def test_an_imported_comment_was_not_received_here(db):
    from articles.wires.exports.wxr import OldComment
    from comments import imports

    old = OldComment("7", "Inès", "Un commentaire d’avant.", NOW - timedelta(days=400), "published")
    imports.take_in(cast.an_article(), [old], site="https://ancien.exemple.org")
    for month in (month_of(NOW - timedelta(days=400)), month_of()):
        found = figures.of_month(month)
        assert found["received"]["total"] == 0
        assert from_log.of_month(month) == (found, [])


def test_a_filing_that_was_added_by_hand_is_not_counted(db):
    month = month_of()
    Filing.objects.create(table="refusals", row=f"{month:%Y-%m}-01", values='{"link":9}', at=NOW)
    found, (fault,) = from_log.of_month(month)
    assert found["stopped"]["total"] == 0
    assert fault.what == "is not in the log"
    assert Notice.objects.count() == 0
