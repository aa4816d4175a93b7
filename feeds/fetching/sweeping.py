"""One sweep over what is due: claim a few at a time, let many be asked at once, store each as it comes, end in time."""

import logging
import secrets
import time
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from common import outbound
from feeds.fetching import leasing, politeness
from feeds.fetching.asking_many import AskingMany, Outcome
from feeds.fetching.gathering import NotNow
from feeds.fetching.keeping import Poll
from feeds.fetching.settling import settle_safely
from feeds.models import Feed

log = logging.getLogger(__name__)

# Feeds asked at the same time by one sweep: they wait for strangers, not for us. Those whose servers are slow come on
# top, so that they take no other feed's place, as long as there are sockets for them.
AT_ONCE = 200
MOST_AT_ONCE = 600
# Claimed at a time, and no more while as many wait to be read and stored: the other workers get their share.
BATCH = 20
# Then the sweep makes room for others; beat comes back within the minute.
SWEEP_SECONDS = 40.0
# So long it waits then for servers that have not answered.
PATIENCE_SECONDS = 2.0
# What has answered may still be parsed (30 s) and stored. Below the task's limit of 110 s.
GRACE_SECONDS = 50.0
RENEW_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.5
LATER = timedelta(seconds=10)
# Names the sweep that waits for busy and for slow hosts; one that was killed is forgotten after this long.
WAITING, WAITING_SECONDS = "feeds:waiting", 5


class Sweep:
    """Runs once."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        seconds: float = SWEEP_SECONDS,
        grace: float = GRACE_SECONDS,
        client: outbound.Client | None = None,
    ) -> None:
        self._at_once, self._client = at_once, client
        self._until = time.monotonic() + seconds
        self._end = self._until + grace
        self._look_at = self._renew_at = 0.0
        self._found_all = False
        self._name = secrets.token_hex(8)
        self._polls: list[Poll] = []
        # When each host's next feed may come that was put aside, so that they do not all come back at once.
        self._next_at: dict[str, datetime] = {}

    def run(self) -> list[Poll]:
        """Poll until nothing is due or the time is up. The polls come without their bodies."""
        with AskingMany(self._client) as asking:
            try:
                while self._goes_on(asking):
                    self._claim_more(asking)
                    self._renew(asking)
                    self._store_next(asking)
            finally:
                for feed in asking.feeds:
                    leasing.let_go(feed)
                if cache.get(WAITING) == self._name:
                    cache.delete(WAITING)
        return self._polls

    def _goes_on(self, asking: AskingMany) -> bool:
        now = time.monotonic()
        if now > self._until + PATIENCE_SECONDS:
            self._hand_back_unanswered(asking)
        if asking.feeds:
            if self._found_all and asking.slow == len(asking.feeds) and not self._waits_alone():
                self._hand_back_unanswered(asking)
                return False
            return now < self._end
        if now >= self._until:
            return False
        # Hosts that were busy are free soon.
        return not self._found_all or (bool(self._next_at) and self._waits_alone())

    def _waits_alone(self) -> bool:
        """One sweep that does nothing but wait is enough: the other processes are needed for other work."""
        if cache.add(WAITING, self._name, WAITING_SECONDS):
            return True
        return cache.get(WAITING) == self._name and bool(cache.touch(WAITING, WAITING_SECONDS))

    def _claim_more(self, asking: AskingMany) -> None:
        now = time.monotonic()
        held = len(asking.feeds)
        room = min(BATCH, self._at_once - held + asking.slow, max(self._at_once, MOST_AT_ONCE) - held)
        if now > self._until or now < self._look_at or room <= 0 or asking.backlog >= BATCH:
            return
        moment = timezone.now()
        claimed = leasing.claim(leasing.due_on_the_web(moment), moment, room)
        asking.begin(claimed)
        self._found_all = len(claimed) < room
        self._look_at = now + LOOK_AGAIN_SECONDS if self._found_all else now
        horizon = moment + timedelta(seconds=self._until - now)
        self._next_at = {host: at for host, at in self._next_at.items() if moment < at < horizon}

    def _renew(self, asking: AskingMany) -> None:
        now = time.monotonic()
        if now >= self._renew_at:
            leasing.renew(asking.feeds)
            self._renew_at = now + RENEW_SECONDS

    def _store_next(self, asking: AskingMany) -> None:
        if not asking.feeds and not self._next_at:
            return
        found = asking.next(LOOK_AGAIN_SECONDS)
        if found is not None:
            self._store(*found)
            asking.forget(found[0])

    def _store(self, feed: Feed, outcome: Outcome) -> None:
        if isinstance(outcome, NotNow):
            self._put_aside(feed, outcome)
        elif isinstance(outcome, RedisError):
            # Without turns nobody is asked; that is no fault of the feed's.
            log.error("no turn for feed %s: %s", feed.pk, outcome)
            leasing.let_go(feed, next_fetch_at=timezone.now() + LATER)
        else:
            poll = settle_safely(feed, outcome)
            self._polls.append(replace(poll, answer=replace(poll.answer, body=b"")))

    def _put_aside(self, feed: Feed, busy: NotNow) -> None:
        """The feed comes when its host is free, one gap behind the feed of the same host that was put aside before."""
        soonest = timezone.now() + busy.wait
        behind = self._next_at.get(busy.host)
        at = max(soonest, behind + politeness.GAP) if behind else soonest
        self._next_at[busy.host] = at
        leasing.let_go(feed, next_fetch_at=at)

    def _hand_back_unanswered(self, asking: AskingMany) -> None:
        """Who does nothing but wait for servers that hang leaves them to a sweep that has the time: it asks them first."""
        for feed in asking.unanswered:
            asking.drop(feed)
            leasing.let_go(feed)
