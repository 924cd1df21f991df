"""The main job, played in Chromium: a dispatch is read, commented, moderated, alerted on, appealed."""

import pytest

from articles.models import Article
from comments.models import Comment
from tests import cast
from tests.browser.desk import settle, settled

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

ATTACK = (
    "La question est bien posée. Mais venant d’un auteur aussi ignorant, il ne faut rien attendre."
)


@pytest.fixture
def team(demo):
    for colleague in (cast.sofia(), cast.paul(), cast.zoe()):
        colleague.set_password("un mot de passe d’essai")
        colleague.save()


def sign_in(colleague, name):
    colleague.goto("/admin/")
    colleague.page.fill("[name=login]", name)
    colleague.page.fill("[name=password]", "un mot de passe d’essai")
    colleague.page.click("[type=submit]")
    colleague.page.wait_for_load_state()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_a_dispatch_is_read_commented_moderated_alerted_on_and_appealed(
    team, visitor, width, scripts
):
    reader = visitor(width, user_agent="Firefox of Lina", java_script_enabled=scripts)
    judge = reader.assert_well if scripts else (lambda: None)  # axe itself is a script

    # The reader comes by the front page and writes, first with a link.
    reader.goto("/")
    judge()
    reader.press("Morocco, Strong Link in Fight Against Terrorism")
    judge()
    reader.page.get_by_label("Nom ou pseudonyme").fill("Lina")
    reader.page.get_by_role("textbox", name="Votre commentaire").fill(
        "Tout est là : www.exemple.org/page"
    )
    reader.press("Envoyer à la modération")
    judge()
    assert reader.page.title().startswith("Erreur\u00a0:")
    assert reader.reads("Votre commentaire n’est pas parti : 1 point à corriger")
    if scripts:
        reader.page.wait_for_function("document.activeElement.matches('.bilan')")
    typed = reader.page.get_by_role("textbox", name="Votre commentaire")
    assert typed.input_value() == "Tout est là : www.exemple.org/page"
    typed.fill(ATTACK)
    reader.press("Envoyer à la modération")
    judge()
    assert reader.reads("Votre commentaire attend sa relecture")
    follow_up = reader.page.url.partition("#")[0]
    comment = Comment.objects.get(name="Lina")
    dispatch = comment.article.get_absolute_url()
    reader.goto(dispatch)
    assert not reader.page.get_by_text(ATTACK).count()

    # A moderator publishes it, too quickly.
    sofia = visitor(width)
    sign_in(sofia, "sofia")
    sofia.assert_well()
    sofia.goto("/admin/comments/comment/")
    sofia.assert_well()
    sofia.press("Lina")
    sofia.assert_well()
    settle(sofia)
    sofia.press("Publier")
    assert sofia.reads("Commentaire de Lina publié.")
    settled(sofia)
    reader.goto(dispatch)
    assert reader.reads(ATTACK)

    # Another reader alerts.
    other = visitor(width, user_agent="Firefox of another", java_script_enabled=scripts)
    other.goto(f"{dispatch}#{comment.anchor}")
    other.page.locator(f"#{comment.anchor} > article .action--alerte").click()
    if scripts:
        other.assert_well()
    other.press("Envoyer l’alerte")
    assert other.reads("Choisissez la règle en cause, ou « Autre chose ».")
    other.page.get_by_label("Attaque ad hominem").check()
    other.page.get_by_label("Ce qui pose problème").fill("« aussi ignorant »")
    other.press("Envoyer l’alerte")
    if scripts:
        other.assert_well()
    assert other.reads("Merci. Une personne va relire ce message.")
    alert = other.page.url.partition("#")[0]

    # A moderator takes it down, with the clause and reasons.
    paul = visitor(width)
    sign_in(paul, "paul")
    paul.goto("/admin/comments/comment/?file=reported")
    paul.press("Lina")
    paul.assert_well()
    assert paul.reads("« aussi ignorant »")
    paul.page.get_by_label("1. Attaque ad hominem").check()
    paul.page.get_by_label("Exposé des motifs").fill("« aussi ignorant » vise l’auteur (règle 1).")
    paul.press("Retirer et dire pourquoi")
    assert paul.reads("Commentaire de Lina retiré")
    settled(paul)
    paul.assert_well()
    other.goto(alert)
    assert other.reads("Le message que vous avez signalé a été retiré (règle 1).")

    # The commenter reads why, and appeals.
    reader.goto(dispatch)
    assert not reader.page.get_by_text(ATTACK).count()
    reader.goto(follow_up)
    judge()
    assert reader.reads("« aussi ignorant » vise l’auteur (règle 1).")
    reader.page.get_by_label("Pourquoi cette décision").fill("Je visais l’argument.")
    reader.press("Demander un nouvel examen")
    judge()
    assert reader.reads("Une autre personne que celle qui a décidé va vous répondre ici.")

    # The lead moderator confirms, with reasons.
    zoe = visitor(width)
    sign_in(zoe, "zoe")
    zoe.goto("/admin/comments/comment/?file=appealed")
    zoe.press("Lina")
    zoe.assert_well()
    zoe.page.get_by_label("Exposé des motifs").fill("La phrase vise bien une personne.")
    zoe.press("Confirmer la décision")
    reader.goto(follow_up)
    assert reader.reads("Une autre personne a relu votre message et maintient la décision.")
    assert reader.reads("La phrase vise bien une personne.")
    judge()
    assert reader.context.cookies() == [], "readers carry no cookie"


def test_a_comment_is_written_with_the_keyboard_alone(team, visitor):
    reader = visitor()
    page = reader.goto("/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "evitement"
    page.keyboard.press("Enter")
    page.goto(
        Article.objects.get(
            language="en", section__slug="le-fil", source__short_name="MAP"
        ).home_url
    )
    for _press in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "name":
            break
    page.keyboard.type("Lina")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Écrit au clavier seul.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suivi/**")
    assert Comment.objects.get(name="Lina").text == "Écrit au clavier seul."


def test_a_double_click_stores_one_comment(team, visitor):
    reader = visitor()
    article = Article.objects.filter(language="fr").first()
    reader.goto(article.home_url)
    reader.page.get_by_label("Nom ou pseudonyme").fill("Lina")
    reader.page.get_by_role("textbox", name="Votre commentaire").fill("Deux clics valent un envoi.")
    reader.page.get_by_role("button", name="Envoyer à la modération").dblclick()
    reader.page.wait_for_url("**/suivi/**")
    assert Comment.objects.filter(name="Lina").count() == 1
