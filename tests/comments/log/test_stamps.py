"""The heads stamped by an authority (RFC 3161): OpenSSL's own, asked over HTTP on this machine."""

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import CertificateBuilder, load_pem_x509_certificate
from django.core.management import call_command

from comments.log import days, stamps
from comments.models import LogDay
from tests.comments.log.test_log import play_a_day, without_guards
from tests.comments.log.test_signed_log import findings

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

AUTHORITY = """
[ tsa ]
default_tsa = ours
[ ours ]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ req ]
distinguished_name = name
[ name ]
[ stamps ]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ root ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
"""


def openssl(*words, **options):
    return subprocess.run(
        ["openssl", *map(str, words)], capture_output=True, check=True, **options
    ).stdout


class Authority:
    """A certificate that may stamp, its root, and a server that answers questions."""

    def __init__(self, folder):
        self.folder, self.asked, self.answers = folder, [], self.stamped
        folder.mkdir()
        self.settings = folder / "openssl.cnf"
        self.settings.write_text(AUTHORITY.format(folder=folder))
        (folder / "serial").write_text("01")
        self.root = folder / "root.pem"
        key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-config",
            self.settings,
        ]
        openssl("req", "-x509", *key, "-extensions", "root", "-days", "2", "-subj", "/CN=Racine",
                "-keyout", folder / "root.key", "-out", self.root)  # fmt: skip
        openssl(
            "req",
            *key,
            "-subj",
            "/CN=Horodatage",
            "-keyout",
            folder / "tsa.key",
            "-out",
            folder / "tsa.csr",
        )
        openssl("x509", "-req", "-in", folder / "tsa.csr", "-CA", self.root, "-CAkey", folder / "root.key",
                "-set_serial", "2", "-days", "2", "-extfile", self.settings, "-extensions", "stamps",
                "-out", folder / "tsa.pem")  # fmt: skip
        authority = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                authority.asked.append((self.headers["Content-Type"], query))
                status, answer = authority.answers(query)
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_words):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def may_stamp_for(self, seconds):
        """Have the certificate that stamps end soon; return when."""
        old = load_pem_x509_certificate((self.folder / "tsa.pem").read_bytes())
        key = load_pem_private_key((self.folder / "root.key").read_bytes(), None)
        ends = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)
        new = CertificateBuilder(
            old.issuer, old.subject, old.public_key(), 3, old.not_valid_before_utc, ends, list(old.extensions)
        )  # fmt: skip
        (self.folder / "tsa.pem").write_bytes(new.sign(key, SHA256()).public_bytes(Encoding.PEM))
        return ends.timestamp()

    def stamped(self, query):
        (self.folder / "query.tsq").write_bytes(query)
        words = ["-config", self.settings, "-queryfile", self.folder / "query.tsq"]
        return 200, openssl("ts", "-reply", *words)


@pytest.fixture
def authority(tmp_path, settings):
    ours = Authority(tmp_path / "authority")
    settings.LOG_TSA_URL = f"http://127.0.0.1:{ours.server.server_port}/tsr"
    settings.LOG_TSA_ROOTS = str(ours.root)
    yield ours
    ours.server.shutdown()
    ours.server.server_close()


@pytest.fixture
def day(db):
    play_a_day()
    return days.close()


def test_a_head_is_stamped_once_and_anybody_can_check_it(authority, day, client, tmp_path):
    assert (stamps.stamp_days(), stamps.stamp_days()) == (1, 0)
    ((kind, query),) = authority.asked
    assert kind == "application/timestamp-query"
    assert day.head.encode() not in query, "a digest alone leaves the house"
    page = client.get("/transparence/")
    assert "Horodatée par une autorité extérieure" in page.text
    stamp, words = tmp_path / "a.tsr", tmp_path / "a.txt"
    for kept, ending in ((stamp, "tsr"), (words, "txt")):
        answer = client.get(f"/transparence/tetes/{day.day}.{ending}")
        kept.write_bytes(answer.content)
    said = openssl("ts", "-verify", "-in", stamp, "-data", words, "-CAfile", authority.root)
    assert b"Verification: OK" in said
    assert findings() == []


def test_a_day_written_anew_has_no_stamp_that_fits(authority, day):
    stamps.stamp_days()
    with without_guards():
        LogDay.objects.update(head=day.root)
    assert any("its stamp is of another head" in fault for fault in findings())


def test_a_stamp_of_another_authority_is_named(authority, day, tmp_path, settings):
    stamps.stamp_days()
    settings.LOG_TSA_ROOTS = str(Authority(tmp_path / "another").root)
    assert any("its stamp does not hold" in fault for fault in findings())


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((503, b""), "the authority answered 503"),
        ((302, b""), "the authority answered 302"),
        ((200, b"<html>"), "no stamp of this head"),
        ((200, b""), "no stamp of this head"),
    ],
)
def test_what_is_no_stamp_is_told_and_asked_for_again(authority, day, answer, why):
    authority.answers = lambda _query: answer
    with pytest.raises(stamps.Unstamped, match=why):
        stamps.stamp_days()
    assert LogDay.objects.get().stamp is None
    authority.answers = authority.stamped
    assert stamps.stamp_days() == 1


def test_without_the_package_it_says_so(authority, day, monkeypatch):
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(stamps.Unstamped, match="the extra «stamps» is not installed"):
        stamps.stamp_days()


def test_an_old_answer_is_no_stamp_of_a_new_question(authority, day):
    _status, old = authority.stamped(_question(day.statement))
    authority.answers = lambda _query: (200, old)
    with pytest.raises(stamps.Unstamped, match="Nonce"):
        stamps.stamp_days()


def test_a_stamp_outlives_the_certificate_that_made_it(authority, day):
    ends = authority.may_stamp_for(seconds=2)
    stamps.stamp_days()
    stamp = LogDay.objects.get().stamp
    time.sleep(max(0, ends - time.time()) + 1)
    assert findings() == []
    LogDay.objects.update(stamp=None)
    with pytest.raises(stamps.Unstamped, match="no stamp of this head"):
        stamps.stamp_days()
    LogDay.objects.update(stamp=stamp)
    assert findings() == []


def _question(words):
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(words.encode())
    return builder.hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def test_the_periodic_work_goes_on_while_the_authority_is_away(day, settings, caplog, authority):
    authority.server.shutdown()
    authority.server.server_close()
    call_command("tick")
    assert "the head of the log was not stamped: the authority cannot be reached" in caplog.text
