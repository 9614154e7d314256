"""How fast the desk answers beside 20,000 papers and 300,000 tasks: ``make bench``.

Builds them in an empty database of its own (``DATABASE_URL``, else a temporary SQLite file), asks
for every page several times through the whole of Django, and prints the best as a Markdown table.
Fails where the inbox needs more than ``LIMIT`` or a page of a paper of twenty products more than
``OF_A_PAPER``, where any page needs another number of queries than beside a few hundred papers, or
where that paper needs more of them than one of a single product.
"""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from django.db import connection, transaction  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.bench.asking import ask_all, compare, prepare  # noqa: E402, sets Django up
from tests.bench.database import analyse  # noqa: E402

from applications.models import Application, Item  # noqa: E402
from applications.services import drafts  # noqa: E402
from demo import fiction  # noqa: E402
from demo.acts import agent, holder  # noqa: E402
from demo.preparing import submit  # noqa: E402
from demo.timetables import moment  # noqa: E402
from records.models import AuditEvent  # noqa: E402
from registry.models import Organisation, RuleSet, Township  # noqa: E402
from workflow.models import CertificationProcess, SignedDuty  # noqa: E402
from workflow.positions import reference  # noqa: E402

PAPERS = int(os.environ.get("PAPERS", 20_000))
APPLICANTS = 1_000
LIMIT, OF_A_PAPER = 100, 150  # milliseconds
#: Every finished paper's people's steps (with turns) and, to make fifteen tasks, the engine's own.
STEPS = ("endorse", "review_benefit", "review_quality", "report_to_city", "city_review",
         "province_review", "record_national", "list_item")  # fmt: skip
ENGINE = ("has_station", "endorsed", "reviewed", "concluded", "close_district", "to_province",
          "close_national")  # fmt: skip
#: One paper in ten is under way and waits at one of these steps.
OPEN = ("endorse", "review_benefit", "review_quality", "report_to_city", "city_review",
        "mend_for_district")  # fmt: skip
ROLES = {
    "endorse": "station_officer@station-360702101",
    "review_benefit": "fpb_reviewer@fpb",
    "review_quality": "agri_reviewer@nyncj",
    "report_to_city": "fpb_clerk@fpb",
    "city_review": "upper_recorder@fpb",
    "province_review": "upper_recorder@fpb",
    "record_national": "upper_recorder@fpb",
    "list_item": "fpb_clerk@fpb",
    "mend_for_district": "applicant@1",
}
TASK = """
INSERT INTO viewflow_task (flow_task, flow_task_type, status, created, finished, token, process_id,
                           owner_id, owner_permission, data)
SELECT %s, %s, %s, created, %s, 'start', id, %s, %s, '{}'
FROM viewflow_process WHERE id > %s AND WHICH
"""
TURN = """
INSERT INTO workflow_turn (task_id, item_id, arrived_at, due_on, due_is_provisional, finished_at,
                           done_by_id)
SELECT task.id, item.id, task.created, %s, %s, task.finished,
       CASE WHEN task.status = 'DONE' THEN task.owner_id END
FROM viewflow_task task JOIN applications_item item ON item.process_id = task.process_id
WHERE task.flow_task_type = 'HUMAN' AND task.process_id > %s
"""


def build(papers):
    """``papers`` papers: nine in ten finished, one in ten waiting at some step."""
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    applicants = [fiction.applicant(serial) for serial in range(min(APPLICANTS, papers))]
    by, ruleset = agent(applicants[0].pk), RuleSet.objects.get()
    station = Organisation.objects.get(code="station-360702101")
    towns = list(Township.objects.all())
    last = Application.objects.count()
    before = CertificationProcess.objects.aggregate(last=Max("pk"))["last"] or 0
    with transaction.atomic():
        processes = CertificationProcess.objects.bulk_create(
            CertificationProcess(
                flow_class=reference("endorse").flow_class, created=at + timedelta(minutes=row)
            )
            for row in range(papers)
        )
        applications = Application.objects.bulk_create(
            Application(
                number=f"ZGSQ-2026-{last + row:06d}",
                applicant=applicants[row % len(applicants)],
                ruleset=ruleset,
                station=station,
                production_township=towns[row % len(towns)],
                created_at=at,
                created_by=by,
                commitment_accepted_at=at,
                commitment_accepted_by=by,
                commitment_sha256="0" * 64,
                submitted_at=at + timedelta(minutes=row),
            )
            for row in range(papers)
        )
        facts = [fiction.facts(serial, 0) for serial in range(40)]
        Item.objects.bulk_create(
            Item(application=application, process=process, **facts[row % len(facts)])
            for row, (application, process) in enumerate(zip(applications, processes, strict=True))
        )
        reviewer = holder("fpb_reviewer@fpb")
        SignedDuty.objects.bulk_create(
            SignedDuty(application=each, person=reviewer, duty="benefit", taken_at=at)
            for each in applications
        )
        _tasks(at + timedelta(days=30), before=before)
        _trail(applications, reviewer, at)


