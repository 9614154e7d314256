"""收回 and 退回上一环节: the two ways back from a signature, each said before it is pressed."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications.models import Item
from doors.text_forms import TextForm
from registry.roles import Permission
from workflow.models import Opinion
from workflow.policies import reversals as policies
from workflow.services import reversals

from .access import may
from .item_views import ItemView
from .opinion_forms import long_text
from .steps import STEPS

REVIEWS = (Permission.REVIEW_BENEFIT, Permission.REVIEW_QUALITY, Permission.REVIEW_PRICE)
#: A reason that only asks for words is told when they are sent.
WORDS = "x" * policies.SHORTEST


class ReasonForm(TextForm):
    must = ("because",)
    because = forms.CharField(
        label="理由", required=False, max_length=300, widget=long_text(3), help_text="写入办理记录"
    )


class TakeBack(ItemView):
    """One's own signature, until the next desk has opened the paper."""

    template_name = "desk/reversal.html"
    page_title = "收回我的意见"
    success_message = "已收回，该环节重新由您办理"
    form_class = ReasonForm

    @cached_property
    def opinion(self):
        opinions = Opinion.objects.filter(item__in=Item.objects.scope(self.request.user))
        opinions = opinions.filter(signed_by=self.request.user)
        return get_object_or_404(opinions.select_related("task"), pk=self.kwargs["pk"])

    @cached_property
    def item(self):
        items = Item.objects.select_related(
            "application__applicant", "application__ruleset__office"
        )
        return items.get(pk=self.opinion.item_id)

    @property
    def barred(self):
        user = self.request.user
        return policies.reasons_against_taking_back(self.opinion, self.item, by=user, because=WORDS)

    def act(self, form):
        return reversals.take_back(self.opinion, **self.who, **form.cleaned_data)

    def onward(self, result):
        step = next(each for each in STEPS.values() if each.duty == result.step)
        return step.page, self.item.application_id


class SendToStation(ItemView):
    """The reviewer finds that the station has to look again; the applicant has nothing to mend."""

    template_name = "desk/reversal.html"
    page_title = "退回工作站"
    success_message = "已退回工作站"
    form_class = ReasonForm

    def is_allowed(self):
        return may(self.request.user, *REVIEWS)

    @property
    def opinion(self):
        return policies.station_opinion(self.item)

    @property
    def barred(self):
        user = self.request.user
        task = policies.review_task(self.item, user)
        return policies.reasons_against_sending_back(
            self.item, task, self.opinion, by=user, because=WORDS
        )

    def act(self, form):
        return reversals.send_to_station(self.item, **self.who, **form.cleaned_data)
