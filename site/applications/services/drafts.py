"""Filling in an application before it is submitted, and mending what came back (R74–R86)."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max, Q

from catalog.models import Certificate
from files.destroying import forget
from records.audit import record
from rules.periods import local_day
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_if

from ..above import is_being_mended, mended_items, reasons_against_deleting
from ..models import Application, Item, Material
from ..policies.renewing import reasons_against_renewing

HEADER_FIELDS = (
    "label",
    "contact_person",
    "phone",
    "email",
    "production_township",
    "production_address",
    "no_roster_statement",
    "signatory",
    "signatory_capacity",
    "signed_on",
)


@transaction.atomic
def start(applicant, *, by, at, renewal_of=(), reuse_licences=False, token=None):
    """A new draft, prefilled from the register; ``renewal_of`` certificates bring products.

    ``reuse_licences`` takes the old papers' licences along, as their holder says they stand
    unchanged; benefit proofs and rosters are always asked for anew (A17). ``token`` marks one
    press of the button: a second click finds the draft that the first made.
    """
    made = token and Application.objects.filter(applicant=applicant, start_token=token).first()
    if made:
        return made
    _lock(renewal_of)
    refuse_if(reasons_against_renewing(applicant, renewal_of, on=local_day(at)))
    place = _place_of_production(applicant)
    application = Application.objects.create(
        start_token=token,
        applicant=applicant,
        kind=Application.Kind.RENEWAL if renewal_of else Application.Kind.FIRST,
        contact_person=applicant.contact_person,
        phone=applicant.phone,
        email=applicant.email,
        production_township=place.production_township,
        production_address=place.production_address,
        created_at=at,
        created_by=by,
    )
    for certificate in renewal_of:
        add_item(application, by=by, at=at, renewal_of=certificate, **certificate.version.facts())
    if reuse_licences:
        old = Material.objects.filter(application__items__certificate__in=renewal_of)
        take_licences_along(application, old, by=by, at=at)
    record("applications.draft", application, by=by, at=at)
    return application


def _place_of_production(applicant):
    """The row that says where ``applicant`` produces: its particulars, else its latest paper."""
    if applicant.production_township_id:
        return applicant
    papers = Application.objects.submitted().filter(applicant=applicant)
    return papers.select_related("production_township").order_by("pk").last() or applicant


def _lock(certificates):
    """Of two windows that begin the same renewal, the second sees the draft of the first."""
    keys = [certificate.pk for certificate in certificates]
    list(Certificate.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def take_licences_along(application, old, *, by, at):
    """The still valid licences among ``old`` materials, by reference to the very files (A17)."""
    old = old.current().filter(kind="M2_licence", file__destroyed_at=None)
    valid = old.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=local_day(at)))
    for material in {each.sha256: each for each in valid.order_by("pk")}.values():
        Material.objects.create(
            application=application,
            kind=material.kind,
            file=material.file,
            licence_no=material.licence_no,
            valid_until=material.valid_until,
            uploaded_at=at,
            uploaded_by=by,
            reused_from=material,
        )


@transaction.atomic
def save_header(application, *, by, at, version=None, **values):
    """Save the applicant's particulars of a draft, or of a paper that is being mended.

    ``version`` is the :func:`version_of` what the person had before them.
    """
    application, values = _editable(application, by=by), plain_values(values)
    _refuse_changed(application, values, version)
    changed = _take_over(application, {n: values[n] for n in HEADER_FIELDS if n in values})
    application.save(update_fields=list(values))
    if changed and not application.is_draft:
        record("applications.mend_header", application, by=by, at=at, changed=changed)
    return application


@transaction.atomic
def accept_commitment(application, *, text, by, at):
    """R11, R85: accept the commitment as shown; its digest says which words were accepted."""
    application = _editable(application, by=by)
    application.commitment_accepted_at = at
    application.commitment_accepted_by = by
    application.commitment_sha256 = hashlib.sha256(text.encode()).hexdigest()
    application.save(
        update_fields=[
            "commitment_accepted_at",
            "commitment_accepted_by",
            "commitment_sha256",
        ]
    )
    return application


@transaction.atomic
def add_item(application, *, by, at, renewal_of=None, token=None, **facts):
    """Another product row of a draft; the same ``token`` twice is the same row, saved again."""
    application, facts = _draft(application, by=by), plain_values(facts)
    made = token and application.items.filter(uid=token).first()
    if made:
        return save_item(made, by=by, at=at, **facts)
    if token and not Item.objects.filter(uid=token).exists():
        facts["uid"] = token
    last = application.items.aggregate(last=Max("position"))["last"] or 0
    item = Item.objects.create(
        application=application, position=last + 1, renewal_of=renewal_of, **facts
    )
    record("applications.add_item", item, by=by, at=at)
    return item


@transaction.atomic
def save_item(item, *, by, at, version=None, **facts):
    """Save the facts of a product, in a draft or while exactly this product is being mended.

    ``version`` is the :func:`version_of` what the person had before them.
    """
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    _refuse_frozen_item(item, by=by)
    facts = plain_values(facts)
    _refuse_changed(item, facts, version)
    changed = _take_over(item, facts)
    item.save(update_fields=list(facts))
    if changed and not item.application.is_draft:
        whose = item.application.number
        record("applications.mend_item", item, by=by, at=at, changed=changed, application=whose)
    return item


def _take_over(row, values):
    """Set ``values`` on ``row``; what the fields that differ are called. Their words may be
    personal and stand in the submissions, before and after: the trail names the fields.
    """
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    return [str(row._meta.get_field(name).verbose_name) for name in changed]


@transaction.atomic
def remove_item(item, *, by, at):
    """Take a product row out of a draft."""
    application = _draft(item.application, by=by)
    refuse_if(reasons_against_deleting(application.applicant_id, at=at, application=application))
    record("applications.remove_item", item, by=by, at=at)
    files = [photo.file for photo in item.photos.all()]
    item.delete()
    forget(files)


@transaction.atomic
def move_item(item, step, *, by, at):
    """Move a product row one place up (``step`` -1) or down (1); at the end it stays."""
    rows = list(_draft(item.application, by=by).items.order_by("position", "pk"))
    here = rows.index(item)
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for place, row in enumerate(rows, start=1):
        row.position = place
    Item.objects.bulk_update(rows, ["position"])
    record("applications.move_item", item, by=by, at=at, position=there + 1)


def version_of(row, names):
    """A short mark of the saved values of ``names``: it differs when one of them changed."""
    values = {name: getattr(row, row._meta.get_field(name).attname) for name in sorted(names)}
    text = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Changed(Refused):
    """Somebody else, or the same person in another window, saved these fields meanwhile."""


def _refuse_changed(row, values, version):
    if version and version != version_of(row, values):
        raise Changed(["这一页的内容在您填写期间已在另一处保存过"])


def is_editable(application):
    """A draft, or a paper with at least one product to mend."""
    return application.is_draft or mended_items(application).exists()


def _owned(application, *, by):
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if by.applicant_id != application.applicant_id:
        raise Refused(["只有申请单位可以修改申请"])
    return application


def _draft(application, *, by):
    application = _owned(application, by=by)
    if not application.is_draft:
        raise Refused(["申请已提交，不能增减产品"])
    return application


def _editable(application, *, by):
    application = _owned(application, by=by)
    if not is_editable(application):
        raise Refused(["申请正在审核，不能修改"])
    return application


def _refuse_frozen_item(item, *, by):
    if by.applicant_id != item.application.applicant_id:
        raise Refused(["只有申请单位可以修改申请"])
    if not item.application.is_draft and not is_being_mended(item):
        raise Refused(["该产品正在审核，不能修改"])
