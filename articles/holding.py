"""The order of locks: an article's row first, then its texts, then all else. So two verbs never wait for each other."""

from articles.models import Article


def hold(article_id: int) -> Article:
    """The article as it is now, with its row locked until the transaction ends; rows that only point at it go on."""
    return (
        Article.objects.select_for_update(of=("self",), no_key=True)
        .select_related("section", "source", "live")
        .get(pk=article_id)
    )
