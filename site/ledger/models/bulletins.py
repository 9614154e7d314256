"""Quarterly bulletins of the lead units and the district, and who was given them (R49, R50)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.models.organisations import with_closed
from registry.models.receipts import Receipt
from rules.sales import quarter_words

from .periods import PeriodClose
from .tasks import TaskUnit

USER = settings.AUTH_USER_MODEL


def _person(title):
    return models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=title
    )


def _whole(name, stem):
    """An act is whole: its moment and its person together, or neither."""
    nothing = {f"{stem}_at__isnull": True, f"{stem}_by__isnull": True}
    whole = {f"{stem}_at__isnull": False, f"{stem}_by__isnull": False}
    return models.CheckConstraint(condition=Q(**nothing) | Q(**whole), name=name)


class BulletinQuerySet(models.QuerySet):
    def open(self):
        """Neither issued nor void."""
        return self.filter(issued_at__isnull=True, voided_at__isnull=True)

    def issued(self):
        return self.filter(issued_at__isnull=False)

    def standing(self):
        """Issued, and no issued correction has taken its place."""
        return self.issued().filter(
            Q(correction__isnull=True) | Q(correction__issued_at__isnull=True)
        )

    def late(self, on):
        return self.open().filter(due_on__lt=on)


class Bulletin(models.Model):
    """季度通报: what one unit, or the office, tells of one closed quarter; figures by reference."""

    class Kind(models.TextChoices):
        LEAD_UNIT = "lead_unit", "牵头单位通报"
        DISTRICT = "district", "全区通报"

    kind = models.CharField("种类", max_length=12, choices=Kind)
    close = models.ForeignKey(
        PeriodClose, models.PROTECT, related_name="bulletins", verbose_name="统计关账"
    )
    unit = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="bulletins", verbose_name="通报单位"
    )
    due_on = models.DateField("通报期限")
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name="更正的通报",
    )
    correction_reason = models.CharField("更正原因", max_length=300, blank=True)
    text = models.TextField("正文", max_length=20000, blank=True)
    lists = models.JSONField("表扬和督促", default=dict, blank=True)
    number = models.CharField("期号", max_length=40, blank=True)
    return_reason = models.CharField("退回原因", max_length=500, blank=True)
    drafted_at = models.DateTimeField("拟稿时间", null=True, blank=True)
    drafted_by = _person("拟稿人")
    checked_at = models.DateTimeField("核稿时间", null=True, blank=True)
    checked_by = _person("核稿人")
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_by = _person("签发人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "季度通报"
        ordering = ["-close__quarter", "-kind", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["close", "unit", "kind"],
                condition=Q(corrects__isnull=True),
                name="bulletin_once",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | Q(corrects__isnull=False) & ~Q(correction_reason=""),
                name="bulletin_correction_is_reasoned",
                violation_error_message="更正通报须写明原因",
            ),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="bulletin_numbered_once"
            ),
            _whole("bulletin_draft_is_whole", "drafted"),
            _whole("bulletin_check_is_whole", "checked"),
            _whole("bulletin_issue_is_whole", "issued"),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, number="")
                | Q(issued_at__gte=F("checked_at"), checked_at__gte=F("drafted_at"))
                & ~Q(number="")
                & ~Q(text="")
                & ~Q(issued_by=F("checked_by"))
                & ~Q(issued_by=F("drafted_by"))
                & ~Q(checked_by=F("drafted_by")),
                name="bulletin_takes_three_hands",
                violation_error_message="通报须经拟稿、核稿、签发三人",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(issued_at__isnull=True),
                name="bulletin_issued_is_not_void",
            ),
        ]

    def __str__(self):
        mark = "（更正）" if self.corrects_id else ""
        return f"{self.unit}{quarter_words(self.close.quarter)}{self.get_kind_display()}{mark}"

    @property
    def state(self):
        """How far it is, in words; where it waits is the engine's to say."""
        for reached, word in (
            (self.voided_at, "已作废"),
            (self.issued_at, "已签发"),
            (self.checked_at, "待签发"),
            (self.drafted_at, "待核稿"),
            (self.return_reason, "已退回"),
        ):
            if reached:
                return word
        return "待拟稿"

    def leads(self):
        """Where its unit leads a task, or came after the unit that did and tells nothing itself."""
        others = self.close.bulletins.filter(kind=self.Kind.LEAD_UNIT).exclude(unit=self.unit_id)
        rows = TaskUnit.objects.filter(organisation__in=with_closed([self.unit.code]))
        return rows.filter(role=TaskUnit.Role.LEAD).exclude(organisation__in=others.values("unit"))

    @property
    def corrected_by(self):
        """The issued bulletin that took its place, or None."""
        correction = Bulletin.objects.issued().filter(corrects=self)
        return correction.first()

    @property
    def is_superseded(self):
        """Whether its quarter was opened again since: a later version has other figures."""
        return self.close.reopened_at is not None


class BulletinRecipient(Receipt):
    """通报收文: one organisation that was given a bulletin, and who first read it there (R02)."""

    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, related_name="recipients", verbose_name="季度通报"
    )

    class Meta(Receipt.Meta):
        verbose_name = verbose_name_plural = "通报收文"
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "organisation"], name="bulletinrecipient_once"
            ),
            *Receipt.Meta.constraints,
        ]

    def __str__(self):
        return f"{self.bulletin} → {self.organisation}"
