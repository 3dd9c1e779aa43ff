"""Facts, and questions to them with the answers that SPARQL 1.1 gives.

The facts stand in ``graph/facts``, and again in ``graph/same``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

FACTS = """
PREFIX : <>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:china a :Country ; :label "中国"@zh , "China"@en .
:beijing a :City ; :label "北京"@zh , "Beijing"@en ; :people 2189 ; :area 16410.5 ; :in :china .
:shanghai a :City ; :label "上海"@zh , "Shanghai"@en ; :people 2487 ; :in :china ; :founded "1927-07-07"^^xsd:date .
:xicheng a :District ; :label "西城区"@zh , "Xicheng"@en-GB ; :people 110 ; :in :beijing ; :twin :dongcheng .
:dongcheng a :District ; :label "东城区"@zh ; :people 70 ; :in :beijing ; :twin :xicheng ; :code "E-07" .
:plan1 a :Plan ; :names :blockchain , :mobile ; :of :xicheng ; :signed "2021-03-01T08:30:05Z"^^xsd:dateTime .
:plan2 a :Plan ; :names :blockchain ; :of :dongcheng ; :draft true .
:plan3 a :Plan ; :of :shanghai ; :draft false ; :title "规划 plan \\"three\\"" .
:blockchain a :Technology ; :label "区块链"@zh ; :broader :it .
:mobile a :Technology ; :label "5G 通信"@zh ; :broader :it .
:it :label "信息技术"@zh ; :broader :technology .
:technology :label "技术"@zh .
"""


@dataclass(frozen=True)
class Iri:
    """An IRI, by what follows the base."""

    name: str


@dataclass(frozen=True)
class Text:
    """A text in a language."""

    value: str
    language: str


def zh(value: str) -> Text:
    return Text(value, "zh")


BEIJING, SHANGHAI, XICHENG, DONGCHENG, CHINA = map(Iri, ("beijing", "shanghai", "xicheng", "dongcheng", "china"))
PLAN1, PLAN2, PLAN3 = map(Iri, ("plan1", "plan2", "plan3"))
BLOCKCHAIN, MOBILE, IT, TECHNOLOGY = map(Iri, ("blockchain", "mobile", "it", "technology"))
PLACES = [(BEIJING,), (SHANGHAI,), (XICHENG,), (DONGCHENG,)]

ROWS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    # patterns
    "triple": ("SELECT ?s { ?s a :City }", [(BEIJING,), (SHANGHAI,)]),
    "join": ("SELECT ?p ?w { ?p :of ?d . ?d :in ?w . ?w a :City }", [(PLAN1, BEIJING), (PLAN2, BEIJING)]),
    "optional": (
        "SELECT ?p ?t { ?p a :Plan OPTIONAL { ?p :title ?t } }",
        [(PLAN1, None), (PLAN2, None), (PLAN3, '规划 plan "three"')],
    ),
    "optional-with-a-filter": (
        "SELECT ?p ?n { ?p :people ?n OPTIONAL { ?p :in ?w FILTER(?n > 1000) } FILTER(BOUND(?w)) }",
        [(BEIJING, 2189), (SHANGHAI, 2487)],
    ),
    "optional-in-optional": (
        "SELECT ?p ?d ?c { ?p a :Plan OPTIONAL { ?p :of ?d . ?d :in :beijing OPTIONAL { ?d :code ?c } } }",
        [(PLAN1, XICHENG, None), (PLAN2, DONGCHENG, "E-07"), (PLAN3, None, None)],
    ),
    "union": (
        "SELECT ?x { { ?x a :City } UNION { ?x a :District } }",
        PLACES,
    ),
    "union-is-a-bag": ("SELECT ?x { { ?x a :Country } UNION { ?x a :Country } }", [(CHINA,), (CHINA,)]),
    "minus": ("SELECT ?x { ?x :people ?n MINUS { ?x a :City } }", [(XICHENG,), (DONGCHENG,)]),
    "minus-without-a-common-variable": ("SELECT ?x { ?x a :City MINUS { ?y a :City } }", [(BEIJING,), (SHANGHAI,)]),
    "exists": ("SELECT ?x { ?x a :Plan FILTER EXISTS { ?x :names :mobile } }", [(PLAN1,)]),
    "not-exists": ("SELECT ?x { ?x a :Plan FILTER NOT EXISTS { ?x :names ?t } }", [(PLAN3,)]),
    "empty-group": ("SELECT (1 AS ?one) {}", [(1,)]),
    "star-of-an-empty-group": ("SELECT * {}", [()]),
    "empty-group-joined": ("SELECT ?x { {} ?x a :Country {} }", [(CHINA,)]),
    "union-of-empty-groups": ("SELECT (1 AS ?one) { {} UNION {} }", [(1,), (1,)]),
    "filter-of-the-whole-group": ("SELECT ?x { FILTER(?n < 100) ?x :people ?n }", [(DONGCHENG,)]),
    "filter-does-not-see-outside": (
        "SELECT ?x { ?x a :Country { ?y :people ?n FILTER(BOUND(?x)) } }",
        [],
    ),
    "the-same-variable-twice": ("SELECT ?x { ?x :twin ?y . ?y :twin ?x }", [(XICHENG,), (DONGCHENG,)]),
    "lists-of-objects": ("SELECT ?p { ?p :names :blockchain , :mobile ; a :Plan }", [(PLAN1,)]),
    "blank-nodes-in-a-query": ("SELECT ?w { [] :of [ :in ?w ] }", [(BEIJING,), (BEIJING,), (CHINA,)]),
    # bindings and subqueries
    "bind": (
        "SELECT ?x ?m { ?x a :District ; :people ?n BIND(?n * 2 AS ?m) }",
        [(XICHENG, 220), (DONGCHENG, 140)],
    ),
    "values": ("SELECT ?x ?n { VALUES ?x { :beijing :china } ?x :people ?n }", [(BEIJING, 2189)]),
    "values-with-undef": (
        "SELECT ?x ?n { ?x :people ?n VALUES (?x ?n) { (:beijing UNDEF) (UNDEF 70) (:xicheng 70) } }",
        [(BEIJING, 2189), (DONGCHENG, 70)],
    ),
    "values-at-the-end": ("SELECT ?x { ?x :people ?n } VALUES ?n { 70 110 }", [(XICHENG,), (DONGCHENG,)]),
    "subquery": (
        "SELECT ?p ?d { ?p :of ?d { SELECT ?d { ?d :people ?n } ORDER BY DESC(?n) LIMIT 1 } }",
        [(PLAN3, SHANGHAI)],
    ),
    "subquery-hides-its-variables": ("SELECT ?n { ?x a :Country { SELECT ?y { ?y :people ?n } } }", [(None,)] * 4),
    # solution modifiers
    "order": ("SELECT ?n { ?x :people ?n } ORDER BY ?n", [(70,), (110,), (2189,), (2487,)]),
    "order-by-several": (
        "SELECT ?t ?n { ?x a ?t ; :people ?n } ORDER BY DESC(STR(?t)) ?n",
        [(Iri("District"), 70), (Iri("District"), 110), (Iri("City"), 2189), (Iri("City"), 2487)],
    ),
    "order-puts-the-unbound-first": (
        "SELECT ?p ?c { ?p a :District OPTIONAL { ?p :code ?c } } ORDER BY ?c",
        [(XICHENG, None), (DONGCHENG, "E-07")],
    ),
    "limit-and-offset": ("SELECT ?n { ?x :people ?n } ORDER BY ?n LIMIT 2 OFFSET 1", [(110,), (2189,)]),
    "limit-nothing": ("SELECT ?n { ?x :people ?n } LIMIT 0", []),
    "distinct": ("SELECT DISTINCT ?t { ?x a ?t ; :people ?n }", [(Iri("City"),), (Iri("District"),)]),
    "a-bag-without-distinct": ("SELECT ?t { ?x :in ?t }", [(BEIJING,), (BEIJING,), (CHINA,), (CHINA,)]),
    "an-unbound-column": ("SELECT ?x ?none { ?x a :Country }", [(CHINA, None)]),
    # aggregates
    "count": ("SELECT (COUNT(*) AS ?n) { ?x :people ?v }", [(4,)]),
    "count-distinct": ("SELECT (COUNT(DISTINCT ?t) AS ?n) { ?x a ?t ; :people ?v }", [(2,)]),
    "count-of-bound": ("SELECT (COUNT(?t) AS ?n) { ?x a :Plan OPTIONAL { ?x :title ?t } }", [(1,)]),
    "count-of-nothing": ("SELECT (COUNT(*) AS ?n) { ?x a :Nothing }", [(0,)]),
    "sum-min-max": (
        "SELECT (SUM(?v) AS ?s) (MIN(?v) AS ?i) (MAX(?v) AS ?a) { ?x :people ?v }",
        [(4856, 70, 2487)],
    ),
    "average": ("SELECT (AVG(?v) AS ?a) { ?x a :District ; :people ?v }", [(Decimal(90),)]),
    "average-with-a-fraction": ("SELECT (AVG(?v) AS ?a) { VALUES ?v { 1 2 } }", [(Decimal("1.5"),)]),
    "group-by": (
        "SELECT ?t (COUNT(?x) AS ?n) { ?x :names ?t } GROUP BY ?t",
        [(BLOCKCHAIN, 2), (MOBILE, 1)],
    ),
    "group-by-an-expression": (
        "SELECT ?big (COUNT(*) AS ?n) { ?x :people ?v } GROUP BY (IF(?v > 1000, 'big', 'small') AS ?big)",
        [("big", 2), ("small", 2)],
    ),
    "having": ("SELECT ?t { ?x :names ?t } GROUP BY ?t HAVING(COUNT(*) > 1)", [(BLOCKCHAIN,)]),
    "having-without-a-group": ("SELECT (COUNT(*) AS ?n) { ?x :names ?t } HAVING(COUNT(*) > 5)", []),
    "group-concat": ("SELECT (GROUP_CONCAT(?v; SEPARATOR='|') AS ?c) { ?x :in ?w BIND('a' AS ?v) }", [("a|a|a|a",)]),
    "sample": ("SELECT (SAMPLE(?c) AS ?s) { ?x :code ?c }", [("E-07",)]),
    # paths
    "path-sequence": ("SELECT ?w { :plan1 :of/:in/:in ?w }", [(CHINA,)]),
    "path-inverse": ("SELECT ?p { :xicheng ^:of ?p }", [(PLAN1,)]),
    "path-alternative": ("SELECT ?x { :plan1 :of|:names ?x }", [(XICHENG,), (BLOCKCHAIN,), (MOBILE,)]),
    "path-one-or-more": ("SELECT ?b { :blockchain :broader+ ?b }", [(IT,), (TECHNOLOGY,)]),
    "path-zero-or-more": ("SELECT ?b { :blockchain :broader* ?b }", [(BLOCKCHAIN,), (IT,), (TECHNOLOGY,)]),
    "path-zero-or-one": ("SELECT ?b { :blockchain :broader? ?b }", [(BLOCKCHAIN,), (IT,)]),
    "path-in-a-circle": ("SELECT ?x { :xicheng :twin+ ?x }", [(XICHENG,), (DONGCHENG,)]),
    "path-between-variables": (
        "SELECT ?a ?b { ?a :broader+ ?b . ?a a :Technology }",
        [(BLOCKCHAIN, IT), (BLOCKCHAIN, TECHNOLOGY), (MOBILE, IT), (MOBILE, TECHNOLOGY)],
    ),
    "path-zero-or-more-between-variables": (
        "SELECT ?b { ?a a :Country . ?a :in* ?b }",
        [(CHINA,)],
    ),
    "path-negated": ("SELECT ?o { :plan2 !(a|:of|:draft) ?o }", [(BLOCKCHAIN,)]),
    "path-counts-sequences-as-a-bag": ("SELECT ?b { ?p :names/:broader ?b }", [(IT,), (IT,), (IT,)]),
    # texts
    "contains-chinese": ('SELECT ?x { ?x :label ?l FILTER(CONTAINS(?l, "城")) }', [(XICHENG,), (DONGCHENG,)]),
    "contains-chinese-of-str": ('SELECT ?x { ?x :label ?l FILTER(CONTAINS(STR(?l), "区块")) }', [(BLOCKCHAIN,)]),
    "regex-chinese": ('SELECT ?x { ?x :label ?l FILTER(REGEX(?l, "^[东西]城区$")) }', [(XICHENG,), (DONGCHENG,)]),
    "regex-chinese-of-str": ('SELECT ?x { ?x :label ?l FILTER(REGEX(STR(?l), "区块链")) }', [(BLOCKCHAIN,)]),
    "regex-chinese-alternatives": (
        'SELECT ?x { ?x :label ?l FILTER(REGEX(?l, "区块|上海")) }',
        [(SHANGHAI,), (BLOCKCHAIN,)],
    ),
    "regex-any-character": ('SELECT ?x { ?x :label ?l FILTER(REGEX(STR(?l), "^.块.$")) }', [(BLOCKCHAIN,)]),
    "regex-case": ('SELECT ?x { ?x :label ?l FILTER(REGEX(?l, "^BEI", "i")) }', [(BEIJING,)]),
    "a-text-has-its-language": ('SELECT ?x { ?x :label "北京"@zh }', [(BEIJING,)]),
    "a-text-without-its-language-is-another": ('SELECT ?x { ?x :label "北京" }', []),
    "languages-in-any-case": ('SELECT ?x { ?x :label "北京"@ZH }', [(BEIJING,)]),
    "langmatches": ('SELECT ?x { ?x a :District ; :label ?l FILTER(LANGMATCHES(LANG(?l), "en")) }', [(XICHENG,)]),
    "langmatches-any": (
        'SELECT ?l { :plan3 ?p ?l FILTER(ISLITERAL(?l) && !LANGMATCHES(LANG(?l), "*")) FILTER(?p = :title) }',
        [('规划 plan "three"',)],
    ),
    "strlen-chinese": ("SELECT (STRLEN(?l) AS ?n) { :blockchain :label ?l }", [(3,)]),
    "substr-chinese": ("SELECT (SUBSTR(STR(?l), 2, 2) AS ?s) { :blockchain :label ?l }", [("块链",)]),
    "substr-keeps-the-language": ("SELECT (SUBSTR(?l, 2) AS ?s) { :blockchain :label ?l }", [(zh("块链"),)]),
    "strstarts-and-ends": (
        'SELECT ?x { ?x :label ?l FILTER(STRSTARTS(STR(?l), "信") && STRENDS(STR(?l), "术")) }',
        [(IT,)],
    ),
    "before-and-after": ("SELECT (STRBEFORE(?c, '-') AS ?b) (STRAFTER(?c, '-') AS ?a) { ?x :code ?c }", [("E", "07")]),
    "concat": ("SELECT (CONCAT('专栏', '1') AS ?c) {}", [("专栏1",)]),
    "replace": ("SELECT (REPLACE('第七项', '七', '8') AS ?c) {}", [("第8项",)]),
    "replace-with-groups": ("SELECT (REPLACE('2021-03', '([0-9]+)-([0-9]+)', '$2/$1') AS ?c) {}", [("03/2021",)]),
    "upper-and-lower": ("SELECT (UCASE('aé') AS ?u) (LCASE('ÀB') AS ?l) {}", [("AÉ", "àb")]),
    "encode-for-uri": ("SELECT (ENCODE_FOR_URI('西 a') AS ?e) {}", [("%E8%A5%BF%20a",)]),
    "hashes": ("SELECT (MD5('abc') AS ?m) {}", [("900150983cd24fb0d6963f7d28e17f72",)]),
    "sha256": (
        "SELECT (SHA256('abc') AS ?m) {}",
        [("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",)],
    ),
    # terms
    "str-lang-datatype": (
        "SELECT (STR(?l) AS ?s) (LANG(?l) AS ?t) { :technology :label ?l }",
        [("技术", "zh")],
    ),
    "datatype": ("SELECT (DATATYPE(?n) = xsd:integer AS ?t) { :xicheng :people ?n }", [(True,)]),
    "kinds-of-terms": (
        "SELECT (ISIRI(?x) AS ?i) (ISLITERAL(?n) AS ?l) (ISNUMERIC(?n) AS ?m) (ISBLANK(?x) AS ?b) "
        "{ VALUES ?x { :xicheng } ?x :people ?n }",
        [(True, True, True, False)],
    ),
    "iri": ("SELECT (IRI(CONCAT(STR(:), 'beijing')) AS ?i) {}", [(BEIJING,)]),
    "strdt": ("SELECT (STRDT('7', xsd:integer) AS ?i) {}", [(7,)]),
    "strlang": ("SELECT (STRLANG('技术', 'zh') AS ?l) {}", [(zh("技术"),)]),
    "sameterm": ("SELECT ?x { ?x :people ?n FILTER(SAMETERM(?n, 70)) }", [(DONGCHENG,)]),
    "escapes": ("SELECT ('a\\u4E2D\\n\"' AS ?e) {}", [('a中\n"',)]),
    # numbers, truth and errors
    "integers": ("SELECT (7 * 3 - 1 AS ?n) (-7 AS ?m) {}", [(20, -7)]),
    "division-gives-a-decimal": ("SELECT (1 / 2 AS ?d) {}", [(Decimal("0.5"),)]),
    "decimals": ("SELECT (?a + 1 AS ?n) { :beijing :area ?a }", [(Decimal("16411.5"),)]),
    "doubles": ("SELECT (1.5e0 + 1 AS ?d) {}", [(2.5,)]),
    "rounding": ("SELECT (ABS(-3) AS ?a) (CEIL(1.2) AS ?c) (FLOOR(1.8) AS ?f) (ROUND(1.5) AS ?r) {}", [(3, 2, 1, 2)]),
    "numbers-are-equal-by-value": ("SELECT ?x { ?x :people ?n FILTER(?n = 70.0) }", [(DONGCHENG,)]),
    "booleans-are-booleans": ("SELECT ?d { :plan2 :draft ?d }", [(True,)]),
    "comparison-gives-a-boolean": ("SELECT (1 < 2 AS ?t) ('a' = 'b' AS ?f) {}", [(True, False)]),
    "in-and-not-in": ("SELECT ?x { ?x :people ?n FILTER(?n IN (70, 110) && ?n NOT IN (110)) }", [(DONGCHENG,)]),
    "if": ("SELECT (IF(1 < 2, 'yes', 'no') AS ?i) {}", [("yes",)]),
    "coalesce": ("SELECT (COALESCE(?none, 'x') AS ?c) {}", [("x",)]),
    "coalesce-past-an-error": ("SELECT (COALESCE(1 / 0, 'x') AS ?c) {}", [("x",)]),
    "an-error-leaves-unbound": ("SELECT ('a' + 1 AS ?e) {}", [(None,)]),
    "an-error-fails-a-filter": ("SELECT ?x { ?x a :Country FILTER('a' + 1 > 0) }", []),
    "an-error-or-true": ("SELECT ?x { ?x a :Country FILTER(?none > 0 || 1 < 2) }", [(CHINA,)]),
    "an-effective-boolean": ("SELECT ?x { ?x :draft ?d FILTER(?d) }", [(PLAN2,)]),
    "casts": ("SELECT (xsd:integer('12') AS ?i) (xsd:decimal('1.5') AS ?d) {}", [(12, Decimal("1.5"))]),
    # time
    "parts-of-a-time": (
        "SELECT (YEAR(?t) AS ?y) (MONTH(?t) AS ?m) (DAY(?t) AS ?d) (HOURS(?t) AS ?h) { :plan1 :signed ?t }",
        [(2021, 3, 1, 8)],
    ),
    "times-compare": (
        'SELECT ?p { ?p :signed ?t FILTER(?t > "2020-01-01T00:00:00Z"^^xsd:dateTime) }',
        [(PLAN1,)],
    ),
    "dates-compare": ('SELECT ?x { ?x :founded ?t FILTER(?t < "1949-10-01"^^xsd:date) }', [(SHANGHAI,)]),
}
"""By name: a query, and the rows it gives, in any order unless the query has ORDER BY on its outside."""

TRUTHS: dict[str, tuple[str, bool]] = {
    "true": ("ASK { :xicheng :in :beijing }", True),
    "false": ("ASK { :xicheng :in :shanghai }", False),
    "empty": ("ASK {}", True),
    "filter": ("ASK { ?x :people ?n FILTER(?n > 5000) }", False),
    "path": ("ASK { :xicheng :in+ :china }", True),
}
"""By name: an ASK query and its answer."""

GRAPHS: dict[str, tuple[str, set[tuple[Any, ...]]]] = {
    "construct": (
        "CONSTRUCT { ?c :has ?d } WHERE { ?d :in ?c . ?c a :City }",
        {(BEIJING, Iri("has"), XICHENG), (BEIJING, Iri("has"), DONGCHENG)},
    ),
    "construct-where": (
        "CONSTRUCT WHERE { ?x :twin :xicheng }",
        {(DONGCHENG, Iri("twin"), XICHENG)},
    ),
    "construct-leaves-out-what-is-unbound": (
        "CONSTRUCT { ?x :t ?t } WHERE { ?x a :Plan OPTIONAL { ?x :title ?t } }",
        {(PLAN3, Iri("t"), '规划 plan "three"')},
    ),
    "construct-is-a-set": (
        "CONSTRUCT { :x :y ?c } WHERE { ?d :in ?c }",
        {(Iri("x"), Iri("y"), c) for c in (BEIJING, CHINA)},
    ),
    "construct-nothing": ("CONSTRUCT { ?x :y :z } WHERE { ?x a :Nothing }", set()),
    "describe": (
        "DESCRIBE :technology",
        {(TECHNOLOGY, Iri("label"), zh("技术"))},
    ),
    "describe-where": (
        "DESCRIBE ?x WHERE { ?x :broader ?y . ?y :label '技术'@zh }",
        {(IT, Iri("label"), zh("信息技术")), (IT, Iri("broader"), TECHNOLOGY)},
    ),
    "describe-nothing": ("DESCRIBE :nothing", set()),
}
"""By name: a query that gives a graph, and the triples that have to be in it (DESCRIBE may give more)."""
