"""收回 against the next desk's opening: whoever is first is told so, and the other finds it so."""

from datetime import timedelta

import pytest
from tests.support.race import racing
from tests.support.rewound import ROUNDS, rewinding

from applications.models import Item
from workflow.invariants import violations
from workflow.models import Opinion, Turn
from workflow.positions import nodes_of, open_task

REVIEWER = "fpb_reviewer@fpb"
MANY = 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(MANY, marks=pytest.mark.walk)])
def test_a_signature_is_taken_back_or_the_next_desk_has_opened_it(walked, rounds):
    (item,) = walked("endorse")
    opinion = Opinion.objects.get(item=item)
    task = open_task(item, "review_benefit")
    at = (opinion.signed_at + timedelta(minutes=5)).isoformat()
    acts = [
        ("take_back", {"opinion": opinion.pk, "at": at}),
        ("open_form", {"task": task.pk, "duty": REVIEWER, "at": at}),
    ]
    with rewinding() as rewind, racing(len(acts)) as race:
        for turn in range(rounds):
            order = acts if turn % 2 == 0 else acts[::-1]
            answers = dict(zip([name for name, _ in order], race(*order), strict=True))
            is_back, was_opened = "ok" in answers["take_back"], answers["open_form"]["ok"]
            opened_at = Turn.objects.get(task=task).opened_at
            assert is_back != was_opened, answers
            assert (opened_at is None) == is_back
            expected = ["endorse"] if is_back else ["review_benefit", "review_quality"]
            assert nodes_of(Item.objects.get(pk=item.pk)) == expected
            assert violations() == []
            rewind()
