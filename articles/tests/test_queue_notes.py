"""Who approves sees that notes are open."""

import pytest

from accounts.models import User
from articles import noting
from articles.models import Revision
from articles.moderation import RevisionCard
from articles.tests.desk import Desk

pytestmark = pytest.mark.django_db


def test_it_works(draft: Revision, reporter: User, editor: User, publisher: User) -> None:
    noting.write(draft, "Who says so?", by=editor)
    settled = noting.write(draft, "And when?", by=editor)
    noting.resolve(settled, by=reporter)
    # Submitting is advised against and not refused.
    desk = Desk(reporter, draft)
    assert "note" in desk.page.partition('id="checklist"')[2].partition("</section>")[0]
    desk.send("submit")
    draft.refresh_from_db()
    assert draft.state == Revision.State.IN_REVIEW
    face = RevisionCard().faces([draft.pk], publisher)[draft.pk]
    assert face.context["sheet"].text.open_notes == 1
