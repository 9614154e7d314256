"""数据报送 at the desk: batches made, approved, sent, answered; their chain checked."""

import json
import shutil
import tempfile

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from doors.text_forms import TextForm
from exchange.models import ExchangeFault, ExportBatch
from exchange.packages import parcel
from exchange.receivers import receiver, receivers
from exchange.services import Damaged, export_dataset, open_files
from exchange.services.approval import approve, resend, skip
from exchange.services.by_hand import write_upload_file
from exchange.services.chain import breaks
from exchange.services.receipts import record_answer
from exchange.services.reconciliation import reconcile
from exchange.transports import BY_HAND
from records.audit import record
from registry.roles import Permission
from rules.refusal import Refused, refuse_if

from .access import DeskButton, DeskForm, DeskView, may

PER_PAGE = 50
DATASETS = {"catalog": "产品目录", "sales": "销售记录", "reconciliation": "对账"}


def batches():
    """Batches with their state, without the manifests, which a list has no use for."""
    return (
        ExportBatch.objects.defer("manifest")
        .select_related("stream", "delivery", "delivery__prepared_by", "delivery__approved_by")
        .order_by("-pk")
    )


class MakeForm(TextForm):
    """What is made for whom; a receiver is offered what it takes."""

    target = forms.ChoiceField(label="报送内容")
    full = forms.BooleanField(
        label="全量",
        required=False,
        help_text="每个目录条目报一条最新记录；不选则只报上次以来的变更",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = list(targets())


def targets():
    """``(word, title)`` of everything that can be made: dataset and receiver."""
    for number, each in enumerate(receivers()):
        datasets = (
            [*each.datasets] if each.transport == BY_HAND else [*each.datasets, "reconciliation"]
        )
        for dataset in datasets:
            yield f"{dataset}:{number}", f"{DATASETS[dataset]} → {each.title}"


class Exchange(DeskView):
    """All batches, the newest first, and what waits."""

    permission = Permission.READ_BATCHES
    template_name = "desk/exchange.html"
    page_title = "数据报送"
    header_icon = "upload"

    def get_context_data(self, **kwargs):
        rows = batches()
        if state := self.request.GET.get("state"):
            rows = rows.filter(delivery__state=state)
        user = self.request.user
        return super().get_context_data(
            page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p")),
            faults=ExchangeFault.objects.open().count(),
            form=MakeForm() if may(user, Permission.PREPARE_BATCHES) else None,
            **kwargs,
        )


class Make(DeskButton):
    """Makes the batch that was asked for; says so where nothing is new."""

    permission = Permission.PREPARE_BATCHES

    def page_of_act(self):
        return reverse("desk:exchange")

    def act(self):
        form = MakeForm(self.request.POST)
        refuse_if([] if form.is_valid() else ["请选择报送内容"])
        dataset, _, number = form.cleaned_data["target"].partition(":")
        chosen = receivers()[int(number)]
        if dataset == "reconciliation":
            return reconcile(chosen, **self.who), True
        before = ExportBatch.objects.order_by("-pk").values_list("pk", flat=True).first()
        batch = export_dataset(dataset, receiver=chosen, full=form.cleaned_data["full"], **self.who)
        return batch, batch is not None and batch.pk > (before or 0)

    def message(self, made):
        batch, is_new = made
        if batch is None:
            return "没有可报送的内容；不符合交换格式的记录见“报送问题”"
        return f"已生成批次{batch}，待另一人批准" if is_new else "没有新的变更，未生成批次"


class Chain(DeskButton):
    """Reads every batch through and checks that each is tied to the one before."""

    permission = Permission.READ_BATCHES

    def page_of_act(self):
        return reverse("desk:exchange")

    def act(self):
        refuse_if(breaks())

    def message(self, result):
        return "已逐批核对：内容与摘要一致，批次前后衔接"


class OfBatch:
    """A page or an act about one batch."""

    @cached_property
    def batch(self):
        rows = ExportBatch.objects.select_related("stream", "delivery", "previous", "corrects")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def subject(self):
        return self.batch

    def page_of_act(self):
        return reverse("desk:exchange_batch", args=[self.kwargs["pk"]])

    def onward(self, result):
        return (self.page_of_act(),)

    def get_context_data(self, **kwargs):
        return super().get_context_data(batch=self.batch, **kwargs)


class Batch(OfBatch, DeskView):
    """One batch: where it stands and why, its files, receipts and faults."""

    permission = Permission.READ_BATCHES
    template_name = "desk/exchange_batch.html"
    page_title = "报送批次"
    header_icon = "upload"

    def get_context_data(self, **kwargs):
        delivery, user = self.batch.delivery, self.request.user
        return super().get_context_data(
            delivery=delivery,
            manifest=json.loads(self.batch.manifest),
            tries=delivery.tries.all()[:PER_PAGE],
            receipts=self.batch.receipts.all()[:PER_PAGE],
            faults=faults_of(self.batch)[:PER_PAGE],
            by_hand=is_by_hand(self.batch),
            prepares=may(user, Permission.PREPARE_BATCHES),
            approves=may(user, Permission.APPROVE_BATCHES) and delivery.prepared_by_id != user.pk,
            **kwargs,
        )


def faults_of(batch):
    return batch.faults.select_related(
        "event__certificate__applicant", "sale__certificate__applicant", "batch", "stream"
    )


def is_by_hand(batch):
    try:
        return receiver(batch.stream.receiver).transport == BY_HAND
    except Refused:
        return True


class Approve(OfBatch, DeskButton):
    permission = Permission.APPROVE_BATCHES
    success_message = "已批准，由系统按次序发送"

    def act(self):
        return approve(self.batch, **self.who)


class Resend(OfBatch, DeskButton):
    permission = Permission.PREPARE_BATCHES
    success_message = "将以同一批次号重新发送"

    def act(self):
        return resend(self.batch, **self.who)


class BecauseForm(TextForm):
    because = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 3}))


