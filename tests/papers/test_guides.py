"""What the papers at the root name is there: files, targets of make, addresses."""

import re

import pytest

from portal.pages import security

from .pins import ROOT

pytestmark = pytest.mark.once

GUIDES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@pytest.mark.parametrize("name", GUIDES)
def test_each_link_leads_to_a_file_and_each_make_to_a_target(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"(?:`|^    )(?:PORT=\d+ )?make ([a-z-]+)", text, re.MULTILINE))
    assert named - targets == set()


def test_the_readme_leads_to_every_paper():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("LICENSE", "NOTICE", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        assert f"]({name})" in text


def test_the_security_paper_names_the_address_that_the_site_serves():
    assert f"`/{security.PATH}`" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_target_of_make_is_phony_and_said_in_a_line():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    targets = set(TARGET.findall(text))
    assert targets == phony
    for target in targets:
        assert re.search(rf"^{target}:.* ## \w", text, re.MULTILINE), target


def test_each_test_that_the_threat_model_names_is_there():
    """And asserts something: a claim that no test holds is taken out."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) > 30
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [name for name in named if "assert" not in (ROOT / name).read_text()] == []
