"""Inputs drawn without templates are those that Django's templates draw."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from doors.drawn_inputs import BY_TEMPLATE, DrawnInputs

WORDS = "<b>\"赣南\" & '脐橙'</b>"
CHOICES = [
    ("", "（请选择）"),
    (None, WORDS),
    (12345, 12345),
    (1.5, 0.25),
    ("组<别>", [("in", gettext_lazy("Yes")), (True, mark_safe("<i>写好的</i>"))]),
    (WORDS, date(2026, 1, 15)),
]
VALUES = [
    *(None, "", 0, 7, -2.5, True, False, WORDS, mark_safe(WORDS), date(2026, 1, 15)),
    *(["in", ""], ("12345",), gettext_lazy("Yes"), "两行\n文字"),
]
ATTRS = [
    {},
    {"id": "id_a-1", "class": "w-<x>"},
    {"required": True, "disabled": False, "data-claim": 1234567, "placeholder": WORDS},
    {"id": 0, "title": mark_safe("&amp;"), "aria-label": gettext_lazy("Yes"), "x": ("a",)},
]
PLAIN = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput),
    *(forms.PasswordInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.Textarea),
    *(forms.CheckboxInput, forms.FileInput, forms.ClearableFileInput),
]
CHOOSING = [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]


def both(widget, value, attrs):
    """The widget as it is drawn here and by Django's templates, whatever blanks it is parted by."""
    return [
        " ".join(widget.render("名<称>", value, attrs=attrs, renderer=renderer).split())
        for renderer in (DrawnInputs(), DjangoTemplates())
    ]


def drawn_alike(widget):
    for value in VALUES:
        for attrs in ATTRS:
            own, stock = both(widget, value, attrs)
            assert own == stock
    return own


@pytest.mark.parametrize("kind", PLAIN)
def test_an_input_is_drawn_as_its_template_would(kind):
    assert "名&lt;称&gt;" in drawn_alike(kind())


@pytest.mark.parametrize("kind", CHOOSING)
def test_choices_are_drawn_as_their_templates_would(kind):
    assert "组&lt;别&gt;" in drawn_alike(kind(choices=CHOICES))


def test_every_form_is_drawn_by_it_and_every_template_that_it_replaces_exists():
    assert isinstance(get_default_renderer(), DrawnInputs)
    for name in BY_TEMPLATE:
        assert DjangoTemplates().get_template(name)


def test_an_option_with_a_template_of_its_own_keeps_it():
    class Own(forms.RadioSelect):
        option_template_name = "django/forms/widgets/select_option.html"

    assert "<option" in drawn_alike(Own(choices=CHOICES))
