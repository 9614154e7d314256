"""A returned paper with one of everything, and every address of the portal that leads to it."""

from datetime import date, timedelta

from django.urls import reverse
from tests.support.after_listing import after_listing
from tests.support.photos import picture

from applications.services import authorisations, photos
from demo.papers import pdf
from demo.timetables import moment
from portal import urls as portal
from registry import accounts
from registry.models import ApiToken
from workflow.models import Letter

TODAY = moment(date(2020, 6, 1))


def routes(patterns, here=""):
    """``{name: route}`` of a urlconf."""
    known = {}
    for pattern in patterns:
        route = here + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            known |= routes(pattern.url_patterns, route)
        else:
            known[pattern.name] = route
    return known


PORTAL = routes(portal.urlpatterns)


def portal_address(name, world):
    wanted = [part.split(">")[0] for part in PORTAL[name].split(":")[1:]]
    keys = [world.get(f"{name}:{key}", world.get(key)) for key in wanted]
    return reverse(f"portal:{name}", args=keys)


def _token(person):
    """The key of a token by which a till of ``person`` tells of sales."""
    days = {"made_at": TODAY, "expires_at": TODAY + timedelta(days=9)}
    return ApiToken.objects.create(user=person, name="收银", digest="d" * 64, **days).pk


def world_around(item, clock):
    """``{parameter of an address: key}`` and the people, around a paper its station returned."""
    application, at = item.application, item.application.submitted_at
    owner = application.applicant.agents.get()
    who = {"by": owner, "at": at}
    invitation = accounts.invite(owner.applicant, email="agent@example.com", role="agent", **who)
    agent = accounts.accept(invitation, name="测试", password="x", at=at)
    letter = authorisations.hand_in(
        owner.applicant,
        agent_name="测试受托人",
        valid_from=at.date(),
        valid_until=at.date().replace(year=2021),
        name="a.pdf",
        data=pdf("x"),
        **who,
    )
    clock.move_to(TODAY)
    open_invitation = accounts.invite(
        owner.applicant, email="other@example.com", role="agent", by=owner, at=TODAY
    )
    return {
        **after_listing(1, by=owner, at=TODAY),
        "owner": owner,
        "agent": agent,
        "application": application.pk,
        "item": item.pk,
        "material": application.materials.first().pk,
        "letter": Letter.objects.get(item=item, kind=Letter.Kind.RETURNED).pk,
        "person": owner.pk,
        "invitation": open_invitation.pk,
        "join:token": accounts.token_of(open_invitation),
        "token": _token(owner),
        "opinion": item.opinions.first().pk,
        "authorisation": letter.pk,
        "photo": photos.add(item, data=picture(), alt_text="脐橙", **who).pk,
        "station": application.station,
        "letter_row": letter,
    }
