"""How many, which, and what each is worth: at any moment every door of the catalogue says the same.

Home, list, table, choices of the list, statistics, verification, API, feed, open data and the
signed list are asked.
"""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.cache import cache
from openpyxl import load_workbook

from catalog.services import remove, resume, suspend

from .conftest import moment

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]
BEGUN, ENDED = moment(2020, 11, 10), moment(2021, 12, 10)
MOMENTS = 40
VALID = ("有效", "即将到期")


@pytest.fixture
def lives(product, settings, tmp_path):
    """Six entries: untouched, suspended, suspended and resumed, removed, removed while suspended,
    listed later; the moments at which something happened to them.
    """
    file = tmp_path / "key.pem"
    key = Ed25519PrivateKey.generate()
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings.CERTIFICATE_KEY = f"{file}"
    pages = [product(number) for number in range(5)]
    pages.append(product(0, serial=2, listed_on=moment(2021, 2, 1).date()))
    certificates = [page.certificate for page in pages]
    why = {"by": None, "because": "核查", "reason": "quality_safety"}
    ruled = {**why, "basis_doc_no": "赣测扶字〔2020〕1号"}
    days = [moment(2020, 12, day, 9, 17) for day in (1, 3, 8, 15, 20)]
    suspend(certificates[1], at=days[0], **why)
    suspend(certificates[2], at=days[1], **why)
    suspend(certificates[4], at=days[1], **why)
    resume(certificates[2], at=days[2], **why)
    remove(certificates[3], at=days[3], **ruled)
    remove(certificates[4], at=days[4], **ruled)
    return pages, days


@pytest.fixture
def told(client, clock):
    """``told(pages, at)``: ``{door: {number: standing}}`` of whatever each lists at a moment."""

    def ask(pages, at):
        clock(at)
        cache.clear()
        return {
            "cards": _badges(client.get("/cpml/").content.decode(), 'class="good"'),
            "table": _badges(client.get("/cpml/?view=table").content.decode(), "<tr>"),
            "api": {
                row["certificate_no"]: row["standing_label"]
                for row in client.get("/api/v1/products").json()["items"]
            },
            "xlsx": _sheet(client.get("/data/catalogue.xlsx").content),
            "csv": _text(client.get("/data/catalogue.csv").content),
            "json": {
                row["number"]: row["standing"]
                for row in client.get("/data/catalogue.json").json()["items"]
            },
            "verify": _verified(client, pages),
            "signed": _signed(client),
            "feed": _last_told(client),
            "counts": _counts(client),
        }

    return ask


def _badges(html, start):
    parts = html.split(start)[1:]
    found = (
        (re.search(r"ZG-[\w-]+", part), re.search(r'badge--\w+">([^<]+)<', part)) for part in parts
    )
    return {number[0]: _one_word(badge[1]) for number, badge in found if number and badge}


def _one_word(label):
    return "暂停" if label == "已暂停" else label


def _sheet(content):
    head, *rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    return {row["证书编号"]: row["状态"] for row in rows}


def _text(content):
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig")))
    return {row["证书编号"]: row["状态"] for row in rows}


def _verified(client, pages):
    """Verification knows what has left as well; here only what is in the catalogue."""
    answers = [client.get(f"/api/v1/verify/{page.certificate.number}").json() for page in pages]
    return {
        each["certificate_no"]: each["standing_label"]
        for each in answers
        if each["standing"] in ("active", "expiring", "suspended")
    }


def _signed(client):
    words = client.get("/verify/status.json").json()["certificates"]
    return {number: words[number][0] for number in words}


def _last_told(client):
    """``{number: what the feed told of it last}``."""
    items = client.get("/feeds/catalogue.json").json()["items"]
    told = {}
    for item in sorted(items, key=lambda item: (item["date_published"], item["id"])):
        told[re.search(r"ZG-[\w-]+", item["title"])[0]] = item["title"].partition("：")[0]
    return told


def _counts(client):
    """``{door: {standing: how many}}`` of whatever counts the entries of the catalogue."""
    listed = client.get("/cpml/").content.decode()
    figures = {each["key"]: each for each in client.get("/api/v1/figures").json()}
    page = client.get("/statistics/").content.decode()
    section = page.split('id="standing"')[1].split("</section>")[0]
    facets = client.get("/api/v1/products/facets").json()
    told = {name: {row["value"]: row["count"] for row in facets[name]} for name in facets}
    offered = {
        select[1]: dict(_numbers(OPTION.findall(select[0]))) for select in CHOICE.finditer(listed)
    }
    return {
        "choices": dict(_numbers(re.findall(r'value="(\w+)"[^>]*>[^<]*（(\d+)）', listed))),
        "api choices": told["status"],
        "api facets": {name: told[name] for name in BESIDES},
        "page facets": {name: offered[name] for name in BESIDES},
        "figures": dict(figures["standing"]["rows"]),
        "statistics": dict(_numbers(BAR.findall(section))),
        "by category": _summed(figures["category"]),
        "by township": _summed(figures["township"]),
    }


