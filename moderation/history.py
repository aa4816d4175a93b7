"""The decision history in other rooms' admin pages: ``class ArticleAdmin(DecisionHistory, ModelAdmin)``."""

from django.contrib import admin
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from moderation.recording import history_of


class DecisionHistory:
    """Adds the read-only field ``decisions``: name it in ``readonly_fields`` and in a fieldset."""

    @admin.display(description=_("Decisions"))
    def decisions(self, obj: Model) -> SafeString:
        """Every decision on the object, oldest first; nothing for one that is not stored yet."""
        past = history_of(obj) if obj.pk else []
        return render_to_string("moderation/history.html", {"decisions": past})
