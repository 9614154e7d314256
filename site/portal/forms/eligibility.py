"""May we apply at all? Asked before anybody registers; nothing of the answers is kept."""

from django import forms

from rules.applicant_kinds import reasons_against_kind
from rules.vocabulary import ENTITY_TYPES

from .portal_form import PortalForm

YES_NO = (("yes", "是"), ("no", "否"))
#: A question and an answer → why it stands against an application (A02, A03, R10, R63).
AGAINST = {
    ("is_local", "no"): "住所不在本区的，不是本地注册的市场主体，不能申请；请向住所所在的县区申请",
    ("is_valid", "no"): "资格证书已到期的，不能提交申请；换发以后再申请",
    ("has_benefit", "no"): "没有带动建档立卡贫困户、贫困人口的产品，不符合认定条件",
    ("is_barred", "yes"): "在失信登记有效期内的不能申请；整改以后可以申请信用修复",
}


def _question(label, help_text=""):
    return forms.ChoiceField(
        label=label,
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": "请回答这个问题"},
    )


class EligibilityForm(PortalForm):
    """Five questions; ``reasons(…)`` says what stands against an application, [] when nothing."""

    entity_type = forms.ChoiceField(
        label="主体类型",
        choices=[("", "请选择"), *ENTITY_TYPES],
        help_text="与营业执照一致。",
        error_messages={"required": "请选择主体类型"},
    )
    is_local = _question("住所在本区吗？", "看营业执照上的住所。")
    is_valid = _question("营业执照和生产经营许可等证书都在有效期内吗？")
    has_benefit = _question(
        "产品带动建档立卡贫困户增收吗？", "例如吸纳务工、订单收购、入股分红，说得清户数和人数。"
    )
    is_barred = _question("在失信登记有效期内吗？", "没有收到过失信登记决定的，选“否”。")

    def reasons(self, *, require_legal_person):
        """What stands against an application of whoever answered so; of a valid form."""
        answers = self.cleaned_data
        reasons = reasons_against_kind(
            answers["entity_type"], "", require_legal_person=require_legal_person
        )
        return reasons + [words for (name, bad), words in AGAINST.items() if answers[name] == bad]
