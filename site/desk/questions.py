"""One question of a unit about its paper: read, and answered in the office's name."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from workflow.models import Question
from workflow.policies.questions import LONGEST, answerable
from workflow.services import questions

from .access import DeskForm
from .opinion_forms import long_text
from .paper import applications_of


class QuestionForm(TextForm):
    text = forms.CharField(
        label="答复",
        max_length=LONGEST,
        widget=long_text(5),
        help_text="以本单位名义答复，留存备查，不能修改。不要写个人姓名和证件号码。",
    )


class AnswerQuestion(DeskForm):
    """Whoever sees the paper reads it; who may not answer is told whose it is."""

    template_name = "desk/question.html"
    header_icon = "help"
    form_class = QuestionForm
    success_message = "已答复，申请单位将收到提醒"

    @cached_property
    def question(self):
        mine = Question.objects.filter(application__in=applications_of(self.request.user))
        rows = mine.select_related("application__applicant", "office", "answered_by", "asked_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if self.may_answer:
            questions.note_seen(self.question, **self.who)
        return super().get(request, *args, **kwargs)

    @cached_property
    def may_answer(self):
        return answerable(self.request.user).open().filter(pk=self.question.pk).exists()

    def act(self, form):
        return questions.answer(self.question, text=form.cleaned_data["text"], **self.who)

    def onward(self, question):
        return "desk:question", question.pk

    def get_page_title(self):
        return f"咨询：申请 {self.question.application}"

    def get_breadcrumbs_items(self):
        return self.application_crumbs(self.question.application)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=self.question,
            may_answer=self.may_answer,
            earlier=self.question.application.questions.select_related(
                "office", "answered_by"
            ).exclude(pk=self.question.pk),
            **kwargs,
        )
