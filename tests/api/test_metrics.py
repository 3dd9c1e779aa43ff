from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.settings import Settings
from tests.api.sample import write_release
from tests.api.server import serving


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of a server that nobody else asks."""
    application = create_app(write_release(tmp_path), Settings(query_workers=1, spare_workers=0))
    with serving(application) as base, httpx.Client(base_url=base, headers={"accept": "*/*"}) as made:
        yield made


def _samples(client: httpx.Client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.headers["cache-control"] == "no-store"
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def _samples_of(client: httpx.Client, count: int) -> dict[tuple[str, ...], float]:
    """Give the samples once so many requests but those of this function have been counted, which is after their answer.

    The first of its own is counted by then too.
    """
    deadline = time.monotonic() + 30
    client.get("/metrics")
    while True:
        found = _samples(client)
        counted = [(key, value) for key, value in found.items() if key[0] == "planatlas_http_requests_total"]
        own = ("planatlas_http_requests_total", "GET", "/metrics", "200")
        if own in found and sum(value for key, value in counted if key != own) == count:
            return found
        assert time.monotonic() < deadline, counted


def test_requests_are_counted_by_template(client: httpx.Client) -> None:
    for path in ("/plans/sample", "/dumps/planatlas.nt", "/dumps/plans/sample.ttl", "/nothing", "/other", "/plans/x"):
        client.get(path)
    client.post("/sparql", data={"query": "ASK {}"})
    client.request("PROPFIND", "/sparql")
    client.head("/healthz")
    found = _samples_of(client, 9)
    requests = {key[1:]: value for key, value in found.items() if key[0] == "planatlas_http_requests_total"}
    del requests["GET", "/metrics", "200"]
    assert requests == {
        ("GET", "/plans/{plan_id}", "200"): 1,
        ("GET", "/plans/{plan_id}", "404"): 1,
        ("GET", "/dumps/{name:path}", "200"): 2,
        ("GET", "other", "404"): 2,
        ("POST", "/sparql", "200"): 1,
        ("other", "/sparql", "405"): 1,
        ("HEAD", "/healthz", "200"): 1,
    }
    assert found["planatlas_http_request_seconds_count", "/dumps/{name:path}"] == 2
    assert found["planatlas_http_request_seconds_bucket", "+Inf", "/sparql"] == 2
    assert found["planatlas_http_answer_bytes_total", "/dumps/{name:path}"] > 1000
    assert found[("planatlas_http_requests_under_way",)] in (1, 2)  # this one, and the one before may be at its end
    assert found[("planatlas_processes",)] == 1


def test_queries_are_counted_by_outcome(client: httpx.Client) -> None:
    for query in ("ASK {}", "ASK {}", "nonsense", "SELECT ?s { ?s ?p ?o } LIMIT 3"):
        client.get("/sparql", params={"query": query})
    found = _samples(client)
    outcomes = {key[1]: value for key, value in found.items() if key[0] == "planatlas_queries_total" and value}
    assert outcomes == {"answered": 2, "kept": 1, "refused": 1}
    assert found[("planatlas_queries_under_way",)] == 0
    assert found[("planatlas_queries_waiting",)] == 0
    assert found[("planatlas_workers",)] >= 1
    release = client.get("/healthz").json()
    assert found["planatlas_release", release["release"][:12], release["version"]] == 1
    assert found[("process_resident_memory_bytes",)] > 0


def test_no_query_and_no_client_is_named(client: httpx.Client) -> None:
    client.get("/sparql", params={"query": "ASK { ?secret ?p ?o }"})
    text = client.get("/metrics").text
    assert "secret" not in text
    assert "127.0.0.1" not in text


def test_openmetrics_where_asked_for(client: httpx.Client) -> None:
    answer = client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")
