"""随机抽查 at the desk: fix the list, publish its digest, draw when the seed is known."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from catalog.models import Certificate
from doors.text_forms import TextForm
from registry.roles import Permission
from supervision import drawing
from supervision.models import InspectionDraw

from .access import DeskForm, may


class FixForm(TextForm):
    title = forms.CharField(label="抽查事项", max_length=100)
    seed_source = forms.CharField(
        label="种子来源",
        max_length=200,
        help_text="须是名单固定之后才产生、公众可查的数字，如“2020年4月9日福利彩票双色球开奖号码”",
    )
    count = forms.IntegerField(label="抽取数量", min_value=1)


class SeedForm(TextForm):
    seed = forms.CharField(
        label="随机种子", max_length=200, help_text="按公布的来源原样填写；抽取后不能更改、不能重抽"
    )


class Draws(DeskForm):
    """All draws, and a new list to fix."""

    permission = Permission.DRAW_INSPECTIONS
    template_name = "desk/draws.html"
    page_title = "随机抽查"
    header_icon = "clipboard-list"
    form_class = FixForm

    def act(self, form):
        return drawing.fix(**form.cleaned_data, **self.who)

    def message(self, draw):
        return f"名单已固定并公开：{draw}"

    def onward(self, draw):
        return "desk:draw", draw.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(draws=InspectionDraw.objects.all()[:100], **kwargs)


class Draw(DeskForm):
    """One draw: its list, its seed, what was drawn, and whether it holds when computed anew."""

    permission = Draws.permission
    template_name = "desk/draw.html"
    page_title = "随机抽查"
    header_icon = "clipboard-list"
    form_class = SeedForm
    success_message = ""

    @cached_property
    def draw(self):
        return get_object_or_404(InspectionDraw, pk=self.kwargs["pk"])

    def act(self, form):
        return drawing.take(self.draw, **form.cleaned_data, **self.who)

    def onward(self, result):
        return "desk:draw", self.draw.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            draw=self.draw,
            is_true=drawing.holds_true(self.draw),
            chosen=drawn_certificates(self.draw),
            may_plan=may(self.request.user, Permission.SEE_INSPECTIONS),
            **kwargs,
        )


def drawn_certificates(draw):
    """``[(number, certificate)]`` in the order in which they were drawn."""
    certificates = Certificate.objects.filter(number__in=draw.chosen)
    by_number = {each.number: each for each in certificates.select_related("version", "applicant")}
    return [(number, by_number.get(number)) for number in draw.chosen]
