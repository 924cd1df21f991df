"""The desk on a phone: the words first, the list folded, the decision under the thumb."""

import pytest

from tests import cast
from tests.browser.desk import QUEUE, another_card, at_the_desk, settle, shown, signed_in_as

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "has_touch": True}
IN_VIEW = """element => {
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && element.contains(top);
}"""
HEIGHT = "element => element.getBoundingClientRect().height"
UNCUT = "element => element.scrollWidth <= element.clientWidth"
AT_THE_TOP = """() => {
    const { top } = document.querySelector(".mod__aff").getBoundingClientRect();
    return top >= 0 && top < 200;
}"""


def long_comment(n):
    return cast.a_comment(text=cast.prose(60, start=40 * n), email=f"lecteur{n}@exemple.org")


@pytest.mark.parametrize("language", ["", "/ar"])
def test_after_a_tap_the_next_comment_is_at_the_top_and_can_be_decided(visitor, language):
    for n in range(4):
        long_comment(n)
    someone = at_the_desk(visitor, cast.sofia(), **PHONE)
    someone.goto(f"{language}/admin/comments/comment/suivant/?file=pending")
    publish = someone.page.locator("[data-yes]")
    for _turn in range(2):
        settle(someone)
        assert publish.evaluate(IN_VIEW), "without scrolling"
        someone.page.evaluate("scrollTo(0, 400)")
        assert publish.evaluate(IN_VIEW), "while one reads on"
        with another_card(someone):
            publish.tap()
    someone.page.wait_for_function(AT_THE_TOP)
    assert not someone.page.locator(".mod__file ol").is_visible()
    assert publish.evaluate(IN_VIEW), "above the line that takes the decision back"
    assert someone.page.locator("[data-undo] button").evaluate(IN_VIEW)
    settle(someone)
    someone.assert_well()
    someone.page.locator(".mod__pouce .mod__descente").tap()
    someone.page.wait_for_timeout(300)
    assert someone.page.locator("[name=clause][type=radio]").first.evaluate(IN_VIEW)


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_the_bar_at_the_top_leaves_the_screen_to_the_words(visitor, language):
    long_comment(0)
    someone = at_the_desk(visitor, cast.zoe(), **PHONE)
    for width in (390, 360):
        someone.page.set_viewport_size({"width": width, "height": 844})
        someone.goto(f"{language}/admin/comments/comment/suivant/?file=pending")
        assert someone.page.locator(".mod__barre").evaluate(HEIGHT) <= 96
        acts = someone.page.locator(".mod__barre :is(a, button)").filter(visible=True)
        assert acts.count() == 6, "the site, the queue, two other languages, the desk, the way out"
        for act in acts.all():
            assert act.evaluate(IN_VIEW)
            assert act.evaluate(HEIGHT) >= 44
    someone.assert_well()


@pytest.mark.parametrize("language", ["", "/ar"])
def test_a_narrow_queue_tells_article_and_date_and_its_header_is_all_in_sight(visitor, language):
    waiting = long_comment(0)
    someone = signed_in_as(visitor, cast.zoe(), width=390)
    page = someone.goto(f"{language}{QUEUE}").page
    assert page.locator(".desk-tools-row").evaluate(UNCUT)
    acts = page.locator("#header :is(a, button)").filter(visible=True).all()
    cells = [page.locator(f"td.field-{name}") for name in ("its_article", "created_at")]
    for part in [*acts, *cells]:
        assert part.evaluate(IN_VIEW), part
    someone.assert_well()
    someone.goto(f"{language}{QUEUE}{waiting.pk}/change/?file=pending")
    assert page.locator("kbd").filter(visible=True).count() == 0, (
        "no key is told where few have any"
    )


def test_the_list_stands_beside_the_card_on_a_wide_screen(visitor):
    long_comment(0)
    someone = at_the_desk(visitor, cast.sofia())
    assert someone.page.locator(".mod__file li a").evaluate(IN_VIEW)
    assert someone.page.locator(".mod__file .debut").evaluate(UNCUT), "it can be ticked"
    assert not someone.page.locator(".mod__file summary").first.is_visible()
    assert not someone.page.locator(".mod__descente").is_visible()


def test_the_thread_unfolds_on_the_card_by_keyboard_and_the_language_follows(visitor):
    root = cast.a_published_comment(text="Le premier du fil.")
    for n in range(2):
        cast.a_comment(article=root.article, parent=root, text=cast.prose(20, start=30 * n))
    someone = at_the_desk(visitor, cast.sofia())
    page = someone.page
    page.locator("[data-thread] > summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-thread] ol.thread")
    assert page.locator("[data-thread] li").count() == 3
    settle(someone)
    someone.assert_well()
    with another_card(someone):
        page.keyboard.press("p")
    page.locator(".desk-languages [hreflang=ar]").click()
    page.wait_for_url(f"**/ar/admin/comments/comment/{shown(someone)}/change/**")
