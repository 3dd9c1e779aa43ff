"""The OpenAPI description of all addresses, made from the doors and from what ``openapi_addresses`` says of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from api.openapi_addresses import ADDRESSES, ANSWERS, HTML, PARAMETERS, PATH_VALUES, TAGS, About
from api.pages.language import Language
from api.pages.text import Text
from api.problems import MEDIA_TYPE
from graph_builder import __version__

_TITLE = Text("规划图谱", "PlanAtlas")
_INTRODUCTION = Text(
    "政府发展规划的知识图谱，每条陈述都附有证据。凡可用 GET 的地址也可用 HEAD。"
    "出错时，浏览器得到页面，程序得到问题说明（RFC 9457）。",
    "Government development plans as a knowledge graph with evidence. Every address that takes GET takes HEAD. Errors "
    "are a page for browsers and problem details (RFC 9457) for programs.",
)
_STATUS: Mapping[int, Text] = {
    200: Text("成功", "what was asked for"),
    206: Text("文件的一部分", "a part of the file"),
    303: Text("请看另一地址", "see the other address"),
    304: Text("与客户端已有的相同", "the client has it already"),
    400: Text("参数有误", "a parameter is wrong"),
    404: Text("没有找到", "there is no such thing"),
    406: Text("没有所要求的格式", "no such format"),
    410: Text("已经撤下", "it has been withdrawn"),
    413: Text("请求或结果太大", "the request or its answer is too large"),
    415: Text("无法读取这种格式的请求", "a request of this type cannot be read"),
    416: Text("文件没有这一部分", "the file has no such part"),
    429: Text("请求过于频繁", "too many requests"),
    503: Text("服务正忙", "the service is busy"),
    504: Text("用时过长", "it took too long"),
}
_OTHER = Text("其他错误", "any other error")
_SPARQL = "/sparql"
_SPARQL_SUMMARY = Text("SPARQL 1.1 查询；在浏览器中是编辑器", "SPARQL 1.1 queries; in a browser the editor")
_SPARQL_TAKES = ("query", "default-graph-uri", "named-graph-uri", "timeout", "format.query")
_SPARQL_FAILS = (400, 406, 413, 429, 503, 504)
_PLACES = re.compile(r"\{(\w+)(?::\w+)?\}")

_Say = Callable[[Text], str]
"""Chooses the language."""

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "limit": {"type": "string"},
        "available": {"type": "array", "items": {"type": "string"}},
        "replacedBy": {"type": "array", "items": {"type": "string"}},
    },
}


def openapi(doors: Mapping[str, str], language: Language, root: str = "") -> dict[str, Any]:
    """Describe the service whose doors are given by path with a sentence in English on each, below a prefix."""

    def say(text: Text) -> str:
        return text.zh if language is Language.ZH else text.en

    paths: dict[str, Any] = {}
    for door, summary in doors.items():
        path = _PLACES.sub(r"{\1}", door)
        about = ADDRESSES.get(path, About("service", summary, gives=("*/*",)))
        parameters = [
            *(_parameter(name, "path", say, PATH_VALUES.get((path, name))) for name in _PLACES.findall(door)),
            *(_parameter(name, "query", say) | {"required": name in about.needs} for name in about.takes),
        ]
        operation = _operation(path, about.tag, say(Text(about.zh, summary)), parameters, _responses(about, say))
        paths[path] = {"get": operation}
    paths[_SPARQL] = _sparql(say)
    return {
        "openapi": "3.1.0",
        "info": {"title": say(_TITLE), "version": __version__, "description": say(_INTRODUCTION)},
        "servers": [{"url": root or "/"}],
        "tags": [{"name": name, "description": say(words)} for name, words in TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": {"Problem": _PROBLEM}},
    }


def _operation(
    path: str, tag: str, summary: str, parameters: list[dict[str, Any]], responses: dict[str, Any], method: str = "get"
) -> dict[str, Any]:
    name = re.sub(r"\W+", "_", path).strip("_") or "home"
    return {
        "tags": [tag],
        "summary": summary,
        "operationId": f"{method}_{name}",
        "parameters": parameters,
        "responses": responses,
    }


def _parameter(name: str, place: str, say: _Say, values: tuple[str, ...] | None = None) -> dict[str, Any]:
    about = PARAMETERS[name]
    schema: dict[str, Any] = dict(about.schema) if values is None else {"type": "string", "enum": list(values)}
    if place == "path" and values is None:
        schema["minLength"] = 1
    found: dict[str, Any] = {
        "name": name.partition(".")[0],
        "in": place,
        "required": place == "path",
        "description": say(about.meaning),
        "schema": {"type": "array", "items": schema} if about.many else schema,
    }
    if about.many:
        found |= {"style": "form", "explode": True}
    return found


def _responses(about: About, say: _Say) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if about.gives:
        found["200"] = {"description": say(_STATUS[200]), "content": _content(about.gives)}
        if 416 in about.fails:
            found["206"] = {"description": say(_STATUS[206]), "content": _content(about.gives)}
        found["304"] = {"description": say(_STATUS[304])}
    if about.leads:
        location = {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}
        found[str(about.leads)] = {"description": say(_STATUS[about.leads]), "headers": location}
    return found | _problems(about.fails, say)


def _problems(statuses: Iterable[int], say: _Say) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}, **_content(HTML)}
    found: dict[str, Any] = {
        # a range that a file does not have is answered in plain text by the framework
        str(status): {"description": say(_STATUS[status]), "content": _content(("*/*",)) if status == 416 else content}
        for status in statuses
    }
    return found | {"default": {"description": say(_OTHER), "content": content}}


def _content(types: Iterable[str]) -> dict[str, Any]:
    return {name: {"schema": {} if name.endswith("json") or name == "*/*" else {"type": "string"}} for name in types}


def _sparql(say: _Say) -> dict[str, Any]:
    responses = {
        "200": {"description": say(_STATUS[200]), "content": _content((*ANSWERS, *HTML))},
        "304": {"description": say(_STATUS[304])},
        **_problems(_SPARQL_FAILS, say),
    }
    parameters = [_parameter(name, "query", say) for name in _SPARQL_TAKES]
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {item["name"]: item["schema"] for item in parameters},
    }
    body = {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": {"type": "string"}},
            "application/x-www-form-urlencoded": {"schema": form},
        },
    }
    asked = [*parameters, _parameter("lang", "query", say)]
    beside = [item for item in parameters if item["name"] != "query"]
    posted = _operation(_SPARQL, "query", say(_SPARQL_SUMMARY), beside, responses | _problems((415,), say), "post")
    return {
        "get": _operation(_SPARQL, "query", say(_SPARQL_SUMMARY), asked, responses),
        "post": posted | {"requestBody": body},
    }
