"""Every page of the desk and every private page, in Chromium: accessible, calm, ours alone, wide and narrow."""

import pytest

from comments.models import Appeal, Charter, Comment, TrustedFlagger
from tests import cast
from tests.browser.desk import QUEUE, settle, signed_in_as
from tests.comments.sorting.house import triage_reads

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def scene(db):
    """Someone suspended who contests it, a mended text, alerts of all kinds, an answer contested, a draft charter."""
    article = cast.an_article()
    troll = cast.a_rejected_comment(article=article, email="troll@exemple.org")
    sanction = cast.a_suspension(troll, by=cast.sofia())
    Appeal.objects.lodge(suspension=sanction, text="Je citais un lecteur.", language="fr")
    mended = cast.a_rejected_comment(article=article, text="Cet ignorant écrit mal.")
    Comment.objects.get(pk=mended.pk).mend("Cet article est mal écrit.")
    refused = cast.a_rejected_comment(article=article)
    reported = cast.a_published_comment(
        article=article, email="lina@exemple.org", wants_replies=True
    )
    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    cast.a_notice(reported, clause=cast.clause(2))
    cast.a_notice(reported, is_legal=True, good_faith=True, flagger=flagger)
    kept = cast.a_published_comment(article=article)
    contested = cast.a_contested_answer(kept).notice
    draft = Charter.objects.draft()
    draft.clauses.filter(number=1).update(rule_fr="Critiquez les idées, jamais les personnes.")
    cast.a_comment(article=article, email="troll@exemple.org")
    weighed = cast.a_comment(article=article, text="Merci, mais quel idiot.")
    triage_reads()
    return {
        "desk": [
            f"{QUEUE}?file=pending&langue=fr",
            f"{QUEUE}{reported.pk}/change/?file=reported",
            f"{QUEUE}{mended.pk}/change/?file=pending",
            f"{QUEUE}{troll.pk}/change/?file=appealed",
            f"{QUEUE}{kept.pk}/change/?file=appealed",
            "/admin/comments/decision/",
            "/admin/comments/decision/equipe/",
            "/admin/comments/decision/journee/",
            "/admin/comments/decision/exercice/",
            "/admin/comments/decision/accord/",
            f"{QUEUE}{weighed.pk}/proches/",
            "/admin/comments/suspension/",
            "/admin/comments/charter/",
            f"/admin/comments/charter/{draft.pk}/change/",
            f"/admin/comments/charter/{draft.pk}/publication/",
            f"/admin/comments/charter/{draft.pk}/essai/ad-hominem/",
            f"/admin/comments/charter/{draft.pk}/apercu/",
            "/admin/comments/thresholds/",
            f"{QUEUE}{weighed.pk}/change/?file=pending",
            "/admin/comments/triagesettings/",
            "/admin/comments/triagesettings/modele/",
            "/admin/comments/triagesettings/equite/",
            "/admin/comments/slowmode/",
            "/admin/comments/owedstatement/",
            "/admin/comments/triagesettings/mots/group/",
            f"/admin/comments/trustedflagger/{flagger.pk}/change/",
        ],
        "private": [
            f"/suivi/{troll.follow_key}/",
            f"/suivi/{refused.follow_key}/",
            f"/suivi/{reported.follow_key}/",
            f"/alertes/{contested.follow_key}/",
            f"/reponses/{reported.subscription.key}/",
            f"/signaleurs/{flagger.key}/",
            f"/signaleurs/{flagger.key}/{reported.pk}/",
        ],
        "reported": reported,
    }


@pytest.mark.parametrize(("width", "language"), [(1280, ""), (390, "/ar")])
def test_every_page_is_well(scene, visitor, width, language):
    lead, reader = signed_in_as(visitor, cast.zoe(), width=width), visitor(width=width)
    for someone, pages in ((lead, scene["desk"]), (reader, scene["private"])):
        for address in pages:
            someone.goto(language + address)
            someone.assert_well()


def test_veiled_words_show_at_a_key_and_are_veiled_again(scene, visitor):
    sofia = signed_in_as(visitor, cast.sofia())
    sofia.goto(f"{QUEUE}{scene['reported'].pk}/change/?file=reported")
    words = sofia.page.locator(".mod__aff .com__texte")
    assert not words.is_visible()
    sofia.page.keyboard.press("v")
    assert words.is_visible()
    sofia.page.keyboard.press("v")
    assert not words.is_visible()


