"""What every template may name: the paper."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name and address, and whether this is the demo."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "demo": settings.DEMO}
