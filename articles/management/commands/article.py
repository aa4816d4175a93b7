"""manage.py article: how an article stands, and the steps of the desk from a shell, by the very verbs that the desk uses."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from articles import checklist, drafting, steps
from articles.local_times import instant_of
from articles.models import Article, Revision
from articles.workflow import REVISION
from moderation.errors import Refused

STEPS = (
    *("submit", "request_changes", "approve", "override", "schedule", "unschedule", "reopen", "publish"),
    *("revise", "renew", "withdraw"),
)
CHANGES = [choice.value for choice in Revision.Change if choice != Revision.Change.FIRST]


class Command(BaseCommand):
    help = (
        "Show how an article stands (show), or take a step of its workflow in a person's name (take). "
        "The person's role, four eyes, the embargo and the checklist hold here as they do at the desk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser(
            "show", help="The state, the text's version, and what stands against publishing."
        )
        take = verbs.add_parser("take", help="Take one step; a refusal is said in words and exits with 1.")
        take.add_argument("step", choices=STEPS, help="What to do.")
        for sub in (show, take):
            sub.add_argument("article", type=int, help="The number of the article, as in /a/NUMBER/.")
            sub.add_argument("--json", action="store_true", help="Print JSON.")
        take.add_argument("--as", dest="person", required=True, metavar="EMAIL", help="In whose name.")
        take.add_argument("--reason", default="", help="For the record; some steps need one.")
        take.add_argument("--notice", default="", help="What readers find in place of a withdrawn article.")
        take.add_argument(
            "--at", default="", metavar="TIME", help="For schedule: 2027-03-28T06:30, on the zone's clock."
        )
        take.add_argument(
            "--zone",
            default=settings.TIME_ZONE,
            help="The time zone of --at. Default: the site's, %(default)s.",
        )
        take.add_argument(
            "--which", default="", choices=["", "earlier", "later"], help="For a time that exists twice."
        )
        take.add_argument(
            "--change", default="", choices=["", *CHANGES], help="For revise: what kind of change it will be."
        )
        take.add_argument("--note", default="", help="For revise: the note to readers.")
        take.add_argument(
            "--seen",
            type=int,
            default=None,
            metavar="VERSION",
            help="Refuse if the text has another version by now.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        article = self._article(options["article"])
        if options["verb"] == "take":
            try:
                self._take(article, options)
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            article = self._article(article.pk)
        standing = _standing(article)
        if options["json"]:
            self.stdout.write(json.dumps(standing))
            return
        for name, value in standing.items():
            self.stdout.write(f"{name}: {', '.join(value) if isinstance(value, list) else value}")

    def _take(self, article: Article, options: dict[str, Any]) -> None:
        person = User.objects.filter(email__iexact=options["person"], is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody has the address {options['person']}.")
        text = _text_of(article)
        version = text.version if options["seen"] is None else options["seen"]
        words = steps.Words(
            options["reason"],
            options["notice"],
            self._time(options),
            options["zone"] if options["at"] else "",
        )
        step = options["step"]
        if version == text.version and step in REVISION and text.state not in REVISION[step].sources:
            possible = ", ".join(one.name for one in REVISION.leaving(text.state))
            raise CommandError(f"The text is {text.state}; from there: {possible or 'nothing'}.")
        steps.take(step, article, text, by=person, version=version, words=words)
        if step == "revise" and options["change"]:
            working = _text_of(self._article(article.pk))
            fields = {"change": options["change"], "change_note": options["note"]}
            drafting.save_draft(working, by=person, version=working.version, **fields)

    def _time(self, options: dict[str, Any]) -> datetime | None:
        if not options["at"]:
            return None
        try:
            local = datetime.fromisoformat(options["at"])
        except ValueError:
            raise CommandError(f"--at {options['at']}: write it like 2027-03-28T06:30.") from None
        if local.tzinfo is not None:
            raise CommandError("--at is a time on the clock of --zone; leave its offset out.")
        return instant_of(local, options["zone"], options["which"])

    def _article(self, number: int) -> Article:
        article = Article.objects.select_related("section", "source", "live").filter(pk=number).first()
        if article is None:
            raise CommandError(f"There is no article {number}.")
        return article


def _text_of(article: Article) -> Revision:
    """The text that is worked on, else the newest."""
    texts = article.revisions.with_article()
    found: Revision = texts.working().first() or texts.latest("pk")
    return found


def _standing(article: Article) -> dict[str, Any]:
    text = _text_of(article)
    is_working = text.state in Revision.WORKING
    return {
        "article": article.pk,
        "address": article.get_absolute_url(),
        "headline": text.headline,
        "state": text.state,
        "version": text.version,
        "is_published": article.is_published,
        "publish_at": text.publish_at.isoformat() if text.publish_at else None,
        "withdrawn_at": article.withdrawn_at.isoformat() if article.withdrawn_at else None,
        "blocking": [finding.words for finding in checklist.blocking(text)] if is_working else [],
    }
