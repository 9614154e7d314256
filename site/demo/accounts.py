"""The people of one fictional applicant: a colleague, an open invitation, letters of authority.

With a draft whose product has photos, so that every page of the account has something to show.
"""

from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from applications.services import authorisations, drafts, photos
from desk.loading.offices import person
from registry import accounts
from registry.models import Applicant, Invitation, Membership, Organisation, User
from registry.officers import staff_group
from rules.periods import corresponding_day, local_day

from .papers import pdf
from .pictures import draw

OWNER, COLLEAGUE = "a001", "a001b"
ALT_TEXT = "装箱待运的示例产品（虚构）"


@transaction.atomic
def furnish(password, *, at):
    """Give the applicant of ``a001`` its people and papers once; harmless afterwards."""
    owner = User.objects.filter(username=OWNER).select_related("applicant").first()
    if owner is None or Invitation.objects.filter(applicant=owner.applicant).exists():
        return
    who = {"by": owner, "at": at}
    _people(owner.applicant, password, who)
    _letters(owner.applicant, who)
    _photos(owner.applicant, who)


def appoint_heads(password):
    """A head for each station that has none: a second return takes one. Harmless afterwards."""
    headed = Membership.objects.filter(role="station_head").values("organisation")
    stations = Organisation.objects.filter(kind="work_station").exclude(pk__in=headed)
    for station in stations.order_by("code"):
        head = person(f"s{station.code[-3:]}h", password, first_name=f"{station.name[:2]}站长")
        head.groups.add(staff_group())
        Membership.objects.create(user=head, organisation=station, role="station_head")


def give_password(password):
    """A demo that has lost its password has another: everybody's, as is told. Else harmless."""
    if not User.objects.get(username="admin").check_password(password):
        users = User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        users.update(password=make_password(password))


def _people(applicant: Applicant, password, who):
    joined = accounts.invite(applicant, email="a001b@example.com", role="agent", **who)
    accounts.accept(joined, username=COLLEAGUE, name="示例经办", password=password, at=who["at"])
    accounts.invite(applicant, email="a001c@example.com", role="agent", **who)


def _letters(applicant, who):
    """One that the office has checked, and one that waits at its desk."""
    checker = User.objects.get(username="clerk")
    today = local_day(who["at"])
    for name, begins, is_checked in (("示例受托", today, True), ("示例新托", today, False)):
        letter = authorisations.hand_in(
            applicant,
            agent_name=name,
            valid_from=begins,
            valid_until=corresponding_day(begins, 12) - timedelta(days=1),
            name="授权委托书（虚构）.pdf",
            data=pdf(f"授权委托书 {name}（虚构）"),
            **who,
        )
        if is_checked:
            authorisations.check(letter, accepted=True, by=checker, at=who["at"])


def _photos(applicant, who):
    """Photos of the first product of a draft that is waiting to be finished."""
    facts = applicant.applications.submitted().first().items.first().facts()
    draft = drafts.start(applicant, **who)
    changed = {**facts, "name": f"{facts['name'][:40]}礼盒"}
    item = drafts.add_item(draft, by=who["by"], at=who["at"], **changed)
    for category in (facts["category"], "flower"):
        picture = draw(category, changed["name"])
        photos.add(item, data=picture, alt_text=ALT_TEXT, **who)
