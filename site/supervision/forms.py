"""The public's forms about what is certified; what they share against floods, and the words."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from catalog.models import Certificate
from doors.text_forms import TextForm
from registry.callers import address_of
from rules.certificate_numbers import EXAMPLE, parse_certificate_number
from rules.vocabulary import BUYER_KINDS, COMPLAINT_CATEGORIES, COMPLAINT_SUBJECTS

from . import tickets
from .models import PublicityEntry
from .services.admissions import CALM, NEVER_REFUSED, Visit, count, price
from .services.evidence import MAX_BYTES, MAX_FILES, TOO_MANY, reasons_against_sizes

NAME_LIMIT, CONTACT_LIMIT = 40, 60
#: How often one place may try in an hour, refused tries among them.
TRIES = 60
EVIDENCE_HELP = (
    "最多5个，每个不超过10MB；PDF、JPG、PNG、DOCX、XLSX。文件加密保存，只有核查人员能够查看。"
)


WITHOUT_FILES = "请先不带文件提交，证据可以随后当面提交或者邮寄"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Any number of files; cleaned to ``[(name, bytes)]`` of bounded size, none opened yet."""

    def __init__(self, **kwargs):
        kwargs = {"label": "证据文件（可不传）", "help_text": EVIDENCE_HELP, **kwargs}
        super().__init__(required=False, widget=ManyFiles(), **kwargs)

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > MAX_FILES:
            raise forms.ValidationError(TOO_MANY)
        files = [(upload.name, upload.read(MAX_BYTES + 1)) for upload in uploads if upload]
        if reasons := reasons_against_sizes(files):
            raise forms.ValidationError(reasons)
        return files


class GuardedForm(TextForm):
    """A form open to everybody: a ticket, a proof of work where scripts run, a trap for machines.

    Without JavaScript it works as well, only fewer are let in from one place in an hour.
    """

    scope = ""

    website = forms.CharField(
        label="请勿填写此项",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *args, request, at, **kwargs):
        super().__init__(data, *args, label_suffix="", **kwargs)
        self.at, self.request = at, request
        returned = tickets.read((data or {}).get("ticket", ""), self.scope)
        self.is_fresh = returned is not None and not returned.is_stale(at)
        self.issued = returned if self.is_fresh else tickets.issue(self.scope, at=at)
        puzzle = tickets.challenge(self.issued, price(self.scope, at=at))
        self.fields["proof"].widget.attrs["data-challenge"] = puzzle
        for name in self.fields:
            self.fields[name].widget.attrs.setdefault("data-field", name)

    @property
    def signed_ticket(self):
        """The ticket to send along, whatever an older page sent."""
        return self.issued.signed()

    @property
    def shown(self):
        """The fields that a person fills in."""
        return [field for field in self if field.name != "website" and not field.is_hidden]

    @property
    def place(self):
        """The keyed hash of where this came from."""
        return tickets.place_key(address_of(self.request), at=self.at)

    def full_clean(self):
        """Files are parsed only for who has not tried too often, whatever comes of the tries."""
        if not self.is_bound or count("try", self.place, limit=TRIES, at=self.at):
            super().full_clean()
        elif self.scope in NEVER_REFUSED:
            had_files, self.files = bool(self.files), MultiValueDict()
            super().full_clean()
            if had_files:
                self.add_error("evidence", f"您所在网络提交次数过多，文件没有接收。{WITHOUT_FILES}")
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}
            self.add_error(None, f"您所在网络提交次数过多，{CALM}")

    def clean_website(self):
        """Only a machine fills a field that nobody sees."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("提交未被接受，请刷新页面后重试")
        return ""

    def clean(self):
        if not self.is_fresh:
            raise forms.ValidationError("页面停留时间过长，请核对内容后再次提交")
        return super().clean()

    def visit(self):
        """How this form came back, for ``services.admissions``; only once it is valid."""
        said = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("ticket", "proof", "website", "evidence")
        }
        return Visit(
            nonce=self.issued.nonce,
            scope=self.scope,
            issued_at=self.issued.issued_at,
            place=self.place,
            digest=tickets.digest_of(said),
            is_proved=tickets.is_proved(self.issued, self.cleaned_data["proof"]),
        )


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
        help_text=f"印在包装、宣传品或证书上，例如 {EXAMPLE}。",
        required=False,
        max_length=40,
    )
    category = forms.ChoiceField(
        label="问题类别",
        choices=[("", "请选择"), *COMPLAINT_CATEGORIES],
        error_messages={"required": "请选择问题类别"},
    )
    content = forms.CharField(
        label="反映的内容",
        help_text="请写明时间、地点、事实，尽量提供线索，10至4000字。",
        min_length=10,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "请填写反映的内容",
            "min_length": "请说明反映的内容（至少10个字）",
            "max_length": "内容不得超过4000字",
        },
    )
    evidence = EvidenceField()
    entry = forms.ModelChoiceField(
        PublicityEntry.objects.select_related("applicant"),
        required=False,
        widget=forms.HiddenInput,
    )
    person_name = forms.CharField(
        label="您的称呼（可不填）",
        required=False,
        max_length=NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": f"称呼不得超过{NAME_LIMIT}字"},
    )
    person_contact = forms.CharField(
        label="联系方式（可不填）",
        help_text="电话或者电子信箱，加密保存，只供承办人核实和反馈使用。",
        required=False,
        max_length=CONTACT_LIMIT,
        error_messages={"max_length": f"联系方式不得超过{CONTACT_LIMIT}字"},
    )

    def clean_certificate_no(self):
        """The certificate itself; None when nothing was given."""
        typed = self.cleaned_data["certificate_no"].strip()
        if not typed:
            return None
        found = certificate_called(typed)
        if found is None:
            raise forms.ValidationError("查不到这个证书编号，请核对；不清楚编号的可以不填")
        return found

    def complaint(self):
        """What ``services.complaints.receive`` takes."""
        said = self.cleaned_data
        names = ("subject_kind", "about_text", "category", "content", "person_name")
        entry = said["entry"]
        return {
            **{name: said[name] for name in names},
            "person_contact": said["person_contact"],
            "certificate": said["certificate_no"],
            "evidence": said["evidence"],
            "subject": entry and entry.subject,
            "applicant": entry and entry.applicant,
        }


def certificate_called(typed):
    """The certificate of this number, however it was typed; None when there is none."""
    try:
        number = str(parse_certificate_number(typed))
    except ValueError:
        return None
    known = Certificate.objects.select_related("applicant", "version", "product")
    return known.filter(number=number).first()


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
    """认购意向: what is wanted, and how the applicant can reach the buyer."""

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
    wanted = forms.CharField(
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
        said = self.cleaned_data
        names = ("buyer_kind", "buyer_name", "buyer_contact", "wanted")
        return {name: said[name] for name in names}