def test_the_keys_stay_within_the_filter(visitor, db):
    french = [cast.a_comment(text=f"Le commentaire numéro {n} dit autre chose.") for n in range(2)]
    wanted = [cast.a_comment(text=f"هذا التعليق رقم {n} مكتوب بالعربية كله.") for n in range(3)]
    sofia = signed_in_as(visitor, cast.sofia())
    sofia.goto(f"{QUEUE}suivant/?file=pending&langue=ar")
    for comment in wanted:
        sofia.page.wait_for_selector(f"[data-shown='{comment.pk}']")
        settle(sofia)
        sofia.page.keyboard.press("p")
    sofia.page.wait_for_selector("[data-shown='none']")
    sofia.page.wait_for_selector("[data-sending='0']")
    assert Comment.objects.visible().count() == len(wanted)
    assert list(Comment.objects.pending()) == french


def test_a_sanction_is_imposed_and_contested_and_lifted_by_plain_buttons(visitor, db):
    comment = cast.a_rejected_comment(email="troll@exemple.org", by=cast.paul())
    sofia = signed_in_as(visitor, cast.sofia(), java_script_enabled=False)
    sofia.goto(f"{QUEUE}{comment.pk}/change/?file=decided")
    sofia.page.get_by_text("Sanctionner", exact=True).click()
    sofia.page.get_by_role("combobox", name="Sanction").select_option("suspend")
    sofia.page.get_by_label("Jours").fill("3")
    sofia.page.locator("#sanction_clause").select_option("1")
    sofia.page.locator("#sanctions").get_by_label("Motifs").fill("Deux insultes en une heure.")
    sofia.press("Prononcer la sanction")
    assert sofia.reads("Avertissez d’abord")
    assert sofia.page.get_by_label("Jours").input_value() == "3"
    sofia.page.get_by_role("combobox", name="Sanction").select_option("warn")
    sofia.press("Prononcer la sanction")
    assert sofia.reads("1 sanction en cours")
    author = visitor(java_script_enabled=False)
    author.goto(f"/suivi/{comment.follow_key}/")
    author.page.locator("summary", has_text="Contester cette sanction").click()
    author.page.locator("[id^=sanction][name=appeal]").fill("C’était une citation.")
    author.page.locator("details[open]").get_by_role("button").click()
    author.page.wait_for_load_state()
    assert author.reads("C’était une citation.")
    zoe = signed_in_as(visitor, cast.zoe(), java_script_enabled=False)
    zoe.goto(f"{QUEUE}suivant/?file=appealed")
    zoe.page.locator("[id^=ruling]").fill("En effet.")
    zoe.press("Lever la sanction")
    author.goto(f"/suivi/{comment.follow_key}/")
    assert author.reads("La sanction est levée.")


WRITES = """(html) => {
  const place = document.createElement("div");
  document.body.append(place);
  place.innerHTML = html;
  return place.innerHTML;
}"""
NAMES_A_SCRIPT = """() => {
  try { document.createElement("script").src = "/static/x.js"; } catch (error) { return error.name; }
}"""


# Read twice, it is another page than when it was read once.
MUTATES = "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x></style></mglyph></form></math>"


@pytest.mark.parametrize(
    ("written", "stays"),
    [
        ("<b>Lu</b> le <i>fil</i>", "<b>Lu</b> le <i>fil</i>"),
        ("<tr><td>a</td></tr>", "a"),  # a table's row needs its table, as ever
        ('<img src="/x.png" onerror="alert(1)" alt="">', '<img src="/x.png" alt="">'),
        ('a<script>alert(1)</script><iframe srcdoc="x"></iframe>', "a"),
        ('<a href=" java\nscript:alert(1)">x</a>', "<a>x</a>"),
        ("<template><img onerror=alert(1)></template>", ""),
        (
            '<form><input name="attributes" onfocus="x"></form>',
            '<form><input name="attributes"></form>',
        ),
        (
            '<b title="JavaScript: une introduction">x</b>',
            '<b title="JavaScript: une introduction">x</b>',
        ),
        ('<svg><path d="M0 0"></path></svg>', '<svg><path d="M0 0"></path></svg>'),
        ('<svg><foreignObject><img src="x" onerror="y"></foreignObject></svg>', "<svg></svg>"),
        (MUTATES, "<form></form>"),
    ],
)
def test_what_a_script_of_the_admin_writes_holds_nothing_that_runs(visitor, db, written, stays):
    someone = signed_in_as(visitor, cast.hicham())
    someone.goto("/admin/articles/article/add/")
    assert someone.page.evaluate(WRITES, written) == stays
    assert someone.page.evaluate(NAMES_A_SCRIPT) == "TypeError"
