"""How each role is told of each kind by mail, until a person says otherwise. All else comes at once."""

from collections.abc import Iterable, Mapping

from accounts.roles import Role
from notifications.models import Channel, How

# Who has two roles is told as the role that wants it sooner.
BY_MAIL: Mapping[str, Mapping[str, How]] = {
    # A publisher sees dozens a day go out; the writer waits for one.
    "published": {Role.PUBLISHER: How.HOURLY, Role.ADMINISTRATOR: How.HOURLY},
    "note_written": {Role.PUBLISHER: How.HOURLY, Role.ADMINISTRATOR: How.HOURLY},
    "expired": {Role.PUBLISHER: How.DAILY, Role.ADMINISTRATOR: How.DAILY},
    "wire_vanished": {Role.PUBLISHER: How.HOURLY, Role.ADMINISTRATOR: How.DAILY},
    "feed_alarm": {Role.ADMINISTRATOR: How.HOURLY},
    "feed_trust": {Role.ADMINISTRATOR: How.DAILY},
    "comments_waiting": {Role.PUBLISHER: How.OFF, Role.ADMINISTRATOR: How.OFF},
}
ORDER = list(How)


def default_of(kind: str, channel: str, roles: Iterable[str]) -> How:
    """How somebody with these roles is told."""
    table = BY_MAIL.get(kind, {}) if channel == Channel.EMAIL else {}
    if not table:
        return How.AT_ONCE
    hows = [table.get(role, How.AT_ONCE) for role in roles]
    return min(hows, key=ORDER.index, default=How.AT_ONCE)
