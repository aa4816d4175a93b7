"""A burst is allowed, a stream is not, and the wait is said; without Valkey too."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import LazySettings

from common import limits
from common.limits import Limit, Limiter

BURST = Limit("test-burst", count=2, seconds=60)
DAY = Limit("test-day", count=3, seconds=86_400)


@pytest.fixture(params=["valkey", "without valkey"])
def limiter(request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[Limiter]:
    if request.param == "valkey":
        made = Limiter(settings.REDIS_URL)
        yield made
        for key in made.server.scan_iter(f"{limits.PREFIX}test-*"):
            made.server.delete(key)
    else:
        yield Limiter(urlsplit(settings.REDIS_URL)._replace(netloc="127.0.0.1:1").geturl())


def test_it_works(limiter: Limiter) -> None:
    assert [limiter.take("user:1", [BURST]) for _ in range(2)] == [0, 0]
    assert 25 <= limiter.take("user:1", [BURST]) <= 30
    assert limiter.take("user:2", [BURST]) == 0


def test_what_is_refused_takes_from_no_bucket(limiter: Limiter) -> None:
    assert [limiter.take("user:1", [BURST, DAY]) for _ in range(2)] == [0, 0]
    for _ in range(5):
        assert limiter.take("user:1", [BURST, DAY]) > 0
    assert limiter.take("user:1", [DAY]) == 0  # the third of three: the refused ones did not count
    assert limiter.take("user:1", [BURST, DAY]) > 28_000  # the longer wait is the one that is said


def test_a_bucket_fills_up_again(settings: LazySettings) -> None:
    server = redis.Redis.from_url(settings.REDIS_URL)
    limiter = Limiter(settings.REDIS_URL)
    key = f"{limits.PREFIX}test-burst:user:3"
    assert limiter.take("user:3", [BURST]) == limiter.take("user:3", [BURST]) == 0
    server.hincrby(key, "moment", -31_000)  # half a minute ago
    assert limiter.take("user:3", [BURST]) == 0
    assert limiter.take("user:3", [BURST]) > 0
    assert 0 < server.pttl(key) <= 60_000
    server.delete(key)


def test_an_absent_valkey_is_asked_once_and_then_left_alone(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = Limiter(urlsplit(settings.REDIS_URL)._replace(netloc="127.0.0.1:1").geturl())
    for _ in range(5):
        limiter.take("user:1", [DAY])
    assert caplog.text.count("Valkey does not answer") == 1


def test_the_site_takes_from_its_own_server(settings: LazySettings) -> None:
    assert limits.take("user:9", Limit("test-site", 1, 60)) == 0
    assert limits.take("user:9", Limit("test-site", 1, 60)) > 0
    redis.Redis.from_url(settings.REDIS_URL).delete(f"{limits.PREFIX}test-site:user:9")
