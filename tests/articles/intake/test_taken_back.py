"""What an agency took back while an editor had written in it: what is still to be merged, and what is not."""

import pytest

from articles.intake import merge_by_hand
from articles.models import Article, WireItem
from tests import cast
from tests.articles.intake.two_versions import page_of, proposed, receive, sent

pytestmark = [pytest.mark.both, pytest.mark.slow]


def test_killed_words_cannot_be_merged(article, editor):
    receive(2, headline="Trois morts")
    item = proposed()
    receive(3, pubstatus="canceled")
    editor.post(page_of(item), {**sent(item), "headline": "theirs"})
    assert Article.objects.get().headline == "La côte rouvre enfin"


def withheld_and_sent_again(article):
    """The agency withholds version 2 and sends a third, in other words: it waits for an editor."""
    receive(2, pubstatus="withheld")
    assert receive(3, headline="La côte est rouverte").outcome == "proposed"
    article.refresh_from_db()
    return proposed()


def test_what_was_withheld_and_came_again_is_merged_and_an_editor_puts_it_on_line(article, editor):
    item = withheld_and_sent_again(article)
    assert "Il reste hors ligne" in editor.get(page_of(item)).text.replace("\xa0", " ")
    answer = editor.post(page_of(item), {**sent(item), "headline": "theirs"}, follow=True)
    assert "Les deux textes sont réunis." in answer.text
    article.refresh_from_db()
    assert (article.headline, article.status) == ("La côte est rouverte", "withdrawn")
    assert receive(3, headline="La côte est rouverte").outcome == "unchanged"
    article.refresh_from_db()
    assert article.status == "withdrawn", "its feed, read again, decides nothing"
    article.publish(by=cast.hicham())
    assert Article.objects.visible().get() == article


def test_what_was_withheld_and_came_again_is_set_aside_for_good(article, editor):
    item = withheld_and_sent_again(article)
    editor.post(page_of(item), {"set_aside": "yes"})
    item.refresh_from_db()
    assert (item.outcome, item.settled_by) == ("set_aside", cast.hicham())
    assert receive(3, headline="La côte est rouverte").outcome == "unchanged"
    article.refresh_from_db()
    assert (article.headline, article.status) == ("La côte rouvre enfin", "withdrawn")


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_what_its_agency_took_back_is_not_merged_and_the_page_says_why(article, editor, status):
    receive(2, headline="La côte est rouverte")
    item = proposed()
    receive(3, pubstatus=status)
    answer = editor.get(page_of(item), follow=True)
    assert "L’agence a retiré cette version" in answer.text


def test_a_dispatch_cancelled_for_good_leaves_no_later_version_to_be_settled(article, editor):
    item = withheld_and_sent_again(article)
    receive(2, pubstatus="canceled")
    item.refresh_from_db()
    assert item.outcome == "set_aside"
    answer = editor.post(page_of(item), {**sent(item), "headline": "theirs"}, follow=True)
    assert "ou annulé la dépêche" in answer.text
    article.refresh_from_db()
    assert article.headline == "La côte rouvre enfin"


def test_words_that_the_agency_replaced_since_the_page_was_read_are_not_merged_unseen(article):
    """A feed has no versions: the next text comes under the same number, between the page and the button."""
    receive(2, headline="La côte est rouverte")
    item = proposed()
    received = item.delivery_id
    receive(2, headline="La côte a rouvert ce matin")
    with pytest.raises(merge_by_hand.NewerDelivery):
        merge_by_hand.merge(
            item, {}, by=cast.hicham(), seen=item.article.revision, received=received
        )
    assert WireItem.objects.get(pk=item.pk).outcome == "proposed"
