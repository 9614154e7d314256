"""What an editor says of a preview address."""

from django import forms

from doors.text_forms import TextForm

from .addresses import HOURS

DRAFT, MOMENT = "draft", "moment"


class PreviewForm(TextForm):
    """For whom, for how long, and what: the draft, or the page at a moment."""

    purpose = forms.CharField(
        label="给谁看",
        max_length=60,
        help_text="写明收件的人或者系统和用途，例如“法制股会签”；记入审计记录",
        error_messages={"required": "请填写给谁看"},
    )
    hours = forms.TypedChoiceField(
        label="有效时间", coerce=int, choices=list(HOURS.items()), initial=24
    )
    moment = forms.DateTimeField(
        label="预览的时点",
        required=False,
        help_text="空着预览最新的草稿；填写的，预览到那一刻公众将看到的页面",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "请按“年-月-日 时:分”填写"},
    )
