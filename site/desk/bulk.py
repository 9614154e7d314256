"""One act on many lines of the inbox: claim, put back, hand out, or sign where the law allows it.

Each line is answered for itself. One opinion for many products exists only where the 办法 has one
document for many: reporting, upper outcomes, national publicity, listing. Stations and reviewers
sign product by product (办法二（一）（二）: "申请认定的市场主体和产品").
"""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages

from applications.models import Item
from rules.periods import local_day
from workflow.models import CertificationTask, SavedFilter
from workflow.services import desk
from workflow.services.batch import each

from . import colleagues
from .access import DeskView, refuse_busy, row_keys, typed
from .inbox import FILTERS, Inbox
from .steps import duty_of, step_of

MOST = 200


class Bulk(DeskView):
    """POST only; what became of each line is told by name, and the list is shown again."""

    http_method_names = ["post"]

    def post(self, request):
        tasks = self.tasks()
        act = {
            "claim": self.claim,
            "release": self.release,
            "assign": self.assign,
            "sign": self.sign,
        }.get(request.POST.get("do"))
        if act is None or not tasks:
            messages.error(request, "请先勾选任务。" if act else "请选择要进行的操作。")
            return self.go_back()
        return act(tasks) or self.go_back()

    def tasks(self):
        """The ticked tasks of papers in the officer's scope; anything else does not exist."""
        typed_keys = ",".join(self.request.POST.getlist("tasks")).split(",")  # a line may be many
        ticked = row_keys(typed_keys)[:MOST]
        items = Item.objects.scope(self.request.user)
        tasks = CertificationTask.objects.filter(pk__in=ticked, turn__item__in=items)
        return list(tasks.select_related("turn__item__application", "owner").order_by("pk"))

    def claim(self, tasks):
        self.tell("已签收", tasks, lambda task: desk.claim(task, **self.who))

    def release(self, tasks):
        self.tell("已退回待签收", tasks, lambda task: desk.release(task, **self.who))

    def assign(self, tasks):
        """A head hands the tasks to one colleague; each task asks whether that may be."""
        head, keys = self.request.user, row_keys([self.request.POST.get("to", "")])
        if not keys:
            messages.error(self.request, "请选择交给谁办理。")
            return
        to = get_object_or_404(colleagues.of(head, local_day(self.at)), pk__in=keys)

        def hand_out(task):
            step = step_of(task)
            duty = step and duty_of(step, task.turn.item)
            return desk.assign(task, to, by=head, at=self.at, duty=duty)

        self.tell(f"已交{to}办理", tasks, hand_out)

    def sign(self, tasks):
        """On to the page where one document is entered for all of them, if the step has one."""
        steps = {step_of(task) for task in tasks}
        if len(steps) != 1 or None in steps:
            messages.error(self.request, "一并办理的任务须处于同一环节。")
            return None
        (step,) = steps
        if step.about != "batch":
            messages.error(
                self.request,
                f"“{step.task_title}”须对每个产品分别作出结论，不能用一份意见办理多个产品。",
            )
            return None
        items = urlencode([("item", task.turn.item_id) for task in tasks])
        return redirect(f"{reverse(step.page)}?{items}")

    def tell(self, message, tasks, act):
        answers = each(tasks, refuse_busy(act))
        done = [answer.item for answer in answers if answer.ok]
        if done:
            names = "、".join(f"{task.turn.item}" for task in done)
            messages.success(self.request, f"{message}（{len(done)}项）：{names}")
        for answer in answers:
            if not answer.ok:
                self.note_refused(answer.reasons, answer.item.turn.item)
                reasons = "；".join(answer.reasons)
                messages.error(self.request, f"{answer.item.turn.item}：{reasons}")


class SaveFilter(Inbox):
    """Keeps the conditions of the inbox's present address under a name of one's own."""

    http_method_names = ["post"]

    def post(self, request):
        name = typed(request.POST, "name", 20)
        address = {key: typed(request.POST, key, 60) for key in ("tab", *FILTERS, "sort")}
        query = urlencode({key: value for key, value in address.items() if value})
        if not name:
            messages.error(request, "请填写名称。")
        else:
            SavedFilter.objects.update_or_create(
                person=request.user, name=name, defaults={"query": query[:500]}
            )
            messages.success(request, f"已保存常用筛选“{name}”")
        return redirect(f"{self.page_of_act()}?{query}")


class ForgetFilter(Inbox):
    http_method_names = ["post"]

    def post(self, request, pk):
        get_object_or_404(SavedFilter, person=request.user, pk=pk).delete()
        messages.success(request, "已删除常用筛选")
        return redirect(self.page_of_act())
