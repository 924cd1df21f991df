from tests.portal.proxied import proxy  # noqa: F401, a fixture