def _trail(applications, reviewer, at):
    """Five rows of the trail for each paper, one of them a refusal."""
    acts = ("workflow.submit", "workflow.sign.endorse", "workflow.sign.benefit")
    acts += ("applications.read_material", "records.refused")
    rows = [
        AuditEvent(
            at=at + timedelta(minutes=number),
            actor_id=reviewer.pk,
            actor=reviewer.username,
            action=act,
            subject_type="applications.application",
            subject_id=str(paper.pk),
            subject=paper.number,
        )
        for number, paper in enumerate(applications)
        for act in acts
    ]
    for row in rows:
        row.mac = row.expected_mac()
    AuditEvent.objects.bulk_create(rows, batch_size=1_000)


def _tasks(finished, *, before):
    """Tasks and turns of every process that is newer than the one with the key ``before``."""
    people = {name: holder(who).pk for name, who in ROLES.items() if "applicant" not in who}
    with connection.cursor() as cursor:

        def add(name, kind, status, ended, which, owner=None):
            node = reference(name)
            word = f"workflow/flows.certification.Certification.{node.name}"
            values = (word, kind, status, ended, owner, ROLES.get(name), before)
            cursor.execute(TASK.replace("WHICH", which), values)

        for name in STEPS:
            add(name, "HUMAN", "DONE", finished, "id %% 10 <> 0", people[name])
        for name in ENGINE:
            add(name, "FUNC", "DONE", finished, "id %% 10 <> 0")
        for row, name in enumerate(OPEN):
            add(name, "HUMAN", "NEW", None, f"id %% 60 = {row * 10}")
        # a few dozen are in somebody's hands
        cursor.execute(
            "UPDATE viewflow_task SET status = 'ASSIGNED', owner_id = %s"
            " WHERE status = 'NEW' AND owner_permission = %s AND process_id %% 7 = 0",
            (people["review_benefit"], ROLES["review_benefit"]),
        )
        # papers under way have been through as many engine steps before
        for name in (*ENGINE, *ENGINE):
            add(name, "FUNC", "DONE", finished, "id %% 10 = 0")
        cursor.execute(TURN, (timezone.localdate() + timedelta(days=3), False, before))
        cursor.execute(
            "UPDATE viewflow_process SET status = 'DONE', finished = %s"
            " WHERE id > %s AND id %% 10 <> 0",
            (finished, before),
        )


