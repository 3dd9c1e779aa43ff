"""The page that shows the OpenAPI description to people: plain HTML, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.openapi import openapi
from api.pages.language import Language, chosen, language_of
from api.pages.render import page
from api.prefix import root_of
from api.release import Release

_PLACES = {"path": "docs.in.path", "query": "docs.in.query"}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as the page shows it; ``place`` is a message key, ``values`` are all there are, or the bounds."""

    name: str
    place: str
    required: bool
    meaning: str
    values: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be done at an address; ``href`` leads there where nothing has to be filled in."""

    anchor: str
    methods: str
    path: str
    summary: str
    href: str
    fields: tuple[Field, ...]
    media_types: tuple[str, ...]
    bodies: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]


def operations(described: Mapping[str, Any]) -> list[tuple[str, list[Operation]]]:
    """Lay out a description: (what a group is, its operations)."""
    groups: dict[str, list[Operation]] = {tag["name"]: [] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            groups[told["tags"][0]].append(_operation(path, method, told))
    return [(tag["description"], groups[tag["name"]]) for tag in described["tags"]]


def _operation(path: str, method: str, told: Mapping[str, Any]) -> Operation:
    responses = told["responses"]
    return Operation(
        anchor=told["operationId"],
        methods="GET, HEAD" if method == "get" else method.upper(),
        path=path,
        summary=told["summary"],
        href=path if method == "get" and not any(item["required"] for item in told["parameters"]) else "",
        fields=tuple(
            Field(item["name"], _PLACES[item["in"]], item["required"], item["description"], _values(item["schema"]))
            for item in told["parameters"]
        ),
        media_types=tuple(responses.get("200", {}).get("content", {})),
        bodies=tuple(told.get("requestBody", {}).get("content", {})),
        statuses=tuple((status, answer["description"]) for status, answer in responses.items() if status != "default"),
    )


def _values(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " · ".join(schema["enum"])
    if "minimum" in schema:
        return f"{schema['minimum']}–{schema['maximum']}"
    return ""


def docs_doors(
    doors: Mapping[str, str], current: Callable[[], Release]
) -> dict[str, tuple[Callable[..., Awaitable[Response]], str]]:
    """Give the addresses of the description; ``doors`` are all doors with a sentence on each, these two too."""

    async def description(request: Request) -> Response:
        """Answer ``/openapi.json``: in English unless ``?lang=zh``, since programs read it."""
        language = chosen(request) or Language.EN
        headers = {"access-control-allow-origin": "*", "cache-control": "no-cache", "content-language": language.tag}
        return JSONResponse(openapi(doors, language, root_of(request)), headers=headers)

    async def docs(request: Request) -> Response:
        """Answer ``/docs``."""
        groups = operations(openapi(doors, language_of(request)))
        return page(request, "docs.html", current(), groups=groups)

    return {
        "/docs": (docs, "All addresses, what they take and give"),
        "/openapi.json": (description, "The same as OpenAPI"),
    }
