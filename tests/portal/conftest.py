"""An applicant at the keyboard: a signed-in client on a stopped clock, and papers to work on."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse


@pytest.fixture
def clock(at):
    """The wall clock stopped at START; ``clock.move_to(moment)`` moves it."""
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sign_in(db, clock):
    """``sign_in(user)``: a browser in which ``user`` has signed in."""

    def make(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def agent_of():
    from demo.acts import agent

    return lambda application: agent(application.applicant_id)


@pytest.fixture
def ready(draft, at, agent_of):
    """``ready(n, serial=1)``: a draft that lacks nothing but the button."""
    from demo.preparing import prepare

    def make(products=1, serial=1):
        application = draft(products, serial)
        return prepare(application, by=agent_of(application), at=at)

    return make


@pytest.fixture
def browse(sign_in, agent_of):
    """``browse(application)``: the browser of its applicant's agent."""
    return lambda application: sign_in(agent_of(application))


@pytest.fixture
def look():
    """``look(client, name, *args)``: the text of a portal page."""

    def get(client, name, *args, query=""):
        response = client.get(reverse(f"portal:{name}", args=args) + query)
        assert response.status_code == 200, response
        return response.content.decode()

    return get


@pytest.fixture
def press():
    """``press(client, where, *args, **data)``: the text of the page that a POST leads to."""

    def post(client, where, *args, **data):
        address = reverse(f"portal:{where}", args=args)
        response = client.post(address, data, follow=True)
        assert response.status_code in (200, 422), response
        return response.content.decode()

    return post


@pytest.fixture
def typed():
    """The product form as a person would fill it."""
    from registry.models import Township

    return lambda **changed: {
        "name": "示例脐橙",
        "category": "fruit",
        "sales_spec": "5公斤/箱",
        "sales_unit": "箱",
        "reference_price": "60.50",
        "origin_township": Township.objects.get(gb_code="360702101").pk,
        "origin_text": "章贡区水东镇",
        "input_sources": ["self_produced"],
        "annual_output": "12.5",
        "output_unit": "吨",
        "supply_months": ["1", "2", "3", "11", "12"],
        "mechanisms": ["order_purchase"],
        "households": "6",
        "persons": "20",
        "average_income": "1920",
        "employed_workers": "0",
        "benefit_text": "通过订单收购带动农户稳定增收，收益分配公开透明。" * 3,
        **changed,
    }


@pytest.fixture
def held(office, clock):
    """An entry in force, on the first of June after it was listed."""
    from datetime import date

    from tests.support.listed import listed

    from demo.timetables import moment

    clock.move_to(moment(date(2020, 6, 1)))
    return listed()


@pytest.fixture
def holder(held, sign_in):
    """The browser of the entry's holder."""
    from demo.acts import agent

    return sign_in(agent(held.applicant_id))
