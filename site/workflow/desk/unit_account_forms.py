"""What the office fills in about the account of a unit; every form asks for the reason."""

from django import forms

from registry.models import User

from .opinion_forms import long_text

HELP = "说明依据，如“持营业执照原件和介绍信到场，原管理人已离职”；留存备查，并告知该单位人员。"


class Reason(forms.Form):
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


class HandOverForm(AddressForm):
    email = forms.EmailField(label="新管理人的电子信箱", max_length=254)
    is_licence_seen = forms.BooleanField(
        label="已查验该单位营业执照原件，统一社会信用代码一致", required=False
    )
    field_order = ("is_licence_seen", "email", "again", "because")
