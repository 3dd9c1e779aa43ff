"""Networks of any size for measurements: the same seed gives the same, in the form in which a release holds its own.

They grow by preferential attachment (Barabási and Albert, Science 286, 1999), so that they have hubs as real ones do;
each link is a stated tie with one sentence.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from pathlib import Path

from graph_builder.network import KINDS, STATED, TIES, Link, Network, Node, Part, Saying, write_networks
from graph_builder.release import read_manifest

SEED = 20261122
_MANIFEST = "manifest.json"


def make_network(nodes: int, links: int, seed: int = SEED) -> Network:
    """Make a network of so many nodes, all in one piece, and links.

    Raises:
        ValueError: so few links cannot hold it together, or there are not so many pairs.
    """
    if not nodes - 1 <= links <= nodes * (nodes - 1) // 2:
        raise ValueError(f"{links} links cannot join {nodes} nodes")
    chance = random.Random(seed)
    pairs: dict[tuple[int, int], None] = {}
    ends = [0]
    for node in range(1, nodes):
        other = chance.choice(ends)
        pairs[other, node] = None
        ends += (other, node)
    while len(pairs) < links:
        first, second = sorted((chance.choice(ends), chance.randrange(nodes)))
        if first != second and (first, second) not in pairs:
            pairs[first, second] = None
            ends += (first, second)
    kinds = [kind for kind in KINDS if kind not in ("subsection", "measure")]
    named = [_node(number, kinds[number % len(kinds)]) for number in range(nodes)]
    sayings, made = [], []
    for place, (first, second) in enumerate(pairs):
        sayings.append(_saying(place, named[first], named[second]))
        part = Part(f"directive/{place}", 1 + place % 4, (place,))
        tie = TIES[place % len(TIES)]
        made.append(Link(STATED, named[first].iri, named[second].iri, (part,), tie, directed=True, sizes=(1, 1)))
    return Network({node.iri: node for node in named}, made, sayings)


def _node(number: int, kind: str) -> Node:
    iri = f"https://w3id.org/planatlas/id/{kind}/n{number}"
    return Node(iri, kind, f"第{number}号事物", f"thing number {number}", directives=1 + number % 7, order=number)


def _saying(place: int, first: Node, second: Node) -> Saying:
    sentence = f"推动{first.zh}与{second.zh}深度融合，形成可复制、可推广的经验。"
    begin = place * 40
    marks = ((begin + 2, begin + 2 + len(first.zh)),)
    return Saying("xicheng-145", begin, begin + len(sentence), begin, sentence, marks, force="promote")


def generate(release: Path, home: Path, nodes: int, links: int) -> Path:
    """Give a folder with a release whose network is a generated one; all other files are those of ``release``."""
    release = release.resolve()
    folder = home / f"network-{nodes}-{links}-{release.name[:12]}"
    if (folder / _MANIFEST).exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(release, folder, ignore=shutil.ignore_patterns("networks", _MANIFEST))
    write_networks(make_network(nodes, links), folder / "networks")
    manifest = read_manifest(release)
    for path in sorted((folder / "networks").iterdir()):
        content = path.read_bytes()
        told = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        manifest["files"][f"networks/{path.name}"] |= told
    (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return folder
