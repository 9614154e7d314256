"""What people fill in about a quarterly bulletin: its words, and what each hand says of them."""

from django import forms

from doors.text_forms import TextForm

from .opinion_forms import long_text

HELP = (
    "数字一律用【】引用关账数据，如【销售额】【笔数】【销售渠道：单位食堂采购】，全部名称见“可以引用的数据”；"
    "单独成行的【表：销售渠道】【表：六进】【表：产品类别】【表：资金来源】插入图表。"
    "表扬和督促名单由系统按报送的及时性和完整性生成"
)


class DraftForm(TextForm):
    must = ("text",)
    text = forms.CharField(
        label="正文", required=False, max_length=20000, widget=long_text(18), help_text=HELP
    )
    is_final = forms.ChoiceField(
        label="办理",
        choices=(("no", "保存草稿"), ("yes", "送核稿")),
        widget=forms.RadioSelect,
        initial="no",
    )


class JudgeForm(TextForm):
    is_passed = forms.ChoiceField(
        label="意见",
        choices=(("yes", "同意"), ("no", "退回拟稿人")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择意见"},
    )
    because = forms.CharField(label="退回原因", required=False, max_length=500, widget=long_text(3))


class PublishForm(TextForm):
    is_public = forms.ChoiceField(
        label="公开审查",
        choices=(("no", "不公开，只发收文单位"), ("yes", "在网站公开")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否公开"},
        help_text="公开的，销售单位不足3家的分项自动并入“其他”或者不公布",
    )


class CorrectionForm(TextForm):
    must = ("because",)
    because = forms.CharField(
        label="更正原因",
        required=False,
        max_length=300,
        widget=long_text(3),
        help_text="更正通报另行编号，经拟稿、核稿、签发三人；签发以前，原通报不变",
    )
