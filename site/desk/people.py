"""People in Wagtail's admin: officers are entered there; people of units are only looked at."""

from django.forms import ValidationError
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from doors.text_forms import PlainText
from registry import addresses
from registry.models import User

OF_A_UNIT = "申请单位人员的信箱在“督办管理 — 申请单位账号”中更正。"
NAME_HELP = "姓、名分开填写；只登记了全名的，填在“名”中。"


class _PersonForm(PlainText):
    """One address, whichever table is asked; a name that differs by more than its capitals."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_of_a_unit:
            return
        self.fields["last_name"].required = self.fields["email"].required = False
        self.fields["last_name"].help_text = NAME_HELP
        self.fields["email"].disabled = True
        self.fields["email"].help_text = OF_A_UNIT

    @property
    def is_of_a_unit(self):
        user = self.instance
        return user.applicant_id is not None or user.is_self_registered

    def clean_email(self):
        email = self.cleaned_data["email"]
        if self.is_of_a_unit or email.lower() == self.instance.email.lower():
            return email
        reasons = addresses.reasons_against(email, user=self.instance)
        if reasons:
            raise ValidationError(reasons)
        return email

    def clean_username(self):
        name = self.cleaned_data["username"]
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=name).exists():
            raise ValidationError("已有同名用户，用户名不区分大小写")
        return name

    def save(self, commit=True):
        user = super().save(commit)
        if commit and not self.is_of_a_unit:
            addresses.sync_office_address(user)
        return user


class PersonCreationForm(_PersonForm, UserCreationForm):
    pass


class PersonEditForm(_PersonForm, UserEditForm):
    pass


class PeopleViewSet(UserViewSet):
    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
