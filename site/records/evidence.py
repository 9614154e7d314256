"""Writing the evidence log: a leaf in the transaction of what it proves, a head once a day.

Leaves are what was seen of a notice, where it hangs, what made its window longer; and once a day
the newest seal of the audit trail.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from rules import merkle
from rules.periods import local_day

from .jobs import job
from .mail import write
from .models import AuditSeal, EvidenceLeaf, TreeHead
from .models.evidence import leaf_digest
from .numbering import exclude_others, next_serial

#: The log is one for all years; its counter is the lock under which leaves and heads are written.
SERIES, NO_YEAR = "evidence", 0
HEAD_SERIES = "evidence_head"
SUBJECT = "公开凭证每日根摘要"


def append(data, *, at):
    """The new leaf of ``data`` (bytes), as part of the caller's transaction.

    The counter's row lock makes writers wait for each other until COMMIT, so leaves become visible
    in the order of their numbers and a head never counts one that is not there.
    """
    number = next_serial(SERIES, NO_YEAR) - 1
    return EvidenceLeaf.objects.create(number=number, digest=leaf_digest(data), written_at=at)


@job("evidence_head", "公开凭证每日根摘要", order=170)
def make_head(at):
    """Make the head of the day of ``at`` over all leaves, where there are new ones; 1 or 0.

    A clock that slept for a week makes one head: it covers everything before it.
    """
    if TreeHead.objects.filter(day__gte=local_day(at)).exists():
        return 0
    with transaction.atomic():
        exclude_others(HEAD_SERIES)
        last = TreeHead.objects.order_by("-day").first()
        if last and last.day >= local_day(at):  # another clock was quicker
            return 0
        _add_last_seal(at)
        new = _new_leaves(last.size if last else 0)
        return _write(last, new, at) if new else 0


def _add_last_seal(at):
    """The newest seal of the audit trail becomes a leaf: it names the one before, and so all."""
    seal = AuditSeal.objects.order_by("number").last()
    if seal and seal.leaf_id is None:
        seal.leaf = append(seal.words(), at=at)
        seal.save(update_fields=["leaf"])


def _new_leaves(size):
    leaves = EvidenceLeaf.objects.filter(number__gte=size).order_by("number")
    return [bytes.fromhex(digest) for digest in leaves.values_list("digest", flat=True)]


def _write(last, new, at):
    peaks = merkle.grow(last.tree if last else [], new)
    head = TreeHead.objects.create(
        day=local_day(at),
        origin=urlsplit(settings.SITE_URL).netloc,
        size=(last.size if last else 0) + len(new),
        root=merkle.bag(peaks).hex(),
        peaks=[[size, digest.hex()] for size, digest in peaks],
        made_at=at,
    )
    body = render_to_string("records/mail/evidence_head.txt", {"head": head})
    write(settings.EVIDENCE_WITNESSES, SUBJECT, body, key=f"evidence-head:{head.day}")
    return 1


def leaves_of(head):
    """The leaf digests (bytes) that ``head`` covers, in order."""
    leaves = EvidenceLeaf.objects.filter(number__lt=head.size).order_by("number")
    return [bytes.fromhex(digest) for digest in leaves.values_list("digest", flat=True)]
