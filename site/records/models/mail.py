"""The outbox: every message that the house wants to send, written in the business transaction."""

from django.db import models
from django.db.models import Q


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, at):
        """Waiting, and its next attempt has come; oldest first."""
        waiting = self.filter(state=OutgoingMail.State.WAITING)
        return waiting.filter(Q(due_at__isnull=True) | Q(due_at__lte=at)).order_by("pk")

    def stuck(self, before):
        """What an operator must look at: dead, doubtful, or begun or waiting since ``before``."""
        late = Q(state=OutgoingMail.State.WAITING, written_at__lt=before)
        broken = Q(state=OutgoingMail.State.SENDING, begun_at__lt=before)
        states = [OutgoingMail.State.DEAD, OutgoingMail.State.DOUBTFUL]
        return self.filter(late | broken | Q(state__in=states)).order_by("pk")


class OutgoingMail(models.Model):
    """待发邮件: one message to one recipient; its words are wiped once it has left the house.

    ``sending`` is written before the mail server is spoken to and ``sent`` after it answered. A
    crash in between leaves ``sending`` behind: nobody knows whether it left, so it is never sent
    again by itself.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", "邮件"
        TEXT = "text", "短信"

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发出"
        DOUBTFUL = "doubtful", "是否发出不明"
        DEAD = "dead", "未能发出"

    channel = models.CharField("渠道", max_length=4, choices=Channel, default=Channel.MAIL)
    message_id = models.CharField("邮件标识", max_length=120, unique=True)
    key = models.CharField(
        "去重标识", max_length=160, unique=True, null=True, blank=True, help_text="相同的只写一次"
    )
    sender = models.CharField("发件人", max_length=254)
    recipient = models.CharField("收件人", max_length=254)
    subject = models.CharField("主题", max_length=300)
    body = models.TextField("正文", blank=True)
    html = models.TextField("网页正文", blank=True)
    headers = models.JSONField("邮件头", default=dict, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    written_at = models.DateTimeField("写入时间", auto_now_add=True)
    due_at = models.DateTimeField("下次发送时间", null=True, blank=True)
    begun_at = models.DateTimeField("开始发送时间", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    error = models.CharField("最近的错误", max_length=200, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待发邮件"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outgoingmail_sent_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.subject}（{self.get_state_display()}）"
