"""Applicants: legal persons that ask for certification, and the licences they hold."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.vocabulary import APPLICANT_TAGS, ENTITY_TYPES, label


class Applicant(models.Model):
    """申请单位: an enterprise, co-operative or village collective (requirements §2.3, R74–R77).

    ``intake`` says how it came in where the office entered it on the unit's behalf.
    """

    class Intake(models.TextChoices):
        COUNTER = "counter", "到场"
        TELEPHONE = "telephone", "电话"

    name = models.CharField("名称", max_length=120)
    entity_type = models.CharField("主体类型", max_length=24, choices=ENTITY_TYPES)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    domicile = models.CharField("住所（营业执照）", max_length=200)
    domicile_region = models.CharField(
        "住所区划代码", max_length=6, help_text="营业执照住所所在县区，GB/T 2260；以此认定本地注册"
    )
    domicile_township = models.ForeignKey(
        "registry.Township",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="住所乡镇街道",
    )
    production_township = models.ForeignKey(
        "registry.Township",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applicants",
        verbose_name="生产地乡镇街道",
    )
    production_address = models.CharField("生产地址", max_length=200, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=40)
    contact_person = models.CharField("联系人", max_length=40)
    phone = models.CharField("联系电话", max_length=20)
    email = models.EmailField("电子信箱", blank=True)
    public_phone = models.CharField(
        "对外联系电话", max_length=20, blank=True, help_text="同意公开的办公电话；可不填"
    )
    established_on = models.DateField("成立日期", null=True, blank=True)
    registered_capital_fen = models.BigIntegerField("注册资本（分）", null=True, blank=True)
    business_scope = models.TextField("经营范围", blank=True)
    trademark = models.CharField("注册商标", max_length=60, blank=True)
    trademark_no = models.CharField("商标注册号", max_length=20, blank=True)
    trademark_class = models.PositiveSmallIntegerField(
        "商标类别", null=True, blank=True, help_text="商标注册用商品和服务国际分类，第1至45类"
    )
    brand_awards = models.CharField("品牌荣誉", max_length=300, blank=True)
    tags = models.JSONField("单位类别", default=list, blank=True)
    intake = models.CharField(
        "代为登记", max_length=10, choices=Intake, blank=True, help_text="空：单位自行注册"
    )
    intake_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代为登记人",
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    changed_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请单位"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(registered_capital_fen__isnull=True) | Q(registered_capital_fen__gte=0),
                name="applicant_capital_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(trademark_class__isnull=True)
                | Q(trademark_class__gte=1, trademark_class__lte=45),
                name="applicant_trademark_class_in_range",
                violation_error_message="商标类别应在第1至45类之间",
            ),
            models.CheckConstraint(
                condition=Q(intake="", intake_by__isnull=True)
                | (~Q(intake="") & Q(intake_by__isnull=False)),
                name="applicant_intake_is_whole",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def tags_text(self):
        return "、".join(label(APPLICANT_TAGS, tag) for tag in self.tags)

    @property
    def registrar_region(self):
        """The registrar's region in the credit code (GB 32100 digits 3–8); A03: may differ."""
        return self.credit_code[2:8]


class LicenceQuerySet(models.QuerySet):
    def expired(self, on):
        return self.filter(valid_until__lt=on)

    def ending_within(self, on, *, days):
        """Still valid on ``on``, and no longer once ``days`` more have passed."""
        return self.filter(valid_until__gte=on, valid_until__lte=on + timedelta(days=days))


class Licence(models.Model):
    """资格证书: a licence by number and end date (R63: an expired one blocks submission)."""

    class Kind(models.TextChoices):
        BUSINESS = "business_licence", "营业执照"
        FOOD_PRODUCTION = "food_production_licence", "食品生产许可证"
        FOOD_TRADE = "food_trade_licence", "食品经营许可证"
        WORKSHOP = "workshop_registration", "小作坊登记证"
        OTHER = "other", "其他"

    applicant = models.ForeignKey(
        Applicant, models.PROTECT, related_name="licences", verbose_name="申请单位"
    )
    kind = models.CharField("种类", max_length=24, choices=Kind)
    number = models.CharField("编号", max_length=60)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    valid_until = models.DateField("有效期止", null=True, blank=True)
    reminded_until = models.DateField("已提醒的有效期止", null=True, blank=True, editable=False)
    reminded_days = models.PositiveSmallIntegerField(
        "已提醒的到期前天数", null=True, blank=True, editable=False
    )

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资格证书"
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "kind", "number"], name="licence_once_per_applicant"
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("issued_on")),
                name="licence_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"
