"""What the engine does by itself between people's steps. Each runs in the step's transaction."""

from publicity import services as publicity
from publicity.states import running_entry
from records.prepared import NUMBER, Prepared
from rules.periods import IN_FLIGHT, local_day

from .. import letters, moment
from ..models import UpperReview
from ..outcomes import refuse

#: What was recorded of an upper level last.
LAST_RECORDED = Prepared(
    lambda item: (
        UpperReview.objects.filter(item=item).exclude(result="").order_by("-recorded_at")[:1]
    ),
    NUMBER,
)


def begin(activation, item):
    """Bind the new process to its item; from here on the item's position is its task."""
    activation.process.save()
    item.process_id = activation.process.pk
    item.save(update_fields=["process"])
    activation.process.item = item
    return activation.process


def window_ends(activation):
    """When this item's own window is closed: 24:00 of its last working day, and all is in."""
    return running_entry(activation.process.item).ends_at + IN_FLIGHT


def objected(activation):
    """The message that interrupts a notice; holding the days is the next node's work."""


def close_window(activation):
    """End the window; an open objection leaves it running, and the next gateway sees that."""
    item = activation.process.item
    passed = publicity.close(running_entry(item), at=moment.current().at)
    if passed:
        item.publicised_facts = item.publicised()
        item.save(update_fields=["publicised_facts"])


def hold_window(activation):
    """Stop this item's days only (A10); its siblings in the notice run on."""
    item, act = activation.process.item, moment.current()
    publicity.hold(running_entry(item), calendar=act.calendar, at=act.at)
    letters.send(item, "objection", at=act.at)


def send_to_province(activation):
    """The city passes it on, or the district sends a mended item back to the province (A12).

    It may have been there in this round, before both outcomes were found wrong.
    """
    item, at = activation.process.item, moment.current().at
    last = LAST_RECORDED.first(item.pk)
    review = UpperReview(
        item=item,
        round=item.round,
        level=UpperReview.Level.PROVINCE,
        organisation_id=item.application.ruleset.province_id,
        reported_on=last.decided_on if last.result == "pass" else local_day(at),
    )
    UpperReview.objects.bulk_create(
        [review],
        update_conflicts=True,
        unique_fields=["item", "round", "level"],
        update_fields=["organisation", "reported_on"],
    )


def feed_back(activation):
    """Tell the applicant in writing why, and end the item as refused (办法二（三）)."""
    item, at = activation.process.item, moment.current().at
    letters.send(item, "refused", at=at, outcome=refuse(item, at=at))
