"""Statements of reasons in the Commission's schema: valid, about nobody, and none that tells what the tables hide."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest

from comments.models import Comment, Decision, Event
from comments.register import keeping, statements
from comments.register.months import month_of
from comments.rules.register.guard import guarded
from tests import cast

SCHEMA = json.loads((Path(__file__).parent / "dsa-schema-2.json").read_text())


@pytest.fixture
def no_undo(settings):
    settings.UNDO_SECONDS = 0


def refused(number=1, text=None, **particulars):
    comment = cast.a_comment(text=text)
    return comment.reject(by=cast.sofia(), **{**cast.against(number), **particulars})


def test_each_kind_of_statement_is_valid_against_the_schema(db):
    for number in range(1, 9):
        refused(number)
    refused(text="هذا رأي في المكتبات وفي ما تقدمه للقراء كل يوم.")
    law = cast.a_comment()
    law.reject(by=cast.sofia(), law="Loi du 29 juillet 1881, article 24", reasons="Illicite.")
    online = cast.a_published_comment(sender="s" * 64)
    cast.a_notice(online)
    Comment.objects.get(pk=online.pk).remove(by=cast.paul(), **cast.against(2))
    sanction = cast.a_suspension(Comment.objects.get(pk=online.pk))
    ban = cast.a_suspension(
        cast.a_published_comment(sender="t" * 64), "ban", by=cast.zoe(), clause=None
    )
    told = statements.of_rows(
        statements.decisions().values_list("pk", flat=True),
        statements.sanctions().values_list("pk", flat=True),
    )
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert [list(validator.iter_errors(each)) for each in told] == [[]] * 13
    assert len({each["puid"] for each in told}) == 13
    by_puid = {each["puid"]: each for each in told}
    assert by_puid[law.decisions.get().event.digest]["decision_ground"].endswith("ILLEGAL_CONTENT")
    assert "end_date_service_restriction" in by_puid[sanction.event.digest]
    assert by_puid[ban.event.digest]["decision_provision"].endswith("PARTIAL_TERMINATION")
    removed = by_puid[online.decisions.get(kind="remove").event.digest]
    assert removed["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert {each["content_language"] for each in told} == {"FR", "AR"}


def test_the_schema_refuses_what_the_database_would():
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert not validator.is_valid({"puid": "a"})
    assert not validator.is_valid({"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"})


def test_no_free_word_of_a_moderator_is_in_it(db):
    decision = refused(
        reasons="Karim Lebrun, vous insultez.", facts="Karim Lebrun insulte sa voisine."
    )
    sanction = cast.a_suspension(cast.a_published_comment(sender="s" * 64), reasons="Karim Lebrun.")
    told = json.dumps(statements.of_rows([decision.pk], [sanction.pk]), ensure_ascii=False)
    assert "Lebrun" not in told
    assert "Attaque ad hominem" in told


def test_it_says_that_a_tool_had_marked_the_text_even_when_the_flag_is_gone(db):
    comment = cast.a_comment()
    comment.revision.flags.create(code="wave", start=0, end=10)
    decision = comment.reject(by=cast.sofia(), **cast.against(1))
    Comment.objects.get(pk=comment.pk).erase(by=cast.nora())
    (told,) = statements.of_rows([decision.pk], [])
    assert told["automated_detection"] == "Yes"
    assert "Un outil l’avait rapproché" in told["decision_facts"]
    assert str(Decision.TOOLS["wave"]) in Decision.objects.get(pk=decision.pk).means


def test_one_that_was_taken_back_has_none_and_one_that_was_reversed_keeps_its_own(db):
    reversed_one = cast.a_rejected_comment()
    cast.reverse(cast.an_appeal(reversed_one), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    undone = cast.a_comment()
    undone.undo(undone.reject(by=cast.sofia(), **cast.against(1)), by=cast.sofia())
    assert list(statements.decisions()) == [reversed_one.decisions.get(kind="reject")]


@pytest.fixture
def a_month(db, no_undo):
    """Twelve refusals for one rule, two for another, and one suspension."""
    for number in [1] * 12 + [2] * 2:
        refused(number)
    cast.a_suspension(cast.a_published_comment(sender="s" * 64))
    return keeping.count(month_of())


def test_what_has_a_small_count_or_came_since_is_held_back_the_rest_is_public(
    a_month, client, monkeypatch
):
    address = f"/transparence/{month_of():%Y-%m}/motifs.json"
    shown = guarded(a_month.figures)
    assert shown["refused"]["clause"] == {"ad-hominem": "masked", "racisme": "few"}
    assert shown["sanctions"]["kind"] is None
    for _each in range(4):
        refused(2)
    answer = client.get(address).json()
    assert (answer["statements"], answer["held_back"]) == ([], 15), "four came since the count"
    keeping.count(month_of())
    monkeypatch.setattr(statements, "BATCH", 10)
    first = client.get(address)
    assert "public" in first["Cache-Control"]
    assert len(first.json()["statements"]) == 10
    second = client.get(urlsplit(first.json()["next"]).path)
    assert (len(second.json()["statements"]), second.json()["next"]) == (8, None)
    assert second.json()["held_back"] == 1, "the suspension"
    puids = {each["puid"] for page in (first, second) for each in page.json()["statements"]}
    assert puids == set(
        Event.objects.filter(decision__kind="reject").values_list("digest", flat=True)
    )
    assert client.get(address.replace(".json", "-3.json")).status_code == 404
