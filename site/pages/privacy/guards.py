"""Where the privacy gate stands: live pages, revisions approved for their hour, files, pictures.

Admin, workflow, the clock, an API and plain code all store what they publish, and storing is where
these stand; so none of them can go round the gate.
"""

from django.core.exceptions import ValidationError
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Revision

from ..models.gated import Gated
from .cleaning import clean_file
from .gate import check_file, check_picture, check_words, is_new_file, reasons_against_words


def page(sender, instance, raw=False, update_fields=None, **_):
    """A page with an editor's words that is live, or about to be."""
    is_gated = isinstance(instance, Page) and isinstance(instance, Gated)
    if is_gated and instance.live and not raw and update_fields is None:
        check_words(instance)


def revision(sender, instance, raw=False, **_):
    """A revision that gets its hour of publication: the clock will ask nobody any more."""
    if not isinstance(instance, Revision) or raw or instance.approved_go_live_at is None:
        return
    owner = instance.content_type.model_class()
    if owner is not None and issubclass(owner, Gated):
        page = instance.as_object()
        check_words(page)
        if reasons := _reasons_against_publishing(page):
            raise ValidationError(reasons)


def _reasons_against_publishing(page):
    owed = getattr(page, "reasons_against_publishing", list)()
    return [text for _, text in owed] + getattr(page, "reasons_against_correcting", list)()


def library_file(sender, instance, raw=False, **_):
    """A file of Wagtail's library, new or replaced; its title always."""
    if isinstance(instance, AbstractDocument) and not raw:
        if is_new_file(instance):
            clean_file(instance)
            check_file(instance)
        elif reasons := reasons_against_words(instance.title, "标题"):
            raise ValidationError(reasons)


def picture(sender, instance, raw=False, **_):
    """The words of a picture, which stand in for it; a new picture loses all but its pixels."""
    if isinstance(instance, AbstractImage) and not raw:
        if is_new_file(instance):
            clean_file(instance)
        check_picture(instance)
