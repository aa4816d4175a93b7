"""A nudge reaches the broker after the commit, and its absence stops nobody."""

from urllib.parse import urlsplit

import pytest
import redis
from celery import current_app
from django.conf import LazySettings
from django.db import transaction

from common import nudging


@pytest.fixture
def sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudging, "_sweeps", ["somewhere.tasks.sweep"])


@pytest.mark.django_db(transaction=True)
def test_is_sent_after_the_commit_only(sweeps: None, settings: LazySettings) -> None:
    current_app.conf.broker_url = settings.REDIS_URL
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        server.delete("default")
        with transaction.atomic():
            nudging.nudge()
            assert server.llen("default") == 0
        assert server.llen("default") == 1
        assert b"somewhere.tasks.sweep" in server.lpop("default")


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_change_stands(
    sweeps: None, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    before = current_app.conf.broker_url
    current_app.conf.broker_url = urlsplit(settings.REDIS_URL)._replace(netloc="127.0.0.1:1").geturl()
    try:
        nudging.nudge()
    finally:
        current_app.conf.broker_url = before
    assert "the broker does not take a nudge" in caplog.text
