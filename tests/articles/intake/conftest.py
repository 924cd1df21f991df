"""What tests of the intake share."""

import pytest

from articles.models import Wire
from tests import cast


@pytest.fixture
def wire(db):
    return Wire.objects.create(
        name="MAP ar", source=cast.map_agency(), section=cast.le_fil(), address="http://127.0.0.1:9/", publishes=True
    )  # fmt: skip
