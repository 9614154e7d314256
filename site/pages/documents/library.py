"""A file for the library that no person brings by hand: the same form, so the same reasons."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.log_actions import log as log_action
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from rules.refusal import refuse_fields


def examine_file(upload, *, title, by, advice=None):
    """The form of a sound file of ``by``; :class:`Refused` with every reason at its field.

    ``advice``: what helps where there is personal data inside, instead of the form's own words.

    Called before a transaction: a file is opened and scanned here.
    """
    model = get_document_model()
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_permission(by, "add"):
        raise PermissionDenied("没有上传文件的权限")
    collection = policy.collections_user_has_permission_for(by, "add").first()
    collection = collection or Collection.get_first_root_node()
    form = get_document_form(model)(
        {"title": title, "collection": collection.pk},
        {"file": upload},
        instance=model(uploaded_by_user=by),
        user=by,
    )
    form.advice = advice
    if not form.is_valid():
        refuse_fields([(name, why) for name, reasons in form.errors.items() for why in reasons])
    return form


@transaction.atomic
def keep_file(form, *, by, at):
    """The library file of a form of :func:`examine_file`."""
    document = form.save()
    log_action(document, "wagtail.create", user=by, timestamp=at)
    return document
