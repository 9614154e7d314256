"""Cases: what changed or was found after listing, what the office made of it, how it went up."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applications.models.applications import Application
from rules.vocabulary import CASE_ORIGINS, CHANGE_KINDS, FINDING_REASONS, label

from .days import day_of
from .figures import FIGURES

#: Decisions that keep an entry out of use until its case is closed.
HOLDING = ("suspend", "remove")


def whole(name, *columns):
    """A check that ``columns`` are filled together or not at all."""
    empty = Q(**{f"{column}__isnull": True for column in columns})
    full = Q(**{f"{column}__isnull": False for column in columns})
    return models.CheckConstraint(condition=empty | full, name=name)


def apart(name, one, other):
    """A check that two steps were not taken by one person (R67)."""
    unknown = Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True})
    return models.CheckConstraint(condition=unknown | ~Q(**{one: F(other)}), name=name)


class ChangeQuerySet(models.QuerySet):
    def scope(self, user):
        """Reports about the products that ``user`` may see; a holder sees all of its own."""
        if user.is_anonymous or not user.is_active:
            return self.none()
        if user.applicant_id:
            return self.filter(certificate__applicant=user.applicant_id)
        applications = Application.objects.scope(user)
        return self.filter(certificate__item__application__in=applications)

    def open(self):
        """Neither rejected nor closed."""
        return self.filter(closed_at__isnull=True)

    def holding(self):
        """Those that keep their entry out of use, or ask for its removal: at most one for each."""
        return self.open().filter(decision__in=HOLDING)

    def overdue(self, on):
        """Not sent up although the last working day for it has passed (R69)."""
        return self.filter(due_on__lt=on, sent_at__isnull=True, closed_at__isnull=True)


class ChangeReport(models.Model):
    """变更报告: the case of one entry, a change or a finding, to its end (办法四（三）（四）).

    The only road on which an entry is adjusted, suspended, resumed or removed.

    Its position in the flow is its Viewflow task; ``before`` and ``after`` map the columns that
    changed to plain JSON values.
    """

    class Decision(models.TextChoices):
        REJECT = "reject", "不予登记"
        RECORD = "record", "备案"
        ADJUST = "adjust", "调整目录"
        SUSPEND = "suspend", "暂停"
        REMOVE = "remove", "暂停并报请清理"

    class Ruling(models.TextChoices):
        REMOVE = "remove", "清理"
        KEEP = "keep", "不予清理，恢复"

    class Recheck(models.TextChoices):
        RESUME = "resume", "整改到位，恢复"
        REMOVE = "remove", "整改不到位，报请清理"

    number = models.CharField("编号", max_length=20, unique=True)
    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="changes", verbose_name="目录条目"
    )
    process = models.OneToOneField(
        "viewflow.Process",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="change",
        verbose_name="流程",
    )
    origin = models.CharField("来源", max_length=12, choices=CASE_ORIGINS, default="holder")
    basis = models.CharField("来源依据", max_length=60, blank=True)
    proposals = models.ManyToManyField(
        "supervision.CaseProposal", blank=True, related_name="cases", verbose_name="处置建议"
    )
    kinds = models.JSONField("变更事项", default=list)
    reason_code = models.CharField("查实原因", max_length=20, choices=FINDING_REASONS, blank=True)
    before = models.JSONField("变更前", default=dict, blank=True)
    after = models.JSONField("变更后", default=dict, blank=True)
    text = models.TextField("情况说明")
    changed_on = models.DateField("发生日期")
    reported_at = models.DateTimeField("报告时间")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报告人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤回人",
    )
    registered_at = models.DateTimeField("登记时间", null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    due_on = models.DateField("上报期限", null=True, blank=True)
    due_is_provisional = models.BooleanField("期限为暂计", default=False)
    reminded_at = models.DateTimeField("提醒时间", null=True, blank=True)
    decision = models.CharField("处理决定", max_length=8, choices=Decision, blank=True)
    assessment = models.TextField("核查意见", blank=True)
    assessed_at = models.DateTimeField("核查时间", null=True, blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核查人",
    )
    report_no = models.CharField("上报文号", max_length=60, blank=True)
    reported_up_on = models.DateField("上报日期", null=True, blank=True)
    sent_at = models.DateTimeField("上报登记时间", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上报经办人",
    )
    city_on = models.DateField("市级转报日期", null=True, blank=True)
    province_on = models.DateField("省级收到日期", null=True, blank=True)
    ruling = models.CharField("省级决定", max_length=8, choices=Ruling, blank=True)
    ruling_no = models.CharField("省级决定文号", max_length=60, blank=True)
    ruled_on = models.DateField("省级决定日期", null=True, blank=True)
    recorded_at = models.DateTimeField("决定登记时间", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定登记人",
    )
    recheck = models.CharField("复核结论", max_length=8, choices=Recheck, blank=True)
    recheck_text = models.TextField("复核情况", max_length=2000, blank=True)
    rechecked_on = models.DateField("复核日期", null=True, blank=True)
    rechecked_at = models.DateTimeField("复核登记时间", null=True, blank=True)
    rechecked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变更报告"
        ordering = ["-pk"]
        constraints = [
            whole("change_registered_whole", "registered_at", "registered_by", "due_on"),
            whole("change_withdrawn_whole", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(registered_at__isnull=True, decision="", closed_at=F("withdrawn_at")),
                name="change_withdrawn_before_the_office_acts",
                violation_error_message="已办理登记的变更报告不能撤回",
            ),
            whole("change_assessed_whole", "assessed_at", "assessed_by"),
            whole("change_sent_whole", "sent_at", "sent_by", "reported_up_on"),
            whole("change_ruled_whole", "recorded_at", "recorded_by", "ruled_on"),
            apart("change_assessor_is_another", "registered_by", "assessed_by"),
            whole("change_rechecked_whole", "rechecked_at", "rechecked_by", "rechecked_on"),
            apart("change_recorder_is_another", "assessed_by", "recorded_by"),
            apart("change_recorder_is_not_the_finder", "reported_by", "recorded_by"),
            apart("change_recorder_did_not_confirm", "registered_by", "recorded_by"),
            apart("change_recorder_did_not_send", "sent_by", "recorded_by"),
            apart("change_rechecker_is_not_the_finder", "reported_by", "rechecked_by"),
            apart("change_rechecker_did_not_confirm", "registered_by", "rechecked_by"),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(decision__in=HOLDING, closed_at__isnull=True),
                name="change_one_case_holds_an_entry",
                violation_error_message="该条目已有暂停或者报请清理的案件在办理",
            ),
            models.CheckConstraint(
                condition=Q(assessed_at__isnull=True) | (~Q(decision="") & ~Q(assessment="")),
                name="change_assessment_has_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(report_no=""),
                name="change_report_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True) | (~Q(ruling="") & ~Q(ruling_no="")),
                name="change_ruling_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(rechecked_at__isnull=True) | (~Q(recheck="") & ~Q(recheck_text="")),
                name="change_recheck_has_a_conclusion",
            ),
            models.CheckConstraint(
                condition=(Q(city_on__isnull=True) | Q(city_on__gte=F("reported_up_on")))
                & (Q(province_on__isnull=True) | Q(province_on__gte=F("city_on"))),
                name="change_went_up_in_order",
                violation_error_message="市级转报、省级收到的日期应依次不早于上报日期",
            ),
            models.CheckConstraint(
                condition=Q(ruled_on__isnull=True)
                | Q(ruled_on__gte=F("reported_up_on"))
                & (Q(province_on__isnull=True) | Q(ruled_on__gte=F("province_on"))),
                name="change_ruled_after_reported",
                violation_error_message="省级决定日期不得早于上报日期",
            ),
            models.CheckConstraint(
                condition=Q(reported_up_on__isnull=True)
                | Q(reported_up_on__gte=day_of("registered_at"))
                & Q(reported_up_on__lte=day_of("sent_at")),
                name="change_sent_between_its_acts",
                violation_error_message="上报日期应在登记日期与办理日期之间",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def raised_figures(self):
        """The columns whose figures are reported as higher than what the station verified."""
        return [name for name in FIGURES if (self.after.get(name) or 0) > self.before_of(name)]

    def before_of(self, name):
        """The figure of column ``name`` before the change; 0 where there was none."""
        return self.before.get(name) or 0

    @property
    def facts_to_enter(self):
        """What an adjustment writes: the report's facts, in figures what the station found."""
        check = getattr(self, "figure_check", None)
        return {**self.after, **(check.figures() if check else {})}

    @property
    def kinds_text(self):
        if self.is_office_finding:
            return self.get_reason_code_display()
        return "、".join(label(CHANGE_KINDS, kind) for kind in self.kinds)

    @property
    def is_office_finding(self):
        """Whether the office itself found it, however it came to know of it."""
        return self.origin != "holder"

    @property
    def state_text(self):
        """Where the report stands, read from what was signed."""
        steps = (
            (self.closed_at, self._ending),
            (self.sent_at, "待省级决定" if self.decision == "remove" else "待复核整改"),
            (self.assessed_at or (self.registered_at and self.decision), "待上报"),
            (self.registered_at and self.awaits_station, "待工作站核实"),
            (self.registered_at, "核查中"),
        )
        return next((text for done, text in steps if done), "待登记")

    @property
    def checked_by_id(self):
        """Who checked the raised figures for the station; None where nobody had to."""
        check = getattr(self, "figure_check", None)
        return check and check.checked_by_id

    @property
    def awaits_station(self):
        return bool(self.raised_figures) and not hasattr(self, "figure_check")

    @property
    def _ending(self):
        if self.withdrawn_at:
            return "已撤回"
        if self.ruling:
            return f"已办结：{self.get_ruling_display()}"
        if self.recheck:
            return f"已办结：{self.get_recheck_display()}"
        return f"已办结：{self.get_decision_display()}"

    @property
    def tone(self):
        """How the state is coloured in the portal."""
        if self.closed_at is None:
            return "info"
        if self.withdrawn_at:
            return "neutral"
        is_lost = self.ruling == self.Ruling.REMOVE or self.recheck == self.Recheck.REMOVE
        return "error" if is_lost or self.decision == self.Decision.REJECT else "success"
