"""The page of previews, and the state of every queue."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from common import doctor
from notifications import previewing, state
from notifications.models import Channel, Endpoint, Notification
from notifications.outbox import tell

pytestmark = pytest.mark.django_db


def test_every_kind_has_a_mail_with_text_and_both_schemes(administrator) -> None:
    for kind, _label in previewing.choices():
        found = previewing.preview(kind, administrator, "en")
        assert found.subject.strip(), kind
        assert "http" in found.text, kind
        assert "<!doctype html>" in found.light, kind
        assert "@media all" in found.dark, kind
        assert "{{" not in found.text + found.light, kind


def test_at_the_desk(client, administrator, editor) -> None:
    url = reverse("admin:notifications_notification_preview")
    client.force_login(editor)
    assert client.get(url).status_code == 403
    client.force_login(administrator)
    page = client.get(url, {"kind": "digest", "language": "de"})
    assert page.status_code == 200
    assert "srcdoc" in page.content.decode()
    assert client.get(url, {"kind": "nothing"}).status_code == 404
    assert client.get(reverse("admin:notifications_notification_changelist")).status_code == 200


def test_pending_tells_of_every_queue(reader) -> None:
    tell([reader], "tide", event="e:1", object_id=1, channels=[Channel.EMAIL])
    out = StringIO()
    call_command("notifications", "pending", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["waiting"] == found["queues"]["notices"]["waiting"] == 1
    assert set(found["queues"]) == {"notices", "letters", "bulletins", "webhooks"}
    assert found["paused_webhooks"] == found["refused_addresses"] == 0
    out = StringIO()
    call_command("notifications", "pending", stdout=out)
    assert "webhooks" in out.getvalue()


def test_the_doctor_sees_lateness_and_webhooks_that_do_not_answer(reader) -> None:
    check = next(check for check in doctor.all_checks() if check.name == "outbox")
    assert doctor.examine(check).ok
    tell([reader], "tide", event="e:1", object_id=1, channels=[Channel.EMAIL])
    Notification.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=6))
    assert "notices: 1 due" in doctor.examine(check).detail
    Notification.objects.all().delete()
    Endpoint.objects.create(name="Archive", url="https://a.example/", failing_since=timezone.now())
    assert "Archive" in doctor.examine(check).detail
    assert state.facts()["queues"]["webhooks"]["waiting"] == 0
