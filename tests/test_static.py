"""Static files as they are served in production: every reference resolves, hashed."""

import pytest
from django.core.management import call_command
from django.test import override_settings

PRODUCTION = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


@pytest.mark.slow
def test_every_file_a_style_or_a_page_names_is_there(client, db, tmp_path):
    with override_settings(STORAGES=PRODUCTION, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        page = client.get("/").text
    assert "/static/portail." in page
    names = {path.name for path in tmp_path.rglob("*")}
    for name in ("portail.css", "desk.css", "portail.js"):
        stem, suffix = name.split(".")
        hashed = [
            n for n in names if n.startswith(f"{stem}.") and n.endswith(f".{suffix}") and n != name
        ]
        assert hashed, name
    style = next(p for p in tmp_path.glob("portail.*.css")).read_text()
    assert "://" not in style.replace("http://www.w3.org", "")
