"""Letters to readers without an account: asked for, confirmed, sent to all at once, left by one click, refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import withdrawing
from newsroom.testing import cast
from newsroom.testing.post_office import html_of, text_of
from notifications.bulletins import linking, sending, subscribing
from notifications.bulletins.copying import Copies
from notifications.bulletins.sending import NotSent
from notifications.delivering import deliver_due
from notifications.models import Bulletin, Channel, Copy, Notification, Subscriber
from notifications.outbox import tell

pytestmark = pytest.mark.django_db
PAGE = "/notices/letters/"


@pytest.fixture
def published(published):
    """The article alone: what the desk was told of it is not the matter here."""
    Notification.objects.all().delete()
    return published


def subscriber(address: str = "ida@example.org", *, breaking=True, newsletter=True, **fields) -> Subscriber:
    return Subscriber.objects.create(
        address=address,
        wants_breaking=breaking,
        wants_newsletter=newsletter,
        **{"confirmed_at": timezone.now(), **fields},
    )


def path_in(mail, part: str) -> str:
    """The first address in the mail that leads to that page."""
    word = next(word for word in text_of(mail).split() if f"/letters/{part}/" in word)
    return "/notices/" + word.partition("/notices/")[2]


def test_it_works(client, post_office, published, publisher) -> None:
    asked = client.post(PAGE, {"address": "ida@example.org", "kinds": ["breaking"]})
    assert "Look into your mail" in asked.content.decode()
    sending.send("breaking", by=publisher, object_id=published.pk)
    deliver_due()
    [mail] = post_office.mails
    assert "Please confirm" in mail["Subject"]
    link = path_in(mail, "confirm")
    assert "Is this your address?" in client.get(link).content.decode()
    assert Subscriber.objects.get().confirmed_at is None
    assert "Thank you" in client.post(link).content.decode()
    assert Subscriber.objects.get().confirmed_at
    Bulletin.objects.all().delete()
    assert sending.send("breaking", by=publisher, object_id=published.pk).copies == 1
    deliver_due()
    assert post_office.mails[1]["Subject"] == published.live.headline


def test_nobody_gets_what_they_did_not_confirm(publisher, post_office, published) -> None:
    subscriber("a@example.org", confirmed_at=None)
    subscriber("b@example.org", left_at=timezone.now())
    subscriber("c@example.org", bounced_at=timezone.now())
    subscriber("d@example.org", breaking=False)
    assert sending.send("breaking", by=publisher, object_id=published.pk).copies == 0


def test_the_answer_does_not_tell_who_is_known(client, post_office) -> None:
    subscriber("ida@example.org")
    for address in ("ida@example.org", "nobody@example.org"):
        page = client.post(PAGE, {"address": address, "kinds": ["breaking", "newsletter"]}).content.decode()
        assert "Look into your mail" in page.replace(address, "")
    deliver_due()
    assert [mail["To"] for mail in post_office.mails] == ["nobody@example.org"]


def test_somebody_elses_typing_changes_nothing_of_mine(client, post_office) -> None:
    mine = subscriber("ida@example.org", newsletter=False)
    client.post(PAGE, {"address": "IDA@example.org", "kinds": ["newsletter"]})
    mine.refresh_from_db()
    assert mine.confirmed_at
    assert not mine.wants_newsletter
    deliver_due()
    [mail] = post_office.mails
    page = client.post(path_in(mail, "choices"), {"kinds": ["breaking", "newsletter"]})
    assert "We will keep to that" in page.content.decode()
    mine.refresh_from_db()
    assert mine.wants_newsletter


def test_asking_again_and_again_sends_one_mail(client, post_office) -> None:
    for _ in range(3):
        client.post(PAGE, {"address": "ida@example.org", "kinds": ["breaking"]})
    deliver_due()
    assert len(post_office.mails) == 1


def test_a_script_is_asked_to_wait_and_a_trap_is_no_person(client, post_office) -> None:
    client.post(PAGE, {"address": "a@example.org", "kinds": ["breaking"], "name": "Bot"})
    answers = [
        client.post(PAGE, {"address": f"a{number}@example.org", "kinds": ["breaking"]}) for number in range(6)
    ]
    assert answers[-1].status_code == 429
    assert "try again in" in answers[-1].content.decode()
    assert "a5@example.org" in answers[-1].content.decode()
    deliver_due()
    assert "a@example.org" not in [mail["To"] for mail in post_office.mails]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"address": "nonsense", "kinds": ["breaking"]}, "valid email"),
        ({"address": "ida@example.org"}, "at least one"),
        ({"address": "ida@example.org", "kinds": ["everything"]}, "everything"),
    ],
)
def test_bad_input_is_told_at_the_field(client, sent, words) -> None:
    page = client.post(PAGE, sent).content.decode()
    assert words in page
    assert not Subscriber.objects.exists()


def test_one_click_leaves_and_the_other_kind_stays(post_office, publisher, published) -> None:
    mine = subscriber()
    sending.send("breaking", by=publisher, object_id=published.pk)
    deliver_due()
    [mail] = post_office.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/notices/" + mail["List-Unsubscribe"].strip("<>").partition("/notices/")[2]
    outside = Client(enforce_csrf_checks=True)
    assert "No more of these?" in outside.get(path).content.decode()
    assert outside.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    mine.refresh_from_db()
    assert (mine.wants_breaking, mine.wants_newsletter, mine.left_at) == (False, True, None)


def test_links_are_for_one_purpose_and_cannot_be_made_up(client) -> None:
    mine = subscriber(confirmed_at=None)
    choices = linking.token_for(mine, "choices")
    assert client.post(reverse("notifications:confirm", args=[choices])).status_code == 404
    assert client.post(reverse("notifications:leave", args=[choices])).status_code == 404
    assert client.get(reverse("notifications:choices", args=[choices + "x"])).status_code == 404
    mine.address = "other@example.org"
    mine.save()
    assert client.get(reverse("notifications:choices", args=[choices])).status_code == 404


def test_what_is_withdrawn_before_a_mail_leaves_is_not_in_it(post_office, publisher, published) -> None:
    subscriber("a@example.org")
    sending.send("breaking", by=publisher, object_id=published.pk)
    withdrawing.withdraw(published, by=publisher, reason="Wrong.")
    deliver_due()
    assert not post_office.to("a@example.org")
    assert Copy.objects.get().dropped_at


def test_an_alert_goes_out_once(publisher, published) -> None:
    sending.send("breaking", by=publisher, object_id=published.pk)
    with pytest.raises(NotSent, match="already"):
        sending.send("breaking", by=publisher, object_id=published.pk)


def test_the_desk_goes_before_thousands(post_office, publisher, editor, published) -> None:
    for number in range(60):
        subscriber(f"reader{number}@example.org")
    sending.send("breaking", by=publisher, object_id=published.pk)
    tell([editor], "tide", event="e:1", object_id=7, channels=[Channel.EMAIL])
    assert deliver_due() == 61
    assert post_office.mails[0]["To"] == editor.email


def test_a_notice_written_meanwhile_waits_for_one_batch_at_most(
    post_office, publisher, editor, published, monkeypatch
) -> None:
    for number in range(120):
        subscriber(f"reader{number}@example.org")
    sending.send("breaking", by=publisher, object_id=published.pk)

    attempt, count = Copies.attempt, []

    def counted(self, row, postman, now):
        count.append(row)
        if len(count) == 10:
            tell([editor], "tide", event="e:1", object_id=7, channels=[Channel.EMAIL])
        return attempt(self, row, postman, now)

    monkeypatch.setattr(Copies, "attempt", counted)
    deliver_due()
    order = [mail["To"] for mail in post_office.mails]
    assert order.index(editor.email) <= 50
    assert len(order) == 121


def test_a_refused_address_is_left_alone(post_office, publisher, published) -> None:
    mine = subscriber()
    post_office.verdict = lambda mail: "550 5.1.1 No such user"
    sending.send("breaking", by=publisher, object_id=published.pk)
    deliver_due()
    mine.refresh_from_db()
    assert "No such user" in mine.bounce_cause
    assert sending.send("newsletter", by=publisher, context={"articles": [published.pk]}).copies == 0


def test_addresses_that_were_not_confirmed_or_left_are_forgotten() -> None:
    now = timezone.now()
    subscriber("a@example.org", confirmed_at=None, asked_at=now - timedelta(days=8))
    subscriber("b@example.org", left_at=now - timedelta(days=8))
    subscriber("c@example.org")
    subscriber("d@example.org", confirmed_at=None)
    subscribing.forget(now)
    assert sorted(Subscriber.objects.values_list("address", flat=True)) == ["c@example.org", "d@example.org"]


def test_a_newsletter_holds_what_still_stands_in_the_desks_order(
    client, post_office, publisher, reporter, editor, published
) -> None:
    other = cast.published(reporter, editor, publisher)
    gone = cast.published(reporter, editor, publisher)
    subscriber(breaking=False)
    client.force_login(publisher)
    page = client.get(reverse("desk:newsletter")).content.decode()
    assert "1 reader wants the newsletter" in page
    sent = {"subject": "Sunday", "words": "Good morning.", "articles": [published.pk, gone.pk, other.pk]}
    assert client.post(reverse("desk:newsletter"), sent).status_code == 302
    withdrawing.withdraw(gone, by=publisher, reason="Wrong.")
    assert deliver_due() >= 1
    mail = next(mail for mail in post_office.mails if mail["To"] == "ida@example.org")
    assert mail["Subject"] == "Sunday"
    assert "Good morning." in text_of(mail)
    assert published.live.headline in text_of(mail)
    assert other.live.headline in html_of(mail)
    assert gone.live.headline not in text_of(mail) + html_of(mail)


def test_the_desk_alerts_once_and_only_publishers_do(client, publisher, editor, published, draft) -> None:
    subscriber()
    url = reverse("desk:alert", args=[published.pk])
    client.force_login(editor)
    assert client.get(url).status_code == 403
    assert client.get(reverse("desk:newsletter")).status_code == 403
    client.force_login(publisher)
    assert "1 reader wants breaking news" in client.get(url).content.decode()
    assert client.post(url, {"words": "At the quay."}).status_code == 302
    page = client.get(url).content.decode()
    assert "There is no second one" in page
    assert client.post(url, {"words": ""}).status_code == 409
    unpublished = client.post(reverse("desk:alert", args=[draft.article_id]), {"words": ""})
    assert "publish it first" in unpublished.content.decode()
    assert Copy.objects.count() == 1
    assert client.get(reverse("admin:notifications_bulletin_changelist")).status_code == 200
