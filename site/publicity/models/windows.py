"""Publicity windows: what is before the public, from which day to which (办法二（四）（六）)."""

from django.db import models
from django.db.models import F, Q

from records.models.evidence import leaf_words
from rules.periods import ONE_DAY, local_day


class Publicity(models.Model):
    """公示: one notice of one or more products, with its first and last counted working day.

    District publicity is our own page and this is its record (A07). National publicity happens on
    the national platform: ``external_url`` and ``evidence`` record that it did (A08).
    """

    class Level(models.TextChoices):
        DISTRICT = "district", "区级公示"
        NATIONAL = "national", "全国公示"

    level = models.CharField("级别", max_length=10, choices=Level)
    number = models.CharField("批次", max_length=40, unique=True)
    ruleset = models.ForeignKey(
        "registry.RuleSet", models.PROTECT, related_name="+", verbose_name="规则版本"
    )
    published_at = models.DateTimeField("发布时间")
    first_day = models.DateField("公示首日")
    last_day = models.DateField("公示末日")
    ends_at = models.DateTimeField("截止时间", help_text="末日24时")
    working_days = models.PositiveSmallIntegerField("工作日数")
    calendar_version = models.CharField("工作日历版本", max_length=40)
    external_url = models.URLField("公示网址", blank=True)
    evidence = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="证据文件",
    )

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day"), ends_at__gt=F("published_at")),
                name="publicity_window_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(level="national") | (~Q(external_url="") & Q(evidence__isnull=False)),
                name="publicity_national_has_evidence",
                violation_error_message="全国公示必须登记网址和证据",
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()} {self.number}"

    @property
    def counts_after(self):
        """The day after which its working days are counted (A09)."""
        posted_on = local_day(self.published_at)
        return posted_on - ONE_DAY if self.ruleset.count_start_day else posted_on


class WindowExtension(models.Model):
    """公示期延长: one time that a window was made longer, as its page says it.

    ``entry`` is the product that it concerns alone, because its days were held and resumed; else
    it is the notice's own window and all that stands in it. A leaf of the evidence log.
    """

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="extensions", verbose_name="公示"
    )
    entry = models.ForeignKey(
        "publicity.PublicityEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="extensions",
        verbose_name="公示内容",
    )
    because = models.CharField("原因", max_length=240)
    last_day_before = models.DateField("原末日")
    last_day = models.DateField("延长至")
    extended_at = models.DateTimeField("延长时间")
    leaf = models.OneToOneField(
        "records.EvidenceLeaf", models.PROTECT, related_name="+", verbose_name="凭证记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公示期延长"
        ordering = ["extended_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=F("last_day_before")),
                name="windowextension_never_shortens",
            ),
            models.UniqueConstraint(
                fields=["publicity", "last_day"],
                condition=Q(entry__isnull=True),
                name="windowextension_once_for_the_notice",
            ),
            models.UniqueConstraint(
                fields=["entry", "last_day"], name="windowextension_once_for_the_entry"
            ),
        ]

    def __str__(self):
        return f"{self.publicity} 延长至{self.last_day}"

    def words(self):
        """The row as the leaf covers it; ``product`` is empty where it is the whole notice's."""
        facts = {
            "notice": self.publicity.number,
            "product": self.entry.product_name if self.entry else "",
            "applicant": self.entry.applicant_name if self.entry else "",
            "because": self.because,
            "last_day_before": self.last_day_before,
            "last_day": self.last_day,
            "extended_at": self.extended_at,
        }
        return leaf_words(facts)


class PublicityEntryQuerySet(models.QuerySet):
    def running(self):
        """Neither closed nor taken out: still before the public, or held by an objection."""
        return self.filter(closed_at__isnull=True)

    def awaiting_hold(self, **objections):
        """Running on although an objection is unanswered; ``objections`` narrows which ones."""
        unanswered = self.model.objections.rel.related_model.objects.open().filter(**objections)
        return self.running().filter(held_on__isnull=True, pk__in=unanswered.values("entry"))


class PublicityEntry(models.Model):
    """公示内容: one product in a notice, as the public sees it; it has its own end when held (A10).

    A held entry has ``held_on`` and the ``remaining_days`` it will still have to stand after the
    objection is answered. Names and figures are those that the public saw, whatever comes later.
    """

    class Ending(models.TextChoices):
        PASSED = "passed", "期满无异议"
        RETURNED = "returned", "退回补正"
        REFUSED = "refused", "异议成立"
        RESTARTED = "restarted", "重新公示"
        WITHDRAWN = "withdrawn", "已撤回"

    publicity = models.ForeignKey(
        Publicity, models.PROTECT, related_name="entries", verbose_name="公示"
    )
    item = models.ForeignKey(
        "applications.Item",
        models.PROTECT,
        related_name="publicity_entries",
        verbose_name="申请产品",
    )
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="+", verbose_name="申请单位"
    )
    applicant_name = models.CharField("申请单位", max_length=120)
    product_name = models.CharField("产品名称", max_length=60)
    category = models.CharField("产品类别", max_length=40)
    origin = models.CharField("产地", max_length=120)
    households = models.PositiveIntegerField("带动户数")
    persons = models.PositiveIntegerField("带动人数")
    mechanisms = models.CharField("带贫机制", max_length=120)
    first_day = models.DateField("首日", help_text="第一个计入的工作日；恢复公示后重新起算")
    last_day = models.DateField("末日")
    ends_at = models.DateTimeField("截止时间")
    counts_after = models.DateField("自次日起计数")
    working_days = models.PositiveSmallIntegerField(
        "工作日数", help_text="恢复公示后为当时剩余的工作日"
    )
    held_on = models.DateField("中止日期", null=True, blank=True)
    remaining_days = models.PositiveSmallIntegerField("剩余工作日", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    ending = models.CharField("结果", max_length=10, choices=Ending, blank=True)

    objects = PublicityEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示内容"
        ordering = ["publicity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publicity", "item"], name="publicityentry_once_per_notice"
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(closed_at__isnull=True),
                name="publicityentry_one_running",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, remaining_days__isnull=True)
                | Q(held_on__isnull=False, remaining_days__gte=1),
                name="publicityentry_hold_is_paired",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, ending="")
                | (Q(closed_at__isnull=False) & ~Q(ending="")),
                name="publicityentry_ending_is_paired",
            ),
            models.CheckConstraint(
                condition=~Q(ending="passed") | Q(closed_at__gte=F("ends_at")),
                name="publicityentry_never_passes_early",
                violation_error_message="公示未期满",
            ),
        ]

    def __str__(self):
        return f"{self.product_name}（{self.applicant_name}）"

    @property
    def is_held(self):
        return self.held_on is not None
