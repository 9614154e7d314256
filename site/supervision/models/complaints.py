"""Complaints about products, applicants, venues and people, from any source (任务4, §2.8)."""

from django.conf import settings
from django.db import models
from django.db.models import Case, DateField, F, Q, When

from doors.models import Receipted
from files.vault import SealedTextField
from registry.models import Tie
from registry.models.organisations import with_closed
from registry.permissions import organisations
from registry.roles import Permission
from rules.lifecycle import ComplaintState
from rules.vocabulary import (
    COMPLAINT_ACTIONS,
    COMPLAINT_CATEGORIES,
    COMPLAINT_SOURCES,
    COMPLAINT_SUBJECTS,
    FEEDBACK_CHANNELS,
)

STATES = [(state.value, state.label) for state in ComplaintState]
CLOSED = ComplaintState.CLOSED.value
#: Accepted and not yet decided: what is complained of is not listed meanwhile (A11).
BEING_LOOKED_INTO = (ComplaintState.ACCEPTED.value, ComplaintState.INVESTIGATING.value)
DECIDED = ("decided", "fed_back", "closed")
JOINED = ComplaintState.JOINED.value
#: Not yet decided by anybody, whether or not it was accepted.
UNDECIDED = (ComplaintState.RECEIVED.value, *BEING_LOOKED_INTO, JOINED)
#: Answered in substance; whoever reported it is to be told.
TO_FEED_BACK = (
    ComplaintState.NOT_ACCEPTED.value,
    ComplaintState.TRANSFERRED.value,
    ComplaintState.DECIDED.value,
)
#: What is done about each after the decision, within which limit of the rule set.
AFTERWARDS = {
    **dict.fromkeys(TO_FEED_BACK, "complaint_feedback_days"),
    ComplaintState.FED_BACK.value: "complaint_finish_days",
}
#: What a complaint in each state waits for, in the words of a desk.
WAITS_FOR = {
    ComplaintState.RECEIVED: "受理",
    ComplaintState.ACCEPTED: "调查",
    ComplaintState.INVESTIGATING: "调查处理",
    ComplaintState.JOINED: "主件处理",
    ComplaintState.NOT_ACCEPTED: "反馈",
    ComplaintState.TRANSFERRED: "反馈",
    ComplaintState.DECIDED: "反馈",
    ComplaintState.FED_BACK: "办结",
}
#: :attr:`Complaint.due_on` as the database computes it.
LIMIT = Case(
    When(state=ComplaintState.RECEIVED.value, then=F("accept_due_on")),
    When(state__in=(*BEING_LOOKED_INTO, JOINED), then=F("finish_due_on")),
    When(state__in=tuple(AFTERWARDS), then=F("next_due_on")),
    output_field=DateField(),
)


def breadth_of_sight(user):
    """What of the office's complaints ``user`` may know of: all, those about things, or none."""
    if organisations(user, Permission.LEAD_COMPLAINTS):
        return "all"
    return "things" if organisations(user, Permission.SEE_COMPLAINTS) else "none"


class ComplaintQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(state=CLOSED)

    def unresolved(self):
        """Nobody has decided yet, or what was ordered is not yet seen to (A11)."""
        ordered = Q(action="correct") | Q(leading__action="correct")
        return self.filter(Q(state__in=UNDECIDED) | ordered & Q(state__in=DECIDED[:2]))

    def upheld(self, action):
        """Decided so, in its own name or in that of the one it was joined to."""
        return self.filter(Q(action=action) | Q(leading__action=action))

    def about_the_same(self, complaint):
        """Others that name all that ``complaint`` names, so that no measure misses it."""
        is_person = Q(subject_kind="person")
        rows = self.filter(is_person if complaint.subject_kind == "person" else ~is_person)
        names = ("certificate", "item", "applicant", "about_user")
        named = {name: getattr(complaint, f"{name}_id") for name in names}
        return rows.filter(**{name: key for name, key in named.items() if key})

    def could_lead(self, complaint):
        """Undecided ones about the same thing, to which ``complaint`` may be joined."""
        rows = self.about_the_same(complaint).filter(state__in=UNDECIDED, leading=None)
        return rows.exclude(pk=complaint.pk)

    def with_limit(self):
        return self.annotate(limit=LIMIT)

    def late(self, on):
        """Past the day of their next act."""
        return self.with_limit().filter(limit__lt=on)

    def scope(self, user):
        """What ``user`` may know of: never what is about the user, and tied people not at all.

        Complaints about people belong to the head of the office; a bureau sees what it was given,
        or whoever it came after.
        """
        bureaus = organisations(user, Permission.SEE_COMPLAINTS_OF_UNIT)
        return self.seen_by(user.pk, breadth_of_sight(user), bureaus)

    def seen_by(self, person, breadth, bureaus):
        """The same of the key ``person``: ``breadth`` as :func:`breadth_of_sight` says it, and the
        codes ``bureaus`` of those whose complaints are seen, or nothing.
        """
        visible = {
            "all": Q(),
            "things": ~Q(subject_kind="person") | Q(handler=person),
            "none": Q(pk__in=[]),
        }[breadth]
        if bureaus and breadth != "all":  # an empty Q beside another is not all of them, but none
            visible |= Q(unit__in=with_closed(bureaus)) & ~Q(subject_kind="person")
        ties = Tie.objects.filter(user=person)
        tied = Q(applicant__isnull=False, applicant__in=ties.values("applicant"))
        own = Q(about_user__isnull=False, about_user=person)
        return self.filter(visible).exclude(own).exclude(tied)


