"""暂缓办理 and 恢复办理: between publicity and listing, with reason and limit."""

from django import forms

from doors.text_forms import TextForm
from registry.roles import Permission
from rules.official_dates import iso_day
from rules.periods import local_day
from workflow.policies import holds as policies
from workflow.services import holds

from .access import may
from .item_views import ItemView
from .opinion_forms import day_input, long_text


class HoldForm(TextForm):
    must = ("because", "until")
    because = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=long_text(3),
        help_text="如：等待检验结果，公示期满后收到的反映。写入办理记录，不写入给申请单位的通知",
    )
    until = forms.DateField(label="暂缓至", required=False, widget=day_input())


class LiftForm(TextForm):
    must = ("outcome",)
    outcome = forms.CharField(
        label="恢复的依据", required=False, max_length=300, widget=long_text(3)
    )


class _Holding(ItemView):
    def is_allowed(self):
        return may(self.request.user, Permission.TAKE_OBJECTIONS, Permission.TERMINATE)

    @property
    def barred(self):
        return policies.reasons_against_who(self.item, by=self.request.user)


class PlaceHold(_Holding):
    page_title = "暂缓办理"
    success_message = "已暂缓办理，已书面通知申请单位"
    form_class = HoldForm

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        last = policies.last_possible_day(self.item, local_day(self.at))
        form.fields["until"].help_text = f"最晚{iso_day(last)}；到期自动恢复，办理时限照常计算"
        return form

    def act(self, form):
        return holds.hold(self.item, **self.who, **form.cleaned_data)


class LiftHold(_Holding):
    page_title = "恢复办理"
    success_message = "已恢复办理"
    form_class = LiftForm

    @property
    def barred(self):
        nothing = [] if policies.standing(self.item, local_day(self.at)) else ["该产品没有暂缓办理"]
        return super().barred + nothing

    def act(self, form):
        return holds.lift(self.item, **self.who, **form.cleaned_data)
