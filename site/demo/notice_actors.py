"""Who sees to notices in a simulation: boards of villages, looks from outside, late answers."""

from datetime import timedelta

from pages.models import NoticePage
from pages.notices.promised import promised_digest, promised_words
from publicity.boards import stations_without
from publicity.models import Objection, Observation, Publicity, PublicityEntry
from publicity.services import answer
from publicity.services.observations import keep_observation
from publicity.services.postings import post_on_board
from rules.notice_words import digest
from rules.periods import local_day

from .actors import Actor, officer
from .acts import holder

#: How likely an open notice cannot be read today; how many looks in a row then fail, and when.
OUTAGE, FAILED_LOOKS, BETWEEN_LOOKS = 0.02, 6, timedelta(minutes=15)
#: How likely a board is recorded under a wrong day.
WRONG_DAY = 0.1
Outcome, Occasion = Observation.Outcome, Observation.Occasion


class BoardsActor(Actor):
    """Hangs notices out at the boards of villages, where the rules want it."""

    def work(self, at):
        """One working day: each station that still owes a board may hang the notice out."""
        running = PublicityEntry.objects.running().values("publicity")
        notices = Publicity.objects.filter(pk__in=running, level="district", published_at__lte=at)
        for notice in notices.select_related("ruleset").order_by("pk"):
            for station in stations_without(notice):
                if self.chance(self.diligence):
                    self.attempt("postings", _post, notice, station, self.random, at)


def _post(notice, station, random, at):
    """By the station, or by the one that came after it."""
    today = local_day(at)
    day = today - timedelta(days=366) if random.random() < WRONG_DAY else today
    there = station.successor(today) or station
    post_on_board(
        notice,
        station,
        place="示例村村部公示栏",
        posted_on=day,
        posted_by_name="示例张贴人",
        by=holder(f"station_officer@{there.code}"),
        at=at,
    )


class WatchActor(Actor):
    """Looks at open notices as one outside would see them, without a network."""

    def work(self, at):
        """One look at each open notice, or many that fail."""
        for page in NoticePage.objects.visible(at).with_end(at).open(at).with_facts():
            if self.chance(OUTAGE):
                self.counts["outages"] += 1
                for number in range(FAILED_LOOKS):
                    self._look(page, Outcome.NO_ANSWER, at + number * BETWEEN_LOOKS)
            self._look(page, Outcome.GOOD, at + FAILED_LOOKS * BETWEEN_LOOKS)

    def _look(self, page, outcome, at):
        self.attempt("looks", _keep, page, outcome, at)


def _keep(page, outcome, at):
    is_good = outcome == Outcome.GOOD
    keep_observation(
        page.publicity,
        occasion=Occasion.INTERVAL,
        due_at=at,
        at=at,
        address=f"https://gongshi.example{page.url}",
        outcome=outcome,
        status=200 if is_good else None,
        latency_ms=40,
        words_sha256=digest("".join(promised_words(page))) if is_good else "",
        facts_sha256=promised_digest(page, at=at),
        files=[],
    )


class AnswersActor(Actor):
    """Answers objections that outlived their publicity: the product was withdrawn or ended."""

    def work(self, at):
        """One working day of who may investigate."""
        for objection in Objection.objects.left_open().order_by("pk"):
            if self.chance(self.diligence):
                self.attempt("late_answers", _answer, objection, at)


def _answer(objection, at):
    answer(
        objection,
        finding="rejected",
        text="该产品已经退出公示，不再列入目录，特此答复（模拟）。",
        by=officer("complaint_officer", at),
        at=at,
    )