class Complaint(Receipted):
    """投诉举报: one report; who made it is encrypted, and shown to a handler who says why."""

    source = models.CharField("来源", max_length=16, choices=COMPLAINT_SOURCES)
    received_at = models.DateTimeField("收到时间")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    person_name = SealedTextField("姓名", blank=True)
    person_contact = SealedTextField("联系方式", blank=True)
    subject_kind = models.CharField("被反映对象", max_length=10, choices=COMPLAINT_SUBJECTS)
    about_text = models.CharField("对象名称", max_length=120)
    certificate = models.ForeignKey(
        "catalog.Certificate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="目录条目",
    )
    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="被投诉单位",
    )
    item = models.ForeignKey(
        "applications.Item",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="被投诉的申请产品",
    )
    late_entry = models.ForeignKey(
        "publicity.PublicityEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="late_objections",
        verbose_name="逾期异议所对的公示内容",
        help_text="公示期满后收到的异议，作为投诉举报办理",
    )
    about_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="被反映人",
    )
    category = models.CharField("类别", max_length=16, choices=COMPLAINT_CATEGORIES)
    content = models.TextField("内容", max_length=4000)
    state = models.CharField("状态", max_length=16, choices=STATES, default="received")
    unit = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承办单位",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承办人",
    )
    leading = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name="主件",
        help_text="并案办理的，由主件处理后一并答复",
    )
    accept_due_on = models.DateField("受理期限")
    finish_due_on = models.DateField("办结期限", null=True, blank=True)
    due_is_provisional = models.BooleanField("期限为暂计", default=False)
    next_due_on = models.DateField("反馈或者办结期限", null=True, blank=True)
    is_extended = models.BooleanField("已延期", default=False)
    action = models.CharField("处理措施", max_length=12, choices=COMPLAINT_ACTIONS, blank=True)
    findings = models.TextField("调查情况", blank=True)
    public_summary = models.TextField("公开答复", max_length=1000, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )

    dishonesty = models.ForeignKey(
        "registry.DishonestyEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="失信登记",
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投诉举报"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "received_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, action="")
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(action="")
                    & ~Q(findings="")
                ),
                name="complaint_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(about_user__isnull=True)
                | Q(handler__isnull=True)
                | ~Q(handler=F("about_user")),
                name="complaint_never_handled_by_its_subject",
                violation_error_message="被反映人不得承办该件",
            ),
            models.CheckConstraint(
                condition=Q(about_user__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("about_user")),
                name="complaint_never_decided_by_its_subject",
                violation_error_message="被反映人不得处理该件",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "not_accepted", "transferred"])
                | Q(finish_due_on__isnull=False)
                | Q(state__in=["fed_back", "closed"]),
                name="complaint_accepted_has_a_limit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*AFTERWARDS]) | Q(next_due_on__isnull=False),
                name="complaint_answered_has_a_limit",
            ),
            models.CheckConstraint(
                condition=~Q(state="joined") | Q(leading__isnull=False),
                name="complaint_joined_has_a_leading_one",
            ),
            models.CheckConstraint(
                condition=Q(leading__isnull=True)
                | (~Q(leading=F("id")) & ~Q(state__in=["received", "accepted", "investigating"])),
                name="complaint_leading_is_another",
            ),
        ]

    def __str__(self):
        return f"投诉举报 {self.number}"

    @property
    def is_anonymous(self):
        return not self.person_name

    @property
    def step(self):
        """What it waits for; of a closed one, that it is closed."""
        return WAITS_FOR.get(self.state) or self.get_state_display()

    @property
    def answer(self):
        """What whoever reported it reads: of one joined to another, the other's public answer."""
        return self.public_summary or (self.leading.public_summary if self.leading else "")

    @property
    def due_on(self):
        """The day by which its next act is due; None once it is closed."""
        return getattr(self, self.due_column) if self.due_column else None

    @property
    def due_column(self):
        """The name of the column that holds :attr:`due_on`; empty once it is closed."""
        if self.state == ComplaintState.RECEIVED:
            return "accept_due_on"
        if self.state in AFTERWARDS:
            return "next_due_on"
        return "finish_due_on" if self.state in UNDECIDED else ""


class ComplaintStep(models.Model):
    """办理过程: one state a complaint came to; ``public_text`` is for whoever has its code."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="steps", verbose_name="投诉举报"
    )
    state = models.CharField("状态", max_length=16, choices=STATES)
    at = models.DateTimeField("时间")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    note = models.TextField("内部说明", blank=True)
    public_text = models.CharField("对外说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理过程"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.complaint} {self.get_state_display()}"


class Feedback(models.Model):
    """反馈: what the complainant was told, by which way; without one no complaint is closed."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="feedbacks", verbose_name="投诉举报"
    )
    channel = models.CharField("方式", max_length=8, choices=FEEDBACK_CHANNELS)
    text = models.TextField("反馈内容", max_length=2000)
    given_at = models.DateTimeField("反馈时间")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="反馈人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "反馈"
        ordering = ["given_at"]

    def __str__(self):
        return f"{self.complaint} {self.get_channel_display()}"
