"""A task that failed: what is kept of the error, and running it again."""

import pytest
from django.urls import reverse
from viewflow.workflow.context import Context

from demo.acts import perform
from demo.timetables import moment
from rules.lifecycle import ItemState
from rules.refusal import Refused
from workflow.flows import Certification
from workflow.models import CertificationTask
from workflow.positions import state_of
from workflow.services import failures

pytestmark = pytest.mark.django_db
SECRET = "360702195001010011"


@pytest.fixture
def failed(walked, after_day, monkeypatch):
    """An item whose step to the province failed where Viewflow keeps errors to itself."""
    [item] = walked("report")
    node = Certification.instance.node("to_province")

    def broken(activation):
        holder = SECRET
        raise ValueError(f"no such person: {holder}")

    with monkeypatch.context() as patched, Context(propagate_exception=False):
        patched.setattr(node, "_func", broken)
        perform(item, "city_review", at=moment(item.upper_reviews.get().reported_on, 15))
    return failures.failed_tasks().get()


def test_of_an_error_only_its_kind_is_kept(failed):
    assert failures.cause(failed) == "ValueError"
    assert SECRET not in str(CertificationTask.objects.values_list("data", flat=True))


def test_run_again_it_goes_on_where_it_stood(failed, user):
    failures.revive(failed, by=user("manager@fpb"), at=failed.finished)
    assert not failures.failed_tasks().exists()
    assert state_of(failed.process.coerced.item) == ItemState.PROVINCE_PENDING
    with pytest.raises(Refused, match="已重新执行"):
        failures.revive(failed, by=user("manager@fpb"), at=failed.finished)


def test_failing_again_it_stays_failed_and_says_the_kind(failed, user, monkeypatch):
    def broken(activation):
        raise KeyError(SECRET)

    monkeypatch.setattr(Certification.instance.node("to_province"), "_func", broken)
    with pytest.raises(Refused, match="仍未成功：KeyError"):
        failures.revive(failed, by=user("manager@fpb"), at=failed.finished)
    assert failures.failed_tasks().get() == failed


def test_the_head_sees_it_with_its_cause_and_runs_it_again(failed, user, client):
    client.force_login(user("manager@fpb"), "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk:operations")).content.decode()
    assert "报省级审核备案" in page
    assert "ValueError" in page
    answer = client.post(reverse("desk:retry", args=[failed.pk]), follow=True)
    assert "已重新执行" in answer.content.decode()
    assert state_of(failed.process.coerced.item) == ItemState.PROVINCE_PENDING
