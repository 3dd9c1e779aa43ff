"""How things are told apart: which of identical ones stands for all, and what a section without heading is called."""

from __future__ import annotations

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from graph_builder.namespaces import ID, NIF, PA


def identities(graph: Graph) -> dict[str, str]:
    """Map each thing that the background says to be the same as others to the one that is named most often."""
    groups: dict[str, set[str]] = {}
    for first, second in graph.subject_objects(SKOS.exactMatch):
        if str(first).startswith(str(ID)) and str(second).startswith(str(ID)):
            joined = groups.get(str(first), {str(first)}) | groups.get(str(second), {str(second)})
            groups.update(dict.fromkeys(joined, joined))

    def rank(iri: str) -> tuple[int, str]:
        return -len(list(graph.subjects(PA.denotes, URIRef(iri)))), iri

    return {iri: min(group, key=rank) for iri, group in groups.items()}


def unheaded(graph: Graph, section: URIRef) -> tuple[str, str]:
    """Name a section whose heading the text lacks, in Chinese and English: its counted place, and its first box."""
    place = str(section).rpartition("/")[2]
    boxes = [box for box in graph.subjects(PA.partOf, section) if (box, RDF.type, PA.Box) in graph]
    if not boxes:
        return f"第 {place} 节（标题缺失）", f"Section {place} (heading missing)"
    box = min(boxes, key=lambda box: int(str(graph.value(box, NIF.beginIndex))))
    labels = {label.language: str(label) for label in graph.objects(box, RDFS.label) if isinstance(label, Literal)}
    zh = f"{graph.value(box, PA.headingNumber) or ''} {labels.get('zh', '')}".strip()
    return f"第 {place} 节（标题缺失；含{zh}）", f"Section {place} (heading missing; with {labels.get('en', zh)})"
