"""Shelves of venues, and telling a venue what became of a product on them (R09).

Nobody calls up the stairs when an entry is suspended: a job pulls every event of the catalogue
that concerns a shelf and of which its venue was not told.
"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from catalog.models import CertificateEvent
from records.audit import record
from records.jobs import job
from records.mail import write
from registry.calendars import calendar
from registry.permissions import duty, holders
from registry.roles import UnitReporter
from registry.rulesets import in_force
from rules.periods import local_day
from rules.privacy import scan
from rules.refusal import refuse_fields, refuse_if

from ..models import ShelfProduct, Venue, VenueNotice

#: What a venue is told of; what it must then take off its shelves for good.
ANNOUNCED = ("suspend", "resume", "expire", "remove")
OFF_THE_SHELF = ("expire", "remove")
SUBJECT = "上架产品状态变化"
BODY = "本单位登记的销售场所有上架产品的状态发生变化。请登录后台“本单位工作”查看并确认。"


def reasons_against_shelf(venue, certificate, *, on):
    """Why ``certificate`` cannot be put on the shelves of ``venue`` on day ``on``."""
    reasons = [] if certificate.is_live(on) else [f"{certificate.status_text(on)}，不能上架"]
    if venue.voided_at or venue.state == Venue.State.CLOSED:
        reasons.append("该场所已关闭")
    if venue.shelf.filter(certificate=certificate, taken_off_on=None).exists():
        reasons.append("该产品已上架")
    return reasons


@transaction.atomic
def put_on_shelf(venue, certificate, *, by, at):
    """List a valid product on the shelves of ``venue`` from today on."""
    venue = Venue.objects.select_for_update().get(pk=venue.pk)
    refuse_if(reasons_against_shelf(venue, certificate, on=local_day(at)))
    row = ShelfProduct.objects.create(
        venue=venue, certificate=certificate, put_on=local_day(at), put_by=by
    )
    record("ledger.shelve", venue, by=by, at=at, certificate=certificate.number)
    return row


@transaction.atomic
def take_off_shelf(shelved, *, by, at):
    shelved = ShelfProduct.objects.select_for_update().get(pk=shelved.pk)
    refuse_if(["该产品已下架"] if shelved.taken_off_on else [])
    _take_off(shelved, at)
    record("ledger.unshelve", shelved.venue, by=by, at=at, certificate=f"{shelved.certificate}")
    return shelved


def _take_off(shelved, at):
    shelved.taken_off_on = local_day(at)
    shelved.save(update_fields=["taken_off_on"])


def untold():
    """``(shelf row, event)`` pairs of which the venue has not been told, oldest event first."""
    notices = VenueNotice.objects.filter(venue=OuterRef("venue"), event=OuterRef("event_pk"))
    return (
        ShelfProduct.objects.filter(
            taken_off_on=None,
            venue__voided_at=None,
            certificate__events__op__in=ANNOUNCED,
            certificate__events__effective_at__date__gte=F("put_on"),
        )
        .annotate(event_pk=F("certificate__events__pk"))
        .exclude(Exists(notices))
        .select_related("venue__unit")
        .order_by("event_pk", "pk")
    )


@job("venue_notices", "场所告知", order=102)  # after entries expired, in the same pass
def tell_venues(at):
    """Tell every venue of what happened to the products on its shelves; the number told."""
    return len(tell_venues.each(untold(), lambda shelved: _tell(shelved, at), at=at).done)


def _tell(shelved, at):
    today, venue = local_day(at), shelved.venue
    due = calendar().planned_after(today, in_force(today).venue_confirm_days).day
    notice, is_new = VenueNotice.objects.get_or_create(
        venue=venue, event_id=shelved.event_pk, defaults={"sent_at": at, "due_on": due}
    )
    if is_new:
        reporters = holders(duty(UnitReporter.word, venue.unit), today)
        addresses = [person.email for person in reporters if person.mail_notices and person.email]
        write(addresses, SUBJECT, BODY, key=f"venue:{notice.pk}")
    return notice


def reasons_against_confirming(notice, *, measures):
    if notice.confirmed_at:
        return [("", "已经确认")]
    if not 2 <= len(measures.strip()) <= 200:
        return [("measures", "请写明处理情况（2至200字），如已下架、封存数量")]
    return [("measures", "处理情况不得含有个人信息")] if scan(measures) else []


@transaction.atomic
def confirm_notice(notice, *, measures, by, at):
    """The venue has done what it was told; what ran out or was removed leaves its shelves."""
    notice = VenueNotice.objects.select_for_update().get(pk=notice.pk)
    refuse_fields(reasons_against_confirming(notice, measures=measures))
    notice.confirmed_at, notice.confirmed_by, notice.measures = at, by, measures.strip()
    notice.save()
    event = CertificateEvent.objects.get(pk=notice.event_id)
    if event.op in OFF_THE_SHELF:
        for shelved in notice.venue.shelf.filter(
            certificate=event.certificate_id, taken_off_on=None
        ):
            _take_off(shelved, at)
    record("ledger.confirm_venue", notice, by=by, at=at, op=event.op)
    return notice
