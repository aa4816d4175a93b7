"""The articles app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        # Models are loaded only now, and these modules need them.
        from articles import (
            announcing,
            assignment_notices,
            auditing,
            bulletins,
            correction_notice,
            embargoes,
            moderation,
            note_notices,
            notices,
            panels,
            subjects,
            take_over_notice,
            workflow,
        )
        from articles.talk import inheriting, panel
        from common import nudging, recounting
        from moderation import chains, queue
        from moderation.auditing import register as register_proof
        from moderation.subjects import register as register_subject
        from moderation.workflow import register
        from notifications import renderers
        from notifications.bulletins import rendering
        from notifications.webhooks import announcing as webhooks

        register(workflow.REVISION)
        for subject in subjects.SUBJECTS:
            register_subject(subject)
        register(workflow.HOUSE_RULE)
        recounting.register(inheriting.TalkRules())
        panels.register(panel.TalkFiller())
        renderers.register(
            correction_notice.CorrectedNotice(), label=correction_notice.LABEL, is_for_many=True
        )
        for sweep in ("tell_corrections", "look_at_links"):
            nudging.register(f"articles.tasks.{sweep}")
        queue.register(moderation.RevisionCard())
        for renderer, label in (*notices.RENDERERS, *assignment_notices.RENDERERS, *note_notices.RENDERERS):
            renderers.register(
                renderer, label=label, is_staff=True, is_urgent=renderer.kind in notices.URGENT
            )
        renderers.register(embargoes.EmbargoNotice(), label=embargoes.LABEL, is_staff=True, is_urgent=True)
        renderers.register(take_over_notice.TakenOverNotice(), label=take_over_notice.LABEL, is_staff=True)
        for kind, label in announcing.KINDS:
            webhooks.register(kind, label)
        for bulletin in bulletins.RENDERERS:
            rendering.register(bulletin)
        nudging.register("articles.tasks.publish_due")
        nudging.register("articles.tasks.mail_review_links")
        nudging.register("articles.tasks.expire_due")
        nudging.register("articles.tasks.make_renditions")
        for proof in auditing.PROOFS:
            register_proof(proof)
        for chain in auditing.CHAINS:
            chains.register(chain)
