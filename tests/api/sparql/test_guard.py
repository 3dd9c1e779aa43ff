from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.problems import Problem
from api.settings import Settings
from api.sparql import check

LIMITS = Settings()
ENDPOINT = "http://127.0.0.1:9/x"  # a port that the engine refuses to call, and says so: nothing leaves the process
PROLOGUE = "".join(
    f"PREFIX {name}: <http://127.0.0.1:9/>\n"
    for name in ("ex", "", "SERVICE", "serviceEX", "SERVICESILENTex", "trueSERVICE")
)
DISGUISES = [
    f"SERVICE <{ENDPOINT}> {{?a ?b ?c}}",
    f"service<{ENDPOINT}>{{?a ?b ?c}}",
    f"SeRvIcE SILENT <{ENDPOINT}> {{}}",
    f"SERVICE/**/<{ENDPOINT}> {{}}",
    f"SERVICE#x\n<{ENDPOINT}> {{}}",
    f"# comment\rSERVICE <{ENDPOINT}> {{?a ?b ?c}}",
    f"SERVICE<{ENDPOINT}#>{{?a ?b ?c}}",
    "SERVICE ex:x {?a ?b ?c}",
    "SERVICE:x{?a ?b ?c}",
    "SERVICEex:x{?a ?b ?c}",
    "serviceEX:x #c\n {?a ?b ?c}",
    "SERVICESILENTex:x{?a ?b ?c}",
    f"SERVICESILENT<{ENDPOINT}>{{?a ?b ?c}}",
    f"?s ?p ?o. ?s ?p trueSERVICE<{ENDPOINT}>{{?a ?b ?c}}",
    "?s ?p true.SERVICE:x{?a ?b ?c}",
    f"?s ?p 1SERVICE<{ENDPOINT}>{{?a ?b ?c}}",
    f"?s ?p 1.SERVICE<{ENDPOINT}>{{?a ?b ?c}}",
    f"VALUES ?x {{'SERVICE'}} SERVICE ?x {{?a ?b ?c}} BIND(<{ENDPOINT}> AS ?x)",
    f"FILTER(1<2)SERVICE#>\n<{ENDPOINT}> {{?a ?b ?c}}",
    f"FILTER('a'<'>' ) SERVICE <{ENDPOINT}> {{?a ?b ?c}} #'\n",
    f"FILTER('''x'''!='') SERVICE <{ENDPOINT}> {{?a ?b ?c}}",
    f"?s ?p '\\\\' . SERVICE <{ENDPOINT}> {{?a ?b ?c}} #'\n",
    f"GRAPH ?g {{ OPTIONAL {{ SERVICE <{ENDPOINT}> {{?a ?b ?c}} }} }}",
    f"\\u0053ERVICE <{ENDPOINT}> {{}}",
    f"SERV\\U00000049CE <{ENDPOINT}> {{}}",
]


def refusal(query: str, limits: Settings = LIMITS) -> Problem:
    with pytest.raises(Problem) as caught:
        check(query, limits)
    assert caught.value.status == 400
    return caught.value


@pytest.mark.parametrize("disguise", DISGUISES)
def test_service_is_refused_in_every_disguise(disguise: str) -> None:
    refusal(f"{PROLOGUE}SELECT * {{ {disguise} }}")


@pytest.mark.parametrize(
    "innocent",
    [
        "?service ?p $SERVICE",
        "?s ex:service ex:SERVICE",
        "?s SERVICE:x SERVICE:service",
        "?s <http://e/service> <SERVICE>",
        "?s<http://e/SERVICE>?o",
        "?s ?p 'SERVICE <x> {}'",
        '?s ?p "a \\" SERVICE <x> {}"',
        "?s ?p '''it's\n SERVICE <x> {}'''",
        '?s ?p """"" SERVICE <x> {}"""',
        "?s ?p 'x'@service",
        "?s ?p _:service",
        "?s ?p ?o # SERVICE <x> {}\n",
        "?s <http://e/#SERVICE> ?o",
        "?s ?p '\\u0053ERVICE'",
        "GRAPH SERVICE:x {?s ?p ?o}",
    ],
)
def test_the_word_may_stand_where_it_is_no_keyword(innocent: str) -> None:
    check(f"{PROLOGUE}SELECT * {{ {innocent} }}", LIMITS)
    check(f"{PROLOGUE}SELECT * FROM SERVICE:x {{ {innocent} }}", LIMITS)


STRINGS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\\"'\r\n"), max_size=30)


@settings(deadline=None)
@given(STRINGS, STRINGS, st.sampled_from(["'", '"', "'''", '"""']))
def test_no_string_is_refused_for_the_word(before: str, after: str, quote: str) -> None:
    check(f"ASK {{ ?s ?p {quote}{before}SERVICE <x:y> {{{after}{quote} }}", LIMITS)


@settings(deadline=None)
@given(STRINGS, STRINGS)
def test_no_comment_is_refused_for_the_word(before: str, after: str) -> None:
    check(f"ASK {{ #{before}'SERVICE <x:y> {{{after}\n}}", LIMITS)


