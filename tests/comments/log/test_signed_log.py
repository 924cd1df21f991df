"""The log is signed and its heads are published: who owns the database alone cannot write it anew unseen."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.log import audit, days, keys
from comments.log.audit import broken_links
from comments.models import (
    Comment,
    Event,
    LogHead,
    signing,
)
from comments.models.log_key import begin, renew
from tests import cast
from tests.comments.log.test_log import force, play_a_day, without_guards

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def key(settings, tmp_path):
    """A key of this test's own."""
    settings.LOG_KEY = str(tmp_path / "log_key.pem")
    signing.forget()
    yield Path(settings.LOG_KEY)
    signing.forget()


def findings():
    return [f"{fault.where}: {fault.what}" for fault in broken_links()]


def write_the_log_anew():
    """Compute the whole chain again with the code itself, as whoever owns the database and the code may."""
    head = LogHead(pk=1, public_key=signing.first_key() if settings.LOG_KEY else "")
    links = list(Event.objects.order_by("sequence"))
    for event in links:
        event.signature = ""
        head.link(event)
    with without_guards():
        Event.objects.bulk_update(
            links, ["previous", "salt", "subject_digest", "digest", "signature"]
        )
    LogHead.objects.update(digest=head.digest, public_key=head.public_key)


def check(*options):
    """Run check_log; return its words and its exit code."""
    said = StringIO()
    try:
        call_command("check_log", *options, stdout=said, stderr=StringIO())
    except SystemExit as stopped:
        return said.getvalue(), stopped.code
    return said.getvalue(), 0


def test_each_link_is_signed_by_the_key_of_the_machine(key):
    play_a_day()
    public = signing.public_key()
    assert key.stat().st_mode & 0o777 == 0o600
    for event in Event.objects.all():
        assert signing.verifies(public, signing.LINK, event.digest, event.signature)
    assert check() == (f"Key: {signing.fingerprint(public)}\n{Event.objects.count()} events, the chain holds. "
                       f"Head: {LogHead.objects.get().digest}\n", 0)  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE comments_event SET signature = '' WHERE sequence = 3", "event 3: is not signed"),
        (
            "UPDATE comments_event SET signature = (SELECT signature FROM comments_event WHERE sequence = 2)"
            " WHERE sequence = 3",
            "event 3: bears no signature of the log's key",
        ),
        ("UPDATE comments_loghead SET public_key = ''", "event 1: bears no signature"),
    ],
)
def test_a_signature_that_is_missing_or_anothers_is_named(sql, told):
    play_a_day()
    force(sql)
    assert findings()[0].startswith(told)


class Ended(ProcessPoolExecutor):
    """A second process that ends at the first thing it is asked, as one does for want of memory."""

    def submit(self, _function, *_arguments):
        return super().submit(os._exit, 1)


@pytest.mark.parametrize("pool", [ProcessPoolExecutor, Ended])
def test_of_a_long_log_another_process_verifies_the_signatures(monkeypatch, pool):
    play_a_day()
    force("UPDATE comments_event SET signature = previous WHERE sequence IN (2, 7)")
    force("UPDATE comments_event SET kind = 'approved' WHERE sequence = 5")
    at_once = findings()
    asked = []
    monkeypatch.setattr(keys, "MANY", 1)
    monkeypatch.setattr(keys.os, "sched_getaffinity", lambda _process: {0, 1})
    monkeypatch.setattr(audit, "BATCH", 3)
    monkeypatch.setattr(
        keys, "ProcessPoolExecutor", lambda *size: asked.append(size) or pool(*size)
    )
    assert findings() == at_once
    assert asked
    places = [line.split(":")[0] for line in at_once]
    assert list(dict.fromkeys(places)) == ["event 2", "event 5", "event 7"]


@pytest.mark.both
def test_a_log_written_anew_with_another_key_is_noticed_on_this_machine(key, settings, tmp_path):
    play_a_day()
    force("UPDATE comments_decision SET reasons = 'Rien.' WHERE kind = 'remove'")
    settings.LOG_KEY = str(tmp_path / "thief.pem")
    write_the_log_anew()
    assert findings() == []
    assert check()[1] == 0, "whoever has no copy of the key or of a head sees nothing"
    settings.LOG_KEY = str(key)
    said, code = check()
    assert code == 1
    assert "BROKEN key: the log is signed with another key than the one in LOG_KEY" in said


@pytest.mark.both
@pytest.mark.parametrize("own_key", [True, False])
def test_whoever_kept_yesterdays_head_notices_a_log_written_anew(key, settings, own_key):
    """Even if the very key was taken, or all signatures were wiped out."""
    play_a_day()
    kept = LogHead.objects.get().digest
    assert check("--head", kept)[1] == 0
    cast.a_published_comment()
    assert check("--head", kept)[1] == 0, "the log goes on from there"
    force("UPDATE comments_decision SET reasons = 'Rien.' WHERE kind = 'remove'")
    if not own_key:
        settings.LOG_KEY = ""
    write_the_log_anew()
    assert check()[1] == 0
    said, code = check("--head", kept)
    assert code == 1
    assert f"BROKEN head {kept}: is no link of this log" in said


