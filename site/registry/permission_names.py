"""Permissions are named when they are created, in English; here they get their Chinese names."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.utils.translation import gettext, override

VERBS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看", "choose": "选择"}


def translate_names(sender, using, **kwargs):
    """After every migration, once all permissions are there; again it changes nothing."""
    renamed = []
    with override(settings.LANGUAGE_CODE):
        for permission in Permission.objects.using(using).select_related("content_type"):
            name = _name(permission)
            if name != permission.name:
                permission.name = name
                renamed.append(permission)
    Permission.objects.using(using).bulk_update(renamed, ["name"])


def _name(permission):
    verb, _, thing = permission.codename.partition("_")
    model = permission.content_type.model_class()
    if verb in VERBS and model is not None and thing == permission.content_type.model:
        return f"{VERBS[verb]}{model._meta.verbose_name}"
    return gettext(permission.name)
