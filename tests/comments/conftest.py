"""What tests of the discussion share: a moderator at the desk."""

import pytest

from tests import cast


@pytest.fixture
def desk(client, db):
    client.force_login(cast.sofia())
    return client