def test_two_machines_that_close_a_day_at_once_close_it_once(monkeypatch):
    play_a_day()
    locked = LogHead.objects.select_for_update

    def while_we_wait():
        monkeypatch.setattr(LogHead.objects, "select_for_update", locked)
        assert days.close(), "the other machine is faster"
        return locked()

    monkeypatch.setattr(LogHead.objects, "select_for_update", while_we_wait)
    assert days.close() is None
    assert findings() == []


def test_the_days_head_stands_on_the_links_of_its_day():
    play_a_day()
    first = days.close()
    assert first.day == timezone.localdate() - timedelta(days=1)
    assert (first.first, first.last) == (1, Event.objects.count() - 1)
    assert days.close() is None, "once a day"
    tomorrow = timezone.now() + timedelta(days=1)
    filed = days.close(at=tomorrow)
    assert (filed.first, filed.last) == (first.last + 1,) * 2, (
        "that the day before was closed is a link"
    )
    cast.a_comment()
    second = days.close(at=tomorrow + timedelta(days=1))
    assert (second.first, second.last) == (filed.last + 1, Event.objects.count() - 1)
    assert findings() == []
    force("UPDATE comments_logday SET root = head")
    assert any("day" in fault and "published" in fault for fault in findings())


def test_the_heads_leave_the_house_by_mail_once(settings):
    settings.LOG_HEADS_TO = ["temoin@exemple.org"]
    play_a_day()
    day = days.close()
    assert days.tell() == 1
    (letter,) = mail.outbox
    assert letter.to == ["temoin@exemple.org"]
    assert day.head in letter.body
    assert day.signature in letter.body
    assert days.tell() == 0


def test_the_heads_are_on_a_page_in_a_file_and_in_a_feed(client):
    play_a_day()
    day = days.close()
    page = client.get("/transparence/")
    assert day.head in page.text
    assert signing.fingerprint(day.public_key) in page.text
    (told,) = client.get("/transparence/tetes.json").json()["days"]
    assert (told["head"], told["root"], told["signature"]) == (day.head, day.root, day.signature)
    feed = client.get("/transparence/flux/atom.xml")
    assert day.statement in feed.text
    assert day.signature in feed.text
    assert (
        client.get("/transparence/verify.py").content
        == (settings.BASE_DIR / "tools/verify.py").read_bytes()
    )


# Another key


def test_a_new_key_is_vouched_for_by_the_old_one(key):
    play_a_day()
    old = signing.public_key()
    renew(key)
    assert signing.public_key() != old
    cast.a_comment()
    assert findings() == []
    assert check()[0].endswith(f"Head: {LogHead.objects.get().digest}\n")
    assert "NOTE" not in check()[0]
    assert key.with_name(f"log_key.pem.of-{old[:8]}").exists()


def test_a_lost_key_stops_what_would_be_logged_and_says_how_to_go_on(key, client):
    article = cast.an_article()
    cast.a_comment(article=article)
    key.rename(key.with_name("elsewhere"))
    signing.forget()
    with pytest.raises(signing.CannotSign, match=r"LOG_KEY.*log_key --lost"):
        cast.a_comment(article=article)
    with pytest.raises(CommandError, match="log_key --lost"):
        call_command("log_key", stdout=StringIO())
    call_command("log_key", "--lost", stdout=StringIO())
    cast.a_comment(article=article)
    assert findings() == []
    said, code = check()
    assert code == 0
    assert "NOTE event 2: the key was said to be lost, another began." in said
    assert begin() is False, "once"


def test_another_key_than_the_logs_signs_nothing(key, settings, tmp_path):
    cast.a_comment()
    settings.LOG_KEY = str(tmp_path / "another.pem")
    signing.make(Path(settings.LOG_KEY))
    with pytest.raises(signing.CannotSign, match="another key"):
        cast.a_comment()
    assert Comment.objects.count() == 1, "nothing is half done"


def test_a_program_outside_may_keep_the_key(key, settings, tmp_path):
    cast.a_comment()
    signer = tmp_path / "signer.py"
    signer.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from cryptography.hazmat.primitives.serialization import load_pem_private_key\n"
        f"key = load_pem_private_key(Path({str(key)!r}).read_bytes(), None)\n"
        "print(key.sign(sys.stdin.buffer.read()).hex())\n"
    )
    settings.LOG_PUBLIC_KEY = signing.public_key()
    settings.LOG_SIGNER = f"{sys.executable} {signer}"
    cast.a_comment()
    days.close()
    assert findings() == []
    settings.LOG_SIGNER = "true"
    with pytest.raises(signing.CannotSign, match="no signature"):
        cast.a_comment()
