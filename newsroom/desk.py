"""The look of the desk: settings of the admin's theme. Colours are those of static/css/tokens.css."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

# From paper (50) to the dark page (900): the theme paints with these, not with the tokens themselves.
GROUND = {
    "50": "#f7f5f0",
    "100": "#efece4",
    "200": "#dcd8cf",
    "300": "#c6c2b8",
    "400": "#a6aaad",
    "500": "#63676b",
    "600": "#4b5055",
    "700": "#3f454b",
    "800": "#2b3036",
    "900": "#14171a",
    "950": "#0c0e10",
}
TEAL = {
    "50": "#eef7f8",
    "100": "#d6ecee",
    "200": "#b0dade",
    "300": "#86d5dc",
    "400": "#74cad2",
    "500": "#5fc3cb",
    "600": "#08636b",
    "700": "#064b51",
    "800": "#053c41",
    "900": "#042c30",
    "950": "#021c1f",
}


def unfold(site_name: str) -> dict[str, Any]:
    """The value of the setting ``UNFOLD``."""
    return {
        "SITE_TITLE": site_name,
        "SITE_HEADER": site_name,
        "SITE_SUBHEADER": _("The desk"),
        "SITE_ICON": _file("img/mark.svg"),
        "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _file("img/mark.svg")}],
        "SHOW_VIEW_ON_SITE": True,
        "BORDER_RADIUS": "3px",
        "COLORS": {"base": GROUND, "primary": TEAL},
        "STYLES": [_file("css/tokens.css"), _file("css/desk.css"), _file("css/palette.css")],
        "SCRIPTS": [_file("js/palette.js"), _file("js/shortcuts.js")],
        "DASHBOARD_CALLBACK": "newsroom.dashboard.my_work",
        "SIDEBAR": {"show_search": True, "navigation": "newsroom.navigation.navigation"},
        "ACCOUNT": {
            "navigation": [
                {"title": _("Change password"), "link": reverse_lazy("account_change_password")},
                {"title": _("Second factor"), "link": reverse_lazy("mfa_index")},
            ]
        },
    }


def _file(path: str) -> Any:
    """The address of a static file, asked for when a page is made: its hashed name is known only then."""

    def address(request: HttpRequest) -> str:
        return static(path)

    return address
