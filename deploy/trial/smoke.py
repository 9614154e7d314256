"""What is looked at: each check's docstring is its line in the table; an assertion says why not."""

import json
import time

from . import kept_pages, rough
from .browsing import an_officer, the_public
from .engines import NAME

PATIENCE = 240  # seconds; a busy machine needs them, an idle one does not wait


def tried(check, world):
    """``(passed, seconds, words, why)`` of one check; whatever it raises is a failure."""
    began = time.monotonic()
    try:
        why = check(world) or ""
        passed = True
    except Exception as error:  # noqa: BLE001 - the table tells every failure
        why, passed = f"{type(error).__name__}: {error}"[:300], False
    return passed, time.monotonic() - began, check.__doc__, why


def wait_until(holds, what):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE} s: {what}"
        time.sleep(0.5)


def encrypted(world):
    """明文访问转到加密地址，加密连接用 HTTP/2"""
    answer = world.ask.get("/verify/", base=f"http://{NAME}:{world.nginx.plain}")
    assert (answer.status, answer.head["location"]) == (301, f"{world.ask.base}/verify/")
    home = world.ask.get("/")
    assert (home.status, home.protocol) == (200, "HTTP/2")
    assert "max-age" in home.head["strict-transport-security"]
    assert "__Host-csrftoken=" in world.ask.get("/account/login/").head["set-cookie"]
    return home.protocol


def static_files(world):
    """静态文件由 nginx 发送，事先压缩，长期缓存"""
    home = world.ask.get("/").body
    path = next(word for word in home.split('"') if "/static/" in word and ".css" in word)
    answer = world.ask.get(path, "-H", "Accept-Encoding: gzip")
    assert answer.head["content-encoding"] == "gzip"
    assert "immutable" in answer.head["cache-control"]
    assert "x-request-start" not in answer.head


def private_files(world):
    """材料目录没有地址，后台和指标不对外"""
    for path in ("/media/private/", "/media/", "/static/../media/private/x"):
        assert world.ask.get(path, "--path-as-is").status in (400, 404), path
    assert world.ask.get("/admin/desk/").status == 302
    assert world.ask.get("/metrics").status == 404, "without its token"


def ready(world):
    """就绪检查各项正常，指标可以读取"""
    token = f"Authorization: Bearer {world.env['METRICS_TOKEN']}"
    answer = world.ask.get("/readyz", "-H", token)
    parts = json.loads(answer.body)["parts"]
    assert all(parts.values()), parts
    assert "gongshi_overdue" in world.ask.get("/metrics", "-H", token).body
    return "、".join(parts)


def both_answer(world):
    """两个网站进程都在答复"""
    for _ in range(12):
        assert world.ask.get("/verify/").status == 200
    log = (world.nginx.home / "gongshi.log").read_text()
    assert all(f"127.0.0.1:{port}" in log for port in world.web)


def too_large(world):
    """超过上限的提交得到中文说明"""
    large = world.nginx.home / "large"
    with large.open("wb") as file:
        file.truncate(61 * 1024 * 1024)
    answer = world.ask.get("/complaints/new/", "--data-binary", f"@{large}", "-H", "Expect:")
    assert (answer.status, "文件太大" in answer.body) == (413, True)


def by_the_public(world):
    """浏览器：首页、目录、搜索，提交一件投诉得到编号"""
    return the_public(world)


def by_an_officer(world):
    """浏览器：受理人员启用两步验证，打开待办"""
    return an_officer(world)


def one_web_killed(world):
    """一个网站进程被杀，访问不中断，随后自动重开"""
    before = world.services.restarts
    world.services.kill("gongshi-web@.service", world.web[0])
    failed = [n for n in range(20) if world.ask.get("/verify/").status != 200]
    assert not failed, f"{len(failed)} of 20"
    wait_until(lambda: world.services.restarts > before, "it is started again")
    return "20 次访问，0 次失败"


def both_webs_killed(world):
    """两个网站进程都停了，有一页中文说明和重试时间；恢复后照常"""
    for port in world.web:
        world.services.kill("gongshi-web@.service", port)
    answer = world.ask.get("/verify/")  # which nginx does not keep
    assert (answer.status, answer.head.get("retry-after")) == (503, "60")
    assert "系统暂时不能使用" in answer.body
    wait_until(world.ask.is_up, "the site answers again")


def redis_killed(world):
    """缓存停了，网站照常"""
    world.redis.kill()
    assert [world.ask.get(path).status for path in ("/", "/search/?q=脐橙", "/account/login/")] == [
        200
    ] * 3
    world.redis.start()


def postgres_restarted(world):
    """数据库立即停止后重开，不需要重启网站和时钟"""
    world.postgres.ctl("stop", "-m", "immediate")
    answer = world.ask.get("/api/v1/figures")  # which nginx does not keep
    assert (answer.status, "retry-after" in answer.head) == (503, True)
    world.postgres.ctl("start")
    wait_until(world.ask.is_up, "the site answers again")


def clocks_run(world):
    """两个时钟都在运行"""
    before = time.time()

    def beaten():
        token = f"Authorization: Bearer {world.env['METRICS_TOKEN']}"
        lines = world.ask.get("/metrics", "-H", token).body.splitlines()
        name = "gongshi_clock_last_run_timestamp_seconds "
        return any(float(line.split()[-1]) > before for line in lines if line.startswith(name))

    wait_until(beaten, "a clock has run")
    log = (world.services.log).read_text(errors="replace")
    assert "clock stands still" not in log


def whole(world):
    """业务数据和审计记录核对无误"""
    for words in (("check_invariants",), ("verify_audit",)):
        done = world.manage(*words, check=False)
        assert done.returncode == 0, done.stdout[-300:]


def deployable(world):
    """上线检查没有遗漏的设置"""
    done = world.manage("check", "--deploy", "--database", "default", check=False)
    lines = [line for line in done.stderr.splitlines() if ".E0" in line]
    assert all("pages.E001" in line for line in lines), lines
    return "网站信息待填" if lines else ""


CHECKS = (
    encrypted,
    static_files,
    private_files,
    ready,
    both_answer,
    too_large,
    by_the_public,
    by_an_officer,
    *kept_pages.CHECKS,
    *rough.CHECKS,
    one_web_killed,
    both_webs_killed,
    redis_killed,
    postgres_restarted,
    clocks_run,
    whole,
    deployable,
)