@settings(deadline=None)
@given(st.from_regex(r"[a-z0-9#/?=&'()*+,;:@!$~._-]{0,20}", fullmatch=True))
def test_no_iri_is_refused_for_the_word(rest: str) -> None:
    check(f"ASK {{ ?s <http://e/SERVICE{rest}> <service/{rest}> }}", LIMITS)


@settings(deadline=None)
@given(
    st.tuples(*(st.sampled_from([letter, letter.lower()]) for letter in "SERVICE")).map("".join),
    st.lists(st.sampled_from([" ", "\n", "\t", "#'\n", "#<\r", "# }\r\n"]), max_size=4).map("".join),
    st.sampled_from(["<x:y>", "?x", "SILENT <x:y>", "<x:#>"]),
)
def test_the_keyword_is_always_refused(word: str, gap: str, target: str) -> None:
    assert "SERVICE is refused" in refusal(f"ASK {{ ?s ?p 'x'{gap}{word}{gap}{target} {{}} }}").detail


PIECES = st.sampled_from(
    [
        *DISGUISES,
        *"{}()[]<>.;,#'\"?:@|^&!=*/+-~ \n\r\\",
        *["SERVICE", "trueSERVICE", "'''", "'>'", "#>", "?s ?p ?o", " ?s ?p ", "1<2", "1.", "2e3", "<?a", "<ex:"],
        *["FILTER(", "EXISTS{", "<urn:x#", "<<", ">>", "ex:x", "<p>?", "@en", "GRAPH ex:x{", "VALUES ?x {", "BIND("],
        *["OPTIONAL{", "UNION"],
    ]
)
FRAMES = st.sampled_from(
    [
        "SELECT * {{{}}}",
        "SELECT * {{?s ?p {} }}",
        "SELECT * {{FILTER(1{}) ?s ?p ?o}}",
        f"SELECT * {{{{?s ?p ?o {{}} SERVICE <{ENDPOINT}> {{{{?a ?b ?c}}}} \n}}}}",
        f"SELECT * {{{{?s ?p ?o FILTER(?o{{}}) SERVICE <{ENDPOINT}> {{{{?a ?b ?c}}}} \n}}}}",
    ]
)


def calls_out(query: str) -> bool:
    store = ox.Store()
    subject = ox.NamedNode("http://127.0.0.1:9/s")
    store.add(ox.Quad(subject, subject, ox.Literal(1)))
    try:
        results = store.query(query)
        if isinstance(results, ox.QuerySolutions):
            list(results)
    except OSError as error:
        return "port 9" in str(error)
    except (SyntaxError, RuntimeError, ValueError):
        pass
    return False


@settings(max_examples=400, deadline=None)
@given(FRAMES, st.lists(PIECES, max_size=5).map("".join))
def test_what_passes_makes_the_engine_call_nobody(frame: str, pieces: str) -> None:
    query = PROLOGUE + frame.format(pieces)
    try:
        check(query, LIMITS)
    except Problem:
        return
    assert not calls_out(query)


def test_the_engine_would_call_out_for_many_disguises() -> None:
    """Without this the property above could hold for nothing."""
    assert sum(calls_out(f"{PROLOGUE}SELECT * {{ {disguise} }}") for disguise in DISGUISES) >= 8


@pytest.mark.parametrize("form", ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "with"])
def test_updates_are_refused_plainly(form: str) -> None:
    problem = refusal(f"PREFIX ex: <x:y>\n# first\n {form} ex:a {{}}")
    assert "this endpoint takes queries only" in problem.detail
    assert problem.members == {"line": 3, "column": 2}


def test_depth_and_length_have_limits() -> None:
    limits = replace(LIMITS, query_depth=5, query_length=100)
    check("ASK " + "{" * 5 + "}" * 5, limits)
    check("ASK {?s ?p '((((((((' }", limits)
    check("ASK {} # " + "x" * 91, limits)
    assert refusal("ASK " + "{([" * 2, limits).members == {"line": 1, "column": 10}
    assert "query_length" in refusal("ASK {} # " + "x" * 92, limits).detail
    assert "query_depth" in refusal("ASK {FILTER" + "(" * 20_000).detail


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("ASK {\n 'é' ex:a ?o }", 2, 6),
        ("ASK {\r\n\t`", 2, 2),
        ("SELECT * {\n\n  service <x:y> {} }", 3, 3),
        ("ASK '\ud800'", 1, 6),
    ],
)
def test_places_are_lines_and_code_points_from_one(query: str, line: int, column: int) -> None:
    assert refusal(query).members == {"line": line, "column": column}


def test_an_undeclared_prefix_is_named() -> None:
    assert "PREFIX foaf: <…>" in refusal("SELECT * { ?s foaf:name ?o }").detail
    check("prefix foaf: <x:y> PREFIX : <x:y> BASE <x:z> SELECT * { ?s foaf:name :b }", LIMITS)


def test_a_wrong_query_made_of_tokens_is_left_to_the_engine() -> None:
    check("", LIMITS)
    check("SELECT WHERE ) 1 } LATERAL {| |} <<( >>", LIMITS)
