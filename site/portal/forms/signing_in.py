"""Signing in."""

from django.contrib.auth.forms import AuthenticationForm

from .pointing import PortalForm


class LoginForm(AuthenticationForm, PortalForm):
    error_messages = {
        "invalid_login": "用户名或者密码不正确。请注意区分大小写，重新输入。",
        "inactive": "该账号已停用，请与区扶贫办联系。",
    }
