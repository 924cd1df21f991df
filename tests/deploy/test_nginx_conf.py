"""The shipped file of nginx, read as it stands: whom the proxy asks."""

import re

import pytest

from tests.deploy.shipped_nginx import SHIPPED

pytestmark = pytest.mark.once
ASKS = re.compile(
    r"^\s*(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass\s+([^;]+);|^\s*resolver\s", re.M
)


def test_the_proxy_asks_the_portal_of_this_machine_and_nobody_else():
    shipped = SHIPPED.read_text()
    assert set(ASKS.findall(shipped)) == {"http://portal"}
    (portal,) = re.findall(r"upstream portal \{(.*?)\}", shipped, re.DOTALL)
    assert re.findall(r"server ([^;]+);", portal) == ["127.0.0.1:8000"]
