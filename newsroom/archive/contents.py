"""What goes into an archive and what stays behind, table by table. Every table of the house is in one of the two lists."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

# In the order of the parts. Foreign keys are looked at once all of it is in.
TAKEN = (
    "accounts.User", "accounts.Membership", "accounts.AccessChange", "account.EmailAddress",
    "articles.SiteTalk", "articles.Section", "articles.FormerSection", "articles.Source", "articles.Author", "articles.Story",
    "taggit.Tag", "articles.TagSynonym",
    "articles.Image", "articles.EarlierFile",
    "articles.Article", "articles.Byline", "articles.Redirect", "taggit.TaggedItem",
    "articles.Revision", "articles.SavedText", "articles.PictureUse", "articles.Correction", "articles.Waiver",
    "articles.WorkingCopy", "articles.ReviewLink", "articles.Note", "articles.Note_mentions", "articles.Assignment",
    "articles.SavedView", "articles.HouseRule", "articles.RuleVersion", "articles.OutsideLink",
    "feeds.Feed", "feeds.ImportedItem", "feeds.ItemVersion", "feeds.Tombstone",
    "feeds.RoutingRule", "feeds.RoutingRule_feeds", "feeds.RuleHit", "feeds.Trust", "feeds.TrustedPassage",
    "feeds.MendingRule",
    "comments.Comment", "comments.Vote", "comments.EarlierText", "comments.Mute", "comments.Follow",
    "comments.Measure", "comments.CorrectionHint",
    "comments.Report",
    "comments.Rule", "comments.RuleVersion", "comments.Replay", "comments.Screening",
    "comments.Breaker", "comments.ScoreModel",
    "assist.GeneratedText", "related.Wording", "related.Term", "related.Link",
    "moderation.Decision", "moderation.Evidence", "moderation.Item", "moderation.Trace",
    "notifications.Preference", "notifications.Timetable",
    "reader.Page",
    "moderation.Note", "moderation.ReasonCode",
    "moderation.Appeal", "moderation.Opinion",
    "notifications.RefusedAddress", "notifications.Subscriber", "notifications.Bulletin",
    "admin.LogEntry",
)  # fmt: skip

# Why each of these stays behind.
LEFT_OUT = {
    "accounts.Invitation": "its link was mailed by the old site; who has not accepted yet is invited anew",
    "accounts.User_groups": "the house gives roles, no groups",
    "accounts.User_user_permissions": "the house gives roles, no single permissions",
    "account.EmailConfirmation": "a secret under way",
    "mfa.Authenticator": "second factors are secrets; each person sets theirs up anew",
    "sessions.Session": "nobody is signed in at the new site yet",
    "auth.Group": "the house gives roles, no groups",
    "auth.Group_permissions": "the house gives roles, no groups",
    "auth.Permission": "written by migrations, with other numbers elsewhere",
    "contenttypes.ContentType": "written by migrations, with other numbers elsewhere; rows name theirs in words",
    "articles.CalendarKey": "a secret in the address of a calendar; drawn anew",
    "articles.PageChange": "a queue of stored pages that are stale; the new site has none",
    "articles.Presence": "who has a page open at this moment",
    "articles.WritingLock": "who writes at this moment",
    "comments.RuleStamp": "tells processes of one site that other rules are in force; the new site's begins anew",
    "feeds.Fetch": "what single polls came to; the next poll begins a new list",
    "feeds.KeptBody": "what single polls brought; the next poll begins anew",
    "feeds.Push": "a queue of what hubs brought; the new site's polls bring the same",
    "feeds.Subscription": "hubs know the old site's address; the new one subscribes anew",
    "comments.EarlierRank": "for who pages through a thread at this moment",
    "related.Drawing": "drawn anew from the articles, by the clock",
    "comments.GuestText": "waits for a link that the old site mailed; who confirmed by then has a comment",
    "moderation.Checkpoint": "signed with the old site's key; keep its export, and take one of the new site",
    "notifications.Endpoint": "its secret hangs on the old site's key; receivers are given to the new site anew",
    "notifications.Delivery": "messages of the old site's webhooks",
    "notifications.Letter": "the outbox: two sites must not send the same letter",
    "notifications.Copy": "the outbox: two sites must not send the same letter",
    "notifications.Notification": "the outbox: two sites must not send the same notice",
}

# Columns that are written as something else than they hold: secrets, leases, and what is made anew from the rest.
WRITTEN_AS = {
    "accounts.User": {"password": "'!'", "last_login": "NULL"},  # no password matches; sign in by a code
    "articles.Image": {"renditions": "'{}'::jsonb", "renditions_due_at": "created_at", "rendition_attempts": "0"},
    "articles.ReviewLink": {"mail_at": "NULL"},
    "feeds.Feed": {"leased_until": "NULL"},
    "feeds.ItemVersion": {"fetch_id": "NULL"},
    "moderation.Item": {"lease_holder_id": "NULL", "lease_until": "NULL"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the archive. ``kinds`` are the columns that name a content type, in the archive by its label."""

    label: str
    name: str
    key: str
    columns: tuple[str, ...]
    kinds: frozenset[str]

    @property
    def part(self) -> str:
        """The name of its part in the archive."""
        return f"tables/{self.name}.jsonl"


def tables() -> list[Table]:
    """The tables that go along, in their order."""
    return [_table(model_of(label)) for label in TAKEN]


def model_of(label: str) -> type[models.Model]:
    """The model, also of a table that only joins two others."""
    known = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    return known[label]


def _table(model: type[models.Model]) -> Table:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    kinds = frozenset(str(field.column) for field in fields if field.related_model is ContentType)
    columns = tuple(sorted(str(field.column) for field in fields))
    return Table(meta.label, meta.db_table, str(meta.pk.column), columns, kinds)
