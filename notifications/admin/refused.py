"""Addresses that take no mails, and the way to try them again."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.nudging import nudge
from notifications import refusing
from notifications.admin.reading_only import ReadingOnly
from notifications.models import RefusedAddress


@admin.register(RefusedAddress)
class RefusedAddressAdmin(ReadingOnly):
    """With the server's own words."""

    list_display = ("address", "cause", "source", "refused_at")
    list_filter = ("source",)
    search_fields = ("address", "cause")
    actions = ("try_again",)

    @admin.action(description=_("Try these addresses again"), permissions=["forgive"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[RefusedAddress]) -> None:
        addresses = list(queryset.values_list("address", flat=True))
        number = sum(refusing.forgive(address) for address in addresses)
        nudge()
        words = ngettext(
            "%(number)d mail that was given up is due again.",
            "%(number)d mails that were given up are due again.",
            number,
        )
        self.message_user(request, words % {"number": number}, messages.SUCCESS)

    def has_forgive_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.forgive_refusedaddress")
