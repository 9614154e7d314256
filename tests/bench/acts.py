"""What an act of a person costs the server over HTTP: ``make bench``.

Papers stand, by the services, before every step on their way, in an empty database of their own
(``DATABASE_URL``, else a temporary SQLite file). Then each step is taken as people take it: by
``manage.py serve``, signed in, on its own page, whose form is filled in and sent with its token.
Counted is the processor's time of the server's processes and threads, around the page and around
the sending of its form each for itself; the page that follows is not in it, nor is PostgreSQL.
Prints a Markdown table.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
PAPERS, WARM = int(os.environ.get("PAPERS", 20)), 3
#: The most that the sending of a form should take, in processor milliseconds.
GOAL = 15


def spent(process):
    """Processor milliseconds of a process, its threads and all that it started, until now."""
    pids = [process.pid]
    for pid in pids:
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            pids += map(int, path.read_text().split())
    stats = [path for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(path.read_text().split()[0]) for path in stats) / 1e6


class Browser:
    """Somebody who is signed in at the site that ``process`` serves at ``base``."""

    def __init__(self, site, user):
        import requests
        from django.conf import settings
        from django.test import Client

        self.process, self.base = site
        own = Client()
        own.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.session = requests.Session()
        name = settings.SESSION_COOKIE_NAME
        self.session.cookies.set(name, own.cookies[name].value)

    def ask(self, method, address, **more):
        """``(answer, processor milliseconds of the server)``; nothing is followed."""
        before = spent(self.process)
        answer = self.session.request(
            method, f"{self.base}{address}", allow_redirects=False, timeout=60, **more
        )
        return answer, spent(self.process) - before

    def act(self, address, fields, files):
        """``(milliseconds of the page, of the sending of its form)``."""
        from tests.support.forms import filled

        page, shown = self.ask("GET", address)
        assert page.status_code == 200, (address, page.status_code, page.headers)
        sent, done = self.ask("POST", address, data=filled(page, **fields), files=files)
        assert sent.status_code == 302, (address, sent.status_code, words_of(sent))
        return shown, done


def words_of(answer):
    """The reasons on a page that refuses."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(answer.text, "html.parser")
    return [" ".join(each.text.split()) for each in page.select(".error-message, .messages li, li")]


@contextmanager
def served():
    """``(process, address)`` of the site on the bench's own database."""
    from tests.support.with_postgres import free_port

    port = f"{free_port()}"
    own = {"DJANGO_SETTINGS_MODULE": "tests.bench.served_acts", "PYTHONPATH": f"{ROOT}"}
    words = [sys.executable, "manage.py", "serve", "--port", port, "--workers", "1"]
    with subprocess.Popen(words, cwd=ROOT, env={**os.environ, **own}) as process:
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(f"{base}/livez")
            yield process, base
        finally:
            process.terminate()


def _wait(address):
    import requests

    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            requests.get(address, timeout=60)
            return
        except requests.ConnectionError:
            time.sleep(0.5)
    sys.exit("the site did not start")


class Office:
    """Papers of one product each, before a step, and the people who take it."""

    def __init__(self, site, now):
        from rules.periods import local_day

        self.site, self.now, self.today = site, now, local_day(now)
        self.serials = iter(range(100, 10_000))
        self.browsers = {}

    def browser(self, who):
        from demo.acts import holder

        if who not in self.browsers:
            self.browsers[who] = Browser(self.site, holder(who))
        return self.browsers[who]

    def before(self, phase):
        """New papers for which ``phase`` is next, and was since yesterday."""
        from tests.bench.steps import paper

        from demo.timetables import PHASES, backwards, moment
        from demo.walking import end_windows, walk

        last, days = PHASES[PHASES.index(phase) - 1], backwards(phase, self.today)
        items = [
            item
            for serial in [next(self.serials) for _ in range(PAPERS + WARM)]
            for item in paper(serial, moment(days["submit"]))
        ]
        if last == "submit":
            return items
        items = walk(items, days, until=last, since="endorse")
        end_windows(items)
        return items


def pdf_file(title):
    from demo.papers import pdf

    return f"{title}.pdf", pdf(title), "application/pdf"


