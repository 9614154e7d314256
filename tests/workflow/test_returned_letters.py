"""补正通知 tells who goes on after mending, as the flow does it, whoever sent the product back."""

from datetime import timedelta

import pytest

from applications.models import Item
from demo.acts import perform
from workflow.letters import compose
from workflow.positions import nodes_of

pytestmark = pytest.mark.django_db

REVIEWS = ["review_benefit", "review_quality"]


def told(item):
    return item.letters.filter(kind="returned").latest("pk").text


@pytest.mark.parametrize(
    ("phase", "words", "after"),
    [
        ("endorse", "补正后由水东镇扶贫工作站继续审核。", ["endorse"]),
        ("review", "补正后由区级继续审核。", REVIEWS),
        ("city", "补正后先由区级审核，再报市级复核；公示过的内容有改动的，重新公示。", REVIEWS),
        (
            "province",
            "补正后先由区级审核，再报省级审核备案；公示过的内容有改动的，重新公示并再经市级复核。",
            REVIEWS,
        ),
    ],
)
def test_who_goes_on_after_mending_is_told_as_the_flow_goes(walked, phase, words, after, at):
    [item] = walked(phase, choice="return")
    assert words in told(item)
    assert "\n同一申请中的其他产品不受影响。" in told(item)
    later = item.letters.latest("pk").sent_at + timedelta(days=1)
    [node] = nodes_of(item)
    perform(item, node, at=later)
    assert nodes_of(Item.objects.get(pk=item.pk)) == after


@pytest.mark.parametrize(
    ("publicised", "words"),
    [({}, "审核通过的，重新公示。"), ({"name": "甲"}, "公示过的内容有改动的，重新公示。")],
)
def test_after_an_objection_a_new_window_is_told(walked, at, publicised, words):
    [item] = walked("endorse")
    item.publicised_facts = publicised
    office = item.application.ruleset.office
    text = compose(item, "returned", at=at, organisation=office, returned_from="objection")
    assert f"补正后由区级重新审核；{words}" in text
