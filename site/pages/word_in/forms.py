"""What an editor says when a Word document comes in."""

from django import forms

from doors.text_forms import TextForm

from ..models.document_words import KINDS, Kind
from .services import APPEND, REPLACE


class UploadForm(TextForm):
    """The document itself."""

    file = forms.FileField(
        label="Word 文档",
        help_text="DOCX 文件，不超过20MB。WPS 文档、旧版 DOC 请先另存为 DOCX",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "请选择要导入的 Word 文档",
            "empty": "文件是空的，请重新选择",
        },
    )


class NewDraftForm(TextForm):
    """What a draft cannot be without; filled with what was recognised."""

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请填写标题"})
    kind = forms.ChoiceField(label="种类", choices=Kind)
    issuer = forms.CharField(
        label="发布机构",
        max_length=120,
        help_text="全称；联合行文填主办机关",
        error_messages={"required": "请填写发布机构"},
    )
    written_on = forms.DateField(
        label="成文日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写成文日期", "invalid": "请填写成文日期"},
    )

    def __init__(self, *args, column, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = KINDS[column.section]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class IntoDraftForm(TextForm):
    """What becomes of the text that the draft has."""

    how = forms.ChoiceField(
        label="草稿里原有的正文和组成部分",
        choices=[(REPLACE, "换成导入的内容"), (APPEND, "保留，导入的内容接在后面")],
        initial=REPLACE,
        widget=forms.RadioSelect,
    )
