"""The exchange as a source of the inbox: batches to approve, faults to mend."""

from itertools import chain

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property

from exchange.models import BatchDelivery, ExchangeFault
from exchange.models.deliveries import State
from records.prepared import NUMBER, Prepared
from registry.roles import Permission

from .access import may
from .deadlines import Deadline
from .lines import Line, key
from .numbers import counted

KIND = "exchange"


def approvals(user):
    """Batches that wait for ``user``: nobody approves what they made."""
    if not may(user, Permission.APPROVE_BATCHES):
        return BatchDelivery.objects.none()
    return _by_others(user)


def _by_others(person):
    return BatchDelivery.objects.filter(state=State.FROZEN).exclude(prepared_by=person)


def open_faults(user):
    if not may(user, Permission.PREPARE_BATCHES):
        return ExchangeFault.objects.none()
    return ExchangeFault.objects.open()


def waiting_for(user):
    """How many approvals and faults wait for ``user``."""
    batches = APPROVALS.first(user.pk)["waiting"] if may(user, Permission.APPROVE_BATCHES) else 0
    return batches + (FAULTS.first()["waiting"] if may(user, Permission.PREPARE_BATCHES) else 0)


APPROVALS = Prepared(lambda person: counted(_by_others(person), waiting=Count("pk")), NUMBER)
FAULTS = Prepared(lambda: counted(ExchangeFault.objects.open(), waiting=Count("pk")))


def tally(user, on):
    """``{mine, queue, late, waiting}`` of ``user``: nobody takes them, and they have no limit."""
    return {"mine": 0, "queue": waiting_for(user), "late": 0, "waiting": 0}


class ExchangeLines:
    """What waits has no owner, no township and no limit in working days."""

    kind, title = KIND, "数据报送"
    kinds = {KIND: title}
    tally = staticmethod(tally)
    done_by = ()

    def __init__(self, search):
        self.search = search

    @cached_property
    def is_asked(self):
        search = self.search
        filtered = search.step or search.township or search.due not in ("", "none")
        return search.tab == "queue" and search.kind in ("", KIND) and not filtered

    @cached_property
    def sources(self):
        if not self.is_asked:
            return BatchDelivery.objects.none(), ExchangeFault.objects.none()
        user, text = self.search.user, self.search.text
        deliveries, faults = approvals(user), open_faults(user)
        if text:
            deliveries = deliveries.filter(batch__batch_id__icontains=text)
            faults = faults.filter(reason__icontains=text)
        return deliveries, faults

    def count(self):
        return sum(rows.count() for rows in self.sources)

    def lines(self, start, stop):
        """Both kinds in one order; each gives no more than could be shown."""
        deliveries, faults = self.sources
        deliveries = deliveries.select_related("batch").order_by("-pk")
        faults = faults.select_related(
            "batch",
            "stream",
            "platform_file",
            "entry__applicant",
            "event__certificate__applicant",
            "sale__certificate__applicant",
        )
        lines = chain(map(_approval, deliveries[:stop]), map(_fault, faults[:stop]))
        ordered = sorted(lines, key=key(self.search), reverse=self.search.is_descending)
        return ordered[start:stop]


def _line(**values):
    return Line(
        kind=ExchangeLines.title,
        deadline=Deadline("不限期", "none"),
        act_url=values["url"],
        **values,
    )


def _approval(delivery):
    batch = delivery.batch
    return _line(
        paper=batch.batch_id,
        url=reverse("desk:exchange_batch", args=[batch.pk]),
        step="批准批次",
        arrived_at=batch.created_at,
    )


def _fault(fault):
    return _line(
        paper=str(fault.certificate or fault.batch or fault.platform_file or fault.stream),
        url=reverse("desk:exchange_fault", args=[fault.pk]),
        step=fault.get_kind_display(),
        applicant=str(fault.certificate.applicant) if fault.certificate else "",
        arrived_at=fault.opened_at,
    )