PAGES = (
    ("收件箱：我的任务", "fpb_reviewer@fpb", "/admin/desk/?tab=mine"),
    ("收件箱：待签收", "fpb_reviewer@fpb", "/admin/desk/?tab=queue"),
    ("收件箱：待签收第10页", "fpb_reviewer@fpb", "/admin/desk/?tab=queue&p=10"),
    ("收件箱：按申请单位排序", "fpb_reviewer@fpb", "/admin/desk/?tab=queue&sort=applicant"),
    ("收件箱：等待他人", "fpb_reviewer@fpb", "/admin/desk/?tab=waiting"),
    ("收件箱：已办", "fpb_reviewer@fpb", "/admin/desk/?tab=done"),
    ("搜索：待签收", "fpb_reviewer@fpb", "/admin/desk/?tab=queue&q=ZGSQ-2026-0001"),
    ("搜索：已办", "fpb_reviewer@fpb", "/admin/desk/?tab=done&q=%E8%8A%8B%E5%A4%B4"),
    ("工作站：待签收", "station_officer@station-360702101", "/admin/desk/?tab=queue"),
    ("负责人：待签收", "manager@fpb", "/admin/desk/?tab=queue"),
    ("首页与菜单计数", "fpb_reviewer@fpb", "/admin/"),
)
OF_ONE = "person=reviewer&since=2026-03-01&until=2026-03-31"
#: What need not keep the inbox's limit, and must not grow in queries all the same.
OTHERS = (
    ("上报市级（待办全部列出）", "fpb_clerk@fpb", "/admin/desk/report/"),
    ("超期督办", "manager@fpb", "/admin/desk/overdue/"),
    ("运行监控", "manager@fpb", "/admin/desk/operations/"),
    ("办理统计：近九十天", "manager@fpb", "/admin/desk/performance/"),
    (
        "办理统计：全部办结之时",
        "manager@fpb",
        "/admin/desk/performance/?since=2026-03-01&until=2026-05-31",
    ),
    ("登记簿：申请", "auditor@fpb", "/admin/applications/application/"),
    ("登记簿：申请产品", "auditor@fpb", "/admin/applications/item/"),
    ("登记簿：申请产品（在办）", "auditor@fpb", "/admin/applications/item/?state=open"),
    ("登记簿：审核意见", "auditor@fpb", "/admin/workflow/opinion/"),
    ("登记簿：操作记录", "auditor@fpb", "/admin/records/auditevent/"),
    ("操作记录：被拒绝的", "auditor@fpb", "/admin/records/auditevent/?act=被拒绝的操作"),
    ("操作记录：某人某月", "auditor@fpb", f"/admin/records/auditevent/?{OF_ONE}"),
    ("查阅记录", "auditor@fpb", "/admin/desk/accesses/"),
    ("登记市级结果", "upper_recorder@fpb", "/admin/desk/city/"),
    ("审签", "manager@fpb", "/admin/desk/countersign/"),
    ("负责人：本单位在办", "manager@fpb", "/admin/desk/?tab=office"),
    ("文书用语", "manager@fpb", "/admin/desk/letter-wordings/"),
    ("档案移交和销毁", "manager@fpb", "/admin/desk/disposals/"),
)

#: A page of a long trail looks through a part of it, and asks whether anything lies before.
LOOKED_THROUGH = ("操作记录：某人某月",)

#: Products of the two papers whose own pages are asked for.
ONE, MANY = 1, 20


def submitted(serial, products):
    """A paper of ``products`` products that waits at its station; its application."""
    at = moment(date(2020, 4, 1))
    applicant = fiction.applicant(serial)
    by = agent(applicant.pk)
    application = drafts.start(applicant, by=by, at=at)
    for row in range(products):
        drafts.add_item(application, by=by, at=at, **fiction.facts(serial, row))
    return submit(application, by=by, at=at)


def pages_of(application, products):
    """The pages of one paper, as its station asks for them."""
    station = f"station_officer@{application.station.code}"
    address = f"/admin/desk/applications/{application.pk}/"
    applicant = f"/admin/desk/applicants/{application.applicant_id}/"
    return (
        (f"申请页，{products}个产品", station, address),
        (f"签署页，{products}个产品", station, f"{address}endorse/"),
        (f"申请单位页，{products}个产品", station, applicant),
    )


def main():
    prepare()
    own = [pages_of(submitted(5000 + count, count), count) for count in (ONE, MANY)]
    pages = (*PAGES, *OTHERS, *own[0], *own[1])
    build(420)
    few = ask_all(pages, times=1)
    build(PAPERS)
    analyse()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM viewflow_task")
        tasks = cursor.fetchone()[0]
    limits = {name: LIMIT for name, _, _ in PAGES} | {name: OF_A_PAPER for name, _, _ in own[1]}
    beside = f"{PAPERS + 420}个流程，{tasks}个任务"
    numbers, failed = compare("工作台", beside, pages, few, limits=limits, further=LOOKED_THROUGH)
    grown = [many[0] for one, many in zip(*own, strict=True) if numbers[many[0]] > numbers[one[0]]]
    sys.stdout.write("".join(f"\n{name}：查询数随产品增长\n" for name in grown))
    sys.exit(failed or bool(grown))


if __name__ == "__main__":
    main()