class Skip(OfBatch, DeskForm):
    """A batch given up, with its reason; those behind it go with it."""

    permission = Permission.APPROVE_BATCHES
    template_name = "desk/exchange_form.html"
    page_title = "跳过批次"
    form_class = BecauseForm
    success_message = "已跳过；下一批次将为全量"
    explanation = "跳过后，本批次和其后尚未办结的批次都不再发送，下一批次以全量报送，内容不会遗漏。"

    def act(self, form):
        return skip(self.batch, because=form.cleaned_data["because"], **self.who)


class AnswerForm(TextForm):
    status = forms.ChoiceField(
        label="结果", choices=[("accepted", "已接受"), ("rejected", "被拒收")]
    )
    number = forms.CharField(label="对方受理编号或者网页编号", max_length=100)


class Answer(OfBatch, DeskForm):
    """What a platform answered to a file that was carried by hand."""

    permission = Permission.PREPARE_BATCHES
    template_name = "desk/exchange_form.html"
    page_title = "登记对方结果"
    form_class = AnswerForm
    explanation = "文件由人上传的，在对方平台给出结果后登记。"

    def act(self, form):
        refuse_if([] if is_by_hand(self.batch) else ["该接收方的回执由系统取得"])
        return record_answer(self.batch, **form.cleaned_data, **self.who)


class Download(OfBatch, DeskView):
    """The package as a zip, or the file for the receiver's web form; each is logged."""

    permission = Permission.PREPARE_BATCHES

    def get(self, request, *args, **kwargs):
        form = request.GET.get("form", "zip")
        if form not in ("zip", "xlsx", "csv"):
            raise Http404
        try:
            target = self._zip() if form == "zip" else self._table(form)
        except Damaged as damaged:
            raise Http404(str(damaged)) from damaged
        target.seek(0)
        answer = FileResponse(target, as_attachment=True, filename=f"{self.batch}.{form}")
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _zip(self):
        target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        with parcel(self.batch, open_files(self.batch)) as packed, packed.open() as file:
            shutil.copyfileobj(file, target)
        record("exchange.download", self.batch, **self.who, form="zip")
        return target

    def _table(self, form):
        target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_upload_file(self.batch, target, form=form, **self.who)
        return target
