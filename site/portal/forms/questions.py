"""A question of the unit about its paper, and whom it asks."""

from django import forms

from registry.models import Organisation
from workflow.policies.questions import LONGEST

from .portal_form import PortalForm


class QuestionForm(PortalForm):
    office = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="向哪个单位咨询",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="带贫成效、名册的认可问工作站，其他的问主办单位。",
    )
    text = forms.CharField(
        label="咨询内容",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明产品和问题，5至1000字。不要写个人姓名和证件号码；材料请在补正时上传。",
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [office.pk for office in offices]
        self.fields["office"].queryset = Organisation.objects.filter(pk__in=keys)
        self.initial.setdefault("office", keys[0])
