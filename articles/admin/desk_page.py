"""The page on which an article is written and decided: what it shows, and what becomes of a POST."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import (
    chasing,
    checklist,
    drafting,
    filing,
    joining,
    pictures,
    presence,
    review_links,
    steps,
    working_copies,
)
from articles.admin import checklist_page
from articles.admin.asking import Question, carried
from articles.admin.filing_form import FilingForm
from articles.admin.kept_words import Offer, find_copy, form_of, offers
from articles.admin.reading import text_of
from articles.admin.step_form import StepForm
from articles.admin.text_form import DESCRIBED, TextForm
from articles.banners import Banner, banners_of
from articles.checked import checked
from articles.comparing import Field, compare
from articles.holding import hold
from articles.models import Article, Assignment, Revision, WorkingCopy, WritingLock
from articles.models.working_copy import TAB_LENGTH
from articles.note_threads import Thread, threads
from articles.panels import Panel, panels_for
from articles.picture_bytes import Unfit
from articles.picture_rights import rights_on
from moderation.errors import Conflict, Refused
from moderation.models import Decision
from moderation.recording import decisions_on, latest_decision

REVISIONS_SHOWN = 5  # beside the text; the page of every saved text has the others
MOST_CHOICES, MOST_DIGITS = 2_000, 10


class DeskPage:
    """One person's view of one article, before or after an attempt to change it."""

    def __init__(
        self, article: Article, person: User, data: Any = None, files: Mapping[str, Any] | None = None
    ) -> None:
        self.article, self.person, self.data = article, person, data
        self.text = text_of(article)
        self.refusal, self.refused_step, self.conflict = "", "", ""
        self.differences: list[Field] = []
        self.question: Question | None = None
        self.joined, self.is_joined_only = "", False
        self.version = str(data.get("version", "")) if data else str(self.text.version)
        self.is_open = self.text.is_editable and drafting.may_edit(self.text, person)
        sent = data is not None and "text-headline" in data
        self.text_form = (
            TextForm(data if sent else None, files if sent else None, instance=self.text)
            if sent or self.is_open
            else None
        )
        sent = data is not None and "filing-seen" in data
        self.filing_form = (
            FilingForm(article, person, data if sent else None)
            if sent or filing.may_file(article, person)
            else None
        )
        self.step_form = StepForm(person, data, self.text)
        self.restored: WorkingCopy | None = None

    def restore(self, key: str) -> None:
        """Show the page as the person left it, from the working copy of that key; without one, as it is saved."""
        self.restored = find_copy(self.text, self.person, key) if self.is_open else None
        if self.restored is not None:
            self.text_form = form_of(self.restored, self.text)
            self.version = str(self.restored.base_version)

    @property
    def offers(self) -> list[Offer]:
        """Words of the person's own that were kept and never saved."""
        if not self.is_open or self.restored is not None or self.data is not None:
            return []
        return offers(self.text, self.person)

    @property
    def writing(self) -> WritingLock | None:
        """Who else writes now."""
        lock = presence.lock_of(self.article.pk)
        return lock if lock is not None and lock.holder_id != self.person.pk else None

    @property
    def here(self) -> list[User]:
        """Who else has the article open, each once."""
        people = {page.person_id: page.person for page in presence.here(self.article.pk)}
        return [person for key, person in people.items() if key != self.person.pk]

    def act(self) -> str:
        """Save what was typed and take the step that was chosen; returns what to say, or "" where it was refused."""
        step = str(self.data.get("step", ""))
        try:
            words = self.step_form.words(step) if step else steps.Words()
            if not self._forms_are_valid() or not self._picture_is_stored():
                return ""
            with checked():
                hold(self.article.pk)  # before its texts, as every verb does
                is_unseen = self._store(step, words)
            if is_unseen:
                return self._show_joined(step)
        except joining.Overlapping as overlapping:
            self._ask(overlapping)
        except Conflict as conflict:
            self._show_conflict(conflict)
        except filing.AddressTaken as refusal:
            self.filing_form.add_error("slug", str(refusal))  # type: ignore[union-attr]  # only a sent filing raises it
        except Refused as refusal:
            self.refusal, self.refused_step = str(refusal), step
        else:
            return " ".join(filter(None, (checklist_page.said(step) or steps.said(step), self.joined)))
        return ""

    def context(self) -> dict[str, Any]:
        """For the template."""
        return {
            "title": self.text.headline or _("Untitled"),
            "article": self.article,
            "text": self.text,
            "page": self,
            "text_form": self.text_form,
            "filing_form": self.filing_form,
            "step_form": self.step_form,
            "now": timezone.now(),
            "media": self.text_form.media if self.text_form else "",
        }

    @property
    def next_steps(self) -> list[steps.Step]:
        """What the person may do now, and what not and why."""
        working = self.text if self.text.state in Revision.WORKING else None
        return steps.steps_for(self.article, working, self.person)

    @property
    def may_link(self) -> bool:
        """Whether the person may choose what stands beside the article."""
        return self.person.has_perm("related.change_link", self.article)

    @property
    def assignments(self) -> list[Assignment]:
        """What was asked of whom about this article, while it is open."""
        given = self.article.assignments.filter(state=Assignment.State.OPEN)
        return list(given.select_related("assignee", "assigned_by", "section"))

    @property
    def may_assign(self) -> bool:
        """Whether the person may give out work about this article."""
        return self.person.has_perm("articles.assign_work", self.article)

    @property
    def lead_rights(self) -> str:
        """How the rights of the lead picture stand today; "" without one."""
        image = self.text.lead_image
        return str(rights_on(image, timezone.localdate())) if image else ""

    @property
    def may_describe(self) -> bool:
        """Whether the person may say anew what the lead picture shows."""
        return self.text.lead_image is not None and pictures.may_change(self.text.lead_image, self.person)

    @property
    def findings(self) -> list[checklist.Finding]:
        """What stands against publishing; nothing does once it is public."""
        return checklist.check(self.text) if self.text.state in Revision.WORKING else []

    @property
    def chased(self) -> list[chasing.Reach]:
        """Whom a correction would reach."""
        return chasing.counted(self.article)

    @property
    def may_waive(self) -> bool:
        """Whether the person may publish against the checklist, for a reason."""
        return self.person.has_perm("articles.waive_finding", self.text)

    @property
    def banners(self) -> list[Banner]:
        """What must be seen before all else."""
        return banners_of([self.article.pk]).get(self.article.pk, [])

    @property
    def panels(self) -> list[Panel]:
        """What higher rooms show beside the text."""
        return panels_for(self.article, self.person)

    @property
    def revisions(self) -> list[Revision]:
        """Every text of the article, newest first, without the words."""
        rows = self.article.revisions.select_related("changed_by", "approved_by").defer("body")
        return list(rows[:REVISIONS_SHOWN])

    @property
    def may_show(self) -> bool:
        """Whether the person may show the text to somebody without an account."""
        return review_links.may_make(self.text, self.person)

    @property
    def notes(self) -> list[Thread]:
        """What people say about the text and nobody has resolved."""
        return threads(self.article, self.text)

    @property
    def decisions(self) -> list[Decision]:
        """What was decided on the text and on the article, oldest first."""
        on_text = decisions_on(self.text._meta.label_lower, self.text.pk)
        on_article = decisions_on(self.article._meta.label_lower, self.article.pk)
        return sorted(on_text + on_article, key=lambda decision: decision.at)

    @property
    def has_errors(self) -> bool:
        """Whether a field says what is wrong with it."""
        return any(
            form is not None and form.is_bound and form.errors for form in (self.text_form, self.filing_form)
        )

    def _forms_are_valid(self) -> bool:
        forms = [form for form in (self.text_form, self.filing_form) if form is not None and form.is_bound]
        # Every form is asked, so that the writer sees all that is wrong at once.
        return not [form for form in forms if not form.is_valid()]

    def _picture_is_stored(self) -> bool:
        """Whether there was none, or it was taken in. It stays chosen when the rest is refused."""
        form = self.text_form
        sent = form.cleaned_data.get("picture") if form is not None and form.is_bound else None
        if form is None or not sent:
            return True
        try:
            words = {name: form.cleaned_data[f"picture_{name}"] for name in DESCRIBED}
            form.choose(pictures.take_in(sent, by=self.person, **words))
        except Unfit as unfit:
            form.add_error("picture", str(unfit))
            return False
        except pictures.AlreadyThere as there:
            form.choose(there.image)
            form.add_error(
                "picture", _("This picture is in the library already. It is chosen now; save again.")
            )
            return False
        return True

    def _store(self, step: str, words: steps.Words) -> bool:
        """Whether the step was left out, since the words were joined with a text that the person has not seen."""
        is_unseen = False
        version = int(self.version) if self.version.isdecimal() else 0
        if str(self.text.pk) != self.data.get("revision"):
            raise Conflict(self.text, latest_decision(self.text))
        if self.text_form is not None and self.text_form.is_bound:
            changed = self.text_form.changed()
            saved = self.text
            if changed or not step:
                reason = str(self.data.get("reason", ""))
                outcome = joining.save(
                    self.text,
                    by=self.person,
                    version=version,
                    reason=reason,
                    fields=changed,
                    **self._settled(),
                )
                saved, self.joined = outcome.revision, outcome.joined
                version, is_unseen = saved.version, outcome.was_stale
            self._close_copy()
            description = self.text_form.description()
            if description and saved.lead_image is not None:
                pictures.describe(saved.lead_image, by=self.person, **description)
        if self.filing_form is not None and self.filing_form.is_bound and self.filing_form.is_touched:
            seen = self.filing_form.cleaned_data["seen"]
            filing.file(self.article, self.filing_form.filing(), by=self.person, seen=seen)
        if checklist_page.is_waiver(step) and not is_unseen:
            checklist_page.waive(step, self.text, self.data, by=self.person, version=version)
        elif step and not is_unseen:
            steps.take(step, self.article, self.text, by=self.person, version=version, words=words)
            checklist_page.count(step, self.text)
        return bool(step) and is_unseen

    def _close_copy(self) -> None:
        """What was typed is saved, so the copy of it goes, in the same transaction."""
        tab, sent = (
            str(self.data.get("tab", "")),
            [self.data.get(name, "") for name in ("sequence", "restored")],
        )
        sequence, restored = (
            int(text) if text.isdecimal() and len(text) < MOST_DIGITS else 0 for text in sent
        )
        if len(tab) <= TAB_LENGTH:
            working_copies.close(self.text, self.person, tab=tab, sequence=sequence, restored=restored)

    def _settled(self) -> dict[str, Any]:
        """What the person chose where the words of two met."""
        seen = self.data.get("seen-version", "")
        count = sum(name.startswith("join-") for name in self.data)
        choices = [str(self.data.get(f"join-{number}", "mine")) for number in range(min(count, MOST_CHOICES))]
        return {"seen": int(seen), "choices": choices} if seen.isdecimal() and len(seen) < MOST_DIGITS else {}

    def _reread(self) -> None:
        self.article = Article.objects.select_related("section", "source", "live").get(pk=self.article.pk)
        self.text = text_of(self.article)
        self.is_open = self.text.is_editable and drafting.may_edit(self.text, self.person)

    def _show_joined(self, step: str) -> str:
        """The words are saved beside those of others; the step waits until the person has seen the whole."""
        self._reread()
        self.conflict, self.is_joined_only, self.refused_step = self.joined, True, step
        self.conflict = " ".join(
            filter(None, (self.joined, str(Conflict(self.text, latest_decision(self.text)))))
        )
        self.version = str(self.text.version)
        self.text_form = TextForm(None, None, instance=self.text) if self.is_open else None
        self.filing_form = (
            FilingForm(self.article, self.person, None)
            if filing.may_file(self.article, self.person)
            else None
        )
        return ""

    def _ask(self, overlapping: joining.Overlapping) -> None:
        """Put to the person what both changed; all else that was typed goes along unseen."""
        self._reread()
        self.conflict, self.version = str(overlapping), str(overlapping.base.version)
        self.question = Question(overlapping, joining.others_since(self.text, overlapping.base.number))
        if self.text_form is not None:
            self.text_form = carried(self.text_form, overlapping, self.text)
            self.differences = compare(self.text, self.text_form.typed())
        if self.filing_form is not None and self.filing_form.is_bound:
            self.filing_form = self.filing_form.rebased(self.article, self.person)

    def _show_conflict(self, conflict: Conflict) -> None:
        """Say who was first, keep what was typed, and put the text as it is now beside it."""
        self._reread()
        self.conflict, self.version = str(conflict), str(self.text.version)
        if self.text_form is not None and self.text_form.is_bound:
            self.text_form = self.text_form.rebased(self.text)
            self.differences = compare(self.text, self.text_form.typed())
        if self.filing_form is not None and self.filing_form.is_bound:
            self.filing_form = self.filing_form.rebased(self.article, self.person)
