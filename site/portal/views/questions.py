"""咨询: what the unit asked about one paper, what was answered, and a new question."""

from workflow.policies.questions import offices_of
from workflow.services import questions

from ..forms.questions import QuestionForm
from .access import Button, FormPage, OfApplication


class OfQuestions(OfApplication):
    def reasons_against_opening(self):
        if self.application.is_draft:
            return ["申请提交以后才能在线咨询，填写中有疑问请拨打页面下方的电话"]
        return []

    def here(self):
        return "portal:questions", self.application.pk


class Questions(OfQuestions, FormPage):
    template_name = "portal/questions.html"
    form_class = QuestionForm
    success_message = "咨询已提交"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "offices": offices_of(self.application)}

    def act(self, form):
        return questions.ask(self.application, **form.cleaned_data, **self.signed)

    def onward(self, question):
        return self.here()

    def get_context_data(self, **kwargs):
        rows = list(self.application.questions.select_related("office", "asked_by"))
        unread = [each for each in rows if each.answered_at and not each.read_at]
        return super().get_context_data(questions=rows, unread=unread, **kwargs)


class ReadAnswers(OfQuestions, Button):
    """The unit says that it has read what was answered; reading by itself changes nothing."""

    success_message = "已阅知"

    def act(self):
        return questions.note_read(self.application, **self.signed)

    def back(self):
        return self.here()
