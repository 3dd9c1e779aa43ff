"""A release of two plans keeps them apart: no statement, list, table or query carries what the other plan says."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from api.app import create_app
from api.settings import Settings
from graph_builder import resources
from tests.api.server import serving
from tests.plans import LINHU

PLANS = {"yunxi", "linhu-155"}
IN_PLAN = re.compile(r"/id/plan/([a-z0-9-]+)")
OF_ONE_PLAN = [
    path
    for path in sorted(resources.path("data/queries").glob("*.rq"))
    if "# group: plans" not in path.read_text("utf-8")
]
"""Queries of the gallery but those that compare plans."""

BROWSER = {"accept": "text/html"}
PREFIXES = """PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""


@pytest.fixture(scope="module")
def atlas(two_plans: Path) -> Iterator[httpx.Client]:
    with (
        serving(create_app(two_plans, Settings(query_workers=1))) as base,
        httpx.Client(base_url=base, headers={"accept": "*/*"}, follow_redirects=True) as client,
    ):
        yield client


def _plans_in(content: object) -> set[str]:
    return set(IN_PLAN.findall(str(content)))


def _rows(client: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = client.post("/sparql", data={"query": query}, headers={"accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_graphs_and_dump_of_a_plan_name_no_other_plan(two_plans: Path, plan: str) -> None:
    own = [_plans_in(triple) for triple in pyoxigraph.parse(path=two_plans / "plans" / f"{plan}.ttl")]
    assert {plan} in own
    assert [found for found in own if found - {plan}] == []
    names = set()
    for quad in pyoxigraph.parse(path=two_plans / "planatlas.nq"):
        kind, _, of = str(quad.graph_name.value).partition("/graph/")[2].partition("/")
        if of == plan:
            names.add(kind)
            assert _plans_in((quad.subject, quad.object)) <= {plan}
        elif not of:
            assert kind == "catalog" or not _plans_in((quad.subject, quad.object)) & PLANS
    assert names == {"plan", "evidence", "derived"}


def test_the_dumps_hold_the_same_triples_of_both(two_plans: Path) -> None:
    merged = {str(triple) for triple in pyoxigraph.parse(path=two_plans / "planatlas.nt")}
    quads = {
        str(pyoxigraph.Triple(quad.subject, quad.predicate, quad.object))
        for quad in pyoxigraph.parse(path=two_plans / "planatlas.nq")
    }
    assert merged == quads
    manifest = json.loads((two_plans / "manifest.json").read_text("utf-8"))
    assert {plan["id"] for plan in manifest["plans"]} == PLANS


def test_a_statement_carries_mentions_of_its_own_plan_only(atlas: httpx.Client) -> None:
    query = f"""{PREFIXES} SELECT ?assertion ?mention ?said WHERE {{
      ?assertion a pa:Assertion ; pa:statedIn ?said ; pa:evidence|pa:argumentMention ?mention }}"""
    rows = _rows(atlas, query)
    assert _plans_in(rows) == PLANS
    assert [row for row in rows if len(_plans_in(list(row.values()))) > 1] == []


def test_a_table_row_quotes_its_own_plan(two_plans: Path) -> None:
    texts = {"linhu-155": (LINHU / "text.txt").read_text("utf-8")}
    texts["yunxi"] = (two_plans.parent / "yunxi" / "text.txt").read_text("utf-8")
    with (two_plans / "statements.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["plan"]]
    assert {row["plan"] for row in rows} == PLANS
    for row in rows:
        assert _plans_in(list(row.values())) == {row["plan"]}
        if row["begin"]:
            assert texts[row["plan"]][int(row["begin"]) : int(row["end"])] == row["quote"]


@pytest.mark.parametrize("path", OF_ONE_PLAN, ids=lambda path: path.stem)
def test_a_row_of_the_gallery_is_about_one_plan(path: Path, atlas: httpx.Client) -> None:
    rows = _rows(atlas, path.read_text("utf-8"))
    assert [row for row in rows if len(_plans_in(list(row.values()))) > 1] == []


@pytest.mark.parametrize("plan", sorted(PLANS))
@pytest.mark.parametrize("address", ["/ledger.json?plan={}", "/ledger.csv?plan={}&lang=zh", "/network.json?plans={}"])
def test_data_of_one_plan(address: str, plan: str, atlas: httpx.Client) -> None:
    answer = atlas.get(address.format(plan))
    assert answer.status_code == 200, answer.text
    assert _plans_in(answer.text) in ({plan}, set())
    other = next(iter(PLANS - {plan}))
    assert f'"{other}"' not in answer.text


@pytest.mark.parametrize("plan", sorted(PLANS))
@pytest.mark.parametrize(
    "address",
    ["/ledger?plan={}", "/gaps?plan={}&check=tasks-without-indicator", "/quality/sentences?plan={}",
     "/search?q=区块链&plan={}"],
)  # fmt: skip
def test_pages_of_one_plan_lead_into_its_text_only(address: str, plan: str, atlas: httpx.Client) -> None:
    answer = atlas.get(address.format(plan), headers=BROWSER)
    assert answer.status_code == 200
    led = set(re.findall(r"/plans/([a-z0-9-]+)#char=", answer.text))
    assert led == {plan}


@pytest.mark.parametrize(
    "address",
    ["/browse", "/ledger", "/quality", "/quality/sentences", "/search?q=数据", "/network", "/linkages", "/linkages/top",
     "/linkages/coherence", "/gaps", "/metrics", "/about"],
)  # fmt: skip
def test_every_page_stands_with_two_plans(address: str, atlas: httpx.Client) -> None:
    for language in ("zh", "en"):
        answer = atlas.get(address, headers={**BROWSER, "accept-language": language})
        assert answer.status_code == 200, answer.text[:300]


def test_a_shared_thing_leads_into_both_texts(atlas: httpx.Client) -> None:
    page = atlas.get("/page/technology/blockchain", headers=BROWSER).text
    assert set(re.findall(r"/plans/([a-z0-9-]+)#char=", page)) == PLANS
    found = atlas.get("/search?q=区块链", headers=BROWSER).text
    assert {"yunxi", "linhu-155"} <= set(re.findall(r"/plans/([a-z0-9-]+)#char=", found))


def test_pairs_of_directives_are_of_one_plan(two_plans: Path) -> None:
    pairs = json.loads((two_plans / "linkages/coherence.json").read_text("utf-8"))
    assert {pair["first"]["saying"]["plan"] for pair in pairs} <= PLANS
    assert [p for p in pairs if p["first"]["saying"]["plan"] != p["second"]["saying"]["plan"]] == []


def test_drafts_are_left_out_of_network_and_matrix_on_request(atlas: httpx.Client) -> None:
    wanted = {"links": "shared,stated,together,technology", "generic": "1", "hubs": "1", "listed": "1"}
    shown = atlas.get("/network.json", params={**wanted, "reviewed": "1"}).json()
    assert {saying["review"] for saying in shown["sayings"]} == {"settled"}
    assert len(atlas.get("/network.json", params=wanted).json()["links"]) > len(shown["links"])
    kinds = {"rows": "measure", "columns": "technology"}
    cells = [len(atlas.get("/linkages/matrix.json", params={**kinds, "reviewed": on}).json()["cells"]) for on in "01"]
    assert cells[0] > cells[1] > 0
    page = atlas.get("/linkages?reviewed=1", headers=BROWSER)
    assert 'name="reviewed" value="1" checked' in page.text
