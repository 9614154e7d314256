"""What an editor brings to be masked: a file, or words."""

from django import forms

from doors.text_forms import TextForm

from ..privacy.file_types import MAX_BYTES

LONGEST = 100_000


class MaskForm(TextForm):
    """One of the two."""

    file = forms.FileField(
        label="文件",
        required=False,
        help_text="DOCX、XLSX、TXT、CSV；PDF 和扫描件不能遮盖，请提供原稿",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.txt,.csv"}),
    )
    text = forms.CharField(
        label="或者粘贴文字、表格",
        required=False,
        max_length=LONGEST,
        help_text="可以从 Excel、WPS 表格中选中单元格粘贴",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(f"文件超过{MAX_BYTES // (1024 * 1024)}MB")
        return file

    def clean(self):
        cleaned = super().clean()
        brought = [name for name in ("file", "text") if cleaned.get(name)]
        if not self.errors and len(brought) != 1:
            self.add_error("file", "请选择一个文件，或者粘贴文字，两者选一")
        return cleaned
