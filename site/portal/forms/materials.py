"""Files of one kind, with the licence they prove (R62–R66)."""

from django import forms

from applications.models import Material, PrintedForm
from applications.policies.materials import LICENCE, SIGNED_FORM
from rules.official_dates import official_moment
from rules.periods import SHANGHAI

from .portal_form import PortalForm

ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.webp,.docx,.xlsx"
#: What carries a signature and a seal is a scan or a photo.
ACCEPT_SIGNED = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.webp"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what a file really is decides the service."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        each = (data if isinstance(data, list | tuple) else [data]) or [None]
        files = [super(FilesField, self).clean(one, initial) for one in each]
        return [file for file in files if file is not None]


class MaterialForm(PortalForm):
    """Upload to one kind of material; only licences have a number and an end.

    ``replaces`` is the file in whose place the new one comes; of a licence, number and end can be
    put right without another file. ``replaced`` is its key as the address gives it. A signed form
    says which print of ours was signed, so that its words can be compared with what the paper says
    now (R62).
    """

    replaces = forms.ModelChoiceField(
        Material.objects.none(), widget=forms.HiddenInput, required=False
    )
    printed_form = forms.ModelChoiceField(
        PrintedForm.objects.none(),
        label="签字的是哪一次打印的申请书",
        required=False,
        empty_label="不是用本系统打印的",
        help_text="请与纸面下方的校验码核对。",
    )

    files = FilesField(
        label="选择文件",
        allow_empty_file=True,
        widget=ManyFiles(attrs={"accept": ACCEPT}),
        error_messages={"required": "请选择文件"},
    )
    licence_no = forms.CharField(label="证书编号", max_length=60, required=False)
    valid_until = forms.DateField(
        label="证书有效期止",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="长期有效的不填。",
    )

    as_one = forms.BooleanField(
        label="选的是几张照片，合成一个 PDF（按选择的顺序，一张一页）", required=False
    )

    field_order = ("files", "as_one", "licence_no", "valid_until", "printed_form")

    def __init__(self, *args, kind, application, replaced=None, **kwargs):
        super().__init__(*args, auto_id=f"{kind}-%s", **kwargs)
        mine = application.materials.current().filter(kind=kind)
        self.fields["replaces"].queryset = mine
        self._replace(kind, next((each for each in mine if f"{each.pk}" == replaced), None))
        if kind == SIGNED_FORM:
            self.fields["files"].widget.attrs["accept"] = ACCEPT_SIGNED
        self.fields["files"].required = kind != LICENCE
        if kind != LICENCE:
            del self.fields["licence_no"], self.fields["valid_until"]
        self._offer_prints(kind, application.printed_forms.order_by("-printed_at", "-pk"))

    def _replace(self, kind, material):
        if material is None:
            return
        self.initial["replaces"] = material.pk
        if kind == LICENCE:
            self.initial |= {"licence_no": material.licence_no, "valid_until": material.valid_until}

    def clean(self):
        """Without a file only the words beside a licence that is here can be put right."""
        data = super().clean()
        if not data.get("files", True) and not data.get("replaces"):
            self.add_error("files", self.fields["files"].error_messages["required"])
        return data

    def _offer_prints(self, kind, prints):
        if kind != SIGNED_FORM or not prints:
            del self.fields["printed_form"]
            return
        field = self.fields["printed_form"]
        field.queryset, field.label_from_instance = prints, _print
        self.initial.setdefault("printed_form", prints[0].pk)

    def details(self):
        """What goes with each file, as the service takes it."""
        own = ("files", "as_one")
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


def _print(printed):
    at = printed.printed_at.astimezone(SHANGHAI)
    return f"{official_moment(at)} 打印，校验码 {printed.code}"
