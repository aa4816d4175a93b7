"""Who talked about an article before it was corrected."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import Article
from comments.counting import VISIBLE
from comments.models import Comment

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Commenters:
    """Those whose comment stands under the article."""

    name = "commenters"
    label: "StrOrPromise" = _("Commenters")

    def people(self, article: Article, before: datetime) -> QuerySet[User]:
        """Who wrote one before that instant that can be read."""
        theirs = Comment.objects.filter(
            VISIBLE, article=article, author=OuterRef("pk"), created_at__lt=before
        )
        return User.objects.filter(Exists(theirs))
