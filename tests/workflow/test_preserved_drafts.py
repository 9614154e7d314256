"""What a unit deletes of its own, while somebody needs it as evidence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.photos import picture

from applications.models import Application
from applications.services import discarding, drafts, licences, materials, photos
from demo.acts import agent
from demo.papers import pdf
from rules.refusal import Refused

from .preserving import PAPER, preserve

pytestmark = pytest.mark.django_db


def test_a_unit_deletes_nothing_of_what_must_stay_and_is_not_told_who_wants_it(draft, at):
    paper = draft(2, serial=5)
    by = agent(paper.applicant_id)
    preserve(paper.applicant, at=at)
    for act in (
        lambda: discarding.discard_draft(paper, by=by, at=at),
        lambda: drafts.remove_item(paper.items.first(), by=by, at=at),
    ):
        with pytest.raises(Refused, match="依法须继续保存") as refused:
            act()
        assert PAPER["paper_no"] not in f"{refused.value}"
    assert Application.objects.get(pk=paper.pk).items.count() == 2


def test_whoever_deletes_waits_for_who_is_entering_one(draft, at):
    paper = draft(3, serial=5)
    who, unit = {"by": agent(paper.applicant_id), "at": at}, paper.applicant
    first, second, _third = paper.items.order_by("pk")
    photo = photos.add(first, data=picture(), alt_text="产品照片", **who)
    material = materials.attach(paper, "M3_benefit_proof", name="a.pdf", data=pdf("申请书"), **who)
    licence = licences.save_licence(unit, kind="other", number="示1", **who)
    for act in (
        lambda: materials.take_back(material, **who),
        lambda: photos.remove(photo, **who),
        lambda: drafts.remove_item(second, **who),
        lambda: licences.drop_licence(licence, on=at.date(), **who),
        lambda: discarding.discard_draft(paper, **who),
    ):
        with CaptureQueriesContext(connection) as queries:
            act()
        texts = [each["sql"] for each in queries]
        waits = [place for place, sql in enumerate(texts) if "records_counter" in sql]
        asks = [place for place, sql in enumerate(texts) if "workflow_preservation" in sql]
        assert waits[0] < asks[0]
