"""Comments that wait too long: moderators are told once an hour, and only while it is true."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import waiting_long
from moderation.models import Item
from notifications.models import Notification
from notifications.renderers import renderer_of

pytestmark = pytest.mark.django_db


def test_it_works(moderator, reader) -> None:
    now = timezone.now()
    assert waiting_long.tell_of_them(now) == 0
    item = Item.objects.create(kind="comments.comment", object_id=1)
    assert waiting_long.tell_of_them(now) == 0
    Item.objects.filter(pk=item.pk).update(created_at=now - timedelta(hours=3))
    for minutes in (0, 1):
        assert waiting_long.tell_of_them(now.replace(minute=10) + timedelta(minutes=minutes)) == 1
    told = Notification.objects.filter(kind="comments_waiting", channel="email")
    assert [one.recipient for one in told] == [moderator]
    assert "1 comment has waited" in renderer_of("comments_waiting").render(told[0]).title
    Item.objects.update(closed_at=now)
    assert renderer_of("comments_waiting").render(told[0]) is None
