"""收回 and 退回工作站 at the desk: offered while they hold, told as they are, told at the form."""

import pytest
from tests.support.desk import opinion, page

from workflow.models import Opinion, Reversal, Turn
from workflow.positions import nodes_of

pytestmark = pytest.mark.django_db
WHY = {"because": "误选了结论，重新办理"}


@pytest.fixture
def endorsed(paper, station):
    """An item that its station signed at the desk, and the station's browser."""
    (item,) = paper()
    client = station(item)
    client.post(page("endorse", item.application_id), opinion(item))
    return item, client


def shown(client, item):
    return client.get(page("application", item.application_id)).content.decode()


def test_the_signer_takes_back_and_finds_the_words_in_the_form(endorsed):
    item, client = endorsed
    address = page("take_back", Opinion.objects.get().pk)
    assert address in shown(client, item)
    assert "不再作数" in client.get(address).content.decode()
    assert client.post(address, {"because": "误"}).status_code == 422
    answer = client.post(address, WHY, follow=True)
    assert answer.request["PATH_INFO"] == page("endorse", item.application_id)
    [sheet] = answer.context["sheets"]
    assert sheet.form["text"].value().startswith("经现场核实")
    assert sheet.form["met_genuine"].value()
    assert sheet.form["visited_on"].value() == "2020-04-01"
    assert "误选了结论" in answer.content.decode()
    again = client.post(page("endorse", item.application_id), opinion(item))
    assert again.status_code == 302
    assert nodes_of(item) == ["review_benefit", "review_quality"]


def test_whoever_opens_the_form_of_the_next_step_ends_the_way_back(endorsed, signed_in):
    item, client = endorsed
    address = page("take_back", Opinion.objects.get().pk)
    signed_in("fpb_reviewer@fpb").get(page("application", item.application_id))
    assert address in shown(client, item), "to look at the paper is not to open the step"
    signed_in("fpb_reviewer@fpb").get(page("benefit", item.application_id))
    assert address not in shown(client, item)
    assert "示例审核于" in client.get(address).content.decode()
    assert client.post(address, WHY).status_code == 422
    assert not Reversal.objects.exists()


def test_who_may_not_sign_opens_nothing(endorsed, signed_in):
    item, client = endorsed
    assert client.get(page("benefit", item.application_id)).status_code == 302
    assert not Turn.objects.filter(task__flow_task__contains="review", opened_at__isnull=False)


def test_nobody_sees_or_reaches_the_way_back_of_another(endorsed, signed_in):
    item, _client = endorsed
    reviewer, address = signed_in("fpb_reviewer@fpb"), page("take_back", Opinion.objects.get().pk)
    assert address not in shown(reviewer, item)
    assert reviewer.post(address, WHY).status_code == 404


def test_two_at_one_form_read_of_each_other(endorsed, signed_in, user):
    from registry.models import Membership, Organisation, User

    item, _client = endorsed
    twin = User.objects.create(username="twin", last_name="示例", first_name="同事")
    twin.groups.set(user("fpb_reviewer@fpb").groups.all())
    office = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=twin, organisation=office, role="fpb_reviewer")
    address = page("benefit", item.application_id)
    assert "打开了该环节" not in signed_in("fpb_reviewer@fpb").get(address).content.decode()
    assert "示例审核于" in signed_in(twin).get(address).content.decode()


def test_a_reviewer_sends_back_and_the_station_reads_why(endorsed, signed_in):
    item, client = endorsed
    reviewer, address = signed_in("fpb_reviewer@fpb"), page("send_to_station", item.pk)
    assert address in shown(reviewer, item)
    assert signed_in("fpb_clerk@fpb").get(address).status_code == 302
    reviewer.post(address, {"because": "核实户数与名册不符，请复核"})
    assert nodes_of(item) == ["endorse"]
    form = client.get(page("endorse", item.application_id)).content.decode()
    assert "核实户数与名册不符，请复核" in form
    history = shown(reviewer, item)
    assert "退回上一环节" in history
    assert "不再作数" in history


def test_after_a_review_was_signed_nothing_goes_back_to_the_station(endorsed, signed_in):
    item, _client = endorsed
    signed_in("agri_reviewer@nyncj").post(page("quality", item.application_id), opinion(item))
    reviewer, address = signed_in("fpb_reviewer@fpb"), page("send_to_station", item.pk)
    assert address not in shown(reviewer, item)
    assert "本轮已有审核意见签署" in reviewer.get(address).content.decode()
