"""The story announces a result when it was known, whenever the story is told."""

from datetime import timedelta

from demo.results import announce_in_time
from pages.models import ResultPage
from rules.periods import local_day


def test_a_result_is_dated_when_it_was_known_and_announced_once(walked, at):
    [item] = walked("list")
    told = at + timedelta(days=200)
    assert announce_in_time(told) == 1
    window = item.publicity_entries.earliest("pk").publicity
    [result] = ResultPage.objects.all()
    assert result.go_live_at >= window.ends_at
    assert local_day(result.go_live_at) - window.last_day <= timedelta(days=1)
    assert announce_in_time(told) == 0
