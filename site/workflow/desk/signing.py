"""Signing opinions: all products of one application that wait at one step, in one form."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail.admin import messages

from ..models import Opinion, OpinionProposal
from ..policies.opinions import NODE_OF
from ..services.batch import each
from ..services.countersigning import submit
from .access import patiently
from .applications import ApplicationView
from .opinion_forms import OpinionForm
from .paper import paper
from .steps import STEPS


@dataclass
class Sheet:
    """One product with its opinion form, or with the reasons why this officer may not sign it."""

    product: object
    task: dict
    form: OpinionForm
    reasons: list

    @property
    def item(self):
        return self.product.item


def said(answer):
    """What signing did, in words: a signature, or a proposal that waits for the head."""
    if isinstance(answer.result, OpinionProposal):
        return f"已提交负责人审签：{answer.item} {answer.result.result_label}"
    return f"已签署：{answer.item} {answer.result.get_result_display()}"


class Sign(ApplicationView):
    """GET shows the paper with a form per product; POST signs those with a result, one by one."""

    template_name = "workflow/desk/sign.html"
    header_icon = "edit"
    kind = None

    @property
    def step(self):
        return STEPS[NODE_OF[self.kind]]

    def get_page_title(self):
        return self.step.title

    def get(self, request, pk):
        return self.show(self.sheets())

    def post(self, request, pk):
        sheets = {sheet.item: sheet for sheet in self.sheets(request.POST)}
        wanted = [item for item, sheet in sheets.items() if sheet.form.is_wanted]
        if not wanted:
            messages.error(request, "请至少对一个产品作出结论。")
            return self.show(sheets.values(), status=422)
        ready = [item for item in wanted if sheets[item].form.is_valid()]
        answers = each(ready, patiently(lambda item: self.sign(item, sheets[item].form)))
        for answer in answers:
            self.tell(answer, sheets[answer.item].form)
        signed = {answer.item for answer in answers if answer.ok}
        if signed == set(wanted):
            return self.go_on()
        messages.error(request, "部分产品未能签署，请看各产品下的说明。")
        left = [sheet for item, sheet in sheets.items() if item not in signed]
        return self.show(left, status=422)

    def sign(self, item, form):
        return submit(item, self.kind, by=self.request.user, at=self.at, **form.opinion())

    def tell(self, answer, form):
        if answer.ok:
            messages.success(self.request, said(answer))
        else:
            form.refuse(answer)

    def go_on(self):
        """Back to the same form while siblings wait, else to the paper."""
        left = [sheet for sheet in self.sheets() if not sheet.reasons]
        return redirect(self.step.view if left else "desk:application", pk=self.application.pk)

    def sheets(self, data=None):
        """A sheet per product that waits at this step; who may take none of them is sent off."""
        self.context = paper(self.application, self.request.user, self.at)
        found = [
            (product, task)
            for product in self.context["products"]
            for task in product.tasks
            if task["turn"].task.flow_task.name == self.step.node
        ]
        may = (task["turn"].task.owner_permission for _product, task in found)
        if found and not any(self.request.user.has_perm(permission) for permission in may):
            raise PermissionDenied
        return [self.sheet(product, task, data) for product, task in found]

    def sheet(self, product, task, data):
        item = product.item
        returned = Opinion.Result.RETURN
        again = any(
            (said.step, said.result) == (self.kind, returned) for said in item.opinions.all()
        )
        form = OpinionForm(data, prefix=f"item-{item.pk}", step=self.kind, asks_again=again)
        return Sheet(product, task, form, task["reasons"])

    def show(self, sheets, status=200):
        sheets = list(sheets)
        if not sheets:
            messages.warning(self.request, "该环节已由他人办理，或尚未到达该环节。")
            return redirect("desk:application", pk=self.application.pk)
        context = self.get_context_data(
            **self.context,
            sheets=sheets,
            can_sign=any(not sheet.reasons for sheet in sheets),
        )
        return self.render_to_response(context, status=status)
