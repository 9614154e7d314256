"""随机抽查 at the desk: fix the list, publish its digest, draw when the seed is known."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages

from catalog.models import Certificate
from doors.refusals import tell
from doors.text_forms import TextForm
from registry.roles import Permission
from rules.refusal import Refused
from supervision import drawing
from supervision.models import InspectionDraw

from .access import DeskView


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


class Draws(DeskView):
    """All draws, and a new list to fix."""

    permission = Permission.DRAW_INSPECTIONS
    template_name = "desk/draws.html"
    page_title = "随机抽查"
    header_icon = "clipboard-list"

    def get(self, request):
        return self.show(FixForm())

    def post(self, request):
        form = FixForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            fixed = drawing.fix(**form.cleaned_data, by=request.user, at=self.at)
        except Refused as refused:
            tell(form, refused)
            return self.show(form, status=422)
        messages.success(request, f"名单已固定并公开：{fixed}")
        return redirect("desk:draw", pk=fixed.pk)

    def show(self, form, status=200):
        context = self.get_context_data(form=form, draws=InspectionDraw.objects.all()[:100])
        return self.render_to_response(context, status=status)


class Draw(DeskView):
    """One draw: its list, its seed, what was drawn, and whether it holds when computed anew."""

    permission = Draws.permission
    template_name = "desk/draw.html"
    page_title = "随机抽查"
    header_icon = "clipboard-list"

    @property
    def fixed(self):
        return get_object_or_404(InspectionDraw, pk=self.kwargs["pk"])

    def get(self, request, pk):
        return self.show(SeedForm())

    def post(self, request, pk):
        form = SeedForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            drawing.take(self.fixed, **form.cleaned_data, by=request.user, at=self.at)
        except Refused as refused:
            tell(form, refused)
            return self.show(form, status=422)
        return redirect("desk:draw", pk=pk)

    def show(self, form, status=200):
        fixed = self.fixed
        context = self.get_context_data(
            form=form, fixed=fixed, is_true=drawing.holds_true(fixed), chosen=drawn(fixed)
        )
        return self.render_to_response(context, status=status)


def drawn(fixed):
    """``[(number, certificate)]`` in the order in which they were drawn."""
    known = Certificate.objects.filter(number__in=fixed.chosen)
    held = {each.number: each for each in known.select_related("version", "applicant")}
    return [(number, held.get(number)) for number in fixed.chosen]
