"""Claiming a task and putting it back."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from applications.models import Item
from registry.roles import Permission
from workflow.models import CertificationTask
from workflow.services import desk
from workflow.services.urging import urge

from .access import DeskButton, typed


class _Move(DeskButton):
    """Moves one task between the queue and a person."""

    @cached_property
    def task(self):
        return get_object_or_404(CertificationTask, pk=self.kwargs["pk"])

    @cached_property
    def about(self):
        items = Item.objects.scope(self.request.user)
        return get_object_or_404(items, turns__task=self.task)

    def act(self):
        _ = self.about  # what is out of sight does not exist
        return self.move(self.task)

    def message(self, result):
        return f"{self.success_message}：{self.about} {self.task.flow_task.task_title}"

    def back(self):
        return (self.back_url(),)


class Claim(_Move):
    success_message = "已签收"

    def move(self, task):
        desk.claim(task, **self.who)


class Release(_Move):
    success_message = "已退回待签收"

    def move(self, task):
        desk.release(task, **self.who)


class Urge(_Move):
    """催办 by a head: of the own office, or of any where one answers for the district."""

    permission = Permission.SIGN_AS_HEAD
    success_message = "已催办"

    def move(self, task):
        urge(task.turn, note=typed(self.request.POST, "note"), **self.who)
