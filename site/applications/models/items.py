"""Items: one product of an application, with a fate of its own, and how that fate ended."""

import uuid

from django.db import models
from django.db.models import Q

from catalog.models.facts import ProductFacts, facts_in_range
from registry.listed_words import REFUSAL, help_on, refusal_reasons
from rules import vocabulary

from .applications import Application


class ItemQuerySet(models.QuerySet):
    def scope(self, user):
        """The items of the applications that ``user`` may see."""
        return self.filter(application__in=Application.objects.scope(user))

    def under_way(self):
        """Submitted and not yet ended."""
        return self.filter(process__isnull=False, outcome__isnull=True)


class Item(ProductFacts):
    """申请产品: a product under review; its position is its Viewflow task, nothing else."""

    uid = models.UUIDField("事项标识", default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="items", verbose_name="申请"
    )
    position = models.PositiveSmallIntegerField("序号", default=1)
    renewal_of = models.ForeignKey(
        "catalog.Certificate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="再次申请的原目录条目",
    )
    process = models.OneToOneField(
        "viewflow.Process",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="item",
        verbose_name="流程",
    )
    round = models.PositiveSmallIntegerField("轮次", default=1)
    publicised_facts = models.JSONField("已公示内容", null=True, blank=True)
    certificate = models.OneToOneField(
        "catalog.Certificate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="item",
        verbose_name="目录条目",
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申请产品"
        ordering = ["application", "position", "pk"]
        indexes = [models.Index(fields=["-application", "position", "id"], name="item_newest")]
        constraints = [
            *facts_in_range("item"),
            models.UniqueConstraint(
                fields=["renewal_of"],
                condition=Q(process__isnull=True),
                name="item_one_renewal_draft",
                violation_error_message="该目录条目已有一份填写中的再次申请",
            ),
        ]

    def __str__(self):
        return self.name or "（未命名产品）"

    @property
    def is_ended(self):
        return hasattr(self, "outcome")

    @property
    def needs_notice(self):
        """Whether these facts have not yet stood a whole district window (A12: not twice).

        A column that was not kept when they stood is taken as unchanged.
        """
        before, now = self.publicised_facts, self.publicised()
        return before is None or now | before != now


class Outcome(models.Model):
    """结果: how an item ended. One row at most, so no item ever reaches two ends."""

    class Kind(models.TextChoices):
        LISTED = "listed", "已列入目录"
        REFUSED = "refused", "不予认定"
        WITHDRAWN = "withdrawn", "已撤回"
        TERMINATED = "terminated", "终止"

    class Level(models.TextChoices):
        APPLICANT = "applicant", "申请单位"
        STATION = "station", vocabulary.STATION
        DISTRICT = "district", "区级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"

    item = models.OneToOneField(
        Item, models.PROTECT, related_name="outcome", verbose_name="申请产品"
    )
    kind = models.CharField("结果", max_length=10, choices=Kind)
    level = models.CharField("作出层级", max_length=10, choices=Level)
    reason_code = models.CharField("理由代码", max_length=20, choices=refusal_reasons, blank=True)
    reasons = models.TextField("理由", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "结果"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="refused") | (~Q(reasons="") & ~Q(reason_code="")),
                name="outcome_refusal_has_reasons",
            )
        ]

    def __str__(self):
        return f"{self.item} {self.get_kind_display()}"

    @property
    def advice(self):
        """What the applicant can do about a refusal; "" of any other end."""
        is_refused = self.kind == self.Kind.REFUSED
        return help_on(REFUSAL, self.reason_code) if is_refused else ""
