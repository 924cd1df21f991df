"""The lead's page «Aide au tri»: which model serves and why, how far its hints lead, how long each band waits."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Filing, Reading, TriageModel, TriageSettings
from comments.rules.triage.plots import SIDE, auc_marks, calibration_marks
from tests import cast
from tests.comments.sorting.house import a_model, a_serving_model

PAGE = "/admin/comments/triagesettings/modele/"
FIGURES = {
    **a_model().figures,
    "auc": 0.81, "auc_at_least": 0.74, "auc_at_most": 0.88, "calibration_error": 0.031,
    "calibration": [{"expected": 0.1, "happened": 0.05, "of": 30}, {"expected": 0.75, "happened": 0.8, "of": 30}],
    "rules": {"": 240, "racisme": 40, "loi": 3, "ancienne": 2},
}  # fmt: skip


def page_of(who, address=PAGE):
    client = Client()
    client.force_login(who)
    answer = client.get(address)
    return answer.status_code, " ".join(unescape(answer.text).split())


def judged(number, refused, *, hint_shown, band):
    """So many decisions on read texts, of which so many refused; each waited ten minutes."""
    model = TriageModel.objects.serving().get()
    for each in range(number):
        at = timezone.now() - timedelta(hours=1)
        comment = cast.a_comment(at=at)
        Reading.objects.create(revision=comment.revision, model=model, score=0.5, band=band, at=at)
        verb = {"reject": cast.against(1)} if each < refused else {"approve": {}}
        (kind, grounds), = verb.items()  # fmt: skip
        comment.decide(
            kind, by=cast.sofia(), at=at + timedelta(minutes=10), hint_shown=hint_shown, **grounds
        )


@pytest.mark.slow
def test_it_tells_the_model_its_pull_and_the_waits(db):
    a_serving_model(figures=FIGURES)
    TriageModel.objects.create(
        made_at=timezone.now(), trained_on=400, last_decision=9, verdict="behind", figures=FIGURES
    )
    judged(20, 15, hint_shown=True, band=1)
    judged(3, 1, hint_shown=False, band=1)
    status, told = page_of(cast.zoe())
    assert status == 200
    assert "0,81, entre 0,74 et 0,88" in told.replace("\u202f", " ")
    assert "75 % de 20" in told.replace("\u202f", " ").replace("\xa0", " ")
    assert "trop peu : 3" in told.replace("\u202f", " ").replace("\xa0", " ")
    for number in (240, 40, 3, 2):
        assert f"<td>{number}</td>" in told
    assert str(cast.clause(2)) in told
    assert "ancienne" in told, "a rule that is no more keeps its key"
    assert "pas meilleur que celui qui sert" in told
    assert '<circle class="plot__mark" cx="150.0" cy="40.0" r="5" />' in told
    assert "style=" not in told.split('id="content-main"')[1]
    assert '<th scope="row">en tête de file</th> <td>10</td> <td>10</td> <td>23</td>' in told


@pytest.mark.slow
def test_without_a_model_it_says_why_and_whose_switch_it_is(db):
    assert "il faut 200 décisions pour le premier" in page_of(cast.zoe())[1]
    TriageModel.objects.create(
        made_at=timezone.now(), trained_on=250, last_decision=9, verdict="weak", figures={}
    )
    assert "aucun ne distingue assez bien" in page_of(cast.zoe())[1]
    TriageSettings.objects.create(pk=1, is_on=False)
    told = page_of(cast.zoe())[1]
    assert "Coupée : la file est dans l’ordre d’arrivée" in told
    assert "Couper ou régler l’aide au tri" in told
    assert "Couper ou régler" not in page_of(cast.nora())[1], (
        "an administrator reads, the lead decides"
    )


@pytest.mark.parametrize(
    ("who", "reads", "sets"),
    [(cast.zoe, 200, 200), (cast.nora, 200, 403), (cast.sofia, 403, 403), (cast.hicham, 403, 403)],
)
def test_leads_and_administrators_read_it_and_leads_alone_turn_it_off(db, who, reads, sets):
    TriageSettings.objects.create(pk=1)
    assert page_of(who())[0] == reads
    assert page_of(who(), "/admin/comments/triagesettings/1/change/")[0] == sets


def test_the_lead_turns_it_off_and_the_log_says_who(client, db):
    client.force_login(cast.zoe())
    client.get("/admin/comments/triagesettings/", follow=True)
    client.post("/admin/comments/triagesettings/1/change/", {"reading_hours": "12"})
    filing = Filing.objects.filter(table="triagesettings").first()
    assert (filing.by, filing.as_values()) == (
        cast.zoe(),
        {"is_on": False, "reading_hours": 12, "words": ""},
    )
    assert not Comment.objects.exists()


@pytest.mark.once
def test_the_marks_of_a_plot_stand_where_its_table_says():
    parts = [{"expected": 0.25, "happened": 0.5}, {"expected": 1, "happened": 1}]
    assert calibration_marks(parts) == [{"x": SIDE / 4, "y": SIDE / 2}, {"x": SIDE, "y": 0}]
    half = {"auc": 0.75, "auc_at_least": 0.5, "auc_at_most": 1.0, "label": "v1", "serves": True}
    below = {"auc": 0.4, "auc_at_least": 0.3, "label": "v2", "serves": False}
    first, second = auc_marks([half, {}, below])
    assert (first["y"], first["low"], first["high"]) == (SIDE / 2, SIDE, 0)
    assert (second["y"], second["low"], second["high"]) == (SIDE, SIDE, SIDE), "inside the frame"
    assert first["x"] < second["x"]
