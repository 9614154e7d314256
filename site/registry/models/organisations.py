"""Offices and townships, each with the days on which it exists and what came after it."""

from django.db import models
from django.db.models import F, Q

from rules.vocabulary import OFFICE, PAIRED_UNIT, STATION


class DatedQuerySet(models.QuerySet):
    """Rows that live from ``valid_from`` to ``valid_until``, inclusive, open when null."""

    def in_force(self, on):
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        )


class Dated(models.Model):
    """Something that begins and may end, and may be succeeded by others of its kind."""

    valid_from = models.DateField("生效日期", null=True, blank=True)
    valid_until = models.DateField("失效日期（含当日）", null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name="承接者"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_in_force(self, on):
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)

    def successor(self, on):
        """Who stands in for this on day ``on``: itself, or its first successor in force; None."""
        if self.is_in_force(on):
            return self
        heirs = (heir.successor(on) for heir in self.successors.order_by("pk"))
        return next((heir for heir in heirs if heir), None)


def _dates_in_order(name):
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True)
        | Q(valid_until__isnull=True)
        | Q(valid_until__gte=F("valid_from")),
        name=name,
        violation_error_message="失效日期不得早于生效日期",
    )


class Organisation(Dated):
    """机构: an office, station, bureau or group that acts or is addressed (requirements §2.1)."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "部门"
        SUBDISTRICT = "subdistrict", "街道"
        TOWN = "town", "镇"
        WORK_STATION = "work_station", STATION
        ZONE_COMMITTEE = "zone_committee", "管委会"
        MASS_ORGANISATION = "mass_organisation", "群团"
        PAIRED_UNIT = "paired_unit", PAIRED_UNIT
        GROUP = "group", "分组"
        UNION = "union", "基层工会"
        CANTEEN = "canteen", "单位食堂"
        BUDGET_UNIT = "budget_unit", "预算单位"
        MEMBER_ENTERPRISE = "member_enterprise", "会员企业"
        VILLAGE = "village", "村"
        UPPER = "upper", "上级"

    class Level(models.TextChoices):
        TOWNSHIP = "township", "乡级"
        DISTRICT = "district", "区级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"
        NATIONAL = "national", "国家级"

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80, help_text="按公文印发的写法")
    full_name = models.CharField(
        "全称", max_length=120, blank=True, help_text="与印章一致；对外落款一律用全称"
    )
    kind = models.CharField("类型", max_length=20, choices=Kind)
    level = models.CharField("层级", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级（主管单位）",
    )
    phone = models.CharField(
        "办公电话", max_length=20, blank=True, help_text="申请单位在门户各页看到本地工作站的电话"
    )
    address = models.CharField("办公地址", max_length=120, blank=True)
    fonds_no = models.CharField(
        "全宗号", max_length=8, blank=True, help_text="同级综合档案馆给定；空着的，档号不含全宗号"
    )
    works_in_system = models.BooleanField(
        "在本系统办理", default=True, help_text=f"否：其结果由{OFFICE}登记人员凭文件登记"
    )

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["level", "code"]
        constraints = [_dates_in_order("organisation_dates_in_order")]

    def __str__(self):
        return self.name

    @property
    def official_name(self):
        """The one name before the public: in full, as on its seal."""
        return self.full_name or self.name


def with_closed(codes):
    """The keys of the organisations ``codes`` and of those that they came after, as a subquery."""
    return Organisation.objects.filter(Q(code__in=codes) | Q(successors__code__in=codes)).values(
        "pk"
    )


class Township(Dated):
    """乡镇街道: a township-level area, with the work station that serves it (requirements §4.3)."""

    class Kind(models.TextChoices):
        SUBDISTRICT = "subdistrict", "街道"
        TOWN = "town", "镇"

    gb_code = models.CharField("统计用区划代码", max_length=9, unique=True)
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("类型", max_length=12, choices=Kind)
    administered_by = models.CharField("管辖单位", max_length=60)
    station = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="townships",
        verbose_name=STATION,
    )

    class Meta:
        verbose_name = verbose_name_plural = "乡镇街道"
        ordering = ["gb_code"]
        constraints = [_dates_in_order("township_dates_in_order")]

    def __str__(self):
        return self.name
