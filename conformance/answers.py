"""Checks every JSON answer of a run against the discovery document that Google's client ships."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import googleapiclient.discovery_cache

JUDGE = "discovery document"
Document = dict[str, Any]


def shipped_document() -> Document:
    folder = Path(googleapiclient.discovery_cache.__file__).parent / "documents"
    document: Document = json.loads((folder / "drive.v3.json").read_text())
    return document


def judge(recording: Path) -> list[dict[str, Any]]:
    """One finding for each method that was answered, and one for our own description."""
    document = shipped_document()
    methods = Methods(document)
    answered: Counter[str] = Counter()
    faults: dict[str, list[str]] = {}
    own: Document = {}
    for line in recording.read_text().splitlines():
        answer = json.loads(line)
        if answer["path"].startswith("/discovery/"):
            own = answer["value"]
        method = methods.find(answer["method"], answer["path"], answer["value"])
        if method is None:
            continue
        answered[method["id"]] += 1
        wrong = Checker(document).answer(method, answer["status"], answer["value"])
        if wrong:
            url = f"{answer['method']} {answer['path']}?{answer['query']}"
            faults.setdefault(method["id"], []).append(f"{url}: {'; '.join(wrong[:3])}")
    findings = [
        finding(f"{method}: {count} answers", "\n".join(faults.get(method, [])[:5]))
        for method, count in sorted(answered.items())
    ]
    return [*findings, finding("our own description agrees", "\n".join(differences(own, document)))]


def finding(name: str, error: str) -> dict[str, Any]:
    row = "JSON answers fit the schema"
    return {"judge": JUDGE, "row": row, "name": name, "passed": error == "", "error": error}


class Methods:
    """Finds the method of a request by its path."""

    def __init__(self, document: Document) -> None:
        self.patterns: list[tuple[str, re.Pattern[str], Document]] = []
        for resource in document["resources"].values():
            for method in resource.get("methods", {}).values():
                paths = ["/drive/v3/" + method["path"]]
                uploads = method.get("mediaUpload", {}).get("protocols", {})
                paths += [upload["path"] for upload in uploads.values()]
                for path in paths:
                    pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$")
                    self.patterns.append((method["httpMethod"], pattern, method))
        # Addresses without parameters first: files/generateIds is not a file.
        self.patterns.sort(key=lambda entry: "[^/]+" in entry[1].pattern)

    def find(self, verb: str, path: str, value: Any) -> Document | None:
        if "/upload/" in path and verb in {"PUT", "POST"} and isinstance(value, dict):
            # A session is finished by PUT or POST, whichever method began it.
            verb = "PATCH" if path.rstrip("/").split("/")[-1] != "files" else "POST"
        for wanted, pattern, method in self.patterns:
            if wanted == verb and pattern.match(path):
                return method
        return None


class Checker:
    """Compares a value with a schema, strictly: what the schema does not know is a fault."""

    def __init__(self, document: Document) -> None:
        self.schemas = document["schemas"]
        self.faults: list[str] = []

    def answer(self, method: Document, status: int, value: Any) -> list[str]:
        if status >= 300:
            self.error(status, value)
        elif "response" not in method:
            self.faults.append("the method answers nothing")
        else:
            self.check(method["response"], value, method["response"]["$ref"])
        return self.faults

    def error(self, status: int, value: Any) -> None:
        error = value.get("error", {})
        entries = error.get("errors", [])
        if error.get("code") != status or not isinstance(error.get("message"), str):
            self.faults.append(f"the error is not of the usual form: {value}")
        if not entries or not all("reason" in entry and "message" in entry for entry in entries):
            self.faults.append(f"the error has no reason: {value}")

    def check(self, schema: Document, value: Any, where: str) -> None:
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"]]
        kind = schema.get("type")
        if kind == "object" and isinstance(value, dict):
            self.members(schema, value, where)
        elif kind == "array" and isinstance(value, list):
            for number, part in enumerate(value):
                self.check(schema["items"], part, f"{where}[{number}]")
        elif kind != "any" and not self.fits(schema, value):
            self.faults.append(f"{where} is {value!r}, not {kind} {schema.get('format', '')}")

    def members(self, schema: Document, value: Document, where: str) -> None:
        known = schema.get("properties", {})
        further = schema.get("additionalProperties")
        for name, part in value.items():
            inner = known.get(name, further)
            if inner is None:
                self.faults.append(f"{where}.{name} is unknown")
            else:
                self.check(inner, part, f"{where}.{name}")

    @staticmethod
    def fits(schema: Document, value: Any) -> bool:
        if schema.get("type") == "string":
            return isinstance(value, str) and has_format(schema.get("format", ""), value)
        if schema.get("type") == "boolean":
            return isinstance(value, bool)
        number = isinstance(value, int) and not isinstance(value, bool)
        return number and schema.get("type") in {"integer", "number"}


def has_format(name: str, text: str) -> bool:
    if name in {"int64", "uint64"}:
        return re.fullmatch(r"-?\d+", text) is not None
    if name == "date-time":
        return text.endswith("Z") and datetime.fromisoformat(text) is not None
    return True


def differences(own: Document, theirs: Document) -> list[str]:
    """Where our description says something that Google's does not."""
    if not own:
        return ["no client asked for our description"]
    found: list[str] = []
    for name, schema in own["schemas"].items():
        unknown = set(schema["properties"]) ^ set(theirs["schemas"][name].get("properties", {}))
        found += [f"{name}.{field} is in one only" for field in sorted(unknown)]
    for resource, group in own["resources"].items():
        for name, method in group["methods"].items():
            there = theirs["resources"][resource]["methods"][name]
            for key in ("parameters", "scopes"):
                unknown = set(method[key]) ^ set(there.get(key, {}))
                found += [f"{method['id']} {key} {each} is in one only" for each in unknown]
            for key in ("httpMethod", "path", "request", "response"):
                if method.get(key) != there.get(key):
                    found.append(f"{method['id']} {key}: {method.get(key)} or {there.get(key)}")
    return found
