"""The page of one imported item: what the wire says, what came before, and what the person may do with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from articles.admin.article import badge
from articles.admin.pages import page
from articles.admin.reading import person_of
from articles.models import Image, Section
from common.keys import key_in
from common.nudging import nudge
from feeds.admin.finding import VIEW, find
from feeds.desk import accepting
from feeds.desk.fetching_pictures import in_library
from feeds.desk.picturing import Picture, pictures_of
from feeds.models import ImportedItem, RuleHit
from feeds.moderation import ACCEPT_IN, ImportedItemCard, Sheet
from feeds.parsing import doubts
from feeds.versions.provenance import Origin
from moderation.errors import Conflict, NotAllowed, ReasonRequired, Refused
from moderation.models import Decision, Item
from moderation.queue import Action
from moderation.recording import history_of, latest_decision
from moderation.wording import step_label

ITEM = "admin:feeds_importeditem_change"
REOPEN = "reopen"
State = ImportedItem.State
# The colours that the desk gives to states of texts.
TONES = {State.HELD: "in_review", State.ACCEPTED: "live", State.WITHDRAWN: "withdrawn"}


class ItemPage:
    """One person's view of one item, before or after a decision that was refused."""

    def __init__(self, item: ImportedItem, person: User) -> None:
        self.item, self.person = item, person
        self.refusal = ""
        self.typed = ""

    @cached_property
    def sheet(self) -> Sheet:
        """The report as the queue prints it."""
        return Sheet(self.item)

    @cached_property
    def waiting(self) -> Item | None:
        """Its place in the queue."""
        kind = self.item._meta.label_lower
        return Item.objects.filter(kind=kind, object_id=self.item.pk, closed_at=None).first()

    @cached_property
    def actions(self) -> list[Action]:
        """What the person may do: what the queue offers while it waits there, or take a rejection back."""
        if self.item.state == State.REJECTED and self.person.has_perm("feeds.accept_item", self.item):
            return [Action(REOPEN, _("Take the rejection back"))]
        if self.waiting is None:
            return []
        face = ImportedItemCard().faces([self.item.pk], self.person).get(self.item.pk)
        return list(face.actions) if face else []

    @property
    def buttons(self) -> list[Action]:
        """The actions but for accepting into one of several sections, which is one choice."""
        return [action for action in self.actions if not action.name.startswith(ACCEPT_IN)]

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        """The sections that it may be accepted for, where its feed leaves that to the desk."""
        named = [one.name.removeprefix(ACCEPT_IN) for one in self.actions if one.name.startswith(ACCEPT_IN)]
        return list(Section.objects.filter(slug__in=named).values_list("slug", "name")) if named else []

    @property
    def reasoned(self) -> str:
        """The actions that need a reason, listed."""
        return ", ".join(str(action.label) for action in self.actions if action.needs_reason)

    @property
    def doubts(self) -> list[str]:
        """In words."""
        return [words for _name, words in doubts.in_words(self.item.doubts)]

    @property
    def badge(self) -> SafeString:
        """Its state as the desk shows states everywhere."""
        return state_badge(self.item)

    @property
    def is_embargoed(self) -> bool:
        return self.item.embargo_until is not None and self.item.embargo_until > timezone.now()

    @property
    def authors(self) -> str:
        return ", ".join(str(name) for name in self.item.authors)

    @property
    def section(self) -> Section | None:
        """Where routing sent it, else its feed's."""
        return self.item.section or self.item.feed.section

    @cached_property
    def pictures(self) -> list[tuple[Picture, Image | None]]:
        """Every picture that the report names, also in its text, with ours where it was fetched; none of them is loaded."""
        ours = {image.original_url: image for image in in_library(self.item)}
        return [(picture, ours.get(picture.url)) for picture in pictures_of(self.item)]

    @property
    def categories(self) -> list[str]:
        return [str(name) for name in self.item.categories]

    @property
    def tags(self) -> list[str]:
        """What routing gave it."""
        return [str(tag) for tag in self.item.routed.get("tags", [])]

    @cached_property
    def hits(self) -> list[RuleHit]:
        """The routing rules that took hold of it."""
        return list(RuleHit.objects.filter(item=self.item).select_related("rule").order_by("pk"))

    @property
    def provenance(self) -> dict[str, list[Origin]]:
        """What the card of an article's page shows, of this report."""
        return {"origins": [Origin(self.item, may_look=False, may_compare=True)]}

    @cached_property
    def decisions(self) -> list[Decision]:
        return list(history_of(self.item))

    @property
    def may_open_article(self) -> bool:
        article = self.item.article
        return article is not None and self.person.has_perm("articles.view_article", article)

    @property
    def original(self) -> ImportedItem | None:
        """Whose copy it is, where the person may look at that."""
        found = self.item.duplicate_of
        return found if found is not None and self.person.has_perm(VIEW, found) else None

    def act(self, action: str, *, version: int, reason: str) -> Decision:
        """Do what was chosen. Raises moderation.errors.Refused: Conflict also where the action is gone meanwhile."""
        offered = next((one for one in self.actions if one.name == action and not one.url), None)
        if offered is None and self.item.version != version:
            raise Conflict(self.item, latest_decision(self.item))
        if offered is None:
            raise NotAllowed(_("This cannot be decided here by you."))
        if offered.needs_reason and not reason.strip():
            raise ReasonRequired(_("“%(action)s” needs a reason.") % {"action": offered.label})
        if action == REOPEN:
            return accepting.reopen(self.item, by=self.person, version=version)
        return ImportedItemCard().decide(
            self.item.pk, action, by=self.person, version=version, reason=reason.strip()
        )


def state_badge(item: ImportedItem) -> SafeString:
    """The item's state as the desk shows states everywhere."""
    return badge(TONES.get(State(item.state), item.state), item.get_state_display())


def item_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the item; on POST decide on the version that the form names."""
    item = find(request, object_id)
    shown = ItemPage(item, person_of(request))
    if request.method == "POST":
        if decision := _decide(request, shown):
            messages.success(request, _("Recorded: “%(step)s”.") % {"step": step_label(decision)})
            return redirect(ITEM, item.pk)
        refused, shown = shown, ItemPage(find(request, object_id), shown.person)  # as it is by now
        shown.refusal, shown.typed = refused.refusal, refused.typed
    context = {"title": item.headline, "page": shown, "item": shown.item, "queue_url": _in_queue(shown)}
    return page(request, "feeds/item.html", context, status=409 if shown.refusal else 200)


def _decide(request: HttpRequest, shown: ItemPage) -> Decision | None:
    """The decision, or None with the refusal in words on the page."""
    action = _chosen(request)
    shown.typed = str(request.POST.get("reason", ""))[:2_000]
    version = key_in(str(request.POST.get("version", ""))) or 0
    try:
        decision = shown.act(action, version=version, reason=shown.typed)
    except Refused as refusal:
        shown.refusal = str(refusal)
        return None
    nudge()
    return decision


def _chosen(request: HttpRequest) -> str:
    action = str(request.POST.get("action", ""))
    return f"{ACCEPT_IN}{request.POST.get('section', '')}" if action == ACCEPT_IN else action


def _in_queue(shown: ItemPage) -> str:
    may = shown.waiting is not None and shown.person.has_perm("moderation.view_queue")
    return reverse("moderation:item", args=[shown.waiting.pk]) if may and shown.waiting else ""
