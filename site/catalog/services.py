"""Every change of the catalogue: listing, adjusting, suspending, ending entries; photos."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from wagtail.images.models import Image

from records.audit import record
from records.jobs import job
from records.numbering import next_serial, reserve
from rules.certificate_numbers import LAST_SERIAL, CertificateNumber, parse_certificate_number
from rules.identity import product_identity
from rules.lifecycle import CertificateOp, CertificateStatus, after, reasons_against_op
from rules.numbers import normalise_document_number
from rules.official_dates import official_date
from rules.periods import day_starts, local_day, valid_until
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_if

from .models import (
    Certificate,
    CertificateEvent,
    Milestone,
    Product,
    ProductPhoto,
    ProductVersion,
)
from .pictures import reencoded
from .policies import reasons_against_leaving, reasons_against_listing, reasons_against_photo
from .questions import LAST_EVENT, LAST_VERSION, PRODUCT

ALL_GIVEN = (
    f"{{}}年的证书编号已经用到{LAST_SERIAL}。上级系统的数据格式规定序号为四位，不能再编："
    "请报上级平台确定办法，或者次年再列入"
)


@transaction.atomic
def list_product(facts, *, applicant, ruleset, listed_on, publicity, by, at, **details):
    """Enter a product in the catalogue for its validity (办法二（六）, 四（二）, A14, A15).

    ``facts`` are :meth:`ProductFacts.facts`; ``publicity`` is ``{"district": (from, until),
    "national": (from, until)}``. ``details`` may hold ``number`` (an imported register's own),
    ``basis_doc_no``, ``milestones`` (step → day, R24) and ``renewal_of``; a
    renewed entry ends with this one.
    """
    facts = plain_values(facts)
    product = _product(facts, applicant)
    previous = details.get("renewal_of")
    if previous is not None:
        previous = Certificate.objects.select_for_update().get(pk=previous.pk)
    refuse_if(
        reasons_against_listing(
            product, ruleset=ruleset, listed_on=listed_on, publicity=publicity, renewing=previous
        )
    )
    if previous is not None:
        _end_renewed(previous, by=by, at=at)
    version = _version(product, facts, at)
    certificate = Certificate.objects.create(
        number=_number(ruleset, listed_on, details.get("number")),
        product=product,
        version=version,
        applicant=applicant,
        ruleset=ruleset,
        status=after(None, CertificateOp.ADD),
        listed_on=listed_on,
        valid_from=listed_on,
        valid_until=valid_until(listed_on, ruleset.validity_months),
        district_from=publicity["district"][0],
        district_until=publicity["district"][1],
        national_from=publicity["national"][0],
        national_until=publicity["national"][1],
        renewal_of=previous,
    )
    _append(
        certificate,
        CertificateOp.ADD,
        effective_at=day_starts(listed_on),
        reason="renewal" if previous else "initial",
        basis_doc_no=details.get("basis_doc_no", ""),
        by=by,
    )
    days = details.get("milestones", {}).items()
    Milestone.objects.bulk_create(
        Milestone(certificate=certificate, step=step, day=day) for step, day in days
    )
    record("catalog.list", certificate, by=by, at=at)
    return certificate


@transaction.atomic
def adjust(certificate, facts, *, by, at, because, reason="change_report", basis_doc_no=""):
    """Give a live entry a new version of its facts (办法四（三）); its product stays the same."""
    facts = plain_values(facts)
    _rename(certificate.product, facts)
    version = _version(certificate.product, facts, at)
    return _move(
        certificate,
        CertificateOp.UPDATE,
        by=by,
        at=at,
        because=because,
        reason=reason,
        basis_doc_no=basis_doc_no,
        version=version,
    )


def suspend(certificate, *, by, at, because, reason, basis_doc_no=""):
    """Take an entry out of use at once, until resumed or removed (A22)."""
    return _move(
        certificate,
        CertificateOp.SUSPEND,
        by=by,
        at=at,
        because=because,
        reason=reason,
        basis_doc_no=basis_doc_no,
    )


def resume(certificate, *, by, at, because, reason, basis_doc_no=""):
    """Put a suspended entry back in force; its validity was not paused (§1c)."""
    return _move(
        certificate,
        CertificateOp.RESUME,
        by=by,
        at=at,
        because=because,
        reason=reason,
        basis_doc_no=basis_doc_no,
    )


def remove(certificate, *, by, at, because, reason, basis_doc_no):
    """Remove an entry for good on the province's decision (任务4, 办法四（四）).

    ``basis_doc_no`` is its 发文字号 in any spelling; what is none never becomes an event, for no
    platform would take it.
    """
    try:
        basis_doc_no = normalise_document_number(basis_doc_no)
    except ValueError as error:
        raise Refused([f"清理必须有省级决定文号：{error}"]) from error
    return _move(
        certificate,
        CertificateOp.REMOVE,
        by=by,
        at=at,
        because=because,
        reason=reason,
        basis_doc_no=basis_doc_no,
    )


def expire(certificate, *, by, at):
    """End an entry whose last day has passed; effective at that day's 24:00 however late (R17)."""
    last = certificate.valid_until
    if local_day(at) <= last:
        raise Refused([f"有效期至{official_date(last)}，尚未届满"])
    return _move(
        certificate,
        CertificateOp.EXPIRE,
        by=by,
        at=at,
        because="有效期届满",
        reason="expired",
        effective_at=day_starts(last).replace(hour=23, minute=59, second=59),
    )


@transaction.atomic
def leave(certificate, *, by, at, because):
    """The holder leaves the catalogue of its own will, at once and for good (R42)."""
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    refuse_if(reasons_against_leaving(row, by=by, on=local_day(at), because=because))
    event = _move(
        certificate, CertificateOp.EXPIRE, by=by, at=at, because=because, reason="voluntary_exit"
    )
    Certificate.objects.filter(pk=certificate.pk).update(exited_on=local_day(at))
    certificate.refresh_from_db(fields=["exited_on"])
    return event


@transaction.atomic
def seek_renewal(certificate, *, on):
    """Note that a renewal of ``certificate`` was submitted on day ``on`` (A18)."""
    renewable = Certificate.objects.filter(pk=certificate.pk, renewal_sought_on__isnull=True)
    if not renewable.update(renewal_sought_on=on):
        raise Refused([f"目录条目{certificate}已有再次申请在办理，不能重复提交"])


def drop_renewal(certificate):
    """The renewal came to nothing; another may be asked for."""
    Certificate.objects.filter(pk=certificate.pk).update(renewal_sought_on=None)


@job("expire", "目录条目到期", order=100)
def expire_due(at):
    """Expire every entry whose last day has passed; returns how many were ended here.

    Each is read whole in its turn: however many there are, little of them is held meanwhile.
    """
    overdue = Certificate.objects.overdue(local_day(at)).only("pk")
    return sum(expire_due.each(overdue, lambda row: _expire(row.pk, at), at=at).done)


def _expire(key, at):
    """False when another clock, or an officer, was quicker."""
    try:
        expire(Certificate.objects.get(pk=key), by=None, at=at)
    except Refused:
        if Certificate.objects.overdue(local_day(at)).filter(pk=key).exists():
            raise
        return False
    return True


@transaction.atomic
def add_photo(product, *, name, content, alt_text, by, at):
    """Add a picture (bytes as uploaded) behind those the product has; returns the photo.

    ``name`` is the uploaded file's, used in reasons only: what is stored is written anew.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    alt_text = alt_text.strip()
    refuse_if(reasons_against_photo(product, alt_text))
    last = product.photos.aggregate(last=Max("position"))["last"] or 0
    picture = ContentFile(reencoded(name, content), name=f"product-{product.pk}-{last + 1}.jpg")
    image = Image(title=product.name, description=alt_text, file=picture)
    try:
        image.save()
    except ValidationError as error:  # what guards the library said of it
        raise Refused(error.messages) from error
    photo = product.photos.create(image=image, alt_text=alt_text, position=last + 1)
    record("catalog.add_photo", product, by=by, at=at, photo=photo.pk, alt_text=alt_text)
    return photo


@transaction.atomic
def lead_with(photo, *, by, at):
    """Make a photo the first of its product, the one that lists show."""
    product = Product.objects.select_for_update().get(pk=photo.product_id)
    others = product.photos.exclude(pk=photo.pk)
    for position, each in enumerate([photo, *others], start=1):
        product.photos.filter(pk=each.pk).update(position=position)
    record("catalog.lead_with_photo", product, by=by, at=at, photo=photo.pk)


@transaction.atomic
def remove_photo(photo, *, by, at):
    """Take a photo and its files away; the audit row remains. Harmless when already gone."""
    product = Product.objects.select_for_update().get(pk=photo.product_id)
    row = ProductPhoto.objects.filter(pk=photo.pk).select_related("image").first()
    if row is None:
        return
    record("catalog.remove_photo", product, by=by, at=at, photo=row.pk, alt_text=row.alt_text)
    row.delete()
    row.image.delete()


def _end_renewed(previous, *, by, at):
    """A renewed entry that is still live gives way to the new one (A18)."""
    drop_renewal(previous)
    previous.refresh_from_db()
    if not reasons_against_op(CertificateStatus(previous.status), CertificateOp.EXPIRE):
        _move(previous, CertificateOp.EXPIRE, by=by, at=at, because="再次认定", reason="renewal")


@transaction.atomic
def _move(certificate, op, *, by, at, because, reason, **details):
    """Compare-and-set the status, append the event, write the audit row: all or nothing."""
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    refuse_if(reasons_against_op(CertificateStatus(current.status), op))
    version = details.get("version") or current.version
    Certificate.objects.filter(pk=current.pk).update(
        status=after(current.status, op), version=version
    )
    certificate.refresh_from_db()
    event = _append(
        certificate,
        op,
        effective_at=details.get("effective_at", at),
        reason=reason,
        basis_doc_no=details.get("basis_doc_no", ""),
        by=by,
    )
    record(f"catalog.{op}", certificate, by=by, at=at, because=because, reason=reason)
    return event


def _append(certificate, op, **event):
    newest = LAST_EVENT.first(certificate.pk) or 0
    return CertificateEvent.objects.create(
        certificate=certificate,
        version=newest + 1,
        op=op,
        status=certificate.status,
        product_version=certificate.version,
        **event,
    )


def _product(facts, applicant):
    names = {name: facts[name] for name in ("name", "sales_spec")}
    identity = product_identity(**names)
    product = PRODUCT.first(applicant.pk, identity)
    if product is not None:
        return product
    try:
        with transaction.atomic():
            return Product.objects.create(applicant=applicant, identity=identity, **names)
    except IntegrityError:
        product = PRODUCT.first(applicant.pk, identity)
        if product is None:
            raise
        return product  # entered by another this very instant


def _rename(product, facts):
    """A product whose name or size changed is still the same product, under its new name."""
    renamed = {name: facts[name] for name in ("name", "sales_spec")}
    if renamed == {name: getattr(product, name) for name in renamed}:
        return
    renamed["identity"] = product_identity(**renamed)
    others = Product.objects.filter(applicant=product.applicant_id, identity=renamed["identity"])
    if others.exclude(pk=product.pk).exists():
        raise Refused(["该单位已有同名同规格的产品，请核对变更后的名称和规格"])
    Product.objects.filter(pk=product.pk).update(**renamed)


def _version(product, facts, at):
    newest = LAST_VERSION.first(product.pk) or 0
    return ProductVersion.objects.create(
        product=product, number=newest + 1, recorded_at=at, **facts
    )


def _number(ruleset, listed_on, number):
    """The next certificate number; an imported register brings its own, which is reserved."""
    if number:
        return _reserved(number)
    serial = next_serial("certificate", listed_on.year)
    refuse_if([ALL_GIVEN.format(listed_on.year)] if serial > LAST_SERIAL else [])
    return str(CertificateNumber(ruleset.local_region, listed_on.year, serial))


def _reserved(number):
    parsed = parse_certificate_number(number)
    reserve("certificate", parsed.year, parsed.serial)
    return str(parsed)
