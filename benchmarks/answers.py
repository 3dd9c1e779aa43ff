"""Hold the answers of the servers against those of the store that they were all loaded from, before anything is timed.

Bindings are compared as a multiset of rows. That a plain string has the datatype ``xsd:string`` and what small integer
type a number has are left out of it: servers write them differently, and ours is not to win by that.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph

from benchmarks.servers import Server
from benchmarks.workloads import JSON, WORKLOADS, Workload, query

_SECONDS = 60
Rows = Counter[tuple[tuple[str, str, str], ...]]


def differences(servers: list[Server], chosen: dict[str, list[str]], store: Path) -> dict[str, dict[str, str]]:
    """Ask every server every question, and tell by server and question in what an answer differs."""
    reference = pyoxigraph.Store.read_only(str(store))
    found: dict[str, dict[str, str]] = {server.name: {} for server in servers}
    for workload in WORKLOADS:
        for number, iri in enumerate(chosen[workload.entities][:3]):
            if number and "@IRI@" not in workload.text:
                continue
            expected = _expected(reference, workload, iri)
            for server in servers:
                text = _difference(server, query(workload, iri=iri, number=str(number)), expected, workload.rows)
                if text:
                    found[server.name][workload.name] = text
    return found


def _expected(reference: pyoxigraph.Store, workload: Workload, iri: str) -> Rows:
    whole = replace(workload, text=workload.text.removesuffix(f"LIMIT {workload.rows}"))
    answer = reference.query(query(whole, iri=iri, number="0"))
    return _rows(answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")


def _difference(server: Server, text: str, expected: Rows, rows: int | None) -> str:
    request = urllib.request.Request(server.address + server.query_path(text), headers={"Accept": JSON})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:
            found = _rows(response.read())
    except urllib.error.HTTPError as error:
        return f"status {error.code}: {error.read()[:200].decode(errors='replace')}"
    except (OSError, ValueError) as error:
        return f"no answer: {error}"
    wanted = expected.total() if rows is None else min(rows, expected.total())
    if found.total() != wanted:
        return f"{found.total()} rows instead of {wanted}"
    if strange := found - expected:
        return f"{strange.total()} of {wanted} rows are others, such as {next(iter(strange))}"
    return ""


def _rows(body: bytes) -> Rows:
    answer = json.loads(body)
    names = answer["head"]["vars"]
    return Counter(tuple(_term(row.get(name)) for name in names) for row in answer["results"]["bindings"])


def _term(term: dict[str, Any] | None) -> tuple[str, str, str]:
    if term is None:
        return "", "", ""
    kind = "literal" if term["type"] == "typed-literal" else term["type"]
    return kind, term["value"], term.get("xml:lang", "").lower()
