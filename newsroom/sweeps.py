"""When each sweep looks for work: the row is the queue, beat only says "look now"."""

from datetime import timedelta

from celery.schedules import crontab

_TEN_SECONDS, _TWENTY_SECONDS, _MINUTE = (timedelta(seconds=each) for each in (10, 20, 60))


def _looking(task: str, every: timedelta) -> dict[str, object]:
    # A tick that nobody could take in time is worthless: the next one looks at the same rows.
    return {"task": task, "schedule": every, "options": {"expires": 30}}


def _at(task: str, when: crontab) -> dict[str, object]:
    return {"task": task, "schedule": when}


SWEEPS = {
    "beat-tick": _looking("newsroom.tasks.beat_tick", _TEN_SECONDS),
    "publish-due": _looking("articles.tasks.publish_due", _TEN_SECONDS),
    "expire-due": _looking("articles.tasks.expire_due", _TEN_SECONDS),
    "close-talks": _looking("articles.tasks.close_talks", _TEN_SECONDS),
    "assignments": _looking("articles.tasks.remind_of_assignments", _MINUTE),
    "page-changes": _looking("reader.tasks.sweep_page_changes", _TEN_SECONDS),
    "checkpoint": {"task": "moderation.tasks.take_checkpoint", "schedule": timedelta(hours=1)},
    "outbox": _looking("notifications.tasks.deliver_due", _TEN_SECONDS),
    "guests": _looking("comments.tasks.mail_guests", _TEN_SECONDS),
    "followers": _looking("comments.tasks.tell_followers", _MINUTE),
    "webhooks": _looking("notifications.tasks.deliver_webhooks", _TEN_SECONDS),
    "waiting-comments": _looking("comments.tasks.look_for_waiting", timedelta(minutes=10)),
    "left-addresses": _at("notifications.tasks.forget_addresses", crontab(minute="20", hour="4")),
    "review-links": _looking("articles.tasks.mail_review_links", _TEN_SECONDS),
    "corrections": _looking("articles.tasks.tell_corrections", _TEN_SECONDS),
    "outside-links": _looking("articles.tasks.look_at_links", _MINUTE),
    "renditions": _looking("articles.tasks.make_renditions", _TEN_SECONDS),
    "related": _looking("related.tasks.link_due", _TEN_SECONDS),
    "related-drawings": _at("related.tasks.draw_due", crontab(minute="20")),
    "key-points": _looking("assist.tasks.propose_due", _TEN_SECONDS),
    "watch-folders": _looking("feeds.tasks.watch_folders", _TWENTY_SECONDS),
    # Three looks a minute, so that a feed polled each minute is: its turn rarely falls on a tick.
    "poll-feeds": _looking("feeds.tasks.poll_due", _TWENTY_SECONDS),
    "heat": _looking("comments.tasks.watch_heat", _MINUTE),
    "rule-replays": _looking("comments.tasks.replay_rules", _TEN_SECONDS),
    "score": _at("comments.tasks.train_score", crontab(minute="35", hour="4", day_of_week="1")),
    "rule-keys": _at("comments.tasks.forget_keys", crontab(minute="25")),
    "hubs": _looking("feeds.tasks.ask_hubs", _MINUTE),
    "feed-alarms": _looking("feeds.tasks.look_after_feeds", timedelta(minutes=5)),
    "trusted": _looking("feeds.tasks.pass_trusted", _TWENTY_SECONDS),
    "trust": _looking("feeds.tasks.look_after_trust", timedelta(minutes=10)),
    "pushes": _looking("feeds.tasks.read_pushes", _TEN_SECONDS),
    "old-reports": _at("feeds.tasks.delete_old_items", crontab(minute="50", hour="3")),
    "old-polls": _at("feeds.tasks.forget_old_polls", crontab(minute="40")),
    "earlier-ranks": _looking("comments.tasks.forget_earlier_ranks", timedelta(minutes=10)),
    "release-leases": _looking("moderation.tasks.release_expired", _MINUTE),
    "second-opinions": _looking("moderation.tasks.ask_second_opinions", _MINUTE),
    "invitations": _looking("accounts.tasks.mail_invitations", _TEN_SECONDS),
    "working-copies": _looking("articles.tasks.sweep_working_copies", timedelta(minutes=15)),
    "forget-reporters": _at("comments.tasks.forget_reporters", crontab(hour="3", minute="40")),
    "clear-sessions": _at("newsroom.tasks.clear_sessions", crontab(hour="3", minute="10")),
}
