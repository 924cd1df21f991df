"""What tests of the desk share."""

import pytest

from tests import cast


@pytest.fixture
def desk(client, db):
    client.force_login(cast.sofia())
    return client
