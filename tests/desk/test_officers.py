"""工作人员 at the desk: found, appointed in one form, asked again who one is; tasks go back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.addresses import addresses
from tests.support.desk import page

from applications.models import Item
from demo.acts import holder
from registry import officers
from registry.models import Membership, Organisation, User
from rules.periods import local_day
from workflow.positions import open_task
from workflow.services import desk
from workflow.services.absence import release_tasks_of_departed

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(office, signed_in):
    return signed_in(User.objects.get(username="admin"))


def test_appointed_in_one_form_and_found_in_the_list(admin):
    fpb = Organisation.objects.get(code="fpb")
    form = admin.get(page("appoint")).context["form"]
    assert admin.post(page("appoint"), {}).status_code == 422
    typed = {"last_name": "示", "first_name": "例新", "username": "new", "email": "n@example.com"}
    typed |= {
        "organisation": fpb.pk,
        "roles": ["fpb_clerk"],
        "first_day": form["first_day"].value(),
    }
    assert admin.post(page("appoint"), typed).status_code == 302
    shown = admin.get(page("officers"), {"q": "示例新"}).content.decode()
    assert Membership.objects.get(user__username="new").get_role_display() in shown
    assert page("move_officer", User.objects.get(username="new").pk) in shown
    assert "没有符合条件" in admin.get(page("officers"), {"q": "查无此人"}).content.decode()


def test_no_officer_keeps_accounts(signed_in, office):
    manager = signed_in("manager@fpb")
    assert manager.get(page("officers")).status_code == 302
    assert page("officers") not in manager.get(page("inbox")).content.decode()


def test_what_who_left_had_taken_is_found_by_colleagues(item, office):
    item, reviewer = Item.objects.get(pk=item.pk), holder("fpb_reviewer@fpb")
    task = open_task(item, "review_benefit")
    at = item.turns.latest("arrived_at").arrived_at + timedelta(hours=1)
    desk.claim(task, by=reviewer, at=at)
    assert release_tasks_of_departed(at) == 0
    day = local_day(at) + timedelta(days=2)
    admin = User.objects.get(username="admin")
    officers.end(reviewer, first_day=day, because="调离", by=admin, at=at)
    assert release_tasks_of_departed(at) == 0, "not before the day"
    assert release_tasks_of_departed(at + timedelta(days=2)) == 1
    assert open_task(item, "review_benefit").owner_id is None


WEIGHTY = (
    "/admin/snippets/registry/membership/add/",
    "/admin/snippets/registry/ruleset/add/",
    "/admin/snippets/registry/holidaypaper/add/",
    "/admin/users/new/",
    "/admin/desk/officers/new/",
)


@pytest.mark.parametrize("address", WEIGHTY)
def test_before_duties_rules_and_calendars_one_says_again_who_one_is(admin, settings, address):
    settings.IDENTITY_AGAIN = True
    person = User.objects.get(username="admin")
    person.set_password("a-long-secret-word")
    person.save()
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    asked = client.get(address)
    assert asked.status_code == 302
    assert "/account/reauthenticate/" in asked.url
    onward = client.post(asked.url, {"password": "a-long-secret-word", "next": address})
    assert onward.status_code == 302
    assert client.get(address).status_code == 200


def test_what_was_sent_in_is_done_after_the_password(office, settings):
    settings.IDENTITY_AGAIN = True
    person, reviewer = User.objects.get(username="admin"), holder("fpb_reviewer@fpb")
    person.set_password("a-long-secret-word")
    person.save()
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    address = page("end_officer", reviewer.pk)
    asked = client.post(address, {"first_day": f"{timezone.localdate()}", "because": "退休"})
    assert Membership.objects.filter(user=reviewer, valid_until=None).exists()
    client.post(asked.url, {"password": "a-long-secret-word", "next": address})
    assert not Membership.objects.filter(user=reviewer, valid_until=None).exists()


ABOUT = re.compile(r"/admin/(snippets/(choose/)?registry/|users/|groups/|workflows/)")
#: Pages that only show something, by the end of their address.
SHOWS = re.compile(
    r"(registry/\w+|users|groups|results|list|index|select_type|task_chooser|chosen-multiple)/$"
    r"|/(chosen|usage|history|history-results)/1/(results/)?$|/task_chooser/1/$"
)


def weighty_addresses():
    """What changes duties, offices, rules, calendars, people and the hands that sign words: read
    off the resolver, so that a page that comes new is among it by itself.
    """
    for route, _view in addresses():
        address = re.sub(r"<[^>]+>", "1", route)
        if ABOUT.match(address) and not SHOWS.search(address):
            yield address
    for kind in ("membership", "ruleset", "organisation", "township", "holidaypaper", "user"):
        yield f"/admin/bulk/registry/{kind}/delete/?id=1"
    yield page("preservation", 1)
    for name in ("appoint", "letter_wording"):
        yield page(name, *(["listed"] if name == "letter_wording" else []))
    yield page("new_word", "category")
    yield page("word", "category", "fruit")
    yield page("word_version", 1)


def test_nothing_weighty_is_changed_before_one_says_again_who_one_is(admin, settings):
    settings.IDENTITY_AGAIN = True
    person = User.objects.get(username="admin")
    person.set_password("a-long-secret-word")
    person.save()
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    weighty = list(weighty_addresses())
    assert len(weighty) > 40
    asked = {each: client.post(each) for each in weighty}
    open_ones = [
        each
        for each, answer in asked.items()
        if answer.status_code != 302 or "/account/reauthenticate/" not in answer.url
    ]
    assert open_ones == []


def test_lists_and_papers_are_read_without_being_asked(admin, settings):
    settings.IDENTITY_AGAIN = True
    for address in ("/admin/snippets/registry/membership/", "/admin/users/", page("officers")):
        assert admin.get(address).status_code == 200
