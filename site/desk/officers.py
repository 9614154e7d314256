"""工作人员: one page for who works where, one form to appoint, one to move and one to end."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from registry import officers
from registry.models import Membership, Organisation
from registry.roles import CHOICES
from rules.periods import local_day

from .access import DeskForm, DeskView, typed
from .opinion_forms import day_input, long_text


def organisation_field():
    return forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", required=False, empty_label="请选择"
    )


def roles_field():
    return forms.MultipleChoiceField(
        label="职责",
        choices=CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="同一人不得办理同一申请的两个环节；审计不兼办理职责",
    )


def day_field(label, **kwargs):
    return forms.DateField(label=label, required=False, widget=day_input(), **kwargs)


class _PostForm(TextForm):
    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Organisation.objects.in_force(on).order_by("level", "code")
        self.fields["organisation"].queryset = offices


class AppointForm(_PostForm):
    """Person, office, duties: whoever appoints never knows the password."""

    must = ("first_name", "username", "email", "organisation", "roles", "first_day")
    last_name = forms.CharField(label="姓", required=False, max_length=150)
    first_name = forms.CharField(label="名", required=False, max_length=150)
    username = forms.CharField(label="用户名", required=False, max_length=150)
    email = forms.CharField(
        label="电子信箱",
        required=False,
        max_length=254,
        help_text="设置首次密码的办法寄到该信箱，由本人设置；管理员不经手密码",
    )
    organisation = organisation_field()
    roles = roles_field()
    first_day = day_field("任职自")


class MoveForm(_PostForm):
    """Another office or other duties, from a day on."""

    must = ("organisation", "roles", "first_day")
    organisation = organisation_field()
    roles = roles_field()
    first_day = day_field(
        "自何日起", help_text="原任职到前一日为止；已签收的任务当日自动退回原单位待签收"
    )


class EndForm(TextForm):
    """No duty any more, from a day on."""

    must = ("first_day", "because")
    first_day = day_field(
        "自何日起不再任职", help_text="任职到前一日为止；已签收的任务当日自动退回待签收"
    )
    because = forms.CharField(label="理由", required=False, max_length=300, widget=long_text(2))


class _ForAdministrators(DeskView):
    header_icon = "group"
    page_title = "工作人员"

    def is_allowed(self):
        return officers.may_appoint(self.request.user)


class Officers(_ForAdministrators):
    """Who works where, since when and until when; searched by name, login name or office."""

    template_name = "desk/officers.html"

    def get_context_data(self, **kwargs):
        text, on = typed(self.request.GET, "q", 60), local_day(self.at)
        people = officers.officers()
        if text:
            people = officers.matching(people, text)
        in_force = set(Membership.objects.in_force(on).values_list("pk", flat=True))
        rows = [
            (person, [(each, each.pk in in_force) for each in person.memberships.all()])
            for person in people[:200]
        ]
        return super().get_context_data(rows=rows, text=text, on=on, **kwargs)


class _Act(_ForAdministrators, DeskForm):
    template_name = "desk/officer_form.html"

    def get_form_kwargs(self):
        more = {"on": local_day(self.at)} if issubclass(self.form_class, _PostForm) else {}
        return {**super().get_form_kwargs(), **more}

    def get_initial(self):
        return {"first_day": local_day(self.at)}

    def onward(self, result):
        return ("desk:officers",)

    def message(self, person):
        return f"{self.success_message}：{person}"


class Appoint(_Act):
    page_title = "新增工作人员"
    success_message = "已开设账号，设置密码的办法已寄出"
    form_class = AppointForm

    def act(self, form):
        return officers.appoint(**self.who, **form.cleaned_data)


class _OfPerson(_Act):
    @cached_property
    def person(self):
        return get_object_or_404(officers.officers(), pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.person)


class Move(_OfPerson):
    page_title = "调动"
    success_message = "已登记调动"
    form_class = MoveForm

    def act(self, form):
        return officers.move(self.person, **self.who, **form.cleaned_data)


class End(_OfPerson):
    page_title = "离岗"
    success_message = "已登记离岗"
    form_class = EndForm

    def act(self, form):
        return officers.end(self.person, **self.who, **form.cleaned_data)
