"""What holds for the comments of an article at an instant. Pure: it reads the article and its section, and asks nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, CommentsMode

DEFAULT_MODE = CommentsMode.PREMODERATED  # until somebody decides otherwise for the site
DEFAULT_MEMBER_DAYS = 7  # longer than somebody who was thrown out waits to come back under another name
MODES = CommentsMode
MEMBERS = (MODES.MEMBERS, MODES.MEMBERS_REVIEWED)
REVIEWED = (MODES.PREMODERATED, MODES.MEMBERS_REVIEWED)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may write, and when it is shown.

    ``level`` is where the mode was set: article, section, site, or house (nobody set any). ``closes_at`` is when the clock
    closes them, ``close_level`` where that was set; ``days`` after publication, 0 where an instant was chosen.
    """

    mode: str
    level: str
    now: datetime
    since: datetime | None = None
    notice: str = ""
    closes_at: datetime | None = None
    close_level: str = ""
    days: int = 0
    member_days: int = DEFAULT_MEMBER_DAYS

    @property
    def has_run_out(self) -> bool:
        """Whether the clock has closed them."""
        return self.mode != MODES.CLOSED and self.closes_at is not None and self.closes_at <= self.now

    @property
    def is_open(self) -> bool:
        return self.mode != MODES.CLOSED and not self.has_run_out

    @property
    def is_reviewed(self) -> bool:
        """Whether a person reads each before it is shown."""
        return self.mode in REVIEWED

    @property
    def is_for_members(self) -> bool:
        return self.mode in MEMBERS

    @property
    def why_closed(self) -> str:
        """For readers, whole sentences: since when, and why. Empty while they are open."""
        if self.is_open:
            return ""
        if self.has_run_out:
            said = _("The comments have been closed since %(when)s.") % {"when": _spoken(self.closes_at)}
            if not self.days:
                return said
            after = ngettext(
                "They close %(days)d day after publication.",
                "They close %(days)d days after publication.",
                self.days,
            )
            return f"{said} {after % {'days': self.days}}"
        where = {
            "article": _("The comments on this article are closed."),
            "section": _("The comments in this section are closed."),
        }.get(self.level, _("The comments on this site are closed."))
        since = _("Since %(when)s.") % {"when": _spoken(self.since)} if self.since else ""
        return " ".join(filter(None, (where, since, self.notice)))

    @property
    def who_may_write(self) -> str:
        """For readers: who may write here, and until when. Empty where there is nothing to say."""
        if not self.is_open:
            return ""
        said = []
        if self.is_for_members:
            said.append(self.members_are)
        if self.closes_at is not None:
            said.append(_("The comments close on %(when)s.") % {"when": _spoken(self.closes_at)})
        if self.notice:
            said.append(self.notice)
        return " ".join(said)

    @property
    def members_are(self) -> str:
        """Who is a member."""
        if not self.member_days:
            return _("Here members write: whoever has an account and a confirmed e-mail address.")
        return ngettext(
            "Here members write: whoever has had an account for %(days)d day, with a confirmed e-mail address.",
            "Here members write: whoever has had an account for %(days)d days, with a confirmed e-mail address.",
            self.member_days,
        ) % {"days": self.member_days}


def access_of(article: Article, now: datetime | None = None) -> Access:
    """What holds now. The article's section must be loaded; no query then."""
    now = now or timezone.now()
    wide: dict[str, Any] = article.section.talk
    close: tuple[datetime | None, str, int] = (None, "", 0)
    if article.comments_close_at is not None:
        close = (article.comments_close_at, "article", 0)
    elif article.comments_stay_open:
        close = (None, "article", 0)
    elif wide.get("close_after") and article.published_at is not None:
        days = int(wide["close_after"])
        close = (article.published_at + timedelta(days=days), wide.get("close_level", ""), days)
    own = bool(article.comments_mode)
    since = wide.get("since")
    return Access(
        mode=article.comments_mode or wide.get("mode", DEFAULT_MODE),
        level="article" if own else wide.get("level", "house"),
        now=now,
        since=article.comments_set_at if own else parse_datetime(since) if since else None,
        notice=article.comments_notice or ("" if own else wide.get("notice", "")),
        closes_at=close[0],
        close_level=close[1],
        days=close[2],
        member_days=int(wide.get("member_days", DEFAULT_MEMBER_DAYS)),
    )


def _spoken(instant: datetime | None) -> str:
    return formats.date_format(timezone.localtime(instant), "DATETIME_FORMAT") if instant else ""
