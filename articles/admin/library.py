"""The pages of the library of pictures, and what the chooser on the editing page asks it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from articles import library, pictures
from articles.admin.library_forms import PictureForm, ReplaceForm, UploadForm
from articles.admin.library_page import LABELS, Outcome, PicturePage, page_of, shown_by, take_in_all
from articles.admin.pages import page as _page
from articles.admin.reading import person_of
from articles.models import Image
from articles.picture_bytes import Unfit
from common.nudging import nudge
from moderation.errors import Refused

VIEW, ADD = "articles.view_image", "articles.add_image"
PICTURE_PAGE = "admin:articles_image_change"


@require_GET
def grid(request: HttpRequest) -> HttpResponse:
    """The library: ``?q=`` words, ``?show=`` a filter, ``?before=`` the mark of an older page."""
    person = _require(request, VIEW)
    words, show = request.GET.get("q", "").strip()[:200], shown_by(request.GET.get("show", ""))
    tiles, mark = page_of(words, show, request.GET.get("before", ""), person)
    context = {
        "title": _("Pictures"),
        "tiles": tiles,
        "words": words,
        "show": show,
        "filters": [(str(value), label, value == show) for value, label in LABELS.items()],
        "older": urlencode([("q", words), ("show", show), ("before", mark)]) if mark else "",
        "may_add": person.has_perm(ADD),
        "upload": UploadForm(),
    }
    return _page(request, "articles/library.html", context)


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The same as JSON, for the chooser."""
    person = _require(request, VIEW)
    show = shown_by(request.GET.get("show", ""))
    tiles, mark = page_of(request.GET.get("q", "")[:200], show, request.GET.get("before", ""), person)
    return JsonResponse({"pictures": [tile.as_json() for tile in tiles], "before": mark})


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take in new pictures, each with its own outcome; JSON for scripts that ask for it."""
    person = _require(request, ADD)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    outcomes = []
    if form.is_bound and form.is_valid():
        files, anyway = form.cleaned_data["pictures"], form.cleaned_data["anyway"]
        outcomes = take_in_all(files, form.words(), by=person, anyway=anyway)
        nudge()
    if request.accepts("application/json") and not request.accepts("text/html"):
        return _said(outcomes, form)
    context = {"title": _("Add pictures"), "upload": form, "outcomes": outcomes}
    bad = form.is_bound and (not form.is_valid() or any(outcome.error for outcome in outcomes))
    return _page(request, "articles/library_upload.html", context, status=400 if bad else 200)


@require_http_methods(["GET", "POST"])
def picture(request: HttpRequest, object_id: str) -> HttpResponse:
    """One picture: described, seen in its crops, with where it stands."""
    person = _require(request, VIEW)
    image = _find(object_id)
    form = PictureForm(request.POST or None, instance=image)
    if request.method == "POST" and form.is_valid():
        try:
            if said := form.said():
                pictures.describe(image, by=person, **said)
                nudge()
            messages.success(request, _("Saved."))
            return redirect(PICTURE_PAGE, image.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, image, form, ReplaceForm())


@require_POST
def replace(request: HttpRequest, object_id: str) -> HttpResponse:
    """Put a better file in the picture's place, everywhere."""
    person = _require(request, VIEW)
    image = _find(object_id)
    form = ReplaceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            library.replace(image, form.cleaned_data["file"], by=person, reason=form.cleaned_data["reason"])
            nudge()
            messages.success(request, _("Replaced. The picture changes wherever it stands."))
            return redirect(PICTURE_PAGE, image.pk)
        except Unfit as unfit:
            form.add_error("file", str(unfit))
        except pictures.AlreadyThere as there:
            form.add_error("file", str(there))
        except Refused as refusal:
            form.add_error("reason", str(refusal))
    return _shown(request, image, PictureForm(instance=image), form)


@require_POST
def archive(request: HttpRequest, object_id: str) -> HttpResponse:
    """Archive a picture that nothing uses, or bring it back."""
    person = _require(request, VIEW)
    image = _find(object_id)
    try:
        if image.archived_at is None:
            library.archive(image, by=person)
        else:
            library.bring_back(image, by=person)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect(PICTURE_PAGE, image.pk)


def _require(request: HttpRequest, permission: str) -> User:
    person = person_of(request)
    if not person.has_perm(permission):
        raise PermissionDenied
    return person


def _find(object_id: str) -> Image:
    image = None
    if object_id.isdecimal() and len(object_id) < 18:
        image = Image.objects.select_related("uploaded_by").filter(pk=int(object_id)).first()
    if image is None:
        raise Http404
    return image


def _shown(request: HttpRequest, image: Image, form: PictureForm, better: ReplaceForm) -> HttpResponse:
    page = PicturePage(image, person_of(request))
    context = {"title": str(image), "page": page, "image": image, "form": form, "better": better}
    wrong = any(one.is_bound and one.errors for one in (form, better))
    return _page(request, "articles/library_picture.html", context, status=400 if wrong else 200)


def _said(outcomes: list[Outcome], form: UploadForm) -> JsonResponse:
    """The outcome of the one file that a script sends at a time."""
    if outcomes and outcomes[0].tile is not None:
        return JsonResponse({"picture": outcomes[0].tile.as_json(), "is_new": outcomes[0].is_new})
    words = [outcome.error for outcome in outcomes] or [
        str(word) for words in form.errors.values() for word in words
    ]
    return JsonResponse({"error": " ".join(words)}, status=400)
