"""How a person wants to be told, by kind and channel; without a word of theirs the defaults of their roles hold.

Obeyed when a message leaves, not when it is written: the latest wish counts, and verbs stay one INSERT.
"""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from accounts.backends import roles_of
from accounts.models import User
from notifications.defaults import BY_MAIL, default_of
from notifications.departing import Wish
from notifications.models import Channel, How, Notification, Preference, Timetable
from notifications.renderers import Kind, all_kinds, kind_of
from notifications.speaking import zone_of


def wanted(notification: Notification) -> bool:
    """Whether the recipient wants this kind by this channel at all."""
    return how_for(notification) != How.OFF


def how_for(notification: Notification) -> How:
    """How the recipient wants this kind by this channel."""
    said = Preference.objects.filter(
        person=notification.recipient_id, kind=notification.kind, channel=notification.channel
    ).values_list("how", flat=True)
    for how in said:
        return How(how)
    return _default(notification.recipient, notification.kind, notification.channel)


def wish_for(notification: Notification, how: How) -> Wish:
    """The same with the times of the recipient's clock."""
    person = notification.recipient
    times = timetable_of(person)
    return Wish(how, zone_of(person), times.digest_at, times.quiet_from, times.quiet_until)


def timetable_of(person: User) -> Timetable:
    """The person's timetable; an unsaved one where they chose none."""
    try:
        found: Timetable = person.timetable
    except ObjectDoesNotExist:
        return Timetable(person=person)
    return found


def prefer(person: User, kind: str, channel: str, how: How, *, now: datetime | None = None) -> None:
    """Note the person's wish. What waits for a bundle of theirs is looked at anew."""
    Preference.objects.update_or_create(person=person, kind=kind, channel=channel, defaults={"how": how})
    look_again(person, now or timezone.now())


def look_again(person: User, now: datetime) -> None:
    """Decide anew when the person's gathered messages leave; what an undo window holds back stays held."""
    gathered = Notification.objects.waiting().filter(recipient=person, begun_at=None).exclude(gathering="")
    gathered.update(gathering="", leaves_with=None, next_attempt_at=now)


def kinds_for(person: User) -> list[Kind]:
    """The kinds that the person may meet: the desk's only for those who work there."""
    kinds = [kind_of(name) for name in all_kinds()]
    return [kind for kind in kinds if person.is_staff or not kind.is_staff]


def wishes_of(person: User) -> dict[tuple[str, str], How]:
    """How the person is told, by (kind, channel), of every kind that they may meet."""
    said = {
        (one.kind, one.channel): How(one.how) for one in Preference.objects.filter(person=person).iterator()
    }
    return {
        (kind.name, channel.value): said.get((kind.name, channel.value))
        or _default(person, kind.name, channel)
        for kind in kinds_for(person)
        for channel in Channel
    }


def _default(person: User, kind: str, channel: str) -> How:
    if kind not in BY_MAIL or channel != Channel.EMAIL:
        return How.AT_ONCE
    return default_of(kind, channel, [role for role, _section in roles_of(person)])
