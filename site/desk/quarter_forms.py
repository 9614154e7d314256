"""What a head fills in to have a closed quarter opened again, and to answer another who asks."""

from django import forms

from doors.text_forms import TextForm

from .opinion_forms import long_text


class ReopeningForm(TextForm):
    must = ("reason",)
    reason = forms.CharField(
        label="重新开账的原因",
        required=False,
        max_length=300,
        widget=long_text(3),
        help_text="写明哪些记录有误、怎样更正；另一位负责人同意后才重新开账，原版数据保留",
    )


class AnswerForm(TextForm):
    is_agreed = forms.ChoiceField(
        label="意见",
        choices=(("yes", "同意重新开账"), ("no", "不同意")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否同意"},
    )
    answer = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=long_text(3),
        help_text="不同意的须写明理由",
    )
