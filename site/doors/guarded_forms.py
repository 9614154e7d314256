"""Forms open to everybody: what they share against floods, and the files they bring."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from registry.callers import address_of

from . import tickets
from .admissions import CALM, NEVER_REFUSED, Visit, count, price
from .evidence import MAX_BYTES, MAX_FILES, TOO_MANY, reasons_against_sizes
from .text_forms import TextForm

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


class StatementField(forms.CharField):
    """What somebody has to say, of ``least`` to ``most`` characters; ``prompt`` asks for it."""

    def __init__(self, label, *, prompt, least, most, rows=8, **kwargs):
        super().__init__(
            label=label,
            min_length=least,
            max_length=most,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "required": prompt,
                "min_length": f"{prompt}（至少{least}个字）",
                "max_length": f"内容不得超过{most}字",
                **kwargs.pop("error_messages", {}),
            },
            **kwargs,
        )


class NameField(forms.CharField):
    """What whoever writes is called, if they say so; ``title`` is what the name is called."""

    def __init__(self, title):
        super().__init__(
            label=f"您的{title}（可不填）",
            required=False,
            max_length=NAME_LIMIT,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={"max_length": f"{title}不得超过{NAME_LIMIT}字"},
        )


class ContactField(forms.CharField):
    """Where whoever writes can be reached, if they say so; ``help_text`` says what it is for."""

    def __init__(self, help_text):
        super().__init__(
            label="联系方式（可不填）",
            help_text=help_text,
            required=False,
            max_length=CONTACT_LIMIT,
            error_messages={"max_length": f"联系方式不得超过{CONTACT_LIMIT}字"},
        )


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
    def fields_to_fill_in(self):
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
        """How this form came back, for ``admissions.admit``; only once it is valid."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("ticket", "proof", "website", "evidence")
        }
        return Visit(
            nonce=self.issued.nonce,
            scope=self.scope,
            issued_at=self.issued.issued_at,
            place=self.place,
            digest=tickets.digest_of(values),
            is_proved=tickets.is_proved(self.issued, self.cleaned_data["proof"]),
        )
