"""Versions of the rules: the periods, limits and texts in force from a day on (A38)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from rules import terms, vocabulary
from rules.dishonesty import LEGAL_BASIS, SHORTEST_DEFENCE_DAYS

from .organisations import with_closed

#: The columns that name an office above the district.
UPPER_OFFICES = ("city", "province")


def _names_office(field):
    return field.many_to_one and field.related_model._meta.model_name == "organisation"


class RuleSetQuerySet(models.QuerySet):
    def approved(self):
        """Those that hold, sooner or later; a draft is used nowhere."""
        return self.filter(approved_at__isnull=False)

    def in_force(self, on):
        """The rule sets that cover day ``on``; latest first."""
        return (
            self.approved()
            .filter(
                Q(effective_until__isnull=True) | Q(effective_until__gte=on), effective_from__lte=on
            )
            .order_by("-effective_from", "-pk")
        )

    def serving(self, codes):
        """The rule sets under which one of the offices ``codes``, or one whose work it took over,
        acts for the district.
        """
        named = Q()
        for name in self.model.district_offices():
            named |= Q(**{f"{name}__in": with_closed(codes)})
        return self.approved().filter(named)


def _person(title):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=title,
    )


def _days_before(title, default):
    return models.CharField(
        title,
        max_length=60,
        default=default,
        validators=[
            RegexValidator(r"^[1-9]\d{0,2}(,[1-9]\d{0,2})*$", "请填写天数，以半角逗号分隔")
        ],
        help_text=f"以半角逗号分隔，如 {default}",
    )


class RuleSet(models.Model):
    """规则版本: the terms of one 办法. An application keeps the one it was accepted under.

    Entered by one and approved by another; one that came with the founding of the system names
    its ``ground`` instead.
    """

    name = models.CharField("名称", max_length=120)
    document_no = models.CharField("依据文号", max_length=60, blank=True)
    effective_from = models.DateField("施行日期")
    effective_until = models.DateField("废止日期（含当日）", null=True, blank=True)

    office = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="主管办公室"
    )
    bureau = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="质量安全审核部门"
    )
    price_bureau = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="价格核查部门",
        help_text="留空即不另作价格核查；填写后与其他审核并行",
    )
    city = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="市级复核机关"
    )
    province = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="省级审核机关"
    )

    publicity_days = models.PositiveSmallIntegerField("区级公示工作日", default=5)
    national_publicity_days = models.PositiveSmallIntegerField("全国公示工作日", default=5)
    count_start_day = models.BooleanField("公示首日计入", default=False)
    notice_hour = models.PositiveSmallIntegerField("每日公示发布时点", default=9)
    outage_minutes = models.PositiveSmallIntegerField(
        "公示中断顺延门槛（分钟）",
        default=60,
        help_text="一个工作日内公示网页不能正常打开累计满该分钟数的，公示期顺延一个工作日；0为不顺延",
    )
    board_posting = models.BooleanField(
        "须在村公示栏张贴", default=False, help_text="有产品公示的工作站应当登记张贴情况"
    )
    validity_months = models.PositiveSmallIntegerField("有效期（月）", default=12)
    renewal_window_months = models.PositiveSmallIntegerField("再次申请窗口（月）", default=3)
    change_report_days = models.PositiveSmallIntegerField("变更上报工作日", default=5)
    station_days = models.PositiveSmallIntegerField("工作站认可时限", default=5)
    assignment_days = models.PositiveSmallIntegerField("指定工作站时限", default=2)
    acceptance_days = models.PositiveSmallIntegerField("区级受理时限", default=5)
    deems_accepted = models.BooleanField(
        "逾期视为受理",
        default=False,
        help_text="受理时限内既没有受理、也没有一次性告知补正内容的，期满视为受理",
    )
    review_days = models.PositiveSmallIntegerField("区级审核时限", default=15)
    mending_days = models.PositiveSmallIntegerField("补正建议时限", default=10)
    objection_days = models.PositiveSmallIntegerField("异议核查时限", default=10)
    report_days = models.PositiveSmallIntegerField("上报市级时限", default=5)
    outcome_days = models.PositiveSmallIntegerField("上级结果跟踪时限", default=15)
    national_days = models.PositiveSmallIntegerField("登记全国公示时限", default=5)
    listing_days = models.PositiveSmallIntegerField("列入目录时限", default=2)
    change_registering_days = models.PositiveSmallIntegerField("变更登记时限", default=2)
    change_checking_days = models.PositiveSmallIntegerField("变更数字核实时限", default=2)
    change_assessment_days = models.PositiveSmallIntegerField("变更核查时限", default=3)
    change_notice_days = models.PositiveSmallIntegerField("变更报告期限（工作日）", default=10)
    exit_window_days = models.PositiveSmallIntegerField(
        "退出目录收回期（工作日）",
        default=3,
        help_text="申请退出的，期满才退出，期内单位可以收回；0为立即退出",
    )
    renewal_reminders = _days_before("再次申请提醒（到期前天数）", "90,60,30,7")
    licence_reminders = _days_before("资格证书到期提醒（到期前天数）", "60,30,7")
    sales_report_day = models.PositiveSmallIntegerField(
        "上月销售填报截止日（每月几日）",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
    )
    complaint_accept_days = models.PositiveSmallIntegerField("投诉受理时限", default=5)
    complaint_finish_days = models.PositiveSmallIntegerField("投诉办理时限", default=15)
    complaint_extension_days = models.PositiveSmallIntegerField("投诉延期时限", default=15)
    complaint_feedback_days = models.PositiveSmallIntegerField("投诉反馈时限", default=5)
    rating_callback_days = models.PositiveSmallIntegerField(
        "差评回访时限", default=3, validators=[MinValueValidator(1)]
    )
    site_report_days = models.PositiveSmallIntegerField(
        "网站找错答复时限", default=3, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    reply_days = models.PositiveSmallIntegerField("被投诉单位答复时限", default=5)
    venue_confirm_days = models.PositiveSmallIntegerField("场所确认时限", default=2)
    defence_days = models.PositiveSmallIntegerField(
        "失信登记陈述申辩工作日",
        default=SHORTEST_DEFENCE_DAYS,
        validators=[MinValueValidator(SHORTEST_DEFENCE_DAYS)],
        help_text="自告知书发出次日起算，不少于5个",
    )
    dishonesty_notice_days = models.PositiveSmallIntegerField("失信登记告知时限", default=5)
    dishonesty_decision_days = models.PositiveSmallIntegerField("失信登记决定时限", default=10)
    dishonesty_basis = models.CharField(
        "失信登记公开的依据",
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                LEGAL_BASIS, "请写明所依据的法律、法规或者国家规定的名称（加书名号）和条款"
            )
        ],
        help_text="留空即不公开，只供内部办理使用；填写后，此后作出的登记在有效期内向社会公开",
    )
    remedies = models.TextField(
        "不予认定的救济途径",
        max_length=600,
        blank=True,
        help_text="复议、诉讼的告知，由法制机构审定后填写，原文写入不予认定反馈书和申请页；空：不写",
    )
    roster_retention_months = models.PositiveSmallIntegerField(
        "名册保管期限（月）",
        default=36,
        validators=[MinValueValidator(1)],
        help_text="自申请的最后一个产品办结起，期满销毁并留下记录",
    )
    plan_days = models.PositiveSmallIntegerField(
        "任务计划期限（日）", default=30, help_text="自方案印发之日起算，自然日"
    )
    progress_days = models.PositiveSmallIntegerField(
        "季度进展期限（日）", default=5, help_text="自季度末起算，自然日；以下三项同"
    )
    filing_days = models.PositiveSmallIntegerField("季度台账期限（日）", default=8)
    unit_bulletin_days = models.PositiveSmallIntegerField("牵头单位通报期限（日）", default=10)
    bulletin_days = models.PositiveSmallIntegerField("全区通报期限（日）", default=20)
    require_legal_person = models.BooleanField("要求法人资格", default=True)
    countersign_endorsement = models.BooleanField(
        "工作站认可须负责人审签", default=False, help_text="经办人拟办，工作站负责人签发"
    )
    countersign_reviews = models.BooleanField(
        "区级审核须负责人审签", default=False, help_text="审核人拟办，本单位负责人签发"
    )
    local_region = models.CharField("本地区划代码", max_length=6, default=vocabulary.REGION)
    district_name = models.CharField(
        "本地名称", max_length=20, default=vocabulary.DISTRICT, help_text="与区划代码一致的县级名称"
    )
    product_term = models.CharField("产品称谓", max_length=20, default=vocabulary.PRODUCT)
    station_term = models.CharField("工作站称谓", max_length=20, default=vocabulary.STATION)
    campaign_term = models.CharField("工作称谓", max_length=20, default=vocabulary.CAMPAIGN)
    hotline = models.CharField("监督举报电话", max_length=20, default="12317")
    second_hotline = models.CharField("政务服务热线", max_length=20, default="12345")
    contact_phone = models.CharField("受理电话", max_length=20)
    address = models.CharField("受理地址", max_length=120)
    commitment_text = models.TextField("承诺书文本", default=terms.COMMITMENT_2020)

    basis = models.TextField(
        "施行依据", blank=True, help_text="没有区级办法的期间，写明依据什么试行"
    )
    entered_by = _person("录入人")
    approved_by = _person("批准人")
    approved_at = models.DateTimeField(
        "批准时间", null=True, blank=True, editable=False, help_text="空：草案，任何办理都不适用"
    )
    ground = models.CharField("未经两人录入批准的理由", max_length=120, blank=True, editable=False)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规则版本"
        ordering = ["-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"],
                name="ruleset_one_a_day",
                violation_error_message="已有规则版本自该日起施行",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("entered_by")),
                name="ruleset_two_people",
                violation_error_message="录入人与批准人不得为同一人",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, entered_by__isnull=False)
                | (Q(approved_at__isnull=False) & ~Q(ground="")),
                name="ruleset_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gte=F("effective_from")),
                name="ruleset_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(publicity_days__gte=1, national_publicity_days__gte=1)
                & Q(validity_months__gte=1, notice_hour__lte=23),
                name="ruleset_terms_in_range",
            ),
            models.CheckConstraint(
                condition=Q(defence_days__gte=SHORTEST_DEFENCE_DAYS),
                name="ruleset_defence_long_enough",
                violation_error_message="陈述申辩的期限不得少于5个工作日",
            ),
            models.CheckConstraint(
                condition=Q(dishonesty_basis="") | Q(dishonesty_basis__contains="《"),
                name="ruleset_names_the_legal_basis",
                violation_error_message="公开失信登记须写明法定依据的名称",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_approved(self):
        return self.approved_at is not None

    @classmethod
    def district_offices(cls):
        """The columns that name an office of the district: all that name one but those above it."""
        fields = cls._meta.concrete_fields
        names = [field.name for field in fields if _names_office(field)]
        return [name for name in names if name not in UPPER_OFFICES]

    @property
    def partners(self):
        """The full names of the offices that review beside the one in charge (办法二（三）会同)."""
        return [partner.official_name for partner in self._partners()]

    @property
    def partner_names(self):
        """The same, as they are called for short."""
        return [partner.name for partner in self._partners()]

    def _partners(self):
        offices = [getattr(self, name) for name in self.district_offices()]
        return [office for office in offices if office is not None and office != self.office]

    @property
    def reminder_days(self):
        """How many days before the end of a certificate its holder is reminded, fewest first."""
        return sorted({int(days) for days in self.renewal_reminders.split(",")})

    @property
    def licence_reminder_days(self):
        """How many days before the end of a licence its unit is reminded, fewest first."""
        return sorted({int(days) for days in self.licence_reminders.split(",")})

    @property
    def terms(self):
        """These terms as the pure value that ``rules/`` understands."""
        return terms.Terms(**{name: getattr(self, name) for name in terms.TERM_NAMES})
