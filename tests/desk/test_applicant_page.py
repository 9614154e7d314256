"""One page about one applicant: all the reader may know of, and nothing else."""

import pytest
from tests.support.desk import page

from supervision.services import complaints

pytestmark = pytest.mark.django_db


def test_it_tells_papers_letters_and_an_earlier_refusal(walked, paper, signed_in):
    (refused,) = walked("endorse", choice="refuse")
    applicant = refused.application.applicant
    html = signed_in("fpb_clerk@fpb").get(page("applicant", applicant.pk)).content.decode()
    assert refused.application.number in html
    assert "不予认定反馈书" in html
    assert refused.outcome.reasons in html


def test_it_is_reached_from_the_paper(item, signed_in):
    clerk = signed_in("fpb_clerk@fpb")
    address = page("applicant", item.application.applicant_id)
    assert address in clerk.get(page("application", item.application_id)).content.decode()


def test_another_station_does_not_know_the_applicant(paper, station):
    (mine,), (other,) = paper(serial=1), paper(serial=2)
    assert station(mine).get(page("applicant", other.application.applicant_id)).status_code == 404


def test_complaints_are_for_those_who_handle_them(item, signed_in, at):
    case = complaints.receive(
        at=at,
        subject_kind="venue",
        about_text=item.application.applicant.name,
        applicant=item.application.applicant,
        category="quality",
        content="该单位产品包装上的说明和实物不符，请核查。",
        source="12317",
    )
    address = page("applicant", item.application.applicant_id)
    investigator = signed_in("complaint_officer@fpb").get(address)
    assert case.number in investigator.content.decode()
    reviewer = signed_in("fpb_reviewer@fpb").get(address)
    assert case.number not in reviewer.content.decode()
    assert reviewer.context["complaints"] is None


def test_more_products_ask_no_more_queries(walked, signed_in, django_assert_max_num_queries):
    (one,), many = walked("endorse"), walked("endorse", products=4, serial=4)
    clerk = signed_in("manager@fpb")
    addresses = [page("applicant", each.application.applicant_id) for each in (one, many[0])]
    clerk.get(addresses[0])
    with django_assert_max_num_queries(50) as few:
        clerk.get(addresses[0])
    with django_assert_max_num_queries(len(few)):
        clerk.get(addresses[1])
