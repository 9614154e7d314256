"""What the office fills in about the account of a unit; every form asks for the reason."""

from django import forms

from doors.text_forms import TextForm
from registry.models import User

from .opinion_forms import long_text

HELP = "说明依据，如“持营业执照原件和介绍信到场，原管理人已离职”；留存备查。"

#: What each act does, in words above its form.
HINTS = {
    "set_address": (
        "核实本人身份后办理。更正后立即生效，不再发送验证邮件；原信箱和新信箱都会收到通知。"
    ),
    "set_role": "管理人可以邀请和移除本单位人员；单位至少保留一名管理人。",
    "end": "登录立即失效，不能恢复；已签署的文件不受影响。再次参与办理的，由单位管理人重新邀请。",
    "hand_over": (
        "用于信用代码被他人注册、原管理人失去联系等情形。该单位原有账号全部停用，登录立即失效，"
        "未用的邀请作废；新管理人凭邮件中的链接建立账号。已提交的申请和签署不受影响。"
    ),
    "hand_over_on_paper": (
        "单位没有电子信箱的，用这一项：原有账号同样全部停用，系统生成只能使用一次的办理码，"
        "打印后当面交给单位，由新管理人自行设置密码。"
    ),
    "hand_code": (
        "本人持身份证件到场、密码或者信箱不能再用、两步验证的手机遗失的，发给办理码："
        "三天内凭码重新设置密码，原有的两步验证随即停用。"
    ),
    "vouch": (
        "查验营业执照原件、核实注册人身份后办理。信箱没有写错的，照原样填写。"
        "办理后即可登录，不再发送验证邮件。"
    ),
    "drop": "不是该单位注册的，可以提前作废。填写的内容随即删除。",
}


class Reason(TextForm):
    because = forms.CharField(label="理由", max_length=300, widget=long_text(2), help_text=HELP)


class AddressForm(Reason):
    """Typed twice: a mistyped address is what the page is there to mend."""

    email = forms.EmailField(label="正确的电子信箱", max_length=254)
    again = forms.EmailField(label="再输入一次电子信箱", max_length=254)
    field_order = ("email", "again", "because")

    def clean(self):
        cleaned = super().clean()
        email, again = cleaned.get("email"), cleaned.pop("again", None)
        if email and again and email.lower() != again.lower():
            self.add_error("again", "两次输入的信箱不一致")
        return cleaned


class RoleForm(Reason):
    role = forms.ChoiceField(
        label="身份", choices=User.ApplicantRole.choices, widget=forms.RadioSelect
    )
    field_order = ("role", "because")


class LicenceSeen(Reason):
    is_licence_seen = forms.BooleanField(
        label="已查验该单位营业执照原件，统一社会信用代码一致",
        error_messages={"required": "查验营业执照原件后才能办理"},
    )
    field_order = ("is_licence_seen", "because")


class HandOverForm(LicenceSeen, AddressForm):
    email = forms.EmailField(label="新管理人的电子信箱", max_length=254)
    field_order = ("is_licence_seen", "email", "again", "because")