def submitting(office):
    """``(browser, address, fields, files)`` for each draft that lacks nothing but the button."""
    from applications.services import drafts
    from demo import fiction
    from demo.acts import agent
    from demo.preparing import prepare

    for _ in range(PAPERS + WARM):
        serial = next(office.serials)
        applicant = fiction.applicant(serial)
        by = agent(applicant.pk)
        paper = drafts.start(applicant, by=by, at=office.now)
        drafts.add_item(paper, by=by, at=office.now, **fiction.facts(serial, 0))
        prepare(paper, by=by, at=office.now)
        address = f"/portal/applications/{paper.pk}/check/"
        yield office.browser(f"applicant@{applicant.pk}"), address, {}, {}


def signing(page, phase, role, office):
    from tests.support.desk import opinion
    from tests.support.desk import page as address

    for item in office.before(phase):
        station = item.application.station.code
        fields = opinion(item, visited_on=f"{office.today}")
        yield (
            office.browser(role.format(station=station)),
            address(page, item.application_id),
            fields,
            {},
        )


def recording(page, phase, role, office):
    """A document that is recorded for one product of those that wait."""
    from tests.support.desk import page as address

    day, year = f"{office.today}", office.today.year
    fields, files = {
        "report": ({"document_no": "章测扶办报〔{year}〕{n}号", "reported_on": day}, []),
        "city": (outcome := {"result": "pass", "document_no": "市测扶办字〔{year}〕{n}号",
                             "decided_on": day}, ["scan"]),
        "province": (outcome, ["scan"]),
        "national": ({"published_on": day, "external_url": "https://platform.example.gov.cn/{n}"},
                     ["evidence"]),
        "list": ({"listed_on": day, "evidence": "全国平台公示期满，未收到异议（截图存档）"}, []),
    }[page]  # fmt: skip
    for number, item in enumerate(office.before(phase), 1):
        words = {name: word.format(n=number, year=year) for name, word in fields.items()}
        scans = {name: pdf_file(f"{page}{number}") for name in files}
        yield office.browser(role), address(page), {**words, "items": item.pk}, scans


#: ``{what: the papers and how each is acted on}``.
ACTS = {
    "提交申请": submitting,
    "工作站认可": partial(signing, "endorse", "endorse", "station_officer@{station}"),
    "带贫成效审核": partial(signing, "benefit", "review", "fpb_reviewer@fpb"),
    "产品质量审核": partial(signing, "quality", "review", "agri_reviewer@nyncj"),
    "上报市级": partial(recording, "report", "report", "fpb_clerk@fpb"),
    "登记市级结果": partial(recording, "city", "city", "upper_recorder@fpb"),
    "登记省级结果": partial(recording, "province", "province", "upper_recorder@fpb"),
    "登记全国公示": partial(recording, "national", "national", "upper_recorder@fpb"),
    "列入目录": partial(recording, "list", "list", "fpb_clerk@fpb"),
}


def tell(title, papers):
    from tests.bench.figures import note, reference

    found = [browser.act(*act) for browser, *act in papers][WARM:]
    shown, done = (median(each) for each in zip(*found, strict=True))
    row = f"| {title} | {shown:.1f} | {done:.1f} | {GOAL} | {len(found)} | {reference():.0f} |"
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()
    note("经HTTP办理", f"{title}：提交表单", done, "处理器毫秒", goal=GOAL)
    note("经HTTP办理", f"{title}：打开页面", shown, "处理器毫秒")


def main():
    from tests.bench.database import empty_database

    with empty_database():
        from django.test.utils import setup_test_environment
        from django.utils import timezone
        from tests.conftest import create_office

        setup_test_environment()
        create_office()
        with served() as site:
            office = Office(site, timezone.now())
            sys.stdout.write(
                "| 办什么 | 打开页面（处理器毫秒，中位） | 提交表单 | 目标 | 次数 |"
                " 一百万次加法 |\n|---|---|---|---|---|---|\n"
            )
            for title, papers in ACTS.items():
                tell(title, list(papers(office)))


if __name__ == "__main__":
    main()
