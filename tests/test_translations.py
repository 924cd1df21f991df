"""Every sentence a reader or a moderator sees is said in Arabic and in English too."""

import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

from portal import catalogues, checks
from portal.french_messages import french

pytestmark = pytest.mark.once
LOCALE = Path(__file__).parent.parent / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+>")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_sentence_is_translated(language):
    catalogue = polib.pofile(LOCALE / language / "LC_MESSAGES" / "django.po")
    assert len(catalogue) > 200
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_placeholder_or_tag_is_lost_or_invented(language):
    for entry in polib.pofile(LOCALE / language / "LC_MESSAGES" / "django.po"):
        source = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        if entry.msgid_plural:
            last = entry.msgstr_plural[max(entry.msgstr_plural)]
            assert set(PLACEHOLDER.findall(last)) == source, entry.msgid
            assert all(set(PLACEHOLDER.findall(s)) <= source for s in entry.msgstr_plural.values())
        else:
            assert set(PLACEHOLDER.findall(entry.msgstr)) == source, entry.msgid


def test_the_french_catalogue_sets_french_spaces_and_nothing_else():
    catalogue = polib.pofile(LOCALE / "fr" / "LC_MESSAGES" / "django.po")
    msgids = {entry.msgid for entry in polib.pofile(LOCALE / "ar" / "LC_MESSAGES" / "django.po")}
    assert "All" not in msgids, "Django's own sentences keep Django's own translation"
    assert {entry.msgid for entry in catalogue} == msgids
    for entry in catalogue:
        if entry.msgid_plural:
            assert entry.msgstr_plural == {0: french(entry.msgid), 1: french(entry.msgid_plural)}
        else:
            assert entry.msgstr == french(entry.msgid)


def test_in_arabic_a_name_in_latin_letters_keeps_its_full_stop_behind_it():
    """«Paul R.» between Arabic words would be shown «.Paul R»."""
    bare = re.compile(r"(?<!\u2068)(?<!<bdi>)%\((name|who|by)\)s")
    catalogue = polib.pofile(LOCALE / "ar" / "LC_MESSAGES" / "django.po")
    told = [said for entry in catalogue for said in (entry.msgstr, *entry.msgstr_plural.values())]
    assert sum("%(name)s" in said for said in told) > 20
    assert [said for said in told if bare.search(said)] == []


@pytest.mark.parametrize(
    ("app", "domain"),
    [("contrib/admin", "django"), ("contrib/admin", "djangojs"), ("conf", "django")],
)
def test_the_desk_in_arabic_says_no_sentence_of_django_in_french(app, domain):
    """What Django's Arabic lacks would be said in French, the language of last resort."""
    django = Path(import_module("django").__file__).parent / app / "locale"
    given = [django / "ar", LOCALE / "ar", LOCALE / "libraries" / "ar"]
    files = [folder / "LC_MESSAGES" / f"{domain}.po" for folder in given]
    arabic = {
        entry.msgid
        for file in files
        if file.exists()
        for entry in polib.pofile(file).translated_entries()
    }
    french = {entry.msgid for entry in polib.pofile(django / "fr" / "LC_MESSAGES" / f"{domain}.po")}
    assert french - arabic == set()


def said(file):
    return {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in file if not e.obsolete}


@pytest.mark.parametrize(
    "source", sorted(LOCALE.rglob("*.po")), ids=lambda po: "/".join(po.parts[-3:])
)
def test_the_compiled_catalogue_says_what_its_source_says(source):
    assert said(polib.mofile(source.with_suffix(".mo"))) == said(polib.pofile(source))


@pytest.fixture
def a_catalogue(tmp_path):
    """Return the source of a catalogue of one sentence, compiled."""
    source = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Language: ar\\n"\n\nmsgid "Image"\nmsgstr "الصورة"\n')
    assert catalogues.compile_all(tmp_path) == [source]
    return source


def test_a_compiled_catalogue_is_left_alone_until_its_source_changes(a_catalogue, tmp_path):
    assert catalogues.compile_all(tmp_path) == []
    os.utime(a_catalogue)  # as a change of branch does
    assert catalogues.not_compiled(tmp_path) == []
    times = a_catalogue.with_suffix(".mo").stat()
    a_catalogue.write_text(a_catalogue.read_text().replace("الصورة", "صورة"))
    os.utime(
        a_catalogue, ns=(times.st_atime_ns, times.st_mtime_ns - 10**9)
    )  # as a copy may keep it
    assert catalogues.compile_all(tmp_path) == [a_catalogue]
    assert polib.mofile(a_catalogue.with_suffix(".mo"))[0].msgstr == "صورة"


def test_the_check_names_a_catalogue_that_is_not_compiled(a_catalogue, tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    assert checks.catalogues_are_compiled(None) == []
    a_catalogue.with_suffix(".mo").unlink()
    (warning,) = checks.catalogues_are_compiled(None)
    assert "ar/LC_MESSAGES/django.po" in warning.msg


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.skipif(not shutil.which("msgmerge"), reason="gettext is not installed")
def test_a_new_sentence_is_given_no_guess_of_its_translation(tmp_path, monkeypatch):
    catalogue = tmp_path / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Votre commentaire est en ligne."\nmsgstr "تعليقك منشور."\n'
    )
    (tmp_path / "page.html").write_text(
        "{% load i18n %}{% translate 'Votre commentaire est en ligne !' %}"
    )
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["ar"], verbosity=0)
    (entry,) = (entry for entry in polib.pofile(catalogue) if not entry.obsolete)
    assert (entry.msgid, entry.msgstr) == ("Votre commentaire est en ligne !", "")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_no_sentence_of_the_code_is_missing_from_the_catalogues(tmp_path):
    root = LOCALE.parent
    for folder in ("articles", "comments", "portal", "templates", "locale"):
        shutil.copytree(root / folder, tmp_path / folder)
    shutil.copy(root / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "ar", "--no-location", "--no-wrap"],
        cwd=tmp_path,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"},
        check=True,
        capture_output=True,
    )
    gathered = polib.pofile(tmp_path / "locale" / "ar" / "LC_MESSAGES" / "django.po")
    assert [
        entry.msgid for entry in gathered if not entry.obsolete and not entry.translated()
    ] == []
