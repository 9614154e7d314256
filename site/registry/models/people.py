"""People who sign in: officers with roles in organisations, and agents of applicants."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q

from ..roles import CHOICES


class PeopleQuerySet(models.QuerySet):
    """People are never deleted: their signatures would go with them."""

    def delete(self):
        raise models.ProtectedError("用户不得删除，请停用", set(self))


class PeopleManager(UserManager.from_queryset(PeopleQuerySet)):
    """Creates people; deletes none."""


class User(AbstractUser):
    """用户: a person who signs in. Works for offices (memberships) or for one applicant."""

    class ApplicantRole(models.TextChoices):
        OWNER = "owner", "管理人"
        AGENT = "agent", "经办人"

    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agents",
        verbose_name="所属申请单位",
    )
    applicant_role = models.CharField(
        "在申请单位的身份", max_length=8, choices=ApplicantRole, default=ApplicantRole.OWNER
    )
    is_self_registered = models.BooleanField(
        "自行注册", default=False, help_text="自行注册的，电子信箱验证后才能登录"
    )

    mail_notices = models.BooleanField("接收邮件提醒", default=True)

    objects = PeopleManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            models.CheckConstraint(
                condition=Q(applicant__isnull=True) | Q(is_staff=False, is_superuser=False),
                name="user_applicant_agent_is_no_staff",
                violation_error_message="申请单位人员不得同时为工作人员",
            )
        ]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self):
        """Surname first, as Chinese names are written; the login name when there is none."""
        return f"{self.last_name}{self.first_name}" or self.username

    get_short_name = get_full_name

    @property
    def is_owner(self):
        """Whether this person decides who else acts for the applicant."""
        return self.applicant_id is not None and self.applicant_role == self.ApplicantRole.OWNER

    def delete(self, *args, **kwargs):
        """Refused: Viewflow's tasks cascade from their owner, history included."""
        raise models.ProtectedError("用户不得删除，请停用", {self})


class MembershipQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        )


class Membership(models.Model):
    """任职: one role of one person in one organisation, for a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="用户")
    organisation = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        related_name="memberships",
        verbose_name="机构",
    )
    role = models.CharField("角色", max_length=20, choices=CHOICES)
    valid_from = models.DateField("起", null=True, blank=True)
    valid_until = models.DateField("止（含当日）", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}（{self.organisation}）"


class Tie(models.Model):
    """利害关系: a person tied to an applicant; it bars every act on its papers."""

    class Kind(models.TextChoices):
        DECLARED = "declared", "本人申报"
        SHAREHOLDER = "shareholder", "出资或任职"
        RELATIVE = "relative", "近亲属"

    user = models.ForeignKey(User, models.PROTECT, related_name="ties", verbose_name="用户")
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="ties", verbose_name="申请单位"
    )
    kind = models.CharField("关系", max_length=12, choices=Kind, default=Kind.DECLARED)
    declared_at = models.DateTimeField("申报时间")

    class Meta:
        verbose_name = verbose_name_plural = "利害关系"
        constraints = [
            models.UniqueConstraint(fields=["user", "applicant"], name="tie_once_per_applicant")
        ]

    def __str__(self):
        return f"{self.user} — {self.applicant}"
