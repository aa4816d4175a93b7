"""The comments app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        # Models are loaded only now, and these modules need them.
        from articles import chasing
        from comments import (
            chased,
            counting,
            moderation,
            notices,
            personal,
            recounting,
            waiting_long,
            workflow,
        )
        from comments.hints import registering as hints
        from comments.measures import registering as measures
        from comments.rules import registering as rules
        from common import nudging
        from common import personal as holdings
        from common.recounting import register as register_counter
        from moderation import queue
        from moderation.subjects import Subject
        from moderation.subjects import register as register_subject
        from moderation.workflow import register
        from notifications import renderers
        from notifications.webhooks import announcing as webhooks

        register(workflow.COMMENT)
        measures.register()
        hints.register()
        rules.register()
        register_subject(
            Subject(
                "comments.comment",
                "comments.view_comment",
                "article__slug",
                "article__section__slug",
                "article",
            )
        )
        chasing.register(chased.Commenters())
        queue.register(moderation.CommentCard())
        queue.name_rules(moderation.rule_labels)
        for renderer in (
            notices.Approved(),
            notices.Rejected(),
            notices.Redacted(),
            notices.Answered(),
            notices.Followed(),
        ):
            together = notices.TOGETHER if renderer.kind == notices.Answered.kind else timedelta(0)
            renderers.register(renderer, label=notices.LABELS[renderer.kind], collapses=together)
        renderers.register(waiting_long.WaitingNotice(), label=waiting_long.LABEL, is_staff=True)
        register_counter(counting.CommentCounts())
        register_counter(recounting.CommentRanks())
        for state in ("approved", "rejected", "removed"):
            webhooks.register(f"comment.{state}", notices.ANNOUNCED[state])
        holdings.register(personal.Comments())
        holdings.register(personal.Wishes())
        holdings.register(personal.Votes())
        nudging.register("comments.tasks.mail_guests")
        nudging.register("comments.tasks.tell_followers")
        self._reports()
        self._appeals()

    def _appeals(self) -> None:
        from comments.appealing.decisions import CommentDecisions
        from comments.appealing.measures import MeasureDecisions
        from comments.appealing.opinions import CommentOpinions
        from moderation.appeals.appealables import register
        from moderation.opinions import reviewables as opinions

        opinions.register(CommentOpinions())
        register(CommentDecisions())
        register(MeasureDecisions())

    def _reports(self) -> None:
        from comments.reporting import notices, personal
        from common import personal as holdings
        from notifications import renderers

        for renderer in (notices.Receipt(), notices.Outcome()):
            renderers.register(renderer, label=notices.LABELS[renderer.kind])
        holdings.register(personal.Reports())
