"""Pages that nginx keeps: given out without the site, gone with the commit, at their second."""

import json
import time
from datetime import datetime

#: A public document, by its address; then what is done to it, by the house's own services.
ONE = (
    "from datetime import timedelta; from django.utils import timezone;"
    "from pages.models import DocumentPage; now = timezone.now();"
    "page = DocumentPage.objects.live().order_by('pk')[{number}];"
)
ADDRESS = "import json; print(json.dumps([page.get_url(), page.title]))"
TAKE_DOWN = (
    "from pages.signing import take_down; take_down(page, by=None, at=now, because='试运行')"
)
END = (
    "page.expire_at = (now + timedelta(seconds={seconds})).replace(microsecond=0);"
    "DocumentPage.objects.filter(pk=page.pk).update(expire_at=page.expire_at);"
    "print(page.expire_at.isoformat())"
)
BEFORE = 40  # seconds until the page's last one: what asks for it has to start first
PAUSE = 0.05  # seconds between two looks: nginx refuses who asks more than thirty times in one


def from_nginx(world):
    """How many answers nginx has given by itself until now."""
    lines = (world.nginx.home / "gongshi.log").read_text().splitlines()
    return sum(line.split()[-2] == "-" and '" 200 ' in line for line in lines)


def without_the_site(world):
    """公开页面由 nginx 保存：网站停了仍可读；表单和带 Cookie 的不由它答复"""
    for _ in range(3):  # the clock may write something public just then
        world.ask.get("/")
        before = from_nginx(world)
        assert world.ask.get("/").status == 200
        if from_nginx(world) == before:
            continue
        for port in world.web:
            world.services.kill("gongshi-web@.service", port)
        home, form = world.ask.get("/"), world.ask.get("/verify/")
        signed_in = world.ask.get("/", "-H", "Cookie: __Host-sessionid=x")
        _wait(world)
        if home.status == 200:
            assert "x-accel-expires" not in home.head
            assert (form.status, signed_in.status) == (503, 503)
            return "停了两个网站进程，首页照常"
    raise AssertionError("nginx kept nothing")


def gone_with_the_commit(world):
    """公开页面由 nginx 保存：撤下以后，下一次访问就没有了"""
    address, title = json.loads(_done(world, ADDRESS, number=0))
    for path in (address, address, "/", "/"):
        assert world.ask.get(path).status == 200, path
    before = from_nginx(world)
    assert world.ask.get(address).status == 200
    was_kept = from_nginx(world) > before
    _done(world, TAKE_DOWN, number=0)
    assert world.ask.get(address).status == 404
    assert title not in world.ask.get("/").body
    return "此前由 nginx 答复" if was_kept else "此前由网站答复"


def at_its_second(world):
    """公开页面由 nginx 保存：到期的那一秒起就没有了，时钟和写入都不需要"""
    address, _ = json.loads(_done(world, ADDRESS, number=0))
    end = datetime.fromisoformat(_done(world, END, number=0, seconds=BEFORE)).timestamp()
    before, last, counts = from_nginx(world), 200, {200: 0, 404: 0}
    assert time.time() < end, "the machine is too slow to look"
    while time.time() < end + 2:
        began = time.time()
        status, over = world.ask.get(address).status, time.time()
        counts[status] += 1
        assert status == 200 or over >= end, f"gone {end - over:.2f} s early"
        assert status == 404 or began < end, f"still there {began - end:.2f} s late"
        last = status
        time.sleep(PAUSE)
    assert last == 404
    return f"读 {sum(counts.values())} 次，其中 nginx 答复 {from_nginx(world) - before} 次"


def _done(world, code, **values):
    code = f"{ONE}{code}".format(**values)
    return world.manage("shell", "--no-imports", "-c", code).stdout.strip().rpartition("\n")[2]


def _wait(world):
    deadline = time.monotonic() + 240
    while not world.ask.is_up():
        assert time.monotonic() < deadline, "the site does not come back"
        time.sleep(0.5)


CHECKS = (gone_with_the_commit, at_its_second, without_the_site)
