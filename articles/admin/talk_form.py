"""The forms of how comments are taken: for an article, and for what holds where no article says otherwise."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.admin.times import ClockField, TimeGroup, WhichField, ZoneField, zone_names, zone_of
from articles.models import Article, CommentsMode
from articles.talk.setting import ArticleTalk, DefaultTalk

REASON_LENGTH = 500


class _TalkForm(forms.Form):
    """What every level has."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How comments are taken"), required=False, widget=forms.RadioSelect
    )
    notice = forms.CharField(
        label=gettext_lazy("Words to readers"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One sentence, shown where they would write. Why it is closed, for example."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("For colleagues; it stands in the record."),
        error_messages={
            "required": gettext_lazy("Say why: it stands in the record, and colleagues will ask.")
        },
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def set_wider(self, words: str) -> None:
        """Name what holds where nothing is chosen."""
        self.fields["mode"].choices = [("", words), *CommentsMode.choices]  # type: ignore[attr-defined]


class ArticleTalkForm(_TalkForm):
    """Of one article."""

    closing = forms.ChoiceField(label=gettext_lazy("When they close"), widget=forms.RadioSelect)
    at = ClockField(label=gettext_lazy("Day and time"), required=False)
    zone = ZoneField()
    which = WhichField()
    field_order = ("mode", "closing", "at", "zone", "which", "notice", "reason")

    def __init__(self, article: Article, person: User, data: Any = None) -> None:
        current = ArticleTalk.of(article)
        self.current, self.instant = current, current.close_at
        clock, zone, which = TimeGroup.initial(current.close_at, current.close_zone, zone_of(person))
        closing = "at" if current.close_at else "never" if current.stay_open else ""
        initial = {"mode": current.mode, "notice": current.notice, "seen": current.digest}
        times = {"closing": closing, "at": clock, "zone": zone, "which": which}
        super().__init__(data, initial={**initial, **times})
        days = article.section.talk.get("close_after")
        wider = (
            _("As the section's: %(days)s days after publication") % {"days": days}
            if days
            else _("As the section's: never by themselves")
        )
        choices = [("", wider), ("at", _("At a chosen time")), ("never", _("Never by themselves"))]
        self.fields["closing"].required = False
        self.fields["closing"].choices = choices  # type: ignore[attr-defined]
        mode = CommentsMode(article.section.talk.get("mode", CommentsMode.PREMODERATED)).label
        self.set_wider(_("As the section's: %(mode)s") % {"mode": mode})
        self.time = TimeGroup(self, "at", "zone", "which")

    @property
    def zones(self) -> list[str]:
        """The names that the field of the zone offers."""
        return zone_names()

    def clean(self) -> dict[str, Any]:
        """The instant that was meant; a new one lies ahead."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("closing") != "at":
            self.instant = None
        elif self.time.is_touched or self.current.close_at is None:
            self.instant = self.time.instant()
            if self.instant is None and "at" not in self.errors:
                self.add_error("at", _("Say when they close."))
            elif self.instant is not None and self.instant <= timezone.now():
                self.add_error("at", _("This time has passed. To close them now, choose “Closed”."))
        return given

    def wanted(self) -> ArticleTalk:
        """What a valid form asks for."""
        given = self.cleaned_data
        zone = (given["zone"] if self.time.is_touched else self.current.close_zone) if self.instant else ""
        return ArticleTalk(given["mode"], given["notice"], self.instant, zone, given["closing"] == "never")


class DefaultTalkForm(_TalkForm):
    """Of a section, or of the site."""

    close_after = forms.IntegerField(
        label=gettext_lazy("Close after days"),
        min_value=0,
        max_value=3_650,
        required=False,
        help_text=gettext_lazy("Days after publication; 0: never. Empty: as what is wider says."),
    )
    member_days = forms.IntegerField(
        label=gettext_lazy("Days of a member"),
        min_value=0,
        max_value=3_650,
        required=False,
        help_text=gettext_lazy(
            "How old an account must be where members write; its address is confirmed. Empty: as what is wider says."
        ),
    )
    field_order = ("mode", "close_after", "member_days", "notice", "reason")

    def __init__(self, current: DefaultTalk, wider: str, data: Any = None) -> None:
        super().__init__(
            data,
            initial={
                "mode": current.mode,
                "notice": current.notice,
                "close_after": current.close_after,
                "member_days": current.member_days,
                "seen": current.digest,
            },
        )
        self.set_wider(wider)

    def wanted(self) -> DefaultTalk:
        """What a valid form asks for."""
        given = self.cleaned_data
        return DefaultTalk(given["mode"], given["notice"], given["close_after"], given["member_days"])
