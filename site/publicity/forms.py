"""The form by which the public objects: every error in Chinese, at its field."""

from django import forms

from doors.guarded_forms import CONTACT_LIMIT, NAME_LIMIT, EvidenceField, GuardedForm

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
    content = forms.CharField(
        label="异议内容",
        help_text=f"请写明事实和理由，尽量提供线索，{SHORTEST}至{LONGEST}字。",
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "请填写异议内容",
            "min_length": TOO_SHORT,
            "max_length": TOO_LONG,
        },
    )
    evidence = EvidenceField()
    person_name = forms.CharField(
        label="您的姓名（可不填）",
        required=False,
        max_length=NAME_LIMIT,
        error_messages={"max_length": f"姓名不得超过{NAME_LIMIT}字"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    person_contact = forms.CharField(
        label="联系方式（可不填）",
        help_text="电话或者电子信箱，仅供核查人员答复时使用。",
        required=False,
        max_length=CONTACT_LIMIT,
        error_messages={"max_length": f"联系方式不得超过{CONTACT_LIMIT}字"},
    )

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
