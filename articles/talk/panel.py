"""How the comments are taken, at the article's editing page."""

from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article
from articles.panels import Panel
from articles.talk.access import access_of
from articles.talk.setting import may_set_article


class TalkFiller:
    """The rules that hold, where each was set, and the way to change them."""

    def panel(self, article: Article, person: User) -> Panel | None:
        """For everybody at the desk; the link for who may change them."""
        context = {
            "access": access_of(article),
            "article": article,
            "may_set": may_set_article(person, article),
        }
        return Panel("talk", _("Comments"), "articles/_talk_panel.html", context)
