"""Getting in: registrations, invitations, wrong words, what an expired session had submitted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .people import User


class Registration(models.Model):
    """注册登记: a unit that somebody registers, until the mailbox is proved; it holds no code.

    Any number of people may be registering one unit; whoever proves the mailbox first has it.
    """

    user = models.OneToOneField(User, models.CASCADE, verbose_name="用户")
    credit_code = models.CharField("统一社会信用代码", max_length=18, db_index=True)
    facts = models.JSONField("登记内容", help_text="申请单位各栏，信箱验证后据此建立申请单位")
    registered_at = models.DateTimeField("注册时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "注册登记"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name}（{self.credit_code}）"

    @property
    def name(self):
        return self.facts["name"]


class InvitationQuerySet(models.QuerySet):
    def open(self, at):
        """Neither used nor cancelled, and not yet expired at ``at``."""
        return self.filter(accepted_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """邀请: somebody is asked by e-mail to act for an applicant, for a few days."""

    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="invitations", verbose_name="申请单位"
    )
    email = models.EmailField("电子信箱")
    role = models.CharField("身份", max_length=8, choices=User.ApplicantRole)
    invited_at = models.DateTimeField("邀请时间")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="邀请人"
    )
    expires_at = models.DateTimeField("失效时间")
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="接受人",
    )
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邀请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_acceptance_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="invitation_cancelling_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="invitation_ends_once",
            ),
        ]

    def __str__(self):
        return f"{self.applicant} 邀请第{self.pk}号"


class FailedSignIn(models.Model):
    """登录失败: one wrong password or code for an account, counted for an hour, kept for a day.

    The account is a keyed digest: a name that nobody has is counted like one that somebody has,
    and people type passwords and telephone numbers there.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password", "密码"
        CODE = "code", "动态口令"

    account = models.CharField("账号摘要", max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="用户",
    )
    kind = models.CharField("种类", max_length=8, choices=Kind)
    browser = models.CharField(
        "浏览器", max_length=32, blank=True, help_text="没有登录过该账号的浏览器为空，合并计数"
    )
    address = models.GenericIPAddressField("网络地址", null=True, blank=True)
    at = models.DateTimeField("时间", db_index=True)
    is_forgiven = models.BooleanField(
        "已解除锁定", default=False, help_text="管理员解除登录锁定以后不再计数，记录保留"
    )

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
        indexes = [
            models.Index(fields=["account", "kind", "at"]),
            models.Index(fields=["address", "at"]),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
