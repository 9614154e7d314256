"""Inputs as Django's templates draw them, without the templates: a page draws some hundreds.

Each input took four to ten small templates (its kind, ``input.html``, its attributes, each option).
What is not named in ``BY_TEMPLATE`` is drawn by its template as ever.
"""

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData

INPUTS = (
    *("checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number"),
    *("password", "search", "tel", "text", "time", "url"),
)


def _text(value):
    """``{{ value|stringformat:'s' }}``"""
    return f"{value}" if isinstance(value, SafeData) else escape(f"{value}")


def _title(label):
    return conditional_escape(localize(label))


def _attributes(widget):
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget, draw):
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    names = f'type="{widget["type"]}" name="{escape(widget["name"])}"'
    return f"<input {names}{value}{_attributes(widget)}>"


def _textarea(widget, draw):
    value = conditional_escape(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _option(widget, draw):
    value, attributes = _text(widget["value"]), _attributes(widget)
    return f'<option value="{value}"{attributes}>{_title(widget["label"])}</option>'


def _choice(widget, draw):
    if not widget["wrap_label"]:
        return _input(widget, draw)
    key = widget["attrs"].get("id")
    leads_to = f' for="{escape(key)}"' if key else ""
    return f"<label{leads_to}>{_input(widget, draw)} {_title(widget['label'])}</label>"


def _select(widget, draw):
    lines = [f'<select name="{escape(widget["name"])}"{_attributes(widget)}>']
    for title, options, _number in widget["optgroups"]:
        lines += [f'  <optgroup label="{_title(title)}">'] if title else []
        lines += [f"  {draw(option)}" for option in options]
        lines += ["  </optgroup>"] if title else []
    return "\n".join([*lines, "</select>"])


def _choices(widget, draw):
    own = {name: widget["attrs"].get(name) for name in ("id", "class")}
    parts = [f"<div{_attributes({'attrs': {name: own[name] for name in own if own[name]}})}>"]
    for title, options, _number in widget["optgroups"]:
        parts += [f"\n  <div><label>{_title(title)}</label>"] if title else []
        parts += [f"<div>\n    {draw(option)}\n</div>" for option in options]
        parts += ["\n  </div>"] if title else []
    return "".join([*parts, "\n</div>"])


BY_TEMPLATE = {
    f"django/forms/widgets/{name}.html": draw
    for names, draw in (
        (INPUTS, _input),
        (("textarea",), _textarea),
        (("select",), _select),
        (("select_option",), _option),
        (("radio", "checkbox_select"), _choices),
        (("radio_option", "checkbox_option"), _choice),
    )
    for name in names
}


class DrawnInputs(DjangoTemplates):
    """The renderer of every form (``FORM_RENDERER``)."""

    def render(self, template_name, context, request=None):
        draw = BY_TEMPLATE.get(template_name)
        return (
            draw(context["widget"], self._draw)
            if draw
            else super().render(template_name, context, request)
        )

    def _draw(self, option):
        return self.render(option["template_name"], {"widget": option})
