"""Every address of the desk answers on PostgreSQL; test_hostile_admin.py asks them on SQLite."""

import pytest
from django.db import connection

from tests.test_hostile_admin import ROUTES, addresses, desk, falls

__all__ = ["desk"]
pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="test_hostile_admin.py asks them there")
def test_every_address_of_the_desk_answers(desk):
    asked = [addresses(route)[0] for route in ROUTES]
    assert len(asked) > 100
    assert [address for address in asked if falls(desk, "get", address)] == []
