"""What an applicant asks of a catalogue entry: to leave it, and that it is meant."""

from django import forms

from registry.names import fill_later

from .portal_form import PortalForm


class ExitForm(PortalForm):
    """R42: leaving is voluntary, said in words and confirmed."""

    because = forms.CharField(
        label="退出原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明退出原因"},
        help_text="例如：不再生产该产品。请不要填写个人信息。",
    )
    sure = forms.BooleanField(
        label=fill_later("我确认该产品退出《{district}{product}目录》，知道期满退出后不能恢复"),
        error_messages={"required": "请勾选确认后再退出"},
    )
