from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.openapi_addresses import ADDRESSES, TAGS
from api.pages.docs import operations

BROWSER = {"accept": "text/html"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="session")
def described(address: str) -> Any:
    """The description as Schemathesis reads it; it asks the server itself."""
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.mark.parametrize(
    ("method", "path"), [*(("GET", path) for path in sorted(ADDRESSES)), ("GET", "/sparql"), ("POST", "/sparql")]
)
def test_every_address_answers_as_described_whatever_is_sent(described: Any, method: str, path: str) -> None:
    @settings(max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path][method].as_strategy())
    def answered(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, timeout=60)

    answered()


def test_every_door_is_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) - {"/sparql"} == set(ADDRESSES)
    for path, methods in paths.items():
        for told in methods.values():
            assert told["summary"], path
            assert set(told["tags"]) <= set(TAGS), path
            placed = {item["name"] for item in told["parameters"] if item["in"] == "path"}
            assert placed == set(re.findall(r"\{(\w+)\}", path)), path
            assert all(item["description"] for item in told["parameters"]), path
            assert told["responses"], path
    names = [told["operationId"] for methods in paths.values() for told in methods.values()]
    assert len(set(names)) == len(names)


def test_types_of_answers_are_the_described_ones(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path, methods in paths.items():
        told = methods["get"]
        if "{" in path or "200" not in told["responses"]:
            continue
        answer = client.get(path)
        if answer.status_code == 200:
            assert answer.headers["content-type"].partition(";")[0] in told["responses"]["200"]["content"], path


def test_description_in_two_languages(client: httpx.Client) -> None:
    english, chinese = (client.get("/openapi.json", params={"lang": name}).json() for name in ("en", "zh"))
    assert client.get("/openapi.json").json() == english
    assert english["paths"].keys() == chinese["paths"].keys()
    for path, methods in english["paths"].items():
        for method, told in methods.items():
            assert told["summary"] != chinese["paths"][path][method]["summary"]
            assert re.search("[一-龥]", chinese["paths"][path][method]["summary"])
            assert not re.search("[一-龥]", str(told)), path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_shows_every_address_and_loads_nothing_from_elsewhere(client: httpx.Client, language: str) -> None:
    page = client.get(f"/docs?lang={language}", headers=BROWSER).text
    described = client.get(f"/openapi.json?lang={language}").json()
    for path, methods in described["paths"].items():
        assert f'<code class="path">{path}</code>' in page
        for told in methods.values():
            assert told["summary"] in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    for path in re.findall(r'(?:src|href)="(/[^"#]*)"', page):
        assert client.get(path, headers=BROWSER).status_code in (200, 303, 404), path
    shown = [item for _, group in operations(described) for item in group]
    assert len(shown) == sum(len(methods) for methods in described["paths"].values())
