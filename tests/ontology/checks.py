"""What ontology checkers look for (ROBOT report, OOPS!, FOOPS!), each as a query whose rows are the faults."""

from __future__ import annotations

from rdflib import Graph

_PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdo: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX vann: <http://purl.org/vocab/vann/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

_IN_BOTH_LANGUAGES = """SELECT ?fault WHERE {
  ?fault rdfs:isDefinedBy ?ontology .
  VALUES ?language { "zh" "en" }
  FILTER NOT EXISTS { ?fault %s ?text FILTER (LANG(?text) = ?language) }
}"""
_ONCE_IN_A_LANGUAGE = """SELECT ?fault WHERE {
  ?fault %s ?one, ?other FILTER (?one != ?other && LANG(?one) = LANG(?other))
}"""
_DECLARED = "VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }"

CHECKS = {
    "missing label": _IN_BOTH_LANGUAGES % "rdfs:label",
    "missing definition": _IN_BOTH_LANGUAGES % "skos:definition",
    "missing example": _IN_BOTH_LANGUAGES % "skos:example",
    "several labels": _ONCE_IN_A_LANGUAGE % "rdfs:label",
    "several definitions": _ONCE_IN_A_LANGUAGE % "skos:definition",
    "duplicate label": """SELECT (SAMPLE(?term) AS ?fault) WHERE { ?term rdfs:label ?label }
        GROUP BY (LCASE(STR(?label)) AS ?words) (LANG(?label) AS ?language) HAVING (COUNT(DISTINCT ?term) > 1)""",
    "duplicate definition": """SELECT ?fault WHERE {
        ?fault skos:definition ?text . ?other skos:definition ?text FILTER (?fault != ?other)
    }""",
    "white space": """SELECT ?fault WHERE {
        ?fault rdfs:label|skos:definition|skos:example|dcterms:title|dcterms:description ?text
        FILTER REGEX(STR(?text), "^\\\\s|\\\\s$|\\\\s\\\\s|[\\\\t\\\\n]")
    }""",
    "definition is no sentence": """SELECT ?fault WHERE {
        ?fault skos:definition ?text FILTER (!REGEX(STR(?text), "[.。]$"))
    }""",
    "half-width punctuation in our Chinese": """SELECT ?fault WHERE {
        ?fault rdfs:label|skos:definition|dcterms:description ?text
        FILTER (LANG(?text) = "zh" && REGEX(STR(?text), "[\\u4e00-\\u9fff][,;:?!()]"))
    }""",
    "declared outside": f"""SELECT ?fault WHERE {{
        {_DECLARED} ?fault a ?kind FILTER NOT EXISTS {{ ?fault rdfs:isDefinedBy ?ontology }}
    }}""",
    "no kind or two": f"""SELECT ?fault WHERE {{
        {{ SELECT ?fault (COUNT(DISTINCT ?kind) AS ?kinds) WHERE {{
            ?fault rdfs:isDefinedBy ?ontology OPTIONAL {{ {_DECLARED} ?fault a ?kind }}
        }} GROUP BY ?fault }} FILTER (?kinds != 1)
    }}""",
    "undeclared term": """SELECT ?fault WHERE {
        ?term ?property ?fault FILTER (ISIRI(?fault) && STRSTARTS(STR(?fault), STR(pa:)))
        FILTER NOT EXISTS { ?fault rdfs:isDefinedBy ?ontology }
    }""",
    "deprecated term in use": """SELECT ?fault WHERE {
        ?old owl:deprecated true . ?fault ?property ?old FILTER (?property != dcterms:isReplacedBy)
    }""",
    "deprecated without successor": """SELECT ?fault WHERE {
        ?fault owl:deprecated true FILTER NOT EXISTS { ?fault dcterms:isReplacedBy ?successor }
    }""",
    "circle of broader terms": """SELECT ?fault WHERE {
        { ?fault rdfs:subClassOf+ ?fault } UNION { ?fault rdfs:subPropertyOf+ ?fault }
    }""",
    "class that can have no member": """SELECT ?fault WHERE {
        ?fault rdfs:subClassOf* ?one, ?other . ?one owl:disjointWith ?other
    }""",
    "disjointness stated twice": "SELECT ?fault WHERE { ?fault owl:disjointWith ?o . ?o owl:disjointWith ?fault }",
    "class that nothing uses": """SELECT ?fault WHERE {
        ?fault a owl:Class
        FILTER NOT EXISTS { ?property sdo:domainIncludes|sdo:rangeIncludes ?fault }
        FILTER NOT EXISTS { ?narrower rdfs:subClassOf ?fault }
        FILTER NOT EXISTS { ?fault rdfs:subClassOf+/^sdo:domainIncludes ?property }
        FILTER NOT EXISTS { ?member a ?fault }
    }""",
    "property without hints": """SELECT ?fault WHERE {
        VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty } ?fault a ?kind
        VALUES ?hint { sdo:domainIncludes sdo:rangeIncludes } FILTER NOT EXISTS { ?fault ?hint ?class }
    }""",
    "values of the wrong kind": """SELECT ?fault WHERE {
        ?fault a ?kind ; sdo:rangeIncludes ?range
        BIND (STRSTARTS(STR(?range), STR(xsd:)) || ?range = rdf:langString AS ?literal)
        FILTER (?kind = owl:ObjectProperty && ?literal || ?kind = owl:DatatypeProperty && !?literal)
    }""",
    "domain or range as an axiom": "SELECT ?fault WHERE { ?fault rdfs:domain|rdfs:range ?class }",
    "symmetric and asymmetric": "SELECT ?fault WHERE { ?fault a owl:SymmetricProperty, owl:AsymmetricProperty }",
    "symmetric with two ends": """SELECT ?fault WHERE {
        ?fault a owl:SymmetricProperty ; sdo:domainIncludes|sdo:rangeIncludes ?class
        FILTER NOT EXISTS { ?fault sdo:domainIncludes ?class ; sdo:rangeIncludes ?class }
    }""",
    "missing metadata": """SELECT (?property AS ?fault) WHERE {
        ?ontology a owl:Ontology
        VALUES ?property {
            owl:versionIRI owl:versionInfo owl:priorVersion dcterms:title dcterms:description dcterms:creator
            dcterms:created dcterms:modified dcterms:license dcterms:bibliographicCitation
            vann:preferredNamespacePrefix vann:preferredNamespaceUri
        }
        FILTER NOT EXISTS { ?ontology ?property ?value }
    }""",
    "metadata in one language": """SELECT (?property AS ?fault) WHERE {
        ?ontology a owl:Ontology
        VALUES ?property { dcterms:title dcterms:description dcterms:creator dcterms:bibliographicCitation }
        VALUES ?language { "zh" "en" }
        FILTER NOT EXISTS { ?ontology ?property ?value FILTER (LANG(?value) = ?language) }
    }""",
    "version without its IRI": """SELECT ?fault WHERE {
        ?fault a owl:Ontology ; owl:versionIRI ?version ; owl:versionInfo ?info
        FILTER (STR(?version) != CONCAT(STR(?fault), "/", ?info))
    }""",
    "modified before it was created": """SELECT ?fault WHERE {
        ?fault dcterms:created ?created ; dcterms:modified ?modified FILTER (?modified < ?created)
    }""",
    "terms outside the namespace": """SELECT ?fault WHERE {
        ?ontology vann:preferredNamespaceUri ?namespace . ?fault rdfs:isDefinedBy ?ontology
        FILTER (!STRSTARTS(STR(?fault), ?namespace))
    }""",
    "import": "SELECT ?fault WHERE { ?ontology owl:imports ?fault }",
    "blank node": "SELECT ?fault WHERE { ?subject ?property ?fault FILTER (ISBLANK(?subject) || ISBLANK(?fault)) }",
}
"""Queries by the name of what they find."""


def faults(check: str, graph: Graph) -> list[str]:
    """Give what a check finds in an ontology."""
    return sorted({str(row[0]) for row in graph.query(_PREFIXES + CHECKS[check])})
