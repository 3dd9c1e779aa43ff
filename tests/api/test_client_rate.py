from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.client_rate import ClientRate
from api.settings import Settings, SettingsError
from tests.api.sample import write_release
from tests.api.server import serving

BROWSER = {"accept": "text/html"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    rate = ClientRate(0.5, 3, clock)
    assert [rate.take("192.0.2.1").remaining for _ in range(3)] == [2, 1, 0]
    refused = rate.take("192.0.2.1")
    assert (refused.remaining, refused.reset, refused.wait) == (0, 6, 2)
    clock.now = 1.0
    assert rate.take("192.0.2.1").wait == 1
    clock.now = 2.0
    assert rate.take("192.0.2.1").wait == 0
    assert rate.take("192.0.2.1").wait == 2
    clock.now = 1000.0
    assert [rate.take("192.0.2.1").wait for _ in range(4)] == [0, 0, 0, 2]


def test_a_client_is_an_address_or_a_network_of_ipv6() -> None:
    rate = ClientRate(0.001, 1, Clock())
    alike = (
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("", ""),
    )
    for first, second in alike:
        assert rate.take(first).wait == 0
        assert rate.take(second).wait > 0
    assert rate.take("2001:db8:1:3::1").wait == 0


def test_memory_is_bounded() -> None:
    rate = ClientRate(0.001, 1, Clock())
    for number in range(20_000):
        rate.take(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert rate.take("10.0.78.31").wait > 0  # the last one is remembered
    assert rate.take("10.0.0.0").wait == 0  # the first one is forgotten


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that lets each client make three requests and then hardly any."""
    link = write_release(tmp_path_factory.mktemp("rate"))
    with serving(create_app(link, Settings(query_workers=1, client_rate=0.001, client_burst=3))) as base:
        yield base


def _from(client: str, **more: str) -> dict[str, str]:
    return {"x-forwarded-for": client, "accept": "*/*", **more}


def test_programs_are_told(limited: str) -> None:
    query = {"query": "ASK {}"}
    answers = [httpx.get(f"{limited}/sparql", params=query, headers=_from("192.0.2.1")) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    for answer, left in zip(answers, (2, 1, 0, 0), strict=True):
        assert answer.headers["ratelimit-policy"] == '"client";q=3;w=3000'
        assert answer.headers["ratelimit"].startswith(f'"client";r={left};t=')
    refused = answers[3]
    assert 0 < int(refused.headers["retry-after"]) <= 1000
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["access-control-allow-origin"] == "*"
    assert "Retry-After" in refused.headers["access-control-expose-headers"]
    assert refused.headers["cache-control"] == "no-store"
    assert refused.json()["status"] == 429
    assert refused.json()["limit"] == "client_rate"


@pytest.mark.parametrize(("language", "words"), [("zh", "请求过于频繁"), ("en", "Too many requests")])
def test_people_get_a_page(limited: str, language: str, words: str) -> None:
    headers = _from(f"192.0.2.1{language == 'en':d}", **BROWSER)
    answers = [httpx.get(f"{limited}/about?lang={language}", headers=headers) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert words in answers[3].text
    assert answers[3].headers["retry-after"]


def test_watching_and_style_sheets_cost_nothing(limited: str) -> None:
    for path in ("/healthz", "/metrics", "/static/site.css") * 3:
        answer = httpx.get(f"{limited}{path}", headers=_from("192.0.2.20"))
        assert answer.status_code == 200
        assert "ratelimit" not in answer.headers


def test_off_by_default(tmp_path: Path) -> None:
    assert Settings().client_rate == 0
    with serving(create_app(write_release(tmp_path), Settings(query_workers=1, client_burst=1))) as base:
        answers = [httpx.get(f"{base}/healthz") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "ratelimit" not in answers[0].headers


@pytest.mark.parametrize(("value", "rate"), [("0", 0.0), ("0.0", 0.0), ("2.5", 2.5)])
def test_zero_turns_a_limit_off_where_that_is_its_default(value: str, rate: float) -> None:
    assert Settings.from_environment({"PLANATLAS_CLIENT_RATE": value}).client_rate == rate


@pytest.mark.parametrize(
    ("name", "value"), [("CLIENT_RATE", "-1"), ("CLIENT_RATE", "nan"), ("CLIENT_RATE", "x"), ("CLIENT_BURST", "0")]
)
def test_limits_that_are_none(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({f"PLANATLAS_{name}": value})
