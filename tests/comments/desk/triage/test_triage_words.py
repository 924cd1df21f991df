"""The lead adds words to the lists and takes words from them; the log says who, and the next training heeds it."""

from html import unescape

import pytest

from comments.models import Filing, TriageModel, TriageSettings
from comments.rules.triage.model import Model
from comments.sorting import school
from tests import cast
from tests.comments.sorting.house import decided
from tests.comments.triage.decisions import decisions

WORDS = "/admin/comments/triagesettings/mots/insult/"


@pytest.fixture
def lead(client, db):
    client.force_login(cast.zoe())
    return client


@pytest.mark.slow
def test_a_lead_changes_a_list_and_the_other_lists_keep_theirs(lead):
    lead.post("/admin/comments/triagesettings/mots/group/", {"ar+": "ناس البلد"})
    answer = lead.post(
        WORDS, {"fr+": "Tête de mule\n\nTête de mule\nabruti*", "fr-": "Bouffon*"}, follow=True
    )
    assert "prochain apprentissage" in unescape(answer.text)
    assert "tete_de_mule" in answer.text
    lines = TriageSettings.objects.get().words.splitlines()
    assert lines == ["group ar +ناس_البلد", "insult fr +tete_de_mule", "insult fr -bouffon*"]
    filing = Filing.objects.filter(table="triagesettings").first()
    assert (filing.by, filing.as_values()["words"]) == (cast.zoe(), "\n".join(lines))
    lead.post(WORDS, {})
    assert TriageSettings.objects.get().words == "group ar +ناس_البلد"


def test_what_is_no_word_or_not_in_the_list_is_told_and_nothing_is_kept(lead):
    answer = lead.post(WORDS, {"fr+": "!!!", "fr-": "bonjour"})
    assert answer.status_code == 422
    told = unescape(answer.text)
    assert "Ce mot ne peut pas être cherché : !!!" in told.replace("\u202f", " ").replace(
        "\xa0", " "
    )
    assert "Ces mots ne sont pas dans la liste : bonjour" in told.replace("\u202f", " ").replace(
        "\xa0", " "
    )
    assert not TriageSettings.objects.exists()
    many = "\n".join(f"mot{'a' * (n % 26)}{chr(97 + n // 26)}" for n in range(501))
    assert lead.post(WORDS, {"fr+": many}).status_code == 422


@pytest.mark.parametrize("who", [cast.nora, cast.sofia])
def test_nobody_else_changes_a_list(client, db, who):
    client.force_login(who())
    assert client.post(WORDS, {"fr+": "andouille"}).status_code == 403
    assert not TriageSettings.objects.exists()


def test_there_is_no_other_list(lead):
    assert lead.get("/admin/comments/triagesettings/mots/verdicts/").status_code == 404


@pytest.mark.slow
def test_the_next_training_learns_with_the_lists_as_they_are_then(db, settings, tmp_path):
    settings.TRIAGE_DIR = tmp_path
    TriageSettings.objects.create(pk=1, words="insult fr +tramway")
    decided(decisions(230))
    school.train()
    model = Model.unpacked(bytes(TriageModel.objects.serving().get().packed))
    assert "tramway" in model.lists["insult"]
