"""The facts of a product as the application form asks for them (R78–R84), in one place.

An application's item carries them while it is under review; a product version keeps them once
certified. Both inherit this table of columns, so nothing is renamed on the way.
"""

from decimal import Decimal

from django.core.validators import MaxLengthValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from registry.listed_words import categories
from rules import vocabulary
from rules.amounts import yuan


class ProductFacts(models.Model):
    """产品情况: money in fen, quantities as decimals, months 1–12 as a list in order of supply."""

    name = models.CharField("产品名称", max_length=60)
    category = models.CharField("产品类别", max_length=20, choices=categories)
    category_other = models.CharField("其他类别说明", max_length=40, blank=True)
    tags = models.JSONField("标签", default=list, blank=True)
    origin_township = models.ForeignKey(
        "registry.Township",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="产地乡镇街道",
    )
    origin_text = models.CharField("产地", max_length=120)
    input_sources = models.JSONField("生产资料来源", default=list)
    input_source_text = models.CharField("生产资料来源说明", max_length=300, blank=True)
    annual_output = models.DecimalField(
        "年产量",
        max_digits=15,
        decimal_places=3,
        null=True,
        validators=[MinValueValidator(Decimal("0.001"), "年产量必须大于零")],
    )
    output_unit = models.CharField("年产量单位", max_length=4, choices=vocabulary.OUTPUT_UNITS)
    output_is_planned = models.BooleanField("为计划产量", default=False)
    supply_months = models.JSONField("供货月份", default=list)
    supply_text = models.CharField("供货时间说明", max_length=120, blank=True)
    sales_spec = models.CharField("规格", max_length=60)
    sales_unit = models.CharField("销售单位", max_length=10, blank=True)
    reference_price_fen = models.PositiveBigIntegerField("参考价格（分）", null=True, blank=True)
    standard_no = models.CharField("执行标准", max_length=60, blank=True)
    certifications = models.JSONField("质量认证", default=list, blank=True)
    mechanisms = models.JSONField("带贫机制", default=list)
    households = models.PositiveIntegerField("带动户数", null=True)
    persons = models.PositiveIntegerField("带动人数", null=True)
    average_income_fen = models.PositiveBigIntegerField("户均年增收（分）", null=True, blank=True)
    employed_workers = models.PositiveIntegerField("吸纳务工人数", null=True, blank=True)
    benefit_text = models.TextField(
        "带贫减贫机制及成效",
        validators=[
            MinLengthValidator(50, "带贫减贫机制及成效至少50个字，现在有%(show_value)d个"),
            MaxLengthValidator(2000, "带贫减贫机制及成效最多2000个字，现在有%(show_value)d个"),
        ],
        help_text="50至2000字",
    )

    #: What the public notice shows of an item (§5.5); a change of these needs a new notice (A12).
    PUBLICISED = (
        *("name", "category", "category_other", "origin_text"),
        *("households", "persons", "mechanisms"),
    )

    class Meta:
        abstract = True

    @classmethod
    def fact_names(cls):
        """The column names of the facts, in the order of the form."""
        return [field.name for field in ProductFacts._meta.get_fields()]

    def facts(self):
        """The facts as keyword arguments for another row of the same columns."""
        return {name: getattr(self, name) for name in self.fact_names()}

    def publicised(self):
        """The publicised facts as plain JSON values."""
        return {name: getattr(self, name) for name in self.PUBLICISED}

    @property
    def category_text(self):
        return self.category_other or self.get_category_display()

    @property
    def tag_labels(self):
        return [vocabulary.label(vocabulary.PRODUCT_TAGS, tag) for tag in self.tags]

    @property
    def tags_text(self):
        return "、".join(self.tag_labels)

    @property
    def mechanisms_text(self):
        return "、".join(vocabulary.label(vocabulary.MECHANISMS, m) for m in self.mechanisms)

    @property
    def input_sources_text(self):
        return "、".join(vocabulary.label(vocabulary.INPUT_SOURCES, s) for s in self.input_sources)

    @property
    def certifications_text(self):
        names = (vocabulary.label(vocabulary.CERTIFICATIONS, c) for c in self.certifications)
        return "、".join(names)

    @property
    def supply_months_text(self):
        if len(set(self.supply_months)) == 12:
            return "全年"
        return "、".join(f"{month}月" for month in self.supply_months)

    @property
    def output_text(self):
        """年产量 without trailing zeros, with its unit, and whether it is only planned."""
        if self.annual_output is None:
            return ""
        planned = "（计划）" if self.output_is_planned else ""
        return f"{self.annual_output.normalize():f}{self.output_unit}{planned}"

    @property
    def price_text(self):
        """参考价格 in yuan, per sales unit where one was named; "" without a price."""
        if self.reference_price_fen is None:
            return ""
        unit = f"/{self.sales_unit}" if self.sales_unit else ""
        return f"{yuan(self.reference_price_fen)}元{unit}"


def facts_in_range(name):
    """The checks that every table of facts carries; ``name`` prefixes the constraint names."""
    return [
        models.CheckConstraint(
            condition=Q(annual_output__isnull=True) | Q(annual_output__gt=0),
            name=f"{name}_output_positive",
            violation_error_message="年产量必须大于零",
        ),
        models.CheckConstraint(
            condition=Q(persons__isnull=True)
            | Q(households__isnull=True)
            | Q(persons__gte=F("households")),
            name=f"{name}_persons_cover_households",
            violation_error_message="带动人数不得少于带动户数",
        ),
    ]
