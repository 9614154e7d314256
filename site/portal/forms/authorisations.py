"""Handing in a letter of authority: who may sign, for how long, and its scan (R86)."""

from django import forms

from .materials import ACCEPT
from .portal_form import PortalForm


def _day(label):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget)


class AuthorisationForm(PortalForm):
    agent_name = forms.CharField(
        label="受托人姓名", max_length=40, help_text="与授权委托书一致；以后由其签字。"
    )
    valid_from = _day("授权起")
    valid_until = _day("授权止（含当日）")
    file = forms.FileField(
        label="授权委托书扫描件",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "请选择文件"},
        help_text="须有法定代表人签名并加盖公章。",
    )
