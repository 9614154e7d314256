"""What the API says beside its JSON: methods, preflights, limits, and its own 404."""

import json

import pytest

from config.failing import server_error
from pages.models import DocumentIndexPage

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def column():
    return DocumentIndexPage.objects.first()


def test_head_answers_as_get_does_without_the_body(client):
    whole, head = client.get("/api/v1/documents"), client.head("/api/v1/documents")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Cache-Control", "Content-Type", "Access-Control-Allow-Origin"):
        assert head[name] == whole[name]
    assert head["Content-Length"] == str(len(whole.content))


def test_a_browser_may_ask_before_it_asks(client):
    answer = client.options(
        "/api/v1/products", headers={"Origin": "https://a.example", "If-None-Match": '"x"'}
    )
    assert (answer.status_code, answer["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert answer["Access-Control-Allow-Methods"] == answer["Allow"]
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert client.options("/api/v1/nosuch").status_code == 404


def test_a_cache_in_front_is_told_by_what_name_to_purge_each_answer(client, column):
    keys = {path: client.get(f"/api/v1/{path}")["Surrogate-Key"] for path in ("site", "documents")}
    assert keys == {"site": "site", "documents": "document"}
    answer = client.get(f"/api/v1/columns/{column.slug}")
    assert answer["Surrogate-Key"] == f"column-{column.pk}"
    row = next(
        each
        for each in client.get("/api/v1/changes?limit=500").json()["items"]
        if each["type"] == "column"
    )
    assert f"{row['type']}-{row['id']}".startswith("column-"), "a notice names the key to purge"


def test_an_answer_says_when_it_changed_and_is_never_taken_for_unchanged_by_its_date_alone(
    client, column
):
    """What time alone changes has no new date: only the ETag decides."""
    client.get("/api/v1/changes")
    address = f"/api/v1/columns/{column.slug}"
    first = client.get(address)
    assert first["Cache-Control"] == "public, no-cache"
    later = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get(address, headers=later).status_code == 200
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert first["Last-Modified"].endswith("GMT")


@pytest.mark.parametrize(
    "path",
    [
        *("nosuch", "nosuch/", "v2/notices", "v1/nosuch", "v1/docs/", "v1/documents/nosuch"),
        *("v1/pages/999999999999", "v1/columns/x"),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_what_is_not_there_is_told_as_a_problem(client, path, accept):
    answer = client.get(f"/api/{path}", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404
    assert client.head(f"/api/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/"])
def test_the_beginning_of_the_api_leads_to_its_description(client, path):
    assert client.get(path, follow=True).request["PATH_INFO"] == "/api/v1/docs"


def test_what_breaks_below_the_api_is_told_as_a_problem(rf):
    answer = server_error(rf.get("/api/v1/notices"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    problem = json.loads(answer.content)
    assert (problem["title"], problem["status"]) == ("系统出错", 500)
    assert problem["errors"][0]["reason"] == problem["detail"]


def test_another_method_is_told_as_a_problem_with_those_allowed(client):
    answer = client.delete("/api/v1/notices")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["title"] == "该地址不支持这种请求方法"


def test_every_value_that_does_not_fit_is_named_in_chinese(client):
    answer = client.get("/api/v1/documents", {"limit": 0, "since": "gestern", "kind": "nosuch"})
    assert answer.status_code == 422
    reasons = {each["field"]: each["reason"] for each in answer.json()["errors"]}
    assert reasons == {
        "limit": "过小",
        "since": "应为日期，例如2026-11-28",
        "kind": "不在可用的取值之内",
    }


def test_who_asks_too_often_is_told_when_to_come_again(client, settings):
    settings.API_RATE_PER_MINUTE = 2
    answers = [client.get("/api/v1/site") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert ";r=1;" in answers[0]["RateLimit"]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert client.get("/zcwj/").status_code == 200
