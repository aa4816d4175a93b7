"""Reading an article: what it says, drawn from its text and stored for the linking."""

from django.utils import timezone

from articles.models import Article, Revision
from common.html import plain_text
from common.words import stems_of
from related.asking import postings
from related.commonplace import commonplaces
from related.models import Term, Wording
from related.profile import Profile
from related.terms import BODY, HEADLINE, STANDFIRST, Passage, Terms, weigh


def profile_of(article: Article, text: Revision | None = None) -> Profile:
    """What the article says in ``text``, or in its live one. Two queries, and one for the live text."""
    tags = frozenset(article.tags.slugs())
    published = article.published_at or timezone.now()
    terms = _terms(text or article.live, article.language)
    return Profile(article.pk, published, terms, article.source_id, tags, article.story_id or 0)


def keep(article: Article, profile: Profile) -> None:
    """Store it, so that the article is found and ranked. Three queries."""
    terms = profile.terms
    Wording.objects.update_or_create(
        article=article,
        defaults={
            "stems": terms.stems,
            "counts": terms.counts,
            "spellings": terms.spellings,
            "length": terms.length,
            "tags": sorted(profile.tags),
            "listed_at": timezone.now(),
        },
    )
    Term.objects.filter(article=article).delete()
    found_by = postings(profile)
    Term.objects.bulk_create(Term(article=article, word=stem, weight=each) for stem, each in found_by.items())


def forget(article: Article) -> None:
    """Let it be found no more."""
    Term.objects.filter(article=article).delete()
    Wording.objects.filter(article=article).delete()


def _terms(text: Revision | None, language: str) -> Terms:
    if text is None:
        return Terms()
    passages = [
        Passage(text.headline, HEADLINE),
        Passage(text.standfirst, STANDFIRST),
        Passage(plain_text(text.body), BODY, fades=True),
    ]
    known = stems_of((word for part in passages for word in part.words), language)
    empty = commonplaces(language)
    return weigh(passages, {word: stem for word, stem in known.items() if word not in empty})
