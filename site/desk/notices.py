"""公示凭证 at the desk: what was seen of each notice, its boards, and the package for a court."""

import subprocess

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from applications.models import Item
from doors.text_forms import TextForm
from files.delivery import deliver
from pages.models import NoticePage
from pages.notices.bundles import bundle
from printing.pdf import PrinterMissing
from publicity.boards import missing_boards, stations_for, stations_without
from publicity.looks import interval, too_long_ago
from publicity.models import Publicity
from publicity.services.postings import post_on_board
from records.audit import record
from registry.models import Organisation
from registry.roles import Permission
from rules.periods import local_day
from rules.refusal import Refused

from .access import DeskForm, DeskView, may
from .opinion_forms import day_input

PER_PAGE = 30
NOT_DRAWN = "凭证包中的PDF没有排印成功，请稍后再试或者联系运维人员"


def notices_of(user):
    """The district's notices with a product that ``user`` may see, newest first."""
    mine = Publicity.objects.filter(entries__item__in=Item.objects.scope(user))
    notices = Publicity.objects.filter(level=Publicity.Level.DISTRICT, pk__in=mine.values("pk"))
    return notices.select_related("ruleset__office").order_by("-published_at")


class Notices(DeskView):
    """Every notice: how often it was seen, what failed, which boards are missing."""

    template_name = "desk/notices.html"
    page_title = "公示凭证"
    header_icon = "view"

    def get_context_data(self, **kwargs):
        looks = {
            "looks": Count("observations"),
            "failed": Count("observations", filter=~Q(observations__outcome="good")),
            "last_at": Max("observations__observed_at"),
        }
        notices = notices_of(self.request.user).annotate(**looks)
        page = Paginator(notices, PER_PAGE).get_page(self.request.GET.get("p"))
        missing = missing_boards(page)
        rows = [self.row(notice, missing[notice.pk]) for notice in page]
        return super().get_context_data(page=page, rows=rows, **kwargs)

    def row(self, notice, missing):
        runs = notice.published_at <= self.at < notice.ends_at
        last = notice.last_at or notice.published_at
        return {
            "notice": notice,
            "is_unseen": bool(interval() and runs and last < too_long_ago(self.at)),
            "missing": missing,
            "is_late": bool(missing and local_day(self.at) > notice.first_day),
        }


class PostingForm(TextForm):
    """张贴登记: where and when a notice was hung out, by whom, with a photo."""

    must = ("place", "posted_on", "posted_by_name")
    station = forms.ModelChoiceField(
        Organisation.objects.none(), label="工作站", empty_label="请选择"
    )
    place = forms.CharField(
        label="张贴地点",
        required=False,
        max_length=80,
        help_text="村名和公示栏位置，如“示例村村部公示栏”。公开显示，不要写个人姓名。",
    )
    posted_on = forms.DateField(label="张贴日期", required=False, widget=day_input())
    posted_by_name = forms.CharField(
        label="张贴人", required=False, max_length=40, help_text="仅供内部核对，不公开。"
    )
    photo = forms.FileField(
        label="照片",
        required=False,
        help_text="JPEG或PNG。拍摄地点等附带信息会自动清除。",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": "文件是空的"},
    )
    is_photo_public = forms.BooleanField(
        label="我已逐处看过，照片中没有可以识别的人和个人信息，可以公开",
        required=False,
        help_text="不勾选的，照片只在系统内保存。",
    )

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = stations
        if len(stations) == 1:
            self.fields["station"].initial = stations[0]

    def values(self):
        values = dict(self.cleaned_data)
        photo = values.pop("photo")
        return {**values, "photo": photo.read() if photo else None}


class NoticeView(DeskForm):
    """One notice; one outside the officer's scope does not exist."""

    http_method_names = ["get", "head"]
    template_name = "desk/notice.html"
    page_title = "公示凭证"
    header_icon = "view"
    form_class = PostingForm

    @cached_property
    def notice(self):
        return get_object_or_404(notices_of(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def page(self):
        return get_object_or_404(NoticePage.objects.with_facts(), publicity=self.notice)

    @cached_property
    def stations(self):
        return list(stations_for(self.notice, self.request.user))

    def get(self, request, pk):
        return self.render_to_response(self.get_context_data())

    def get_page_subtitle(self):
        return self.notice.number

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.notice.number}
        above = {"url": reverse("desk:notices"), "label": "公示凭证"}
        return [*self.breadcrumbs_items, above, here]

    def get_form_kwargs(self):
        keys = [station.pk for station in self.stations]
        stations = Organisation.objects.filter(pk__in=keys)
        return {**super().get_form_kwargs(), "stations": stations}

    def get_context_data(self, **kwargs):
        observations = self.notice.observations.all()
        may_record = may(self.request.user, Permission.RECORD_BOARDS) and self.stations
        return super().get_context_data(
            notice=self.notice,
            public_url=self.page.get_url(),
            looks=observations.count(),
            failed=observations.exclude(outcome="good").order_by("-sequence")[:PER_PAGE],
            newest=observations.order_by("-sequence")[:PER_PAGE],
            extensions=self.notice.extensions.select_related("entry"),
            postings=self.notice.postings.select_related("station", "recorded_by"),
            missing=list(stations_without(self.notice)),
            may_record=may_record,
            **kwargs,
        )


class Posting(NoticeView):
    """Records a board, on the page of the notice."""

    permission = Permission.RECORD_BOARDS
    http_method_names = ["post"]
    success_message = "张贴已登记"

    def act(self, form):
        return post_on_board(self.notice, **form.values(), **self.who)

    def page_of_act(self):
        return reverse("desk:notice_evidence", args=[self.kwargs["pk"]])

    def onward(self, result):
        return (self.page_of_act(),)


class Package(NoticeView):
    """The evidence of the notice as a zip; that it left the house is on record."""

    def get(self, request, pk):
        try:
            data = bundle(self.page, at=self.at)
        except Refused as refused:
            return self.sorry(refused.reasons)
        except (PrinterMissing, subprocess.SubprocessError):
            return self.sorry([NOT_DRAWN])
        record("publicity.export_evidence", self.notice, **self.who, bytes=len(data))
        return deliver(data, "application/zip", f"{self.notice.number}.zip", is_shown=False)

    def sorry(self, reasons) -> HttpResponse:
        for reason in reasons:
            messages.error(self.request, reason)
        return redirect("desk:notice_evidence", self.notice.pk)
