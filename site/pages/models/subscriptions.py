"""Who has news of the site by mail: of what, since when, and nothing more about anybody."""

import uuid

from django.db import models
from django.db.models import Q

from files.vault import SealedTextField


class MailTopic(models.Model):
    """订阅内容: a feed, narrowed or not, that somebody has by mail, and what of it was mailed.

    ``name`` is the feed and what narrows it, as its address says it: ``catalogue?township=…``.
    ``known_keys`` are the keys of its entries that need no mail any more.
    """

    name = models.CharField("订阅范围", max_length=300, unique=True)
    title = models.CharField("名称", max_length=120)
    known_keys = models.JSONField("已经告知的内容", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "订阅内容"
        ordering = ["name"]

    def __str__(self):
        return self.title


class MailSubscriptionQuerySet(models.QuerySet):
    def open(self):
        """Neither ended nor given up; confirmed or not."""
        return self.filter(ended_at__isnull=True)

    def confirmed(self):
        return self.open().filter(confirmed_at__isnull=False)


class MailSubscription(models.Model):
    """邮件订阅: one address that has one topic by mail, once its owner has confirmed it.

    The address is sealed; its keyed digest only tells that it is the same one. Both go at once
    when the subscription ends, the row some days later.
    """

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    topic = models.ForeignKey(
        MailTopic, models.PROTECT, related_name="subscriptions", verbose_name="订阅内容"
    )
    address = SealedTextField("电子邮箱", blank=True)
    address_digest = models.CharField("电子邮箱摘要", max_length=64, blank=True)
    asked_at = models.DateTimeField("申请时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("退订时间", null=True, blank=True)

    objects = MailSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邮件订阅"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "address_digest"],
                condition=Q(ended_at__isnull=True),
                name="mailsubscription_once_per_topic",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(address="", address_digest=""),
                name="mailsubscription_ended_keeps_no_address",
            ),
        ]

    def __str__(self):
        return f"邮件订阅 {self.pk}"
