"""What came too late, as it was typed: each field by its label, for its writer to see again."""

from django import forms
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.choices import flatten_choices


def typed_words(path, fields):
    """``[(label, text)]`` of ``fields``, ``[(name, value)]`` that were sent to ``path``.

    Only what the form at that address shows and calls by a name; choices in their words.
    """
    fields_there, words = _fields_of(path), {}
    for name, value in fields:
        field = fields_there.get(name)
        if field is not None and value and not field.widget.is_hidden:
            words.setdefault(f"{field.label}", []).append(_in_words(field, value))
    return [(label, "、".join(texts)) for label, texts in words.items()]


def _fields_of(path):
    """The fields of the form behind an address by their names in it; none where there is none."""
    try:
        match = resolve(path.partition("?")[0].removeprefix(get_script_prefix().rstrip("/")))
    except Resolver404:
        return {}
    form = getattr(getattr(match.func, "view_class", None), "form_class", None)
    prefix = f"{form.prefix}-" if getattr(form, "prefix", None) else ""
    return {f"{prefix}{name}": field for name, field in getattr(form, "base_fields", {}).items()}


def _in_words(field, value):
    if isinstance(field, forms.BooleanField):
        return "是"
    if isinstance(field, forms.ModelChoiceField):
        return "已选择"  # whose row it is, is for the form itself to ask
    if isinstance(field, forms.ChoiceField):
        titles = dict(flatten_choices(field.choices))
        return f"{titles.get(value, value)}"
    return value
