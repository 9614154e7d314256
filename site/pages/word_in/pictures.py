"""Pictures of a Word document go into the library through its own form, like any other."""

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.log_actions import log as log_action
from wagtail.permissions import policy_registry

from ..privacy.gate import reasons_against_words

LONGEST_TITLE, LONGEST_ALT = 200, 250
NAMELESS = "Word 文档"
NO_RIGHT = "图片{n}张没有取入：您没有上传图片的权限"


def sound_pictures(pictures, *, title, by):
    """``({place: (form, alt)}, sentences about refused ones)``.

    Opened and scanned here, so before any transaction; nothing is stored yet.
    """
    model = get_image_model()
    policy = policy_registry.get_by_type(model)
    collection = policy.collections_user_has_permission_for(by, "add").first()
    if pictures and collection is None:
        return {}, [NO_RIGHT.format(n=len(pictures))]
    if reasons_against_words(title):  # the name of a picture is public with it
        title = NAMELESS
    forms, refused = {}, []
    for place, data, suffix, alt in pictures:
        form = get_image_form(model)(
            {"title": f"{title[:LONGEST_TITLE]}（图{place + 1}）", "collection": collection.pk},
            {"file": SimpleUploadedFile(f"word-{place + 1}.{suffix}", data)},
            instance=model(uploaded_by_user=by),
            user=by,
        )
        if form.is_valid():
            forms[place] = (form, alt[:LONGEST_ALT])
        else:
            why = "；".join(text for errors in form.errors.values() for text in errors)
            refused.append(f"第{place + 1}张图片没有取入：{why}")
    return forms, refused


def keep_pictures(forms, *, by, at):
    """Store what :func:`sound_pictures` found sound; ``{place: {"key", "alt"}}``."""
    keys = {}
    for place, (form, alt) in forms.items():
        image = form.save()
        log_action(image, "wagtail.create", user=by, timestamp=at)
        keys[place] = {"key": image.pk, "alt": alt}
    return keys
