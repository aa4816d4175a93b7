"""The feeds app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "feeds"
    verbose_name = _("Feeds")

    def ready(self) -> None:
        # Models are loaded only now, and these modules need them.
        from articles import banners, checklist, panels
        from common import doctor, nudging
        from feeds import health, workflow
        from feeds.alerting.notices import LABEL, FeedNotice
        from feeds.moderation import ImportedItemCard
        from feeds.trusting.notices import LABEL as TRUST_LABEL
        from feeds.trusting.notices import TrustNotice
        from feeds.versions import notices, provenance, standing
        from moderation import queue
        from moderation.subjects import Subject
        from moderation.subjects import register as register_subject
        from moderation.workflow import register
        from notifications import renderers

        register(workflow.IMPORTED_ITEM)
        register(workflow.TRUST)
        register_subject(
            Subject("feeds.importeditem", "feeds.view_importeditem", "headline", "section__slug", "article")
        )
        register_subject(
            Subject("feeds.trust", "feeds.view_feed", "feed__source__name", "feed__section__slug")
        )
        queue.register(ImportedItemCard())
        banners.register(standing.WireCrier())
        panels.register(provenance.ProvenanceFiller())
        checklist.register(standing.bar_publication, may_block=True)
        renderers.register(
            notices.WireNotice("wire_withdrawn"), label=notices.LABEL, is_staff=True, is_urgent=True
        )
        renderers.register(notices.WireNotice("wire_vanished"), label=notices.LOST_LABEL, is_staff=True)
        renderers.register(FeedNotice(), label=LABEL, is_staff=True)
        renderers.register(TrustNotice(), label=TRUST_LABEL, is_staff=True)
        nudging.register("feeds.tasks.poll_due")
        nudging.register("feeds.tasks.read_pushes")
        nudging.register("feeds.tasks.watch_folders")
        nudging.register("feeds.tasks.pass_trusted")
        doctor.register(health.CHECK)
