"""What a desk asks of others beside the lawful step: opinions, preparation, a look."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from registry.models.secrets import EndingSecret, SecretQuerySet

from .days import day_of

NO_EXPERT = Q(expert_name="", expert_unit="", expert_email="")


class ConsultationQuerySet(models.QuerySet):
    def open(self):
        """Neither answered nor revoked; past their last day they still wait, as late ones."""
        return self.filter(answered_at__isnull=True, revoked_at__isnull=True)

    def asked_of(self, user, offices):
        """Those that ``user``, who belongs to the organisations with codes ``offices``, may answer.

        What is asked of an office may be answered by each of its people, but not by who asked.
        """
        theirs = Q(person=user) | Q(office__code__in=offices)
        return self.filter(theirs).exclude(asked_by=user)


class Consultation(models.Model):
    """征求意见与委派: one question to one colleague, office or outside expert, with a limit.

    An answer is no signature and no condition of one: it stands beside the step that asked. 委派
    lends the preparing of an opinion to a colleague; the task, its limit and the signature stay
    with who lent it.
    """

    class Kind(models.TextChoices):
        OPINION = "opinion", "征求意见"
        PREPARATION = "preparation", "委派"

    class Stance(models.TextChoices):
        AGREE = "agree", "无不同意见"
        REMARKS = "remarks", "有意见建议"
        AGAINST = "against", "不赞成"

    kind = models.CharField("方式", max_length=12, choices=Kind)
    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="consultations", verbose_name="申请产品"
    )
    round = models.PositiveSmallIntegerField("轮次")
    task = models.ForeignKey(
        "viewflow.Task", models.PROTECT, related_name="consultations", verbose_name="任务"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="征求单位"
    )
    question = models.TextField("事项", max_length=1000)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="被征求人",
    )
    office = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="被征求单位",
    )
    expert_name = models.CharField("专家姓名", max_length=40, blank=True)
    expert_unit = models.CharField("专家单位", max_length=80, blank=True)
    expert_email = models.EmailField("专家电子邮箱", blank=True)
    due_on = models.DateField("答复期限", help_text="当日仍可答复")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="征求人"
    )
    asked_at = models.DateTimeField("征求时间")
    reminded_at = models.DateTimeField("提醒时间", null=True, blank=True)
    stance = models.CharField("态度", max_length=8, choices=Stance, blank=True)
    answer = models.TextField("答复", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
        help_text="专家凭链接答复的，此项为空",
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    revoked_because = models.CharField("撤销理由", max_length=300, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见与委派"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, office__isnull=True) & NO_EXPERT
                | Q(person__isnull=True, office__isnull=False) & NO_EXPERT
                | Q(person__isnull=True, office__isnull=True)
                & ~(Q(expert_name="") | Q(expert_unit="") | Q(expert_email="")),
                name="consultation_asks_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind="preparation") | Q(person__isnull=False),
                name="consultation_is_lent_to_a_colleague",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("asked_by")),
                name="consultation_asks_another",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="consultation_asks_something"),
            models.CheckConstraint(
                condition=Q(due_on__gte=day_of("asked_at")),
                name="consultation_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True, answered_by__isnull=True, stance="", answer=""
                )
                | Q(answered_at__gte=F("asked_at"))
                & ~Q(answer="")
                & ~Q(stance="")
                & (Q(answered_by__isnull=False) | ~Q(expert_name="")),
                name="consultation_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_because="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False, answered_at__isnull=True)
                & ~Q(revoked_because=""),
                name="consultation_revocation_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_kind_display()}：{self.addressee}"

    @property
    def addressee(self):
        """Whom it asks, in words."""
        if self.person_id:
            return f"{self.person}"
        expert = f"{self.expert_unit} {self.expert_name}".strip()
        return f"{self.office}" if self.office_id else expert

    @property
    def is_open(self):
        return self.answered_at is None and self.revoked_at is None

    @property
    def is_of_expert(self):
        return bool(self.expert_email)

    @property
    def came_late(self):
        """Whether the answer came after the step that asked had ended: on record, no more."""
        turn = self.task.turn
        return bool(self.answered_at and turn.finished_at and turn.finished_at < self.answered_at)


class ExpertAddress(EndingSecret):
    """专家答复地址: opens one question to an outside expert, until its last day is over."""

    consultation = models.OneToOneField(
        Consultation, models.PROTECT, related_name="address", verbose_name="征求意见"
    )

    objects = SecretQuerySet.as_manager()

    class Meta(EndingSecret.Meta):
        verbose_name = verbose_name_plural = "专家答复地址"

    def __str__(self):
        return f"{self.consultation}"


class Circular(models.Model):
    """传阅: an application shown to colleagues for their knowledge; nothing waits for them."""

    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="circulars", verbose_name="申请"
    )
    note = models.CharField("说明", max_length=300)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="送阅人"
    )
    sent_at = models.DateTimeField("送阅时间")

    class Meta:
        verbose_name = verbose_name_plural = "传阅"
        ordering = ["sent_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="circular_says_why")]

    def __str__(self):
        return f"{self.application} 传阅"

    @property
    def has_unread(self):
        """Whether there is a copy that could still be withdrawn."""
        return any(not copy.read_at and not copy.withdrawn_at for copy in self.copies.all())


class CircularCopyQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True, withdrawn_at__isnull=True)


class CircularCopy(models.Model):
    """传阅件: what one reader was sent; reading is their own word, given once."""

    circular = models.ForeignKey(
        Circular, models.PROTECT, related_name="copies", verbose_name="传阅"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="阅件人"
    )
    read_at = models.DateTimeField("已阅时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("收回时间", null=True, blank=True)

    objects = CircularCopyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "传阅件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["circular", "reader"], name="circularcopy_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="circularcopy_read_or_withdrawn",
            ),
        ]

    def __str__(self):
        return f"{self.circular}：{self.reader}"
