"""What happened to a product so far, like the stops of a parcel: the day, the office, the act."""

from dataclasses import dataclass
from datetime import date, datetime

from rules.official_dates import official_date
from rules.periods import day_starts, local_day

US = "本单位"
_ENDINGS = {
    "passed": "公示期满，无异议",
    "restarted": "公示内容有变，重新公示",
    "returned": "公示中止，退回补正",
    "refused": "公示终止",
    "withdrawn": "公示终止（本单位撤回）",
}
_DECISIONS = {
    "resume": "异议不成立，恢复公示",
    "restart": "异议核查结束，重新公示",
    "return": "异议核查结束，退回补正",
    "refuse": "异议成立，不予认定",
}
_LEVELS = {"district": "区级公示", "national": "全国公示"}


@dataclass(frozen=True)
class Stop:
    """One thing that happened; an office, never a person."""

    at: datetime
    on: date
    office: str
    text: str


def history(item, entries, turns):
    """The stops of ``item``, newest first; ``entries`` are its windows, oldest first.

    Reads prefetched rows only: opinions, investigations, upper reviews, outcome.
    """
    paper = item.application
    stops = [_stop(paper.submitted_at, US, "提交申请")]
    stops += _mended(turns)
    stops += [
        _stop(each.signed_at, each.organisation.name, _signed(each)) for each in item.opinions.all()
    ]
    for entry in entries:
        stops += _window(entry, paper.ruleset)
    office = paper.ruleset.office.name
    stops += [
        _stop(each.decided_at, office, _DECISIONS[each.decision])
        for each in item.investigations.all()
    ]
    for review in item.upper_reviews.all():
        stops += _upper(review)
    if item.is_ended:
        stops += _end(item, office)
    return sorted(stops, key=lambda stop: stop.at, reverse=True)


def _stop(at, office, text, *, on=None):
    return Stop(at, on or local_day(at), office, text)


def _mended(turns):
    return [
        _stop(turn.finished_at, US, "补正后重新提交")
        for turn in turns
        if turn.finished_at and turn.task.flow_task.name.startswith("mend_for")
    ]


def _signed(opinion):
    return f"{opinion.get_step_display()}：{opinion.get_result_display()}"


REST = "恢复后再公示{0.remaining_days}个工作日"


def _window(entry, ruleset):
    title = _LEVELS[entry.publicity.level]
    office = ruleset.office.name
    ends = "" if entry.is_held else f"，{official_date(entry.last_day)}期满"
    yield _stop(entry.publicity.published_at, office, f"{title}开始{ends}")
    if entry.held_on:
        yield Stop(
            day_starts(entry.held_on),
            entry.held_on,
            office,
            f"收到异议，{title}中止，{REST.format(entry)}",
        )
    if entry.ending:
        yield _stop(entry.closed_at, office, f"{title}：{_ENDINGS.get(entry.ending, '结束')}")


def _upper(review):
    if review.report_id:
        sender = review.item.application.ruleset.office.name
        report = review.report
        yield _stop(report.reported_at, sender, f"上报市级（{report.document_no}）")
    if review.result:
        result = f"{review.get_level_display()}：{review.get_result_display()}"
        at = review.recorded_at
        yield _stop(
            at, review.organisation.name, f"{result}（{review.document_no}）", on=review.decided_on
        )


def _end(item, office):
    outcome = item.outcome
    who = US if outcome.kind == "withdrawn" else office
    result = outcome.get_kind_display()
    number = f"，证书编号 {item.certificate.number}" if item.certificate_id else ""
    yield _stop(outcome.at, who, f"{result}{number}")
