"""Serve a release with rdflib-endpoint: ``python rdflib_application.py RELEASE memory|oxigraph PORT``.

It runs in the environment of the peers and imports nothing of PlanAtlas.
"""

import sys
from pathlib import Path

import pyoxigraph
import uvicorn
from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

release, kind, port = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if kind == "oxigraph":
    store = pyoxigraph.Store()
    for name in ("planatlas.nq", "planatlas.nt"):
        store.bulk_load(path=str(release / name))
    dataset = Dataset(store=OxigraphStore(store=store))
else:
    dataset = Dataset()
    dataset.parse(release / "planatlas.nq", format="nquads")
    dataset.default_graph.parse(release / "planatlas.nt", format="nt")
uvicorn.run(SparqlEndpoint(graph=dataset), host="127.0.0.1", port=port, log_level="warning", access_log=False)
