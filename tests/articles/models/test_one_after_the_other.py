"""Whoever comes second to an article reads what the first has done: its verbs and a wire hold its row."""

import pytest
from django.db import transaction

from articles.models import Article, Revision
from articles.models.revision import StaleRevision
from tests import cast
from tests.articles.intake.test_ingest import a_dispatch, take
from tests.comments.two_connections import late

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_two_editors_at_once_write_two_lines_of_its_history():
    article, sofia, paul = cast.an_article(), cast.sofia(), cast.paul()
    mine = Article.objects.get(pk=article.pk)
    line = late(
        lambda: mine.record(Revision.Act.WRITTEN, by=sofia),
        after=lambda: article.record(Revision.Act.WRITTEN, by=paul),
    )
    assert line.number == article.revision == 2


def test_a_form_that_a_colleague_s_overtook_is_told_so():
    article, sofia, paul = cast.an_article(), cast.sofia(), cast.paul()
    mine, seen = Article.objects.get(pk=article.pk), article.revision

    @transaction.atomic
    def save(editor, opened):
        opened.claim(seen)
        return opened.record(Revision.Act.WRITTEN, by=editor)

    with pytest.raises(StaleRevision):
        late(lambda: save(sofia, mine), after=lambda: save(paul, article))


def test_the_next_version_of_a_dispatch_leaves_withdrawn_what_an_editor_just_withdrew():
    article, source = take(a_dispatch(), publish=False).article, cast.map_agency()
    article.publish(by=cast.paul())
    late(
        lambda: take(a_dispatch(version=2, headline="La côte fermée"), source=source),
        after=lambda: Article.objects.get(pk=article.pk).kill(notice="Retiré.", by=cast.sofia()),
    )
    article.refresh_from_db()
    assert article.is_withdrawn
    assert article.headline == "La côte rouverte aux pêcheurs"
