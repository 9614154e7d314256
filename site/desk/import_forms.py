"""Forms of an import at the desk: the file, which heading is which column, all rows or the good."""

from django import forms

from doors.text_forms import TextForm
from ledger.services.books import columns_of

from .opinion_forms import long_text


class FileForm(TextForm):
    unit = forms.ModelChoiceField(None, label="填报单位", empty_label=None)
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.json"}),
        help_text="XLSX、CSV 或 JSON，不超过30MB、10万行；第一行是列名。",
        error_messages={"required": "请选择文件"},
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class MappingForm(TextForm):
    """One choice among the file's own headings for each of our columns."""

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "（没有这一列）"), *((text, text) for text in batch.headings[1] if text)]
        for column in columns_of(batch.ledger):
            self.fields[column.name] = forms.ChoiceField(
                label=f"{column.heading}{'（必填）' if column.is_required else ''}",
                choices=choices,
                required=False,
                initial=batch.mapping.get(column.name, ""),
            )

    def mapping(self):
        return {name: text for name, text in self.cleaned_data.items() if text}


class ConfirmForm(TextForm):
    """All rows or none, unless whoever brought the file says that the good ones may go alone."""

    how = forms.ChoiceField(
        label="有误的行怎么办",
        choices=(
            ("all", "全部改正后再导入（有一行有误就都不导入）"),
            ("good", "只导入无误的行，有误的行不导入"),
        ),
        initial="all",
        widget=forms.RadioSelect,
    )


class UndoForm(TextForm):
    reason = forms.CharField(label="撤销原因", max_length=100, widget=long_text(2))