#: What the catalogue can be narrowed by whose every choice finds something.
BESIDES = ("category", "township", "applicant")
CHOICE = re.compile(r'<select id="filter-(\w+)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="(\w+)"[^>]*>[^<]*（(\d+)）')
BAR = re.compile(r'<th scope="row">([^<]+)</th>.*?chart__figure">(\d+)<', re.DOTALL)


def _numbers(pairs):
    return [(word, int(number)) for word, number in pairs]


def _summed(table):
    """``(valid, suspended)`` over all rows of a table."""
    return tuple(sum(row[place] for row in table["rows"]) for place in (1, 2))


def _counts_agree(counts, wanted, left, at):
    """Each counts what ``verify`` says of each, and what is in the file of what has left."""
    expiring = sum(label == "即将到期" for label in wanted.values())
    suspended = sum(label == "暂停" for label in wanted.values())
    valid, removed = len(wanted) - suspended, sum(word == "已清理" for word in left.values())
    rows = {
        "有效（未临近到期）": valid - expiring,
        "即将到期": expiring,
        "暂停": suspended,
        "已清理": removed,
        "已到期或者退出": len(left) - removed,
    }
    assert counts["figures"] == counts["statistics"] == rows, at
    assert counts["by category"] == counts["by township"] == (valid, suspended), at
    assert counts["api facets"] == counts["page facets"], at
    for each in counts["api facets"].values():
        assert sum(each.values()) == valid + suspended, at
    choices = {
        "active": valid,
        "expiring": expiring,
        "suspended": suspended,
        "removed": removed,
        "expired": len(left) - removed,
        "left": len(left),
    }
    assert counts["api choices"] == choices, at
    offered = {word: number for word, number in choices.items() if number}
    assert {word: counts["choices"].get(word) for word in offered} == offered, at


def _feed_agrees(told, wanted, at):
    """What is in the catalogue was told of last as what it is: suspended, or anything else."""
    suspended = {number for number, label in wanted.items() if label == "暂停"}
    assert {number for number in wanted if told.get(number) == "暂停"} == suspended, at


def _agree(answer, at):
    signed, told = answer.pop("signed"), answer.pop("feed")
    wanted = answer["verify"]
    _feed_agrees(told, wanted, at)
    assert {door: rows for door, rows in answer.items() if rows != wanted} == {}, at
    plain = {
        number: "active" if label in VALID else "suspended" for number, label in wanted.items()
    }
    inside = {number: word for number, word in signed.items() if word in ("active", "suspended")}
    assert inside == plain, at
    return wanted


def _counts_of_home(html):
    valid = int(re.search(r'现有<b class="figure">(\d+)</b>', html)[1])
    suspended = re.search(r">(\d+)个暂停</a>", html)
    tiles = re.findall(r'status=active">[^<]+<b>(\d+)</b>', html)
    return valid, int(suspended[1]) if suspended else 0, sum(map(int, tiles))


def test_no_two_doors_disagree_at_forty_moments(lives, told, client):
    """Random moments, and the second before and at each change and each end."""
    pages, days = lives
    random = Random(19)
    span = (ENDED - BEGUN).total_seconds()
    moments = [BEGUN + timedelta(seconds=random.randrange(int(span))) for _ in range(MOMENTS)]
    moments += [day + timedelta(seconds=step) for day in days for step in (-1, 0)]
    moments += [moment(2021, 11, 15, 23, 59, 59), moment(2021, 11, 16)]
    seen = set()
    for at in sorted(moments):
        answer = told(pages, at)
        counts = answer.pop("counts")
        wanted = _agree(answer, at)
        valid = sum(label in VALID for label in wanted.values())
        html = client.get("/").content.decode()
        assert _counts_of_home(html) == (valid, len(wanted) - valid, valid), at
        left = client.get("/data/catalogue.json?status=left").json()["items"]
        assert {row["number"] for row in left}.isdisjoint(wanted), at
        _counts_agree(counts, wanted, {row["number"]: row["standing"] for row in left}, at)
        seen |= set(wanted.values()) | {row["standing"] for row in left}
    assert seen == {*VALID, "暂停", "已清理", "已到期"}
