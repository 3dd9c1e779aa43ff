"""The release of the hand-made plan with a validation report that found something, and reasons for two sentences."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from tests.plans import BUILDS, TEXT, USES

PLAN = "https://w3id.org/planatlas/id/plan/yunxi"
SHAPES = "https://w3id.org/planatlas/shapes#"
TURTLE = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n[] a sh:ValidationReport .\n"
BEGIN = TEXT.index(BUILDS)
DIRECTIVE = f"{PLAN}/directive/1.1.2.1.3"
NOTHING = "加强统筹协调。"
MISSING = {"zh": "缺少英文标签。", "en": "An English label is missing."}


def _result(
    severity: str, shape: str, focus: str, value: str, messages: dict[str, str], label: str = ""
) -> dict[str, Any]:
    return {
        "severity": severity,
        "shape": f"{SHAPES}{shape}",
        "component": "MinCountConstraintComponent",
        "focus": focus,
        "path": "http://www.w3.org/2000/01/rdf-schema#label",
        "value": value,
        "label": label,
        "quote": "",
        "messages": messages,
    }


RESULTS = [
    _result(
        "Info", "Hint", "https://w3id.org/planatlas/id/technology/blockchain", "", {"zh": "提示。", "en": "A hint."}
    ),
    _result("Warning", "Label", DIRECTIVE, "", MISSING, BUILDS),
    _result("Warning", "Label", "https://w3id.org/planatlas/ontology#partOf", f"{PLAN}/section/2", MISSING),
    _result("Warning", "Number", f"{PLAN}/task/1.1.2.1", "<b>12</b>", {"en": "Not a number."}),
    _result("Warning", "Label", "https://w3id.org/planatlas/id/nowhere", "", MISSING, "nowhere"),
]


def write_quality_release(folder: Path, built: Path, *, report: bool = True) -> Path:
    """Copy a built release into a folder and give it the report, or none; returns the link to it."""
    target = folder / "releases" / "copy"
    shutil.copytree(built.resolve(), target)
    (target / "validation").mkdir(exist_ok=True)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    sentences = json.loads((target / "quality" / "sentences.json").read_text("utf-8"))
    for text, length in ((NOTHING, len(NOTHING)), (f"{USES}。", 2)):
        sentence = next(item for item in sentences["plans"][0]["sentences"] if item["text"] == text)
        span = {"begin": sentence["begin"], "end": sentence["begin"] + length}
        sentence["reasons"] = [span | {"zh": "口号", "en": "a slogan"}]
    results = json.dumps({"results": RESULTS}, ensure_ascii=False)
    for name, content, media_type in (
        ("validation/report.json", results, "application/json"),
        ("validation/report.ttl", TURTLE, "text/turtle"),
        ("quality/sentences.json", json.dumps(sentences, ensure_ascii=False), "application/json"),
    ):
        (target / name).write_text(content, "utf-8", newline="")
        entry = {"sha256": hashlib.sha256(content.encode()).hexdigest(), "bytes": len(content.encode())}
        manifest["files"].pop(name, None)
        if report or not name.startswith("validation/"):
            manifest["files"][name] = entry | {"mediaType": media_type}
    (target / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    link = folder / "release"
    link.symlink_to("releases/copy")
    return link
