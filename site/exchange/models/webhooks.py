"""Who is told when something public changes, what each was told, and whether it arrived."""

import base64
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.vault import SealedTextField

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret():
    """A key for HMAC-SHA256 as Standard Webhooks writes it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


class SubscriberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(stopped_at=None)


class WebhookSubscriber(models.Model):
    """接收系统: another front end that is told of changes at its ``address``.

    ``cursor`` is the last number of ``/api/v1/changes`` of which it has a notice here.
    """

    title = models.CharField("名称", max_length=60)
    address = models.URLField("接收地址", max_length=300)
    kinds = models.JSONField("种类", default=list, help_text="空为全部")
    secret = SealedTextField("签名密钥", default=new_secret, editable=False)
    cursor = models.PositiveBigIntegerField("变动序号")
    made_at = models.DateTimeField("登记时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    stopped_at = models.DateTimeField("停止时间", null=True)
    stop_reason = models.CharField("停止原因", max_length=100, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接收系统"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) ^ ~Q(stop_reason=""),
                name="webhooksubscriber_stopped_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(stopped_at__isnull=True),
                name="webhooksubscriber_once_per_address",
            ),
        ]

    def __str__(self):
        return self.title


class NoticeQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(state__in=(WebhookNotice.State.WAITING, WebhookNotice.State.SENDING))

    def due(self, at):
        """What may be sent at ``at``: of one thing only the oldest, so that none overtakes."""
        earlier = WebhookNotice.objects.unfinished().filter(
            subscriber=models.OuterRef("subscriber"),
            kind=models.OuterRef("kind"),
            key=models.OuterRef("key"),
            pk__lt=models.OuterRef("pk"),
        )
        rows = self.unfinished().filter(due_at__lte=at, subscriber__stopped_at=None)
        return rows.filter(~models.Exists(earlier)).order_by("pk")


class WebhookNotice(models.Model):
    """变动通知: one change as one subscriber is told of it; the words are those of every try."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENDING = "sending", "发送中"
        DELIVERED = "delivered", "已送达"
        FAILED = "failed", "发送失败"
        REPLACED = "replaced", "已有更新的通知"

    subscriber = models.ForeignKey(
        WebhookSubscriber, models.PROTECT, related_name="notices", verbose_name="接收系统"
    )
    uid = models.UUIDField("通知编号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("种类", max_length=12)
    key = models.CharField("编号", max_length=40, blank=True)
    sequence = models.PositiveBigIntegerField("变动序号", null=True, help_text="测试通知没有")
    body = models.TextField("内容")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField("下次发送时间")
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变动通知"
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "sequence"], name="webhooknotice_once_per_change"
            )
        ]

    def __str__(self):
        return f"{self.subscriber} {self.sequence or '测试'}"


class WebhookAttempt(models.Model):
    """通知发送记录: one try to tell a subscriber, and what it answered."""

    notice = models.ForeignKey(
        WebhookNotice, models.CASCADE, related_name="tries", verbose_name="变动通知"
    )
    at = models.DateTimeField("时间")
    outcome = models.CharField("结果", max_length=10, choices=WebhookNotice.State)
    reason = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知发送记录"
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.notice} {self.at:%Y-%m-%d %H:%M}"
