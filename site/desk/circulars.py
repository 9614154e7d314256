"""传阅 at the desk: sending a paper round, saying that it was read, taking back the unread."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Application
from registry.permissions import duties
from rules.periods import local_day
from workflow.models import Circular, CircularCopy
from workflow.services import circulars

from .access import DeskButton, DeskForm
from .applications import ApplicationView
from .consultation_forms import CircularForm, officers, with_offices


def readers_of(application, user, on):
    """The officers who may see ``application``, by what they see and not by their office."""
    people = list(officers(on).exclude(pk=user.pk))
    papers = Application.objects.filter(pk=application.pk)
    may_see = {}
    for person in people:
        key = frozenset(duties(person))
        if key not in may_see:
            may_see[key] = papers.scope(person).exists()
    return [person.pk for person in people if may_see[frozenset(duties(person))]]


class Circulate(DeskForm, ApplicationView):
    """To whom, and why."""

    template_name = "desk/circulate.html"
    page_title = "传阅"
    header_icon = "mail"
    success_message = "已送传阅"
    form_class = CircularForm

    def get_page_title(self):
        return self.page_title

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        on = local_day(self.at)
        may_read = readers_of(self.application, self.request.user, on)
        form.fields["readers"].queryset = with_offices(officers(on).filter(pk__in=may_read))
        return form

    def act(self, form):
        return circulars.send(self.application, **self.who, **form.cleaned_data)

    def onward(self, result):
        return "desk:application", self.application.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(application=self.application, **kwargs)


class ConfirmReading(DeskButton):
    """已阅."""

    success_message = "已记录您已阅"

    @cached_property
    def copy(self):
        copies = CircularCopy.objects.filter(reader=self.request.user)
        return get_object_or_404(copies.select_related("circular"), pk=self.kwargs["pk"])

    def act(self):
        return circulars.confirm_reading(self.copy, **self.who)

    def page_of_act(self):
        copy = get_object_or_404(CircularCopy.objects.select_related("circular"), **self.kwargs)
        return reverse("desk:application", args=[copy.circular.application_id])


class WithdrawCircular(DeskButton):
    """What nobody has read yet is taken back."""

    success_message = "已收回未阅的传阅件"

    @cached_property
    def circular(self):
        return get_object_or_404(Circular, pk=self.kwargs["pk"], sent_by=self.request.user)

    def act(self):
        return circulars.withdraw(self.circular, **self.who)

    def page_of_act(self):
        circular = get_object_or_404(Circular, **self.kwargs)  # the paper says who sees it
        return reverse("desk:application", args=[circular.application_id])
