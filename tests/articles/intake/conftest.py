"""What tests of the intake share."""

import pytest

from articles.models import Wire
from tests import cast
from tests.articles.intake.two_versions import PARAGRAPHS, copy, receive


@pytest.fixture
def wire(db):
    return Wire.objects.create(
        name="MAP ar", source=cast.map_agency(), section=cast.le_fil(), address="http://127.0.0.1:9/", publishes=True
    )  # fmt: skip


@pytest.fixture
def article(db):
    """A dispatch in whose title and last paragraph an editor has written."""
    article = receive().article
    article.start_history()
    article.headline = "La côte rouvre enfin"
    article.body = copy(*PARAGRAPHS[:2], "Le maire de Sète s’en réjouit.")
    article.save()
    article.record("written", by=cast.hicham())
    return article


@pytest.fixture
def editor(client, article):
    client.force_login(cast.hicham())
    return client
