"""What the fictional public says of office and site: grades, mistakes found, news wanted."""

from datetime import timedelta

from catalog.models import Certificate
from pages.models import MailSubscription
from pages.subscribing import services as subscribing
from pages.subscribing.topics import name_of, parts_of, title_of
from registry.models import User
from rules.periods import local_day
from supervision.models import Feedback, Rating, SiteReport
from supervision.services import ratings, site_reports
from workflow.models import Opinion
from workflow.services.ratings import rate_opinion

from .acts import agent

#: Grades and words of applicants, one for each decided step, the newest first.
GRADES = (
    (2, "打了三次电话才问清要补的材料（虚构）。"),
    (5, ""),
    (5, "窗口一次说清了要带的材料（虚构）。"),
    (4, ""),
    (5, ""),
    (3, "网上能看到办到哪一步，等的时间还是有点长（虚构）。"),
    (1, "点错了，应当是非常满意（虚构）。"),
    (5, ""),
    (4, "核实人员到基地看得很细（虚构）。"),
    (5, ""),
)
#: What a call-back found of a bad grade; the newest one still waits.
CALLS = {
    1: {
        "finding": "mistake",
        "measures": "电话回访，评价单位说明是误点，对办理没有意见（虚构）。",
        "reply": "已按误评登记，感谢说明。",
    }
}
FEEDBACK = (4, "有人回电话，说得清楚（虚构）。")
MISTAKES = (
    ("misspelt", "目录页说明第二段有一个错别字（虚构）。", "mended", "错别字已更正，谢谢。"),
    ("unreachable", "一份文件的附件打不开（虚构）。", "mended", "附件已重新上传，现在可以打开。"),
    ("wrong", "工作站电话和村公示栏的不一致（虚构）。", "right", "经核实，本站电话无误。"),
    ("stale", "办事指南还写着去年的申报时间（虚构）。", "", ""),
)
READERS = ("reader-1@mail.example", "reader-2@mail.example", "reader-3@mail.example")


def let_the_public_speak(at):
    """Once: applicants and a complainant rate, readers report mistakes and ask for news."""
    if not Rating.objects.exists():
        _rate(at)
    if not SiteReport.objects.exists():
        _report(at)
    if not MailSubscription.objects.exists():
        _subscribe(at)


def _rate(at):
    opinions = Opinion.objects.filter(signed_at__lt=at).select_related("item__application")
    manager = User.objects.get(username="manager")
    rows = zip(opinions.order_by("-signed_at", "-pk"), GRADES, strict=False)
    for weeks, (opinion, (grade, words)) in enumerate(rows):
        since = at - timedelta(days=9 * weeks, hours=1)
        moment = max(opinion.signed_at, since) + timedelta(minutes=30)
        by = agent(opinion.item.application.applicant_id)
        rating = rate_opinion(opinion, grade=grade, words=words, by=by, at=min(moment, at))
        if grade in CALLS and manager != rating.about_user:
            called = min(rating.rated_at + timedelta(days=1), at)
            ratings.call_back(rating, by=manager, at=called, **CALLS[grade])
    feedback = Feedback.objects.select_related("complaint").order_by("pk").last()
    if feedback is not None:
        grade, words = FEEDBACK
        ratings.rate_feedback(feedback.complaint, grade=grade, words=words, at=at)


def _report(at):
    clerk = User.objects.get(username="clerk")
    for weeks, (kind, content, result, answer) in enumerate(reversed(MISTAKES)):
        moment = at - timedelta(days=20 * weeks, hours=1)
        report = site_reports.report_site(page_url="/cpml/", kind=kind, content=content, at=moment)
        if result:
            later = min(moment + timedelta(days=1), at)
            site_reports.answer_site_report(
                report, result=result, answer=answer, by=clerk, at=later
            )


def _subscribe(at):
    """Two confirmed topics and one that nobody confirmed yet."""
    entry = Certificate.objects.in_force(local_day(at)).order_by("number").first()
    topics = ["notices", name_of("documents", {"section": "policy"})]
    topics += [name_of("catalogue", {"certificate": entry.number})] if entry else []
    for name, address in zip(topics, READERS, strict=False):
        title = title_of(*parts_of(name))
        subscription = subscribing.ask(name, title, address=address, at=at)
        if address != READERS[-1]:
            subscribing.confirm(subscription, at=at)
