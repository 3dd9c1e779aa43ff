"""Error pages in both languages, and problem details, for every status that the service gives."""

from __future__ import annotations

import json
import re

import pytest
from starlette.requests import Request
from starlette.responses import Response

from api.errors import error_answer
from api.logs import REQUEST_ID
from api.problems import Problem
from api.release import Release, open_release
from tests.api.sample import BASE, write_release

STATUSES = (400, 404, 405, 406, 410, 413, 415, 429, 500, 502, 503, 504)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(write_release(tmp_path_factory.mktemp("errors")))


def _answer(release: Release, problem: Problem, accept: str, language: str = "en") -> Response:
    headers = [(b"accept", accept.encode()), (b"accept-language", language.encode()), (b"host", b"x")]
    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": headers}
    return error_answer(Request(scope), problem, release)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages(release: Release, status: int, language: str) -> None:
    problem = Problem(status, "Some words.", headers={"Retry-After": "7"})
    answer = _answer(release, problem, "text/html", language)
    page = bytes(answer.body).decode()
    assert answer.status_code == status
    assert answer.headers["retry-after"] == "7"
    assert answer.headers["content-language"] == ("zh-CN" if language == "zh" else "en")
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert heading
    assert bool(re.search("[一-龥]", heading[1])) == (language == "zh")
    assert f'<p class="status">{status}</p>' in page
    assert 'href="/"' in page


@pytest.mark.parametrize("status", STATUSES)
def test_problem_details(release: Release, status: int) -> None:
    answer = _answer(release, Problem(status, "Some words.", line=3), "application/json")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    found = json.loads(bytes(answer.body))
    assert (found["status"], found["detail"], found["line"]) == (status, "Some words.", 3)
    assert found["title"]


def test_what_failed_inside_is_named_by_its_number_alone(release: Release) -> None:
    token = REQUEST_ID.set("0123456789abcdef")
    try:
        page = bytes(_answer(release, Problem(500, "Some words."), "text/html").body).decode()
    finally:
        REQUEST_ID.reset(token)
    assert "0123456789abcdef" in page
    assert "Some words." not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_gone_leads_to_what_replaces_it(release: Release, language: str) -> None:
    problem = Problem(410, "Gone.", replacedBy=[f"{BASE}id/technology/blockchain", "https://example.org/x"])
    page = bytes(_answer(release, problem, "text/html", language).body).decode()
    assert f'<a href="/page/technology/blockchain">{BASE}id/technology/blockchain</a>' in page
    assert '<a href="https://example.org/x">' in page


def test_pages_say_the_detail_in_their_language(release: Release) -> None:
    problem = Problem(400, "rows knows no 'x'.", chinese="条件 rows 没有“x”这个取值。")
    pages = {name: bytes(_answer(release, problem, "text/html", name).body).decode() for name in ("zh", "en")}
    assert '<p class="detail"><bdi>条件 rows 没有“x”这个取值。</bdi></p>' in pages["zh"]
    assert "knows no" not in pages["zh"]
    assert '<p class="detail" lang="en"><bdi>rows knows no &#39;x&#39;.</bdi></p>' in pages["en"]
