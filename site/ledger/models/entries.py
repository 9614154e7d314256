"""What the entries of every ledger share: whose, which number, voucher, made void (R47)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rules.refusal import Refused


def _who(title):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=title,
    )


class EntryQuerySet(models.QuerySet):
    """Entries stay: a wrong one is made void, with a reason, and another takes its number."""

    def standing(self):
        return self.filter(voided_at__isnull=True)

    def returned(self):
        """Sent back for a correction that has not come yet."""
        return self.standing().filter(returned_at__isnull=False)

    def delete(self):
        raise Refused(["台账记录不得删除，有误的请作废"])


class LedgerEntry(models.Model):
    """One line of a ledger. Which of its columns may be filled in later the ledger says."""

    unit = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="填报单位"
    )
    number = models.CharField("编号", max_length=40)
    voucher = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="凭证",
    )
    later_voucher = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="补充凭证",
        help_text="证明后来补填的内容，如补贴兑现、合同履行、场所关闭",
    )
    batch = models.ForeignKey(
        "ledger.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="导入批次",
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = _who("作废人")
    void_reason = models.CharField("作废原因", max_length=100, blank=True)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_by = _who("退回人")
    return_reason = models.CharField("退回原因", max_length=100, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.number

    def delete(self, *args, **kwargs):
        raise Refused(["台账记录不得删除，有误的请作废"])

    @property
    def vouchers(self):
        """``[(name of the column, file)]`` of what proves the entry."""
        columns = ("voucher", "later_voucher")
        return [(each, getattr(self, each)) for each in columns if getattr(self, f"{each}_id")]

    @property
    def empty_voucher(self):
        """The column into which a further voucher goes; "" once both are filled."""
        columns = ("voucher", "later_voucher")
        return next((each for each in columns if getattr(self, f"{each}_id") is None), "")


def _together(stem, adjective, model):
    """The day, the person and the reason of an act on an entry: all of them or none."""
    at, by, reason = f"{adjective}_at", f"{adjective}_by", f"{stem}_reason"
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True, reason: ""})
        | (Q(**{f"{at}__isnull": False, f"{by}__isnull": False}) & ~Q(**{reason: ""})),
        name=f"{model}_{stem}_whole",
    )


def entry_constraints(model, *, number_within=("unit",)):
    """What the database refuses of the entries of ``model``; a number is given once ``within``."""
    return [
        models.UniqueConstraint(
            fields=[*number_within, "number"],
            condition=Q(voided_at__isnull=True),
            name=f"{model}_number_once",
        ),
        models.CheckConstraint(condition=~Q(number=""), name=f"{model}_has_number"),
        _together("void", "voided", model),
        _together("return", "returned", model),
    ]


def in_order(first, last, name):
    """The check that ``last``, where it is filled, is no earlier than ``first``."""
    return models.CheckConstraint(
        condition=Q(**{f"{last}__isnull": True})
        | Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__gte": models.F(first)}),
        name=name,
        violation_error_message="结束日期不得早于开始日期",
    )
