"""Rough treatment through nginx: slow and hostile clients, ten times the load, killed services."""

import base64
import hashlib
import json
import random
import socket
import time
from collections import Counter
from threading import Thread
from urllib.parse import urlencode

from .clients import Client, all_at_once
from .engines import NAME

SLOW, CROWD, COMPLAINTS = 100, 150, 15
PATIENCE = 300  # seconds, of a machine that has other things to do
SAID = {"subject_kind": "venue", "about_text": "示例专柜（虚构）", "category": "price"}
#: What no honest client says; what must never come back.
HOSTILE = (
    b"GARBAGE\r\n\r\n",
    b"GET /static../gongshi.env HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /static/..%2f..%2fmedia/private/kept/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /static/%2e%2e/%2e%2e/media/private/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /media/private/kept/x HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /%00 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET /?q=%ff%fe%00 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example.com\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: evil.example.com\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: " + b"a" * 65536 + b"\r\n\r\n",
    b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"POST /complaints/new/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /complaints/new/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/v1/complaints HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data;"
    b" boundary=x\r\nContent-Length: 9\r\n\r\n--x\r\n\r\n\x00",
)
FORBIDDEN = (b"SECRET_KEY", b"Traceback", b"evil.example.com", b"root:x:")


def slow_clients(world):
    """一百个慢客户端占着连接，其他人照常访问，慢的按时断开"""
    lines = [Client(world.nginx, number, place=2).open() for number in range(SLOW)]
    try:
        for line in lines:
            line.sendall(b"GET / HTTP/1.1\r\nHost:")
        answers = Counter(world.ask.get("/verify/").status for _ in range(10))
        assert answers == {200: 10}, answers
        time.sleep(17)  # client_header_timeout is 15 s
        cut = sum(_is_cut(line) for line in lines)
        assert cut == SLOW, f"{cut} of {SLOW} were cut"
    finally:
        for line in lines:
            line.close()
    return f"{SLOW} 个，10 次访问正常"


def _is_cut(line):
    line.settimeout(5)
    try:
        return line.recv(1000) == b"" or line.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def hostile_clients(world):
    """恶意请求（走私、穿越、超长、空字符、伪造主机名）一律拒绝，不出错，不泄露"""
    host = f"{NAME}:{world.nginx.tls}".encode()
    for number, words in enumerate(HOSTILE):
        answer = Client(world.nginx, number, place=3).say(words.replace(b"{host}", host))
        status = answer.split(b" ", 2)[1:2]
        assert not status or status[0] < b"500", answer[:200]
        assert not [word for word in FORBIDDEN if word in answer], answer[:400]
    assert world.ask.get("/verify/").status == 200
    return f"{len(HOSTILE)} 种"


def ten_times_the_load(world):
    """十倍的访问：多的答复 503 并写明何时再来，办公和登录照常"""
    desk, over = [], []

    def officers():
        person = Client(world.nginx, 1, place=9)
        while not over:
            began = time.monotonic()
            status, _, _ = person.ask("/account/login/")
            desk.append((status, time.monotonic() - began))
            time.sleep(1)

    watcher = Thread(target=officers)
    watcher.start()
    crowd = all_at_once(lambda number: _visits(world, number), CROWD)
    over.append(True)
    watcher.join()
    answers = [answer for visits in crowd for answer in visits]
    counts = Counter(status for status, _, _ in answers)
    polite = [head for status, head, _ in answers if status == 503]
    assert set(counts) <= {200, 429, 503}, counts
    assert polite, f"nothing was shed: {counts}"
    rude = [head for head in polite if "retry-after" not in head]
    assert not rude, rude[:3]
    slowest = max(seconds for _, seconds in desk)
    assert {status for status, _ in desk} == {200}, desk
    words = "、".join(f"{status}：{number}" for status, number in sorted(counts.items()))
    return f"{words}；登录页 {len(desk)} 次全部正常，最慢 {slowest:.1f} 秒"


def _visits(world, number):
    person = Client(world.nginx, number, place=4)
    return [person.ask(f"/search/?{urlencode({'q': f'产品{number}第{n}次'})}") for n in range(3)]


def killed_while_complaints_come(world):
    """网站、时钟、worker 随机被杀，公众照样投诉：答复过的一件不丢，一件不重"""
    kills, numbers, lost = complaints_amid_kills(world, COMPLAINTS)
    assert not lost, lost
    return f"杀 {kills} 次，{len(numbers)} 件都在"


def complaints_amid_kills(world, wanted):
    """A service is killed ``wanted`` times, and a complaint comes after each.

    ``(kills, numbers that were told, those that are not there exactly once)``. A service that is
    just being started cannot be killed: such a turn counts as none, and there are twice as many.
    """
    chance, kills, told = random.Random(20201013), 0, []
    while kills < wanted and len(told) < 2 * wanted:
        people = range(len(told), len(told) + COMPLAINTS)
        tickets = [_ticket(world, number) for number in people]
        time.sleep(5)  # what a person needs to fill in the form
        for number, ticket in zip(people, tickets, strict=True):
            kills += kills < wanted and _kill_one(world, chance)
            told.append(_complain(world, number, ticket))
    _wait_for(world.web)
    rows = world.postgres.run("SELECT number FROM supervision_complaint")
    there = Counter(row[0] for row in rows)
    lost = [number for number in told if there[number] != 1 or told.count(number) != 1]
    return kills, told, lost


def _kill_one(world, chance):
    units = [
        *(("gongshi-web@.service", port) for port in world.web),
        *((f"gongshi-{kind}@.service", n) for kind in ("clock", "worker") for n in ("1", "2")),
    ]
    try:
        world.services.kill(*chance.choice(units))
    except ProcessLookupError:
        return 0  # it is just being started again
    return 1


def _wait_for(ports):
    """Until every web process listens again, and nginx has forgotten that it did not."""
    deadline = time.monotonic() + PATIENCE
    for port in ports:
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", int(port)), 2).close()
                break
            except OSError:
                time.sleep(0.5)
    time.sleep(6)  # fail_timeout is 5 s


def _ticket(world, number):
    status, _, body = _patiently(world, number, "/api/v1/tickets?scope=complaint")
    assert status == 200, body
    told = json.loads(body)
    return {"ticket": told["ticket"], "proof": _solution(told["puzzle"])}


def _solution(puzzle):
    """The proof of work, as a browser does it."""
    for number in range(puzzle["maxNumber"] + 1):
        tried = hashlib.sha256(f"{puzzle['salt']}{number}".encode()).hexdigest()
        if tried == puzzle["challenge"]:
            words = {name: puzzle[name] for name in ("algorithm", "challenge", "salt", "signature")}
            return base64.b64encode(json.dumps({**words, "number": number}).encode()).decode()
    raise AssertionError("no solution")


def _complain(world, number, ticket):
    """The number of the complaint, however often it has to be sent with its one ticket."""
    words = {**SAID, "content": f"试运行第 {number} 件：标签与实物不符（测试内容）。", **ticket}
    head = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = _patiently(world, number, "/api/v1/complaints", "POST", urlencode(words), head)
    assert answer[0] == 201, answer[2][:300]
    return json.loads(answer[2])["number"]


def _patiently(world, number, *words):
    person, deadline = Client(world.nginx, number, place=5), time.monotonic() + PATIENCE
    while True:
        answer = person.ask(*words)
        if answer[0] not in (0, 503) or time.monotonic() > deadline:
            return answer
        time.sleep(1)


CHECKS = (hostile_clients, slow_clients, ten_times_the_load, killed_while_complaints_come)
