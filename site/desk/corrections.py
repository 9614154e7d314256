"""更正登记 at the desk: the recorder enters it beside the outcome, the head decides."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications.models import Item
from doors.text_forms import TextForm
from registry.roles import Permission
from workflow.models import UpperCorrection, UpperReview
from workflow.policies import corrections as policies
from workflow.services import corrections

from .access import DeskForm, may
from .opinion_forms import day_input, long_text

APPROVE, DECLINE = "approve", "decline"


class CorrectionForm(TextForm):
    must = ("because",)
    document_no = forms.CharField(label="文号", required=False, max_length=60)
    decided_on = forms.DateField(label="决定日期", required=False, widget=day_input())
    is_result_wrong = forms.BooleanField(
        label="结果登记有误，退回重新登记",
        required=False,
        help_text="批准后该环节重新待办，结果、文号、日期和扫描件须重新登记，据此发出的通知作废；"
        "下一环节已经打开或者产品已办结的，不能退回",
    )
    because = forms.CharField(label="理由", required=False, max_length=300, widget=long_text(3))


class _OfReview(DeskForm):
    """A page about one outcome in the officer's scope."""

    template_name = "desk/correction.html"
    header_icon = "edit"
    page_title = "更正登记"

    @property
    def review(self):
        raise NotImplementedError

    def onward(self, result):
        return "desk:application", self.review.item.application_id

    def get_page_subtitle(self):
        return f"{self.review.item} {self.review.get_level_display()}"

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.review.item.application)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            review=self.review, item=self.review.item, barred=self.barred, **kwargs
        )


def reviews_of(user):
    """The upper outcomes of the papers that ``user`` may see."""
    rows = UpperReview.objects.filter(item__in=Item.objects.scope(user))
    return rows.select_related(
        "item__application__applicant", "item__application__ruleset__office", "organisation"
    )


class Correct(_OfReview):
    """What should stand there, and why."""

    success_message = "已提出更正，等待负责人批准"
    form_class = CorrectionForm

    def is_allowed(self):
        return may(self.request.user, Permission.RECORD_CITY, Permission.RECORD_PROVINCE)

    @cached_property
    def review(self):
        return get_object_or_404(reviews_of(self.request.user), pk=self.kwargs["pk"])

    @property
    def barred(self):
        return policies.reasons_against_who(self.review, by=self.request.user)

    def get_initial(self):
        return {"document_no": self.review.document_no, "decided_on": self.review.decided_on}

    def act(self, form):
        return corrections.enter(self.review, **self.who, **form.cleaned_data)


class DecisionForm(TextForm):
    decision = forms.ChoiceField(
        label="决定",
        choices=[(APPROVE, "同意更正"), (DECLINE, "不同意，维持原登记")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意或者不同意"},
    )


class Correction(_OfReview):
    """What was entered, for the head to decide."""

    success_message = "已决定"
    form_class = DecisionForm
    button = "作出决定"

    @cached_property
    def correction(self):
        rows = UpperCorrection.objects.select_related("entered_by", "decided_by")
        return get_object_or_404(
            rows, pk=self.kwargs["pk"], review__in=reviews_of(self.request.user)
        )

    @cached_property
    def review(self):
        return reviews_of(self.request.user).get(pk=self.correction.review_id)

    @property
    def barred(self):
        return policies.reasons_against_deciding(self.correction, by=self.request.user)

    def act(self, form):
        approves = form.cleaned_data["decision"] == APPROVE
        return corrections.decide(self.correction, is_approved=approves, **self.who)

    def get_context_data(self, **kwargs):
        return super().get_context_data(correction=self.correction, **kwargs)
