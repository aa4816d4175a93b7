"""Webhooks against a receiver that checks: signed, in order, once in effect, paused when dead, never to a private address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import withdrawing
from notifications.models import Delivery, Endpoint, Notification
from notifications.tests.receiving import Receiver, receiving
from notifications.webhooks import announcing, keeping, signing
from notifications.webhooks.delivering import claim, deliver_due
from notifications.webhooks.judging import DEAD_AFTER, MOST_ATTEMPTS, Answer, wait_after

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def receiver(settings):
    with receiving() as listening:
        settings.OUTBOUND_ALLOW = [listening.place]
        yield listening


@pytest.fixture
def endpoint(receiver: Receiver, administrator) -> Endpoint:
    made, receiver.secret = keeping.make("Archive", receiver.url, ["tide.high"], by=administrator)
    return made


def happen(number: int, subject: str = "tide:1", kind: str = "tide.high") -> None:
    announcing.announce(kind, event=f"e:{number}", subject=subject, data={"number": number})


def numbers(receiver: Receiver) -> list[int]:
    return [message["data"]["number"] for message in receiver.taken.values()]


def test_it_works(receiver, endpoint) -> None:
    happen(1)
    happen(1)
    happen(2, kind="tide.low")
    assert deliver_due() == 1
    [(message_id, message)] = receiver.taken.items()
    assert message["type"] == "tide.high"
    assert message["data"] == {"number": 1}
    assert message_id == Delivery.objects.get().message_id
    assert receiver.forged == 0
    assert deliver_due() == 0


def test_another_secret_does_not_verify(receiver, endpoint) -> None:
    receiver.secret = signing.secret_of(signing.new_salt())
    happen(1)
    deliver_due()
    assert receiver.forged == 1


def test_both_secrets_sign_for_a_day(receiver, endpoint) -> None:
    former, new = receiver.secret, keeping.renew_secret(endpoint)
    for secret in (former, new):
        receiver.secret = secret
        happen(len(secret) + (secret == new))
        assert deliver_due() == 1
    assert receiver.forged == 0
    Endpoint.objects.update(changed_secret_at=timezone.now() - timedelta(days=2))
    receiver.secret = former
    happen(99)
    deliver_due()
    assert receiver.forged == 1


def test_no_secret_stands_in_the_database(endpoint, receiver) -> None:
    row = Endpoint.objects.values().get()
    assert not any(receiver.secret.removeprefix("whsec_") in str(value) for value in row.values())


def test_messages_about_one_object_keep_their_order(receiver, endpoint) -> None:
    receiver.verdict = lambda message: 500 if message["data"]["number"] == 1 else 204
    for number in (1, 2, 3):
        happen(number)
    happen(4, "tide:2")
    now = timezone.now()
    deliver_due(now)
    receiver.verdict = lambda message: 204
    for hours in range(1, 5):
        deliver_due(now + hours * HOUR)
    about_one = [number for number in numbers(receiver) if number != 4]
    assert about_one == [1, 2, 3]
    assert 4 in numbers(receiver)


def test_taken_and_hung_up_comes_again_under_the_same_id(receiver, endpoint) -> None:
    receiver.verdict = lambda message: 0
    happen(1)
    now = timezone.now()
    assert deliver_due(now) == 0
    receiver.verdict = lambda message: 204
    assert deliver_due(now + HOUR) == 1
    assert list(receiver.times.values()) == [2]
    assert len(next(iter(receiver.bodies.values()))) == 1


def test_a_killed_worker_loses_nothing(receiver, endpoint) -> None:
    happen(1)
    now = timezone.now()
    assert claim(now)  # and then it was killed
    assert deliver_due(now) == 0
    assert deliver_due(now + HOUR) == 1


def test_a_dead_endpoint_is_paused_and_told_of_and_goes_on_in_order(
    receiver, endpoint, administrator
) -> None:
    receiver.verdict = lambda message: 503
    for number in range(3):
        happen(number)
    now = timezone.now()
    deliver_due(now)
    deliver_due(now + DEAD_AFTER + HOUR)
    endpoint.refresh_from_db()
    assert endpoint.paused_because == "dead"
    assert set(Notification.objects.values_list("kind", "recipient__email")) == {
        ("webhook_paused", administrator.email)
    }
    happen(3)
    assert deliver_due(now + timedelta(days=9)) == 0
    receiver.verdict = lambda message: 204
    assert keeping.resume(endpoint) == 4
    assert deliver_due() == 4
    assert numbers(receiver) == [0, 1, 2, 3]


def test_gone_is_gone(receiver, endpoint) -> None:
    receiver.verdict = lambda message: 410
    happen(1)
    deliver_due()
    endpoint.refresh_from_db()
    assert endpoint.paused_because == "gone"


def test_one_message_that_is_always_refused_is_given_up_and_the_next_passes(receiver, endpoint) -> None:
    receiver.verdict = lambda message: 422 if message["data"]["number"] == 1 else 204
    happen(1)
    happen(2)
    now = timezone.now()
    for round_ in range(MOST_ATTEMPTS + 3):
        happen(100 + round_, f"tide:{round_ + 10}")
        deliver_due(now + round_ * 2 * HOUR)
    assert Delivery.objects.get(event="e:1").dead_at
    assert "422" in Delivery.objects.get(event="e:1").last_error
    assert Delivery.objects.get(event="e:2").sent_at
    endpoint.refresh_from_db()
    assert endpoint.paused_at is None


def test_a_receiver_that_asks_for_time_gets_it() -> None:
    assert wait_after(1, 0.5, Answer(429, retry_after=600)) == timedelta(minutes=10)
    assert wait_after(1, 0.5, Answer(503)) == timedelta(seconds=5)
    assert wait_after(50, 1.0, Answer(503)) <= 1.25 * HOUR


def test_one_that_hangs_or_is_away_holds_up_nobody_else(receiver, endpoint, settings, administrator) -> None:
    settings.OUTBOUND_ALLOW = [receiver.place, "127.0.0.1:1"]
    keeping.make("Away", "http://127.0.0.1:1/", ["tide.high"], by=administrator)
    for number in range(5):
        happen(number, f"tide:{number}")
    assert deliver_due() == 5
    away = Endpoint.objects.get(name="Away")
    assert away.failures == 1
    assert "connection" in away.last_answer.lower() or "connections" in away.last_answer


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "http://10.0.0.1/"]
)
def test_a_private_address_is_refused_with_the_cause(client, administrator, url) -> None:
    client.force_login(administrator)
    announcing.register("tide.high", "High water")
    page = client.post(
        reverse("admin:notifications_endpoint_add"), {"name": "Inside", "url": url, "kinds": ["tide.high"]}
    ).content.decode()
    assert "only the public web is fetched" in page
    assert not Endpoint.objects.exists()
    made, _secret = keeping.make("Inside", url, ["tide.high"], by=administrator)
    happen(1)
    assert deliver_due() == 0
    made.refresh_from_db()
    assert made.paused_at
    assert "only the public web" in made.last_answer


def test_a_redirect_is_not_followed(receiver, endpoint) -> None:
    receiver.verdict = lambda message: 302
    receiver.headers_of_answers = {"Location": "http://127.0.0.1/"}
    happen(1)
    assert deliver_due() == 0
    endpoint.refresh_from_db()
    assert "302" in endpoint.last_answer


def test_replaying_sends_again_under_the_same_id(receiver, endpoint) -> None:
    happen(1)
    deliver_due()
    assert keeping.replay(Delivery.objects.values_list("pk", flat=True)) == 1
    assert deliver_due() == 1
    assert list(receiver.times.values()) == [2]


def test_at_the_desk(client, administrator, receiver, settings) -> None:
    client.force_login(administrator)
    announcing.register("tide.high", "High water")
    page = client.post(
        reverse("admin:notifications_endpoint_add"),
        {"name": "Archive", "url": receiver.url, "kinds": ["tide.high"]},
    ).content.decode()
    made = Endpoint.objects.get()
    receiver.secret = signing.secret_of(made.salt)
    assert receiver.secret in page
    change = reverse("admin:notifications_endpoint_change", args=[made.pk])
    assert receiver.secret not in client.get(change).content.decode()
    act = reverse("admin:notifications_endpoint_act", args=[made.pk])
    client.post(act, {"act": "test"})
    assert deliver_due() == 1
    assert "webhook.test" in client.get(change).content.decode()
    client.post(act, {"act": "pause"})
    happen(1)
    assert deliver_due() == 0
    assert "1 message waits" in client.get(change).content.decode()
    client.post(act, {"act": "resume"})
    assert deliver_due() == 1
    client.post(act, {"act": "replay", "delivery": [Delivery.objects.latest("pk").pk, "x"]})
    assert deliver_due() == 1
    assert "whsec_" in client.post(act, {"act": "secret"}).content.decode()
    assert receiver.forged == 0


def test_nobody_else_may(client, publisher, endpoint) -> None:
    client.force_login(publisher)
    act = reverse("admin:notifications_endpoint_act", args=[endpoint.pk])
    for wanted in ("test", "pause", "secret", "replay"):
        assert client.post(act, {"act": wanted}).status_code == 403


def test_publishing_correcting_and_withdrawing_are_announced(
    receiver, administrator, published, publisher
) -> None:
    _made, receiver.secret = keeping.make(
        "All", receiver.url, ["article.withdrawn", "article.published"], by=administrator
    )
    withdrawing.withdraw(published, by=publisher, reason="Wrong.")
    assert deliver_due() == 1
    [message] = receiver.taken.values()
    assert message["type"] == "article.withdrawn"
    assert message["data"]["article"] == published.pk
    assert published.live.headline not in str(message)
    assert receiver.forged == 0
