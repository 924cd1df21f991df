"""No code of the site runs words as code, starts a shell, unpacks strangers' objects or trusts any certificate."""

import ast
import re

import pytest

from tests.test_architecture import ROOT, tracked

pytestmark = pytest.mark.once

CALLS = re.compile(
    r"(?:builtins\.)?(?:eval|exec|compile)|os\.(?:system|popen)|(?:c?pickle|marshal|shelve|dill)\.\w+"
    r"|yaml\.(?:unsafe_)?load|ssl\._create_unverified_context|tempfile\.mktemp|hashlib\.(?:md5|sha1)|RawSQL|.*\.extra|Template"
)  # fmt: skip
# No word of a reader's stands in its text (portal/search/engines/sqlite.py).
ALLOWED = {"portal/search/engines/sqlite.py: self.queryset.filter(matches).extra"}
WORDS = {("shell", True), ("verify", False), ("check_hostname", False), ("verify_certs", False)}


def of(tree):
    """Return what is called that should not be, as it is written."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if CALLS.fullmatch(name):
            yield name
        for word in node.keywords:
            if isinstance(word.value, ast.Constant) and (word.arg, word.value.value) in WORDS:
                yield f"{name}({word.arg}={word.value.value})"


def test_no_code_of_the_site_calls_what_runs_words_or_trusts_anybody():
    files = [*tracked("articles/*.py", "comments/*.py", "portal/*.py", "tools/*.py"), ROOT / "manage.py"]  # fmt: skip
    assert len(files) > 300
    found = {
        f"{path.relative_to(ROOT)}: {call}"
        for path in files
        if "/migrations/" not in str(path)
        for call in of(ast.parse(path.read_text()))
    }
    assert found == ALLOWED


@pytest.mark.parametrize(
    "line",
    ["eval(x)", "os.system('ls')", "subprocess.run(x, shell=True)", "pickle.loads(x)", "requests.get(x, verify=False)",
     "hashlib.md5(x)", "Comment.objects.extra(where=[x])", "Template(x).render()"],
)  # fmt: skip
def test_each_such_call_would_be_seen(line):
    assert list(of(ast.parse(line)))


def test_no_code_of_the_site_puts_ciphers_together_by_itself():
    """Fernet, AES-SIV and age encrypt, Ed25519 signs: each a whole that others have proved; AES-SIV needs no nonce that
    could come twice. Certificates (x509) are only read."""
    whole = re.compile(r"cryptography\.(?:fernet|exceptions|x509|hazmat\.primitives\.(?:asymmetric\.ed25519|ciphers\.aead|serialization))|pyrage(?:\.\w+)?")  # fmt: skip
    named = re.compile(r"^\s*(?:from|import) ((?:cryptography|pyrage|Crypto|nacl)\b[\w.]*)", re.MULTILINE)  # fmt: skip
    found = {
        name
        for path in tracked("articles/*.py", "comments/*.py", "portal/*.py")
        for name in named.findall(path.read_text())
    }
    assert "cryptography.fernet" in found
    aead = re.compile(r"ciphers\.aead import (.*)")
    taken = [
        aead.findall(path.read_text())
        for path in tracked("articles/*.py", "comments/*.py", "portal/*.py")
    ]
    assert [name for names in taken for name in names] == ["AESSIV"]
    assert [name for name in found if not whole.fullmatch(name)] == []
