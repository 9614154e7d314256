"""Files of one kind, with the licence they prove (R62–R66)."""

from django import forms

from .pointing import PortalForm

ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what a file really is decides the service."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        each = (data if isinstance(data, list | tuple) else [data]) or [None]
        return [super(FilesField, self).clean(one, initial) for one in each]


class MaterialForm(PortalForm):
    """Upload to one kind of material; only licences have a number and an end."""

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

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, auto_id=f"{kind}-%s", **kwargs)
        if kind != "M2_licence":
            del self.fields["licence_no"], self.fields["valid_until"]

    def details(self):
        """The licence's number and end as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "files"}
