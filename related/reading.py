"""What an article's terms are drawn from."""

from articles.models import Article
from common.html import plain_text
from common.words import stems_of
from related.commonplace import commonplaces
from related.terms import BODY, HEADLINE, STANDFIRST, TOPIC, Passage, Weighted, weigh


def terms_of(article: Article) -> list[Weighted]:
    """The weighted terms of the live text; none where nothing is live. Two queries, and one for the live text."""
    live = article.live
    if live is None:
        return []
    topics = " · ".join(article.tags.names())
    passages = [
        Passage(live.headline, HEADLINE),
        Passage(live.standfirst, STANDFIRST),
        Passage(topics, TOPIC),
        Passage(plain_text(live.body), BODY, fades=True),
    ]
    known = stems_of((word for part in passages for word in part.words), article.language)
    empty = commonplaces(article.language)
    return weigh(passages, {word: stem for word, stem in known.items() if word not in empty})
