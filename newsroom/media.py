"""Pictures, served by the application itself until a web server in front of it does."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.static import serve


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One uploaded file; its name never gets other content, so that it may be kept for ever. 404 if there is none."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if isinstance(response, FileResponse):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
