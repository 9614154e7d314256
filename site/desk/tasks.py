"""Claiming a task and putting it back."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.admin import messages

from applications.models import Item
from rules.refusal import Refused
from workflow.models import CertificationTask
from workflow.services import desk

from .access import DeskView, patiently


class _Move(DeskView):
    """A POST that moves one task between the queue and a person; refusals become messages."""

    http_method_names = ["post"]

    def post(self, request, pk):
        task = get_object_or_404(CertificationTask, pk=pk)
        item = Item.objects.scope(request.user).filter(turns__task=task).first()
        if item is None:
            raise Http404
        try:
            patiently(self.move)(task)
            messages.success(request, f"{self.said}：{item} {task.flow_task.task_title}")
        except Refused as refused:
            messages.error(request, f"{item}：{'；'.join(refused.reasons)}")
        return self.go_back()


class Claim(_Move):
    said = "已签收"

    def move(self, task):
        desk.claim(task, by=self.request.user, at=self.at)


class Release(_Move):
    said = "已退回待签收"

    def move(self, task):
        desk.release(task, by=self.request.user, at=self.at)
