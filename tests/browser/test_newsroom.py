"""The newsroom in Chromium: writing, two editors on one article, the front page, two versions of a dispatch."""

import json

import pytest

from articles import wires
from articles.intake import ingest
from articles.models import Article, Pick, WireItem, WorkingCopy
from portal.signin.required import BY_ITSELF
from tests import cast
from tests.browser.desk import signed_in_as, wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
FORM = "/admin/articles/article/{}/change/"


def opened(visitor, person, article, **options):
    editor = signed_in_as(visitor, person, **options).goto(FORM.format(article.pk))
    editor.page.locator(".tiptap").wait_for()
    return editor


def typed(editor, words, at="Control+Home"):
    editor.page.locator(".tiptap").click()
    editor.page.keyboard.press(at)
    editor.page.keyboard.type(words)


def save(editor):
    editor.page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    editor.page.wait_for_load_state()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_editor_is_accessible_calm_and_keeps_to_the_policy(visitor, width):
    article = cast.an_article(body="<p>Un.</p><h2>Deux</h2><ul><li>Trois</li></ul>")
    editor = opened(visitor, cast.hicham(), article, width=width)
    assert editor.page.get_by_role("button", name="Gras").count() == 1
    assert editor.page.get_by_role("textbox", name="Texte", exact=True).count() == 1
    assert editor.complaints == []
    assert editor.foreign == []
    typed(editor, "Début. ")
    save(editor)
    wait_until(lambda: "Début. Un." in Article.objects.get().body, editor)
    assert Article.objects.get().body.count("<li>") == 1


def test_opening_and_saving_what_nobody_changed_is_no_revision(visitor):
    body = "<p>Un <em>mot</em>.</p>\n<blockquote><p>Deux</p></blockquote>\n<ul><li>Trois</li></ul>"
    article = cast.an_article(body=body)
    save(opened(visitor, cast.hicham(), article))
    assert article.revision == 0


def test_a_form_left_open_says_that_nobody_is_at_it_and_typing_says_otherwise(visitor):
    """Else an article that stays open keeps its editor's session alive for twelve hours (portal/signin/required.py)."""
    editor = signed_in_as(visitor, cast.hicham())
    article = cast.an_article()

    def by_itself(request):
        return BY_ITSELF.lower() in request.headers

    with editor.page.expect_request("**/copie/**") as opening:
        editor.goto(FORM.format(article.pk))
    assert by_itself(opening.value)
    with editor.page.expect_request(
        lambda request: "copie" in request.url and not by_itself(request), timeout=20_000
    ):
        typed(editor, "Un mot. ")


def test_what_is_typed_is_kept_without_saving_and_offered_again(visitor):
    article = cast.an_article(headline="Le pont")
    editor = opened(visitor, cast.hicham(), article)
    editor.page.locator("#id_headline").fill("Le pont, à moitié écr")
    editor.page.get_by_text("Copie de travail gardée à").wait_for()
    assert WorkingCopy.objects.get(fields__headline__isnull=False).by == cast.hicham()
    editor.goto(FORM.format(article.pk))
    editor.press("Reprendre cette copie")
    assert editor.page.locator("#id_headline").input_value() == "Le pont, à moitié écr"
    save(editor)
    wait_until(lambda: Article.objects.get().headline == "Le pont, à moitié écr", editor)


def test_enter_takes_up_a_copy_left_behind_and_throwing_it_away_is_asked(visitor):
    editor = signed_in_as(visitor, cast.hicham()).goto("/admin/articles/article/add/")
    editor.page.locator("#id_headline").fill("Tout neuf")
    editor.page.get_by_text("Copie de travail gardée à").wait_for()
    editor.goto("/admin/").goto("/admin/articles/article/add/")
    editor.page.locator(".tiptap").wait_for()
    editor.page.keyboard.press("Enter")
    editor.page.wait_for_url("**reprendre=*")
    assert editor.page.locator("#id_headline").input_value() == "Tout neuf"
    editor.goto("/admin/articles/article/add/").press("La jeter…")
    editor.assert_well()
    editor.press("Jeter")
    editor.press("La reprendre")
    assert editor.page.locator("#id_headline").input_value() == "Tout neuf"


