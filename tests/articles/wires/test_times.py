"""The times that wires write: the right instant, or none, in every spelling seen."""

from datetime import UTC, datetime

import pytest

from articles import wires
from articles.wires import Unreadable
from articles.wires.times import embargo_of, moment

pytestmark = pytest.mark.once
NINE = datetime(2020, 11, 26, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "20201126T090000Z", "20201126T0900Z", "20201126T100000+0100", "20201126T100000+01", "20201126T090000.000Z",
        "20201126090000", "202011260900", "1606381200", 1606381200, "1606381200000",
        "Thu, 26 Nov 2020 10:00:00 GMT+01", "Thu, 26 Nov 2020 10:00:00 GMT+1", "Thu, 26 Nov 2020 10:00:00 UTC+01:00",
        "2020-11-26T10:00:00UTC+01:00", "2020-11-26 10:00:00 UTC+1", "2020-11-26T04:00:00 GMT-0500",
        "2020-11-26T10:00:00 +0100", "2020-11-26T10:00:00 CET", "Thu, 26 Nov 2020 10:00:00 +0100 (CET)",
        "Thu, 26 Nov 2020 18:00:00 JST", "Thu, 26 Nov 2020 04:00:00 EST", "Nov 26, 2020 9:00 AM", "26 Nov 20 10:00 +0100",
    ],
)  # fmt: skip
def test_an_hour_is_the_same_in_every_spelling(said):
    assert moment(said) == NINE


@pytest.mark.parametrize(
    "said",
    ["hier", "12", "2020", "1607-01-01T00:00:00Z", "9999999999", "99999999999999", "20201126T090000+9999",
     "Thu, 26 Nov 2020 10:00:00 GMT+99", "x" * 100_000, None, "", True],
)  # fmt: skip
def test_what_is_no_time_is_none(said):
    assert moment(said) is None


@pytest.mark.parametrize(
    ("said", "at"),
    [("20201126T090000Z", NINE), ("1606381200", NINE), ("Thu, 26 Nov 2020 10:00:00 GMT+01", NINE),
     ("Thu, 26 Nov 2020 10:00:00 CEST", datetime(2020, 11, 26, 8, tzinfo=UTC)), ("12345", None)],
)  # fmt: skip
def test_a_feed_tells_the_right_hour_or_none(said, at):
    feed = f"<rss version='2.0'><channel><item><guid>x</guid><title>Le port</title><pubDate>{said}</pubDate></item></channel></rss>"
    (item,) = wires.read(feed.encode())
    assert item.published_at == at


@pytest.mark.parametrize("said", ["Thu, 01 Jan 2099 10:00:00 GMT+01", "4070941200", "20990101T090000Z"])  # fmt: skip
def test_an_embargo_in_these_spellings_is_certain(said):
    assert embargo_of(said) == datetime(2099, 1, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("said", ["2099", "Thu, 01 Jan 2099 10:00:00 XYZ", "1 Jan 2099 9:00 PM GMT"])  # fmt: skip
def test_an_embargo_that_may_be_read_too_early_is_refused(said):
    with pytest.raises(Unreadable):
        embargo_of(said)
