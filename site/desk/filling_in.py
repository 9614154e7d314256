"""Filling in opinion forms from words that are there already: a template, a sibling, one's last.

Nothing is signed by it: what a product alone can have (its figures, its files) stays empty, and
whoever fills in looks through every product and signs each as a row of its own.
"""

from django.utils.functional import cached_property
from wagtail.admin import messages

from workflow.models import Opinion, OpinionTemplate

from .access import row_keys
from .opinion_forms import FIGURES

#: What is each product's own and never copied from another.
OWN_FIELDS = {*FIGURES, "files", "supervisor_reason"}


def words_of(opinion):
    """``{field: text}`` of what may be said again of another applicant's product.

    The day of the visit is none of it: another holder was visited on another day.
    """
    words = {"result": opinion.result, "text": opinion.text, "visited_by": opinion.visited_by}
    for name, concluded in opinion.criteria.items():
        words[f"met_{name}"] = "on" if concluded.get("met") else ""
        words[f"evidence_{name}"] = concluded.get("evidence", "")
    return {name: text for name, text in words.items() if text}


class FillsIn:
    """Mixed into the signing page: the buttons that only fill in."""

    fillers = ("template", "copy", "last")

    def fill_in(self, do, about, sheets):
        if do == "last":
            return self.say_the_last_again(sheets)
        return self.apply_template(about) if do == "template" else self.copy(about, sheets)

    def copy(self, prefix, sheets):
        """Puts one product's opinion into the others' forms; each is signed as a row of its own.

        What the station found for each product is typed for each, and so is what it rests on.
        """
        source = next((each.form for each in sheets if each.form.prefix == prefix), None)
        typed = self.request.POST.copy()
        if source is None or not source.has_result:
            messages.warning(self.request, "请先选择该产品的结论，再填到其他产品。")
            return self.show(self.sheets(typed=typed))
        words = {name: text for name, text in source.typed().items() if name not in FIGURES}
        for sheet in sheets:
            if sheet.form.prefix != prefix and not sheet.reasons:
                for name in (each for each in sheet.form.fields if each not in OWN_FIELDS):
                    typed[f"{sheet.form.prefix}-{name}"] = words.get(name, "")
        messages.info(self.request, "已填到其他产品，请逐个核对；现在什么都没有签署。")
        return self.show(self.sheets(typed=typed))

    def apply_template(self, prefix):
        """Puts a template's words into one product's form, in place of what stood there."""
        typed = self.request.POST.copy()
        templates = OpinionTemplate.objects.filter(step=self.kind, is_active=True)
        chosen = row_keys([typed.get(f"{prefix}-template", "")])
        template = templates.filter(pk__in=chosen).first()
        if template is None:
            messages.warning(self.request, "请先选择意见模板。")
        else:
            for name in ("result", "text", "demands"):
                typed[f"{prefix}-{name}"] = getattr(template, name)
        return self.show(self.sheets(typed=typed))

    @cached_property
    def last_opinion(self):
        """What this officer last signed in favour at this step; None at the first."""
        own = Opinion.objects.filter(
            signed_by=self.request.user, step=self.kind, result=Opinion.Result.PASS
        )
        return own.select_related("item__application").order_by("-signed_at", "-pk").first()

    def say_the_last_again(self, sheets):
        """One's last opinion into every form that has no conclusion yet."""
        typed = self.request.POST.copy()
        words = words_of(self.last_opinion) if self.last_opinion else {}
        for sheet in sheets:
            if not sheet.reasons and not sheet.form.has_result:
                for name in words.keys() & sheet.form.fields.keys():
                    typed[f"{sheet.form.prefix}-{name}"] = words[name]
        if not words:
            messages.warning(self.request, "您在本环节还没有签署过同意的意见。")
        return self.show(self.sheets(typed=typed))
