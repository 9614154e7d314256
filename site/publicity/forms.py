"""The form by which the public objects: every error in Chinese, at its field."""

from django import forms

from doors.guarded_forms import (
    ContactField,
    EvidenceField,
    GuardedForm,
    NameField,
    StatementField,
)

from .policies import LONGEST, SHORTEST, TOO_LONG, TOO_SHORT


class ObjectionForm(GuardedForm):
    """异议: one product, what is wrong with it, and a name and contact for those who give them."""

    scope = "objection"

    entry = forms.ChoiceField(
        label="有异议的产品",
        error_messages={
            "required": "请选择有异议的产品",
            "invalid_choice": "该产品不在可提出异议的范围内，请重新选择",
        },
    )
    content = StatementField(
        "异议内容",
        help_text=f"请写明事实和理由，尽量提供线索，{SHORTEST}至{LONGEST}字。",
        prompt="请填写异议内容",
        least=SHORTEST,
        most=LONGEST,
        error_messages={"min_length": TOO_SHORT, "max_length": TOO_LONG},
    )
    evidence = EvidenceField()
    person_name = NameField("姓名")
    person_contact = ContactField("电话或者电子信箱，仅供核查人员答复时使用。")

    def __init__(self, entries, *args, late=(), **kwargs):
        """``entries`` are still open to objection; about ``late`` ones it becomes a complaint."""
        super().__init__(*args, **kwargs)
        self.entries = {f"{entry.pk}": entry for entry in [*entries, *late]}
        self.late = {f"{entry.pk}" for entry in late}
        named = [(key, self.name_of(key)) for key in self.entries]
        self.fields["entry"].choices = [("", "请选择"), *named]

    def name_of(self, key):
        entry = self.entries[key]
        name = f"{entry.product_name}（{entry.applicant_name}）"
        return f"{name}：公示已结束，作为投诉举报办理" if key in self.late else name

    @property
    def counts_as(self):
        """The kind of form by whose number an hour this one is let in; only once it is valid."""
        return "complaint" if self.cleaned_data["entry"] in self.late else self.scope

    def as_objection(self):
        """``(entry, the fields of the objection)`` once valid."""
        named = ("content", "evidence", "person_name", "person_contact")
        fields = {name: self.cleaned_data[name] for name in named}
        return self.entries[self.cleaned_data["entry"]], fields
