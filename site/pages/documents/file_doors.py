"""The public's door to library files and pictures: open when a visible page names them."""

from pathlib import PurePosixPath

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from wagtail.images.models import Rendition
from wagtail.models import Page, ReferenceIndex

from catalog.models import ProductPhoto

from ..models import DocumentPage, DrawnFile, ProductPage, SiteSettings
from ..visible import is_public
from .drawn import is_as_drawn, note_drawn
from .named_files import digest
from .signed_files import is_intact, reasons_against_deleting, signed

DAY = 24 * 3600


def is_open(thing, at):
    """Whether the public may have a library file or a picture at ``at``."""
    pages = Page.objects.filter(pk__in=_naming(thing)).specific()
    if any(is_public(page, at) for page in pages):
        return True
    versions = signed(thing).values("version__page")
    return DocumentPage.objects.visible(at).filter(pk__in=versions).exists()


def _naming(thing):
    """Keys of the pages that name ``thing``; of one that is public, in its public words."""
    references = ReferenceIndex.get_references_to(thing).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return [int(key) for key in references.values_list("object_id", flat=True)]


def _is_staff(request):
    return request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")


def _is_previewed(thing, request):
    """Whether the preview that is being read (``pages/previewing``) names ``thing``."""
    return hasattr(request, "preview_names") and request.preview_names.holds(thing)


def serve_library_file(document, request):
    """Wagtail's hook before it serves a file: 404 for the public, a page when it was changed."""
    at = timezone.now()
    if not (is_open(document, at) or _is_staff(request) or _is_previewed(document, request)):
        raise Http404
    if not is_intact(document, at=at):
        return render(request, "pages/file_changed.html", {"title": document.title}, status=410)
    return None


def image_of(path):
    """The picture whose sized version lies at ``path`` below ``media/images/``."""
    rendition = _rendition(path)
    if rendition is None:
        raise Http404
    return rendition.image


def _rendition(path):
    name = str(PurePosixPath("images") / path)
    return Rendition.objects.filter(file=name).select_related("image").first()


def is_for_all(request, image, at):
    """Whether everybody may have the picture; raises 404 for whoever may not have it at all."""
    if _is_product(image, at) or is_open(image, at) or _is_in_frame(request.path):
        if not is_intact(image, at=at):
            raise Http404
        return True
    if not (_is_staff(request) or _is_previewed(image, request)):
        raise Http404
    return False


def size_at(path, *, at):
    """The path of the sized picture asked for, as it was drawn: one that was swapped is drawn anew.

    One of which no digest was kept yet (several drawn at once) is taken as it stands.
    """
    rendition = _rendition(path)
    if rendition is None:
        raise Http404
    name = rendition.file.name
    if not DrawnFile.objects.filter(name=name).exists():
        note_size(rendition)
    if is_as_drawn(name, digest(rendition.file), at=at):
        return path
    image, spec = rendition.image, rendition.filter_spec
    rendition.delete()
    return image.get_rendition(spec).file.name.partition("/")[2]


def note_size(rendition):
    """Keep the digest of a sized picture that lies on the disk."""
    if sha256 := digest(rendition.file):
        note_drawn(rendition.file.name, sha256)


def note_new_size(sender, instance, created=False, **_):
    """A sized picture has been drawn."""
    if created:
        note_size(instance)


def with_cache(response, *, is_public):
    """How long a cache may keep a picture: a day, or not at all while it is not public."""
    if is_public:
        patch_cache_control(response, public=True, max_age=DAY)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _is_product(image, at):
    """A photo of a product that is, or was, in the public catalogue."""
    products = ProductPhoto.objects.filter(image=image).values("product")
    pages = ProductPage.objects.filter(go_live_at__lte=at)
    return pages.filter(certificate__product__in=products).exists()


def _is_in_frame(path):
    """The head and foot of the district's portal may show a picture of ours."""
    frames = SiteSettings.objects.values_list("header_html", "footer_html")
    return any(path in words for words in frames)


def refusing_delete(model, view, edit_url):
    """Wagtail's deleting of one file or picture, with the reasons where there are any."""

    def guarded(request, *args, **kwargs):
        key = next(iter([*args, *kwargs.values()]))
        reasons = reasons_against_deleting(get_object_or_404(model, pk=key))
        for reason in reasons:
            messages.error(request, reason)
        return redirect(edit_url, key) if reasons else view(request, *args, **kwargs)

    return guarded
