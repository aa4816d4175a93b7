"""A small archive: what the measured pages show."""

import random

from accounts.roles import Role
from articles.models import Article
from comments.models import Comment
from newsroom.testing import cast
from related.models import Link

ARTICLES = 60
PARAGRAPHS = 20
RELATED = 8
COMMENTS = 20
WORDS = (
    *("report", "river", "market", "budget", "council", "harbour"),
    *("storm", "school", "energy", "court", "railway", "clinic"),
)


def _paragraph(chance: random.Random) -> str:
    return f"<p>{' '.join(chance.choice(WORDS) for _ in range(60)).capitalize()}.</p>"


def fill() -> str:
    """Publish the archive through the desk's own verbs; the address of the article to measure."""
    chance = random.Random(1)
    reporter, editor = cast.person("Rosa Reporter", Role.REPORTER), cast.person("Ada Editor", Role.EDITOR)
    publisher = cast.person("Petra Publisher", Role.PUBLISHER)
    articles = [
        cast.published(
            *(reporter, editor, publisher),
            headline=f"Council hears the {chance.choice(WORDS)} report, part {number}",
            body="".join(_paragraph(chance) for _ in range(PARAGRAPHS)),
            section=cast.section(chance.choice(("World", "City", "Money", "Sport"))),
            authors=[cast.author()],
            tags=["One", "Two", "Three"],
        )
        for number in range(ARTICLES)
    ]
    shown = articles[0]
    for rank, target in enumerate(articles[1 : RELATED + 1]):
        Link.objects.create(article=shown, target=target, rank=rank)
    for number in range(1, COMMENTS + 1):
        text = _paragraph(chance)
        Comment.objects.create(
            article=shown, author=reporter, state="approved", text=text, html=text, path=f"{number:08}"
        )
    Article.objects.filter(pk=shown.pk).update(comment_count=COMMENTS)
    return shown.get_absolute_url()
