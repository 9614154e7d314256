"""The public's forms about what is certified, and their words."""

from django import forms

from catalog.models import Certificate
from doors.guarded_forms import (
    CONTACT_LIMIT,
    ContactField,
    EvidenceField,
    GuardedForm,
    NameField,
    StatementField,
)
from doors.text_forms import TextForm
from publicity.models import PublicityEntry
from registry.names import fill_later
from rules.certificate_numbers import parse_certificate_number
from rules.vocabulary import (
    BUYER_KINDS,
    COMPLAINT_CATEGORIES,
    COMPLAINT_SUBJECTS,
    RATING_GRADES,
    SITE_REPORT_KINDS,
)

from .rating_policies import MOST_WORDS


class ComplaintForm(GuardedForm):
    """投诉举报: of whom or what, what is wrong, and a name and contact for those who give them."""

    scope = "complaint"

    subject_kind = forms.ChoiceField(
        label="反映对象",
        choices=COMPLAINT_SUBJECTS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择反映对象"},
    )
    about_text = forms.CharField(
        label="名称",
        help_text="产品、单位、场所的名称，或者人员的姓名和所在单位。",
        max_length=120,
        error_messages={
            "required": "请写明反映的产品、单位、场所或人员",
            "max_length": "名称不得超过120字",
        },
    )
    certificate_no = forms.CharField(
        label="证书编号（可不填）",
        help_text=fill_later("印在包装、宣传品或证书上，例如 {certificate_example}。"),
        required=False,
        max_length=40,
    )
    category = forms.ChoiceField(
        label="问题类别",
        choices=[("", "请选择"), *COMPLAINT_CATEGORIES],
        error_messages={"required": "请选择问题类别"},
    )
    content = StatementField(
        "反映的内容",
        help_text="请写明时间、地点、事实，尽量提供线索，10至4000字。",
        prompt="请说明反映的内容",
        least=10,
        most=4000,
    )
    evidence = EvidenceField()
    entry = forms.ModelChoiceField(
        PublicityEntry.objects.select_related("applicant"),
        required=False,
        widget=forms.HiddenInput,
    )
    person_name = NameField("称呼")
    person_contact = ContactField("电话或者电子信箱，加密保存，只供承办人核实和反馈使用。")

    def clean_certificate_no(self):
        """The certificate itself; None when nothing was given."""
        typed = self.cleaned_data["certificate_no"].strip()
        if not typed:
            return None
        certificate = certificate_called(typed)
        if certificate is None:
            raise forms.ValidationError("查不到这个证书编号，请核对；不清楚编号的可以不填")
        return certificate

    def complaint(self):
        """What ``services.complaints.receive`` takes."""
        cleaned = self.cleaned_data
        names = ("subject_kind", "about_text", "category", "content", "person_name")
        entry = cleaned["entry"]
        return {
            **{name: cleaned[name] for name in names},
            "person_contact": cleaned["person_contact"],
            "certificate": cleaned["certificate_no"],
            "evidence": cleaned["evidence"],
            "item": entry and entry.item,
            "applicant": entry and entry.applicant,
        }


def certificate_called(typed):
    """The certificate of this number, however it was typed; None when there is none."""
    try:
        number = str(parse_certificate_number(typed))
    except ValueError:
        return None
    certificates = Certificate.objects.select_related("applicant", "version", "product")
    return certificates.filter(number=number).first()


class FollowForm(TextForm):
    """Number and code together open what became of a complaint or an objection."""

    number = forms.CharField(
        label="受理编号",
        max_length=20,
        error_messages={"required": "请填写受理编号"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label="查询码",
        help_text="提交后显示的8位查询码，不分大小写。",
        max_length=20,
        error_messages={"required": "请填写查询码"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


class IntentForm(GuardedForm):
    """认购意向: what the buyer asks for, and how the applicant can reach the buyer."""

    scope = "intent"

    buyer_kind = forms.ChoiceField(
        label="您是",
        choices=BUYER_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择个人或单位"},
    )
    buyer_name = forms.CharField(
        label="称呼或单位名称",
        max_length=80,
        error_messages={"required": "请填写称呼或单位名称"},
    )
    buyer_contact = forms.CharField(
        label="联系方式",
        help_text="电话或者电子信箱。",
        max_length=CONTACT_LIMIT,
        error_messages={"required": "请填写联系方式"},
    )
    request_text = forms.CharField(
        label="认购需求",
        help_text="数量、希望的时间、送货地区等。",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请填写认购需求"},
    )
    consent = forms.BooleanField(
        label="我同意将以上信息提供给该产品的申请单位，仅用于与我联系认购事宜",
        error_messages={"required": "未经您同意，不能把联系方式提供给申请单位"},
    )

    def buyer(self):
        cleaned = self.cleaned_data
        names = ("buyer_kind", "buyer_name", "buyer_contact", "request_text")
        return {name: cleaned[name] for name in names}


class RatingFields(TextForm):
    """好差评: five grades, and words for who wants to say why."""

    grade = forms.TypedChoiceField(
        label="您对这次办理的评价",
        choices=RATING_GRADES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评价"},
    )
    words = forms.CharField(
        label="想说的话（可不填）",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"评价内容不得超过{MOST_WORDS}字"},
    )

    def values(self):
        return {name: self.cleaned_data[name] for name in ("grade", "words")}


class FeedbackRatingForm(RatingFields, FollowForm):
    """By whoever has number and code, which travel along hidden."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("number", "code"):
            self.fields[name].widget = forms.HiddenInput()


class SiteReportForm(GuardedForm):
    """我为政府网站找错: where, what kind, what; a contact for those who give one."""

    scope = "site report"

    page_url = forms.CharField(
        label="网页地址（可不填）",
        help_text="从网页底部进入的，已经填好。",
        required=False,
        max_length=500,
    )
    kind = forms.ChoiceField(
        label="问题类型",
        choices=[("", "请选择"), *SITE_REPORT_KINDS],
        error_messages={"required": "请选择问题类型"},
    )
    content = StatementField(
        "哪里有错",
        help_text="例如第几段的哪个字、哪个链接，5至1000字。",
        prompt="请说明哪里有错",
        least=5,
        most=1000,
        rows=5,
    )
    person_contact = ContactField("加密保存。不填的，凭编号和查询码查看答复。")

    def report(self):
        names = ("page_url", "kind", "content", "person_contact")
        return {name: self.cleaned_data[name] for name in names}
