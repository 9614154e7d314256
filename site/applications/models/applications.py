"""Applications: the envelope of one applicant, and each immutable submission of it (R74–R87)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from records.prepared import MORE_WORDS, NUMBER, WORDS, Prepared, among_words, listed
from registry.models import RuleSet
from registry.models.organisations import with_closed
from registry.permissions import organisations
from registry.roles import Permission
from rules.vocabulary import STATION

from .. import above


class ApplicationQuerySet(models.QuerySet):
    def scope(self, user):
        """What ``user`` may see. Anything else does not exist for them (404, never 403)."""
        if user.is_anonymous or not user.is_active:
            return self.none()
        if user.applicant_id:
            return self.filter(applicant_id=user.applicant_id)
        return self.filter(submitted_at__isnull=False).filter(_visible_to(user))

    def sees_all(self, user):
        """Whether :meth:`scope` keeps every submitted application: no rule set is another's."""
        if user.is_anonymous or not user.is_active or user.applicant_id:
            return False
        own = RuleSet.objects.serving(organisations(user, Permission.SEE_DISTRICT_PAPERS))
        others = RuleSet.objects.exclude(pk__in=own.values("pk"))
        return not others.filter(Exists(self.filter(ruleset=OuterRef("pk")))).exists()

    def submitted(self):
        return self.filter(submitted_at__isnull=False)


def _visible_to(user):
    """A station sees its own papers, the district's offices theirs, upper offices what came up."""
    visible = _of_offices(*_offices(user))
    further = above.visible_to(user)
    return visible if further is None else visible | further


def _offices(user):
    """The codes of the stations, and of the district's offices, whose papers ``user`` sees."""
    permissions = (Permission.SEE_STATION_PAPERS, Permission.SEE_DISTRICT_PAPERS)
    return [organisations(user, permission) for permission in permissions]


def _of_offices(stations, district):
    # whole subqueries: joins would make rows double, and every list sort them out again
    rulesets = RuleSet.objects.serving(district)
    return Q(station__in=with_closed(stations)) | Q(ruleset__in=rulesets.values("pk"))


#: Whether a submitted application is one of those offices': what is asked at every act.
IS_OF_OFFICES = Prepared(
    lambda key, stations, district: (
        Application.objects.submitted()
        .filter(_of_offices(among_words(stations), among_words(district)), pk=key)
        .values_list("pk")
    ),
    NUMBER,
    WORDS,
    MORE_WORDS,
)


def is_in_scope(key, user):
    """Whether ``user`` may see the submitted application ``key``."""
    if user.is_active and not user.applicant_id:
        offices = map(listed, map(sorted, _offices(user)))
        if IS_OF_OFFICES.first(key, *offices) is not None:
            return True
    return Application.objects.submitted().scope(user).filter(pk=key).exists()


class Application(models.Model):
    """申请: applicant, materials, commitment and 1..n items; no state of its own."""

    class Kind(models.TextChoices):
        FIRST = "first", "首次申请"
        RENEWAL = "renewal", "再次申请"

    class Capacity(models.TextChoices):
        LEGAL_REPRESENTATIVE = "legal_rep", "法定代表人"
        AGENT = "agent", "委托代理人"

    number = models.CharField("申请编号", max_length=20, unique=True, null=True, blank=True)
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="applications", verbose_name="申请单位"
    )
    label = models.CharField(
        "备注名", max_length=40, blank=True, help_text="本单位自用，便于区分几份申请"
    )
    kind = models.CharField("类型", max_length=8, choices=Kind, default=Kind.FIRST)
    ruleset = models.ForeignKey(
        "registry.RuleSet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="规则版本",
    )
    station = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=STATION,
    )
    contact_person = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子信箱", blank=True)
    production_township = models.ForeignKey(
        "registry.Township",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="生产地乡镇街道",
    )
    production_address = models.CharField("生产地址", max_length=200, blank=True)
    no_roster_statement = models.BooleanField(
        "声明：未雇用建档立卡贫困劳动力，且不是合作社", default=False
    )
    commitment_accepted_at = models.DateTimeField("承诺时间", null=True, blank=True)
    commitment_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承诺人",
    )
    commitment_sha256 = models.CharField("承诺文本摘要", max_length=64, blank=True)
    signatory = models.CharField("签名", max_length=40, blank=True)
    signatory_capacity = models.CharField(
        "签字人身份", max_length=10, choices=Capacity, default=Capacity.LEGAL_REPRESENTATIVE
    )
    signed_on = models.DateField("签署日期", null=True, blank=True)
    created_at = models.DateTimeField("建立时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    start_token = models.UUIDField(
        "建立标识", null=True, blank=True, editable=False, help_text="防止重复建立"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, number__isnull=True, ruleset__isnull=True)
                | Q(
                    submitted_at__isnull=False,
                    number__isnull=False,
                    ruleset__isnull=False,
                    commitment_accepted_at__isnull=False,
                ),
                name="application_submitted_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    commitment_accepted_at__isnull=True,
                    commitment_accepted_by__isnull=True,
                    commitment_sha256="",
                )
                | (
                    Q(commitment_accepted_at__isnull=False, commitment_accepted_by__isnull=False)
                    & ~Q(commitment_sha256="")
                ),
                name="application_commitment_is_whole",
            ),
            models.UniqueConstraint(
                fields=["applicant", "start_token"], name="application_started_once"
            ),
        ]

    def __str__(self):
        return self.number or f"{self.applicant} 草稿"

    @property
    def is_draft(self):
        return self.submitted_at is None


class Submission(models.Model):
    """提交快照: what was submitted, word for word, with its digest; a correction adds another."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="submissions", verbose_name="申请"
    )
    number = models.PositiveSmallIntegerField("第几次")
    payload = models.JSONField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    submitted_at = models.DateTimeField("提交时间")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "提交快照"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_numbered")
        ]

    def __str__(self):
        return f"{self.application} 第{self.number}次提交"
