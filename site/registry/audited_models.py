"""The registry's models that leave audit rows, and those of Django's and allauth's accounts."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.auth.models import Group

from records.audited import leave_out
from records.row_changes import audit
from rules.masks import mask_email

from .models import (
    HolidayPaper,
    LocalOverride,
    Membership,
    Organisation,
    RuleSet,
    RuleSetChange,
    Tie,
    Township,
    User,
)


def enter():
    """Accounts, duties and basic data; called once, when every model is loaded."""
    audit(
        User,
        "registry",
        ignore=("last_login", "date_joined"),
        secret=("password",),
        masks={"email": mask_email},
    )
    audit(Group, "registry", title="用户组", also=("user_set",))
    for model in (Membership, Organisation, Township, RuleSet, HolidayPaper, LocalOverride):
        audit(model, "registry")
    audit(RuleSetChange, "registry", about="ruleset")
    audit(Tie, "registry")
    audit(EmailAddress, "registry", title="电子信箱", about="user", masks={"email": mask_email})
    audit(
        Authenticator,
        "registry",
        title="两步验证方式",
        about="user",
        ignore=("data", "created_at", "last_used_at"),
    )
    audit(
        SocialAccount,
        "registry",
        title="统一身份认证关联",
        about="user",
        ignore=("last_login", "date_joined", "extra_data"),
        secret=("uid",),
    )
    audit(SocialApp, "registry", title="统一身份认证应用", secret=("secret", "key", "settings"))
    _leave_out()


def _leave_out():
    leave_out("程序定义，任何页面都不能修改", "auth.Permission", "contenttypes.ContentType")
    leave_out(
        "会话与验证的过程数据；登录、退出、登录失败另有记录",
        "sessions.Session",
        "usersessions.UserSession",
        "account.EmailConfirmation",
        "socialaccount.SocialToken",
    )
    leave_out(
        "登录保护的计数；解除锁定另记 registry.unlock",
        "axes.AccessAttempt",
        "axes.AccessAttemptExpiration",
        "axes.AccessFailureLog",
        "axes.AccessLog",
    )
