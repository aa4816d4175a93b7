"""Roles and what each may do, as data. A reader is a person without a role."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publisher")
    MODERATOR = "moderator", _("Moderator")
    ADMINISTRATOR = "administrator", _("Administrator")


def _admin(app: str, *models_: str, verbs: tuple[str, ...] = ("view", "add", "change")) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for model in models_ for verb in verbs)


_REPORTER = (
    _admin("articles", "article", "revision", "image")
    | _admin("articles", "section", "source", "author", "correction", "story", "houserule", verbs=("view",))
    | _admin("taggit", "tag", verbs=("view",))
    | {"articles.write_revision", "articles.submit_revision", "moderation.view_decision"}
)
_EDITOR = (
    _REPORTER
    | _admin("articles", "author", "source")
    | _admin("taggit", "tag")
    | _admin("articles", "story", "houserule")
    | _admin("articles", "ruleversion", verbs=("view",))
    | _admin("feeds", "feed", "importeditem", "fetch", "routingrule", verbs=("view",))
    | _admin("related", "link", verbs=("view", "add", "change", "delete"))
    | _admin("assist", "generatedtext", verbs=("view",))
    | {
        "articles.edit_any_revision",
        "articles.approve_revision",
        "articles.request_changes",
        "articles.assign_work",
        "articles.set_article_talk",
        "comments.view_correctionhint",
        "comments.answer_hint",
        "feeds.accept_item",
        "feeds.reject_item",
        "assist.decide_generated",
        "comments.pick_comment",
        "moderation.view_queue",
    }
)
_PUBLISHER = (
    _EDITOR
    | _admin("feeds", "feed", "routingrule")
    | _admin("reader", "page")
    | _admin("notifications", "bulletin", verbs=("view",))
    | {
        "notifications.send_bulletin",
        "feeds.delete_importeditem",
        "feeds.grant_trust",
        "articles.override_approval",
        "articles.activate_rule",
        "articles.waive_finding",
        "articles.publish_revision",
        "articles.schedule_revision",
        "articles.correct_article",
        "articles.withdraw_article",
        "articles.set_section_talk",
    }
)
_MODERATOR = (
    _admin("comments", "comment", "report", verbs=("view",))
    | _admin("comments", "rule")
    | _admin("comments", "breaker", "scoremodel", verbs=("view",))
    | _admin("articles", "article", verbs=("view",))
    | {
        "comments.approve_comment",
        "comments.reject_comment",
        "comments.remove_comment",
        "articles.set_article_talk",
        "comments.view_measure",
        "comments.view_correctionhint",
        "comments.note_author",
        "comments.warn_author",
        "comments.premoderate_author",
        "comments.suspend_author",
        "comments.lift_breaker",
        "comments.pick_comment",
        "moderation.view_queue",
        "moderation.view_decision",
        "moderation.view_item",
        "moderation.view_appeal",
        "moderation.decide_appeal",
        "moderation.view_opinion",
        "moderation.give_opinion",
        "moderation.view_reasoncode",
    }
)
_ADMINISTRATOR = (
    _PUBLISHER
    | _MODERATOR
    | _admin("accounts", "user", "membership", verbs=("view", "add", "change", "delete"))
    | _admin("accounts", "invitation")
    | _admin("accounts", "accesschange", verbs=("view",))
    | _admin("articles", "section")
    | _admin("reader", "page", verbs=("delete",))
    | _admin("moderation", "reasoncode")
    | _admin("notifications", "notification", verbs=("view", "change"))
    | _admin("notifications", "subscriber", "refusedaddress", verbs=("view",))
    | _admin("notifications", "endpoint", verbs=("view", "add", "change", "delete"))
    | {
        "notifications.replay_delivery",
        "notifications.resend_notification",
        "notifications.forgive_refusedaddress",
        "comments.ban_author",
        "comments.activate_rule",
    }
)

# The table of role × permission. Section scope narrows it: see accounts.backends.
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.REPORTER: frozenset(_REPORTER),
    Role.EDITOR: frozenset(_EDITOR),
    Role.PUBLISHER: frozenset(_PUBLISHER),
    Role.MODERATOR: frozenset(_MODERATOR),
    Role.ADMINISTRATOR: frozenset(_ADMINISTRATOR),
}
