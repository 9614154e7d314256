"""Viewflow's process and task as seen from here, and whose turn it is until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from viewflow.workflow.models import Process, Task

from ..whole_items import BY_PROCESS


class CertificationProcess(Process):
    """认定流程: the engine's process; the paper is ``process.item``, conditions are named here."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "认定流程"

    @property
    def item(self):
        """The paper, read with what an act asks of it where nobody has read it yet."""
        if not Process.item.is_cached(self) and (item := BY_PROCESS.first(self.pk)):
            Process.item.__set__(self, item)
        return Process.item.__get__(self)

    @item.setter
    def item(self, item):
        Process.item.__set__(self, item)

    @property
    def paper(self):
        """What operations and the clock tell of; every process has one."""
        return self.item


class CertificationTask(Task):
    """认定任务: the engine's task; its times and limits are in its :class:`Turn`."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "认定任务"


class ChangeProcess(Process):
    """变更流程: the engine's process of one change report, ``process.change``."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "变更流程"

    @property
    def item(self):
        """The listed product that the report is about; whose turn it is, is told of it."""
        return self.change.certificate.item

    @property
    def paper(self):
        return self.item


class ChangeTask(Task):
    """变更任务: the engine's task in a change report; its limit is in its :class:`Turn`."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "变更任务"


class DishonestyProcess(Process):
    """失信登记流程: the engine's process of one entry, about a unit and no product.

    It holds the entry, not the other way round: Viewflow's rows know the users, who are the
    registry's.
    """

    #: What operations and queues ask of every process; here there is none.
    item = None

    entry = models.OneToOneField(
        "registry.DishonestyEntry", models.PROTECT, related_name="process", verbose_name="失信登记"
    )

    case = models.ForeignKey(
        "workflow.ChangeReport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dishonesty",
        verbose_name="来源案件",
    )

    class Meta:
        verbose_name = verbose_name_plural = "失信登记流程"

    @property
    def paper(self):
        return self.entry


class DishonestyTask(Task):
    """失信登记任务: the engine's task about a unit; its times stand on the entry."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "失信登记任务"


class ComplaintProcess(Process):
    """投诉举报流程: the engine's process of one complaint, which may be about no product.

    It holds the complaint, not the other way round: the complaint's room knows no flow.
    """

    item = None

    complaint = models.OneToOneField(
        "supervision.Complaint", models.PROTECT, related_name="process", verbose_name="投诉举报"
    )

    class Meta:
        verbose_name = verbose_name_plural = "投诉举报流程"

    @property
    def paper(self):
        return self.complaint


class ComplaintTask(Task):
    """投诉举报任务: the engine's task about a complaint; its limit is in its :class:`Turn`."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "投诉举报任务"


class BulletinProcess(Process):
    """通报流程: the engine's process of one quarterly bulletin, about no product."""

    #: What operations and queues ask of every process; here there is none.
    item = None

    bulletin = models.OneToOneField(
        "ledger.Bulletin", models.PROTECT, related_name="process", verbose_name="季度通报"
    )

    class Meta:
        verbose_name = verbose_name_plural = "通报流程"

    @property
    def paper(self):
        return self.bulletin


class BulletinTask(Task):
    """通报任务: the engine's task about a bulletin; its times stand on the bulletin."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "通报任务"


class TurnQuerySet(models.QuerySet):
    def of_papers(self):
        """Turns at papers and change reports; a complaint is nobody's paper and has no product."""
        return self.filter(item__isnull=False)


class Turn(models.Model):
    """办理时限: when a task arrived, by which day it is due, and when somebody took it."""

    task = models.OneToOneField(Task, models.PROTECT, related_name="turn", verbose_name="任务")
    item = models.ForeignKey(
        "applications.Item",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="turns",
        verbose_name="申请产品",
        help_text="空：投诉举报的环节",
    )
    arrived_at = models.DateTimeField("到达时间")
    due_on = models.DateField("办理期限", null=True, blank=True)
    due_is_provisional = models.BooleanField("期限为暂计", default=False)
    working_days = models.PositiveSmallIntegerField(
        "给予的工作日",
        null=True,
        blank=True,
        help_text="自到达次日起计；空：不限期，或期限由所办事项决定",
    )
    claimed_at = models.DateTimeField("签收时间", null=True, blank=True)
    opened_at = models.DateTimeField(
        "打开时间", null=True, blank=True, help_text="最近一次由可以办理的人打开"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="打开人",
        db_index=False,
    )
    finished_at = models.DateTimeField("办结时间", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办结人",
        db_index=False,
        help_text="空：尚未办结，或因撤回、终止而取消",
    )

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理时限"
        indexes = [
            models.Index(
                fields=["due_on", "arrived_at"],
                condition=Q(finished_at__isnull=True),
                name="turn_open_by_due",
            ),
            models.Index(fields=["done_by", "-finished_at", "-id"], name="turn_done"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True) | Q(claimed_at__gte=F("arrived_at")),
                name="turn_claimed_after_arrival",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="turn_opened_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(finished_at__isnull=False),
                name="turn_done_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("arrived_at")),
                name="turn_finished_after_arrival",
            ),
        ]

    def __str__(self):
        return f"{self.paper} {self.task.flow_task.task_title}"

    @property
    def paper(self):
        """The product, or the complaint, that the turn is about."""
        return self.item or self.task.process.coerced.paper
