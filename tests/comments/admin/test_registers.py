"""The registers: decisions searched and taken out, the team's figures, thresholds, trusted flaggers."""

import csv
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from comments.admin.csv_tables import cell
from comments.admin.figures.team import figures
from comments.models import Decision, Thresholds, TrustedFlagger
from tests import cast

DECISIONS = "/admin/comments/decision/"


def as_colleague(who):
    client = Client()
    client.force_login(who)
    return client


def lines(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.slow
def test_the_register_is_taken_out_as_it_is_filtered(db):
    kept = cast.a_rejected_comment(text="Un texte que personne ne doit exporter.")
    cast.a_published_comment()
    answer = as_colleague(cast.zoe()).get(f"{DECISIONS}export/?kind__exact=reject")
    assert "attachment" in answer["Content-Disposition"]
    (row,) = lines(answer)
    assert row["kind"] == "reject"
    assert row["clause"] == "1"
    assert row["reasons"].startswith("Ce passage vise")
    assert row["comment"] == str(kept.pk)
    assert "exporter" not in str(row)


@pytest.mark.slow
def test_it_is_searched_by_reasons_and_by_law(db):
    cast.a_comment().reject(by=cast.sofia(), law="Loi de 1881, art. 29", reasons="Une diffamation.")
    cast.a_rejected_comment()
    lead = as_colleague(cast.zoe())
    for asked in ("diffamation", "1881"):
        assert len(lines(lead.get(f"{DECISIONS}export/", {"q": asked}))) == 1
        assert unescape(lead.get(DECISIONS, {"q": asked}).text).count("Loi") <= 2


def test_no_cell_is_a_formula():
    assert cell("=1+1") == "'=1+1"
    assert cell("@x") == "'@x"
    assert cell(-3) == "-3"
    assert cell(None) == ""
    assert cell("Bonjour") == "Bonjour"


@pytest.mark.slow
def test_a_moderator_reads_the_register_and_takes_nothing_out(db):
    moderator = as_colleague(cast.sofia())
    page = moderator.get(DECISIONS)
    assert page.status_code == 200
    assert "export" not in page.text
    for address in ("export/", "equipe/"):
        assert moderator.get(f"{DECISIONS}{address}").status_code == 403
        assert as_colleague(cast.hicham()).get(f"{DECISIONS}{address}").status_code == 403
        assert as_colleague(cast.nora()).get(f"{DECISIONS}{address}").status_code == 200


@pytest.mark.slow
def test_the_teams_figures_can_be_counted_again(db):
    sofia, paul, zoe = cast.sofia(), cast.paul(), cast.zoe()
    for seconds in (4, 6, 50):
        cast.a_comment().approve(by=sofia, seconds_taken=seconds)
    overturned = cast.a_rejected_comment(by=sofia)
    cast.reverse(cast.an_appeal(overturned), by=zoe, reasons="Rien n’y vise personne.")
    upheld = cast.a_rejected_comment(by=sofia)
    cast.uphold(cast.an_appeal(upheld), by=zoe, reasons="La fin vise une personne.")
    reported = cast.a_published_comment(by=paul)
    notice = cast.a_notice(reported)
    reported.keep(by=sofia)
    taken_back = cast.a_comment()
    taken_back.undo(taken_back.decide("approve", by=sofia), by=sofia)
    cast.a_comment().escalate(by=sofia, why="Ironie, ou attaque ?")
    row = next(row for row in figures(30) if row["person"] == sofia)
    expected = {
        "decisions": 7, "published": 4, "against": 2, "kept": 1, "undone": 1, "held": 1,
        "seconds": 6, "answered": 2, "reversed": 1,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert row["signature"].number == 1
    assert figures(30, at=timezone.now() + timedelta(days=31)) == []
    page = unescape(as_colleague(zoe).get(f"{DECISIONS}equipe/?jours=7").text)
    assert "Sofia M." in page
    (line, *_others) = lines(as_colleague(zoe).get(f"{DECISIONS}equipe/?jours=7&format=csv"))
    assert (line["person"], line["decisions"]) == ("Sofia M.", "7")
    assert Decision.objects.filter(by=sofia).exclude(kind="undo").count() == 7
    assert notice.pk


@pytest.mark.slow
def test_the_lead_sets_the_thresholds_and_nobody_else(db):
    lead = as_colleague(cast.zoe())
    page = lead.get("/admin/comments/thresholds/", follow=True)
    assert "masque un commentaire" in page.text
    form = {"trusted_hours": 2, "legal_hours": 12, "notice_hours": 24, "appeal_hours": 72,
            "suspension_days": 3, "pause_after": 5, "hide_at_weight": ""}  # fmt: skip
    assert lead.post("/admin/comments/thresholds/1/change/", form).status_code == 302
    assert Thresholds.objects.current().notice_hours == 24
    too_low = lead.post("/admin/comments/thresholds/1/change/", {**form, "hide_at_weight": 5})
    assert too_low.status_code == 200
    assert Thresholds.objects.current().hide_at_weight is None
    for colleague in (cast.sofia, cast.hicham, cast.nora):
        assert as_colleague(colleague()).get("/admin/comments/thresholds/").status_code == 403


@pytest.mark.slow
def test_the_lead_names_a_trusted_flagger_and_hands_over_its_address(db):
    lead = as_colleague(cast.zoe())
    sent = {"name": "Vigie", "email": "vigie@exemple.org", "since": timezone.localdate()}
    assert lead.post("/admin/comments/trustedflagger/add/", sent).status_code == 302
    flagger = TrustedFlagger.objects.get()
    page = lead.get(f"/admin/comments/trustedflagger/{flagger.pk}/change/").text
    assert f"/signaleurs/{flagger.key}/" in page
    assert Client().get(f"/signaleurs/{flagger.key}/").status_code == 200
    assert as_colleague(cast.sofia()).get("/admin/comments/trustedflagger/").status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("register", ["decision", "event", "suspension"])
def test_a_register_goes_on_by_keyset(db, register, monkeypatch):
    monkeypatch.setattr("comments.admin.registers.ReadOnlyAdmin.list_per_page", 3)
    for _each in range(4):
        cast.a_suspension(cast.a_rejected_comment(email="troll@exemple.org"))
    page = unescape(as_colleague(cast.zoe()).get(f"/admin/comments/{register}/").text)
    assert "apres=" in page
    assert "troll@exemple.org" not in page


@pytest.mark.slow
def test_the_registers_speak_the_language_of_the_desk(db):
    """Their heads, their values and the titles of their filters, in Arabic too."""
    comment = cast.a_rejected_comment(email="troll@exemple.org")
    comment.note("Un mot.", by=cast.paul())
    cast.a_suspension(comment)
    lead = as_colleague(cast.zoe())
    for register in ("decision", "suspension", "event"):
        for prefix in ("", "/ar"):
            page = lead.get(f"{prefix}/admin/comments/{register}/").text
            table = page[page.index('id="result_list"') :]
            for raw in ("Comment<", "Sequence<", ">At<", ">Kind<", ">State<", "user:", ">author<"):
                assert raw not in table, (register, prefix, raw)
    page = unescape(lead.get("/admin/comments/event/").text)
    assert "Paul R." in page
    assert "son auteur" in page
    decisions = unescape(lead.get(DECISIONS).text)
    assert "Par qui a décidé" in " ".join(decisions.split())
    assert "Sofia M." in decisions


@pytest.mark.slow
def test_the_registers_lead_to_the_card_and_do_not_repeat_hard_words(db):
    comment = cast.a_rejected_comment(text="Des mots durs à lire, que la fiche voile.")
    page = unescape(as_colleague(cast.zoe()).get(DECISIONS).text)
    assert f"/admin/comments/comment/{comment.pk}/change/" in page
    assert "Des mots durs" not in page


@pytest.mark.slow
def test_a_column_under_a_title_of_its_own_still_filters(db):
    cast.a_rejected_comment(by=cast.paul())
    cast.a_published_comment(by=cast.sofia())
    lead = as_colleague(cast.zoe())
    paul = cast.paul().pk
    page = unescape(lead.get(f"{DECISIONS}?by__id__exact={paul}").text)
    table = page[page.index('id="result_list"') :]
    assert "Paul R." in table
    assert "Sofia M." not in table
    assert lead.get(f"{DECISIONS}?by__username__startswith=p").status_code == 400


@pytest.mark.slow
def test_the_register_of_alerts_names_who_gave_a_legal_notice_and_no_other(db):
    comment = cast.a_published_comment()
    cast.a_notice(comment, name="Rim Aït", email="rim@exemple.org")
    legal = {"clause": None, "is_legal": True, "good_faith": True}
    notice = cast.a_notice(comment, name="Maître Oumlil", email="oumlil@exemple.org", **legal)
    lead = as_colleague(cast.zoe())
    for page in (
        lead.get("/admin/comments/notice/").text,
        lead.get(f"/admin/comments/notice/{notice.pk}/change/").text,
    ):
        assert "Maître Oumlil" in page
        assert "Rim Aït" not in page
        assert "@exemple.org" not in page
    assert as_colleague(cast.sofia()).get("/admin/comments/notice/").status_code == 403
