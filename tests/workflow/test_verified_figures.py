"""The public reads what the station verified, never what was claimed (R45, R84)."""

from tests.conftest import schedule

from applications.models import Item
from demo.walking import walk
from rules.periods import local_day
from workflow.invariants import violations


def test_notices_and_certificate_show_the_verified_figures_and_the_paper_keeps_the_claim(walked):
    (item,) = walked("review")
    item.opinions.filter(step="endorse").update(verified_households=3, verified_persons=9)
    claimed = (item.households, item.persons)
    assert claimed != (3, 9)
    (item,) = _to_the_catalogue(item)
    for entry in item.publicity_entries.all():
        assert (entry.households, entry.persons) == (3, 9)
    assert item.publicity_entries.count() == 2
    version = item.certificate.version
    assert (version.households, version.persons) == (3, 9)
    item = Item.objects.get(pk=item.pk)
    assert (item.households, item.persons) == claimed


def test_a_running_notice_with_other_figures_than_the_verified_ones_is_a_breach(walked):
    (item,) = walked("notice")
    assert violations() == []
    item.publicity_entries.update(households=1)
    assert any("与工作站核实的不一致" in breach for breach in violations())


def _to_the_catalogue(item):
    start = local_day(item.application.submitted_at)
    return walk([item], schedule(start), until="list", since="notice")
