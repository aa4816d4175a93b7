"""Which articles a person may look at in the desk, and the one that a page is about."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.models import User
from articles.models import Article, Revision, Section
from common.keys import key_in
from moderation.reach import sections_of

VIEW = "articles.view_article"
READ = "articles.view_revision"


def person_of(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied for who is not of the house."""
    if not isinstance(request.user, User) or not request.user.is_staff:
        raise PermissionDenied
    return request.user


def articles_for(person: User) -> QuerySet[Article]:
    """What the person may look at: drafts of the sections where a role reads texts, elsewhere what readers see too."""
    texts = sections_of(person, frozenset({READ}))
    articles = sections_of(person, frozenset({VIEW}))
    if texts is None:
        return Article.objects.all()
    public = Q(live__isnull=False, withdrawn_at=None)
    if articles is not None:
        public &= Q(section__slug__in=articles)
    return Article.objects.filter(Q(section__slug__in=texts) | public)


def sections_of_texts(person: User) -> QuerySet[Section]:
    """The sections whose drafts the person may read."""
    texts = sections_of(person, frozenset({READ}))
    return Section.objects.all() if texts is None else Section.objects.filter(slug__in=texts)


def for_desk(articles: QuerySet[Article]) -> QuerySet[Article]:
    """With the working and the live text, without bodies: what a list shows."""
    working = Revision.objects.filter(state__in=Revision.WORKING).select_related("changed_by").defer("body")
    return (
        articles.select_related("section", "source", "live__changed_by")
        .defer("live__body")
        .prefetch_related(Prefetch("revisions", working, to_attr="working_texts"))
    )


def find(request: HttpRequest, object_id: str, permission: str = VIEW) -> Article:
    """The article, for who holds the permission on it. Raises Http404, PermissionDenied."""
    person = person_of(request)
    number = key_in(object_id)
    if number is None:
        raise Http404
    article = Article.objects.select_related("section", "source", "live").filter(pk=number).first()
    if article is None:
        raise Http404
    if not person.has_perm(permission, article):
        raise PermissionDenied
    return article


def text_of(article: Article) -> Revision:
    """The text that is worked on; the live one where nobody works on it; else the newest."""
    texts = Revision.objects.with_article().select_related("lead_image").filter(article=article)
    working: Revision | None = texts.filter(state__in=Revision.WORKING).first()
    if working is not None:
        return working
    newest: Revision | None = texts.filter(live_of=article).first() or texts.first()
    if newest is None:
        raise Http404
    return newest
