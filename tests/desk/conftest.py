"""People at the desk: browsers that are signed in as the holder of a duty."""

import pytest
import time_machine
from django.test import Client
from tests.support.standing import stands

from demo.acts import agent, holder
from demo.timetables import moment
from registry.models import Membership, User


@pytest.fixture
def on_day():
    """``on_day(day, hour=10)``: from here on it is that day, for everything behind the doors."""
    travels = []

    def travel(day, hour=10):
        while travels:
            travels.pop().stop()
        traveller = time_machine.travel(moment(day, hour), tick=False)
        traveller.start()
        travels.append(traveller)

    yield travel
    while travels:
        travels.pop().stop()


@pytest.fixture
def signed_in():
    """``signed_in("fpb_clerk@fpb")`` or ``signed_in(user)``: a client signed in as that person."""

    def browser(who):
        client = Client()
        client.force_login(
            holder(who) if isinstance(who, str) else who,
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return browser


@pytest.fixture
def station(signed_in):
    """The browser of the officer of the station that an item belongs to."""
    return lambda item: signed_in(f"station_officer@{item.application.station.code}")


@pytest.fixture
@stands
def item(walked):
    """A product that its station has endorsed: it waits for both reviews."""
    (item,) = walked("endorse")
    return item


@pytest.fixture
@stands
def in_catalogue(walked):
    """A product that went all the way."""
    (item,) = walked("list")
    return item


@pytest.fixture
def editor():
    return User.objects.get(username="editor")


@pytest.fixture
def applicant_of():
    return lambda item: agent(item.application.applicant_id)


def head_of(organisation, role):
    """A new head of ``organisation``."""
    person = User.objects.create(username=f"{role}-{organisation.code}", last_name="示例负责人")
    person.groups.set(holder("manager@fpb").groups.all())
    Membership.objects.create(user=person, organisation=organisation, role=role)
    return person