def test_two_editors_see_each_other_and_neither_overwrites_the_other(visitor):
    article = cast.an_article(headline="Le pont", body="<p>Un.</p><p>Deux.</p>")
    hicham = opened(visitor, cast.hicham(), article)
    salma = opened(visitor, cast.salma(), article)
    salma.page.get_by_text("Aussi sur cet article : Hicham").wait_for()
    typed(hicham, "Début. ")
    save(hicham)
    typed(salma, " Fin.", at="Control+End")
    save(salma)
    assert salma.page.get_by_role("heading", name="Hicham a enregistré cet article").is_visible()
    assert salma.page.get_by_text("les deux sont réunis").is_visible()
    assert salma.complaints == []
    save(salma)
    wait_until(lambda: article.revision == 2, salma)
    assert Article.objects.get().body == "<p>Début. Un.</p>\n<p>Deux. Fin.</p>"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_front_page_desk_is_accessible_and_orders_the_front_page(visitor, width):
    articles = [cast.an_article(headline=f"Récit {n}", standfirst="Un chapô.") for n in range(3)]
    Pick.objects.create(article=articles[0])
    Pick.objects.create(article=articles[1], place=Pick.Place.SECOND)
    editor = signed_in_as(visitor, cast.hicham(), width=width).goto("/admin/une/")
    editor.assert_well()
    first, second = (editor.page.get_by_role("group", name=f"Récit {n}") for n in (0, 1))
    first.get_by_label("Place").select_option("Sous la tête")
    second.get_by_label("Place").select_option("En tête")
    editor.press("Mettre à la une")
    editor.goto("/")
    assert editor.page.locator(".tete__titre").inner_text() == "Récit 1"


@pytest.mark.parametrize("width", [390, 1280])
def test_two_versions_of_a_dispatch_are_brought_together(visitor, width):
    def receive(version, headline):
        content = json.dumps(
            {"uri": "urn:adr:7", "type": "text", "version": version, "language": "fr", "headline": headline,
             "body_html": "<p>La côte a rouvert.</p>", "versioncreated": "2026-01-02T10:00:00Z"}
        ).encode()  # fmt: skip
        (dispatch,) = wires.read(content)
        return ingest.take_in(dispatch, source=cast.map_agency(), section=cast.le_fil(), publish=True, delivery=ingest.keeper(content, "fil")).article  # fmt: skip

    article = receive("1", "La côte rouverte")
    article.headline = "La mer rouvre"
    article.save()
    receive("2", "La côte est rouverte")
    item = WireItem.objects.get(outcome="proposed")
    editor = signed_in_as(visitor, cast.hicham(), width=width).goto(f"/admin/articles/wireitem/{item.pk}/reunir/")  # fmt: skip
    editor.assert_well()
    editor.page.get_by_label("Celui de MAP").check()
    editor.press("Réunir ainsi")
    wait_until(lambda: Article.objects.get().headline == "La côte est rouverte", editor)


def test_a_click_on_a_picture_says_where_to_cut_around(visitor):
    image = cast.an_image()
    editor = signed_in_as(visitor, cast.hicham()).goto(f"/admin/articles/image/{image.pk}/change/")
    box = editor.page.locator(".focal img").bounding_box()
    editor.page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.8)
    assert editor.page.locator("#id_focal_x").input_value() == "25"
    assert editor.page.locator("#id_focal_y").input_value() == "80"
    assert editor.complaints == []


def test_each_group_of_the_arabic_toolbar_is_closed_on_both_sides(visitor):
    article = cast.an_article()
    editor = signed_in_as(visitor, cast.hicham()).goto("/ar" + FORM.format(article.pk))
    editor.page.locator(".tiptap").wait_for()
    ends = editor.page.evaluate("""() =>
        [...document.querySelectorAll(".prose-menubar__group")].map(group => {
            const shown = [...group.children].filter(each => !each.matches(".hidden"));
            const last = getComputedStyle(shown.at(-1));
            return [getComputedStyle(shown[0]).borderRightStyle, last.borderLeftStyle];
        })""")
    assert ends
    assert all(styles == ["solid", "solid"] for styles in ends)


def test_the_arabic_dialog_asks_for_the_address_of_a_link(visitor):
    article = cast.an_article()
    editor = signed_in_as(visitor, cast.hicham()).goto("/ar" + FORM.format(article.pk))
    editor.page.locator(".tiptap").click()
    editor.page.keyboard.press("Control+a")
    editor.page.locator(".prose-menubar__button", has_text="link").first.click()
    label = editor.page.locator(
        ".prose-editor-dialog-field", has=editor.page.locator("[name=href]")
    )
    assert "عنوان الرابط" in label.inner_text()


def test_what_is_written_in_arabic_begins_at_the_right_on_a_french_desk(visitor):
    body = "<p>نص المقال.</p><h2>عنوان فرعي</h2><blockquote><p>اقتباس</p></blockquote><ul><li>أولًا</li></ul>"
    article = cast.an_article(language="ar", body=body)
    editor = signed_in_as(visitor, cast.hicham()).goto(FORM.format(article.pk))
    editor.page.locator(".tiptap h2").wait_for()
    heading, quotation, items = editor.page.evaluate("""() =>
        ["h2", "blockquote", "ul"].map(name => {
            const style = getComputedStyle(document.querySelector(`.tiptap ${name}`));
            const {direction, textAlign, borderRightWidth, paddingRight, paddingLeft} = style;
            return {direction, textAlign, borderRightWidth, paddingRight, paddingLeft};
        })""")
    assert (heading["direction"], heading["textAlign"]) == ("rtl", "start")
    assert (quotation["borderRightWidth"], quotation["paddingLeft"]) == ("2px", "0px")
    assert (items["paddingRight"] != "0px", items["paddingLeft"]) == (True, "0px")
