"""Articles as a desk has them after a long day, made by the desk's own verbs."""

import random

from django.test import Client

from accounts.models import User
from accounts.roles import Role
from articles import drafting, publishing, reviewing
from articles.models import Article, Revision
from newsroom.testing import cast

WORDS = 5_000
PER_PARAGRAPH = 50
VOCABULARY = (
    "river",
    "market",
    "budget",
    "council",
    "harbour",
    "storm",
    "school",
    "court",
    "railway",
    "clinic",
)


class Desk:
    """Three people and what they have written."""

    def __init__(self) -> None:
        self.writer = cast.person("Rosa Reporter", Role.REPORTER)
        self.editor = cast.person("Ada Editor", Role.EDITOR)
        self.publisher = cast.person("Petra Publisher", Role.PUBLISHER)
        self.chance = random.Random(1)

    def article(self, revisions: int) -> Article:
        """A published article of that many texts, the last of them being worked on and saved as often."""
        article = cast.published(
            self.writer,
            self.editor,
            self.publisher,
            headline=f"A report of {revisions} texts",
            body=self.body(),
        )
        for number in range(revisions - 2):
            self.approved(article, number)
            text = article.revisions.get(state=Revision.State.APPROVED)
            publishing.publish(text, by=self.publisher, version=text.version)
            article.refresh_from_db()
        text = drafting.revise(article, by=self.writer)
        for number in range(revisions):
            text = drafting.save_draft(
                text, by=self.writer, version=text.version, standfirst=f"Saved for the {number}th time."
            )
        return article

    def approved(self, article: Article, number: int) -> Revision:
        """A further text of the article, ready to be published."""
        text = article.revisions.working().first() or drafting.revise(article, by=self.writer)  # type: ignore[attr-defined]
        text = drafting.save_draft(
            text, by=self.writer, version=text.version, body=self.body(), standfirst=f"Text number {number}."
        )
        reviewing.submit(text, by=self.writer, version=text.version)
        reviewing.approve(text, by=self.editor, version=text.version)
        return text

    def body(self) -> str:
        """Five thousand words."""
        paragraphs = []
        for _ in range(WORDS // PER_PARAGRAPH):
            words = " ".join(self.chance.choice(VOCABULARY) for _ in range(PER_PARAGRAPH))
            paragraphs.append(f"<p>{words.capitalize()}.</p>")
        return "".join(paragraphs)


def session_of(person: User) -> str:
    """The cookie of a browser in which the person is signed in."""
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client.cookies["sessionid"].value
