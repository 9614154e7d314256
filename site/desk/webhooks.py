"""Who is told of public changes: registered, tried, sent again, stopped; and what arrived."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache

from doors.text_forms import TextForm
from exchange.models import WebhookAttempt, WebhookNotice, WebhookSubscriber
from exchange.services.webhooks import send_failed_again, send_trial, stop, subscribe
from registry.roles import Permission

from .access import DeskButton, DeskForm, DeskView

PER_PAGE = 30
State = WebhookNotice.State
KINDS = (
    ("document", "文件"),
    ("notice", "公示"),
    ("result", "公示结果"),
    ("removal", "清理公告"),
    ("product", "产品"),
    ("column", "栏目"),
    ("bulletin", "工作通报"),
    ("draw", "随机抽查"),
    ("dishonesty", "失信登记"),
    ("site", "网站信息"),
    ("home", "首页"),
    ("sales", "销售统计"),
    ("statistics", "统计数"),
    ("redirects", "旧网址"),
)


class SubscriberForm(TextForm):
    """Where notices go, and of what."""

    title = forms.CharField(label="名称", max_length=60, error_messages={"required": "请填写名称"})
    address = forms.CharField(
        label="接收地址",
        max_length=300,
        help_text="以https开头，由对方提供，例如 https://www.example.com/hooks/gongshi",
        error_messages={"required": "请填写接收地址"},
    )
    kinds = forms.MultipleChoiceField(
        label="种类",
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选为全部",
    )


@method_decorator(never_cache, name="dispatch")
class Subscribers(DeskForm):
    """All subscribers with how their notices stand, and a new one; its key is shown once."""

    permission = Permission.KEEP_SUBSCRIBERS
    template_name = "desk/subscribers.html"
    page_title = "变动通知"
    header_icon = "link-external"
    form_class = SubscriberForm

    def act(self, form):
        return subscribe(**form.cleaned_data, **self.who)

    def succeed(self, subscriber):
        context = self.get_context_data(form=SubscriberForm(), made=subscriber)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs):
        rows = WebhookSubscriber.objects.annotate(
            waiting=Count("notices", filter=Q(notices__state__in=(State.WAITING, State.SENDING))),
            failed=Count("notices", filter=Q(notices__state=State.FAILED)),
        ).order_by("-pk")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, **kwargs)


class OfSubscriber:
    """A page or an act about one subscriber."""

    permission = Permission.KEEP_SUBSCRIBERS

    @cached_property
    def subscriber(self):
        return get_object_or_404(WebhookSubscriber, pk=self.kwargs["pk"])

    def page_of_act(self):
        return reverse("desk:subscriber", args=[self.kwargs["pk"]])

    def onward(self, result):
        return (self.page_of_act(),)


class Subscriber(OfSubscriber, DeskView):
    """What one subscriber was told, and what it answered to each try."""

    template_name = "desk/subscriber.html"
    page_title = "接收系统"
    header_icon = "link-external"

    def get_context_data(self, **kwargs):
        tries = Prefetch("tries", WebhookAttempt.objects.order_by("-pk"))
        rows = self.subscriber.notices.defer("body").prefetch_related(tries)
        titles = dict(KINDS)
        return super().get_context_data(
            subscriber=self.subscriber,
            kinds=[titles[kind] for kind in self.subscriber.kinds],
            page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p")),
            has_failed=self.subscriber.notices.filter(state=State.FAILED).exists(),
            **kwargs,
        )


class TrySubscriber(OfSubscriber, DeskButton):
    success_message = "测试通知将在一分钟内发出，结果见发送记录"

    def act(self):
        return send_trial(self.subscriber, **self.who)


class NotifyAgain(OfSubscriber, DeskButton):
    def act(self):
        return send_failed_again(self.subscriber, **self.who)

    def message(self, number):
        return f"{number}条通知将重新发送"


class StopSubscriber(OfSubscriber, DeskButton):
    success_message = "已停止发送"

    def act(self):
        return stop(self.subscriber, because=self.request.POST.get("because", ""), **self.who)
