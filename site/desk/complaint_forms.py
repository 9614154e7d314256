"""What an officer fills in about a complaint: the intake of a call, and each act on it."""

from django import forms

from doors.guarded_forms import EvidenceField
from doors.text_forms import TextForm
from registry.models import Membership, Organisation, User
from registry.roles import Permission, words_with
from rules.periods import local_day
from rules.vocabulary import (
    COMPLAINT_ACTIONS,
    COMPLAINT_CATEGORIES,
    COMPLAINT_SOURCES,
    COMPLAINT_SUBJECTS,
    FEEDBACK_CHANNELS,
    FINDING_REASONS,
)
from supervision.forms import certificate_called
from supervision.models import Complaint

from .opinion_forms import long_text

SOURCES = [(word, title) for word, title in COMPLAINT_SOURCES if word != "web"]


class IntakeForm(TextForm):
    """A minute at the phone: what the caller says, and as much of who it is as is offered."""

    must = ("content",)
    source = forms.ChoiceField(label="来源", choices=SOURCES)
    subject_kind = forms.ChoiceField(label="反映对象", choices=COMPLAINT_SUBJECTS)
    about_text = forms.CharField(label="名称", required=False, max_length=120)
    certificate_no = forms.CharField(label="证书编号", required=False, max_length=40)
    category = forms.ChoiceField(label="问题类别", choices=COMPLAINT_CATEGORIES)
    content = forms.CharField(
        label="反映的内容", required=False, widget=long_text(6), help_text="按对方所述如实记录"
    )
    person_name = forms.CharField(
        label="称呼", required=False, max_length=40, help_text="匿名可不填；加密保存"
    )
    person_contact = forms.CharField(label="联系方式", required=False, max_length=60)
    evidence = EvidenceField(label="材料（来信扫描件等）")

    def clean_certificate_no(self):
        number = self.cleaned_data["certificate_no"].strip()
        certificate = certificate_called(number) if number else None
        if number and certificate is None:
            raise forms.ValidationError("查不到这个证书编号")
        return certificate

    def values(self):
        values = dict(self.cleaned_data)
        values["certificate"] = values.pop("certificate_no")
        return values


class ActForm(TextForm):
    """One act on one complaint; the policies say what is missing."""

    def __init__(self, *args, complaint, by, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.complaint, self.by, self.on = complaint, by, on
        self.prepare()

    def prepare(self):
        """Choices that depend on the complaint and the day."""


class HandlerForm(ActForm):
    unit = forms.ModelChoiceField(
        Organisation.objects.none(), label="承办单位", empty_label="请选择"
    )
    handler = forms.ModelChoiceField(User.objects.none(), label="承办人", empty_label="请选择")
    note = forms.CharField(label="内部说明", required=False, max_length=1000, widget=long_text(2))

    def prepare(self):
        handlers = words_with(Permission.HANDLE_COMPLAINTS)
        memberships = Membership.objects.filter(role__in=handlers).in_force(self.on)
        people = User.objects.filter(pk__in=memberships.values("user"), is_active=True)
        self.fields["handler"].queryset = people.exclude(pk=self.complaint.about_user_id)
        units = Organisation.objects.filter(pk__in=memberships.values("organisation"))
        self.fields["unit"].queryset = units


class BecauseForm(ActForm):
    must = ("because",)
    because = forms.CharField(
        label="理由",
        required=False,
        max_length=500,
        widget=long_text(3),
        help_text="反映人可以看到",
    )


class TransferForm(ActForm):
    must = ("to", "reference")
    to = forms.CharField(label="接收单位", required=False, max_length=80)
    reference = forms.CharField(label="转办函号", required=False, max_length=60)
    note = forms.CharField(label="内部说明", required=False, max_length=1000, widget=long_text(2))


class LeadingChoice(forms.ModelChoiceField):
    """What an officer tells one complaint from another by; never who made it."""

    def label_from_instance(self, complaint):
        received = f"{local_day(complaint.received_at):%Y-%m-%d}"
        return f"{complaint.number}　{received}　{complaint.about_text}"


class JoinForm(ActForm):
    must = ("leading",)
    leading = LeadingChoice(
        Complaint.objects.none(),
        label="主件",
        required=False,
        empty_label="请选择",
        help_text="只列出反映同一对象、尚未处理的件；主件处理后，本件一并答复，此前可以撤销",
    )
    note = forms.CharField(label="内部说明", required=False, max_length=1000, widget=long_text(2))

    def prepare(self):
        rows = Complaint.objects.scope(self.by).could_lead(self.complaint)
        self.fields["leading"].queryset = rows


class NoteForm(ActForm):
    note = forms.CharField(label="内部说明", required=False, max_length=1000, widget=long_text(2))


class AskForm(ActForm):
    must = ("question",)
    question = forms.CharField(
        label="需要说明的问题",
        required=False,
        max_length=2000,
        widget=long_text(4),
        help_text="用自己的话写，不得透露反映人的任何信息；被投诉单位看不到反映的原文",
    )


class DecideForm(ActForm):
    must = ("findings", "action", "public_summary")
    findings = forms.CharField(label="调查情况", required=False, widget=long_text(5))
    action = forms.ChoiceField(
        label="处理措施", choices=COMPLAINT_ACTIONS, required=False, widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(
        label="查实原因",
        choices=[("", "（不暂停）"), *FINDING_REASONS],
        required=False,
        help_text="暂停、清理的必须选择；违法违规行为的，该单位全部目录条目一并暂停",
    )
    public_summary = forms.CharField(
        label="公开答复",
        required=False,
        max_length=1000,
        widget=long_text(3),
        help_text="反映人凭查询码可以看到，暂停的书面告知持证单位，提请失信登记的作为事实告知该单位；不得含有个人信息",
    )


class FeedBackForm(ActForm):
    must = ("text",)
    channel = forms.ChoiceField(label="反馈方式", choices=FEEDBACK_CHANNELS)
    text = forms.CharField(label="反馈内容", required=False, max_length=2000, widget=long_text(3))

    def prepare(self):
        if self.complaint.is_anonymous:
            self.fields["channel"].initial = "web"
        self.fields["text"].initial = self.complaint.answer


class PersonForm(ActForm):
    person = forms.ModelChoiceField(User.objects.none(), label="被反映人", empty_label="请选择")

    def prepare(self):
        self.fields["person"].queryset = User.objects.filter(applicant__isnull=True, is_active=True)
