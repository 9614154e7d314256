"""A text field that offers words and takes any other: the browser's own list beside the input."""

from django import forms
from django.utils.html import format_html, format_html_join


class Suggesting(forms.TextInput):
    """``words`` are offered while somebody types; nothing is refused for being another."""

    def __init__(self, words):
        super().__init__()
        self.words = words

    def render(self, name, value, attrs=None, renderer=None):
        key = f"{(attrs or {}).get('id', name)}-words"
        box = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        options = format_html_join(
            "", '<option value="{}"></option>', [(each,) for each in self.words]
        )
        return format_html('{}<datalist id="{}">{}</datalist>', box, key, options)
