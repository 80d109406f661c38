"""The OpenAPI description, made from the schemas of the library: nothing of them is written twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from licensekit.report.memo import NOT_ADVICE
from licensekit.report.schema import decision_schema
from licensekit.selection import DUTY_KINDS, PERMISSIONS
from licensekit.service.inventories import TEXT_FORMS
from licensekit.service.requests import MOST_LICENSES
from licensekit.service.seeking import READ
from licensekit.use.schema import facts_file_schema
from licensekit.version import VERSION
from licensekit.web.problems import MEDIA_TYPE

OpenApiPart = dict[str, Any]
_TEXT: Final[OpenApiPart] = {"type": "string"}
_TEXTS: Final[OpenApiPart] = {"type": "array", "items": _TEXT}
_NAME: Final[OpenApiPart] = {"type": "string", "minLength": 1}
_NAMES: Final[OpenApiPart] = {"type": "array", "items": _NAME, "minItems": 1}
_ABOUT: Final[OpenApiPart] = {
    "licenses": {**_NAMES, "maxItems": MOST_LICENSES, "description": "ids, SPDX ids or other names; all of them bind"},
    "any": {"type": "boolean", "description": "a choice between the licences: one is enough"},
    "text": {**_NAME, "description": "the text of a .lic file, instead of `licenses`"},
    "license": {**_NAME, "description": "which licence of that text, where it holds several"},
    "model": {**_NAME, "description": "a model, such as moonshotai/Kimi-K2.5, instead of `licenses`"},
    "under": {**_NAME, "description": "the licence under which the model is put, whatever is known of it"},
    "part": {"enum": ["weights", "code", "data", "all"]},
    "obtained": {**_TEXT, "format": "date", "description": "the day on which the copy of the model was got"},
    "profile": {**_TEXT, "description": "the text of a profile, in TOML or JSON"},
    "assume": {"enum": ["none", "safe", "standard"]},
    "strict": {"type": "boolean", "description": "disputed wording is read as is stricter for every use"},
}
_ASKED: Final[OpenApiPart] = {"licenses": ["kimi-k2.5"], "acts": ["embed"], "facts": {"product.charged_for": True}}
_ANSWERS: Final[OpenApiPart] = {
    "type": "array",
    "description": "what was asked and answered so far, in order; null where somebody does not know",
    "items": {
        "type": "object",
        "properties": {"fact": _TEXT, "value": {}},
        "required": ["fact", "value"],
        "additionalProperties": False,
    },
}

_SIGNED: Final = {"name": "", "role": "", "date": ""}
_SIGNATURE: Final[OpenApiPart] = {
    "type": "object",
    "properties": dict.fromkeys(_SIGNED, _TEXT),
    "additionalProperties": False,
}
_AXES: Final = {"x": "product.monthly_active_users.month", "y": "product.revenue.month"}


@cache
def openapi() -> Mapping[str, Any]:
    """What can be asked, and what is answered; OpenAPI 3.1."""
    facts_file = facts_file_schema()
    definitions, asked = _hoisted({**facts_file, "properties": {**_ABOUT, **facts_file.get("properties", {})}})
    acts = asked["properties"]["acts"]
    acts["minItems"] = 1
    del acts["uniqueItems"]  # said twice it is said once, here as in a file
    asked = {**asked, "required": ["acts"]}
    question = {**asked, "oneOf": [{"required": [name]} for name in ("licenses", "text", "model")]}
    decided, decision = _hoisted(decision_schema())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "licensekit",
            "version": VERSION,
            "summary": "Is this use permitted, on what conditions, and how do you know?",
            "description": f"Nothing is kept between two requests, and nothing is fetched. {NOT_ADVICE}",
        },
        "paths": {
            "/health": _get("Whether it answers", {"type": "object"}),
            "/version": _get("Which library answers", {"type": "object"}),
            "/openapi.json": _get("This description", {"type": "object"}),
            "/v1/licenses": _get("The licences of the catalogue", {"type": "object"}, words=True),
            "/v1/licenses/{name}": _get("One licence: titles, facts that it reads, its encoding", _OBJECT, name="mit"),
            "/v1/works": _get("Models whose name has all words of `q`", _OBJECT, words=True, needed=True),
            "/v1/works/{name}": _get("What binds a model, and how that is known", _OBJECT, name="moonshotai/Kimi-K2.5"),
            "/v1/history/{name}": _get("The licences that a work or a family has carried", _OBJECT, name="minimax"),
            "/v1/facts": _get("The facts and acts that can be stated", _OBJECT, words=True),
            "/v1/ask": _post("Is a use permitted?", _ref("Question"), {"anyOf": [_ref("Decision"), _OBJECT]}, _ASKED),
            "/v1/find": _post(
                "The works, or licences, that permit a use", _ref("Search"), _OBJECT, {**_SOUGHT, "acts": ["embed"]}
            ),
            "/v1/interview": _post(
                "What to ask next, and what is certain already", _ref("Interview"), _OBJECT, {**_ASKED, "answers": []}
            ),
            "/v1/memo": _post(
                "The memo of an interview, to be signed", _ref("Memo"), _OBJECT, {**_ASKED, "reviewed_by": _SIGNED}
            ),
            "/v1/map": _post(
                "The answers over two facts, and one's own place among them", _ref("Map"), _OBJECT, {**_ASKED, **_AXES}
            ),
            "/v1/diff": _post(
                "For which uses two licences answer differently",
                _ref("Comparison"),
                _OBJECT,
                {"licenses": ["kimi-k2", "kimi-k2.5"], "acts": ["embed"]},
            ),
            "/v1/check": _post("What is wrong with the text of a licence", _ref("Text"), _OBJECT, {"text": _LICENSE}),
            "/v1/identify": _post("Which licence is a text, word for word?", _ref("Text"), _OBJECT, {"text": _TERMS}),
            "/v1/inventory": _post("Every component of a list decided", _ref("Inventory"), _OBJECT, _SHIPPED),
            "/v1/notices": _post(
                "The notices for what is shipped", _ref("Shipment"), _OBJECT, {**_SHIPPED, "acts": ["distribute_copy"]}
            ),
        },
        "components": {
            "schemas": {
                **definitions,
                **decided,
                "Question": question,
                "Interview": {**question, "properties": {**question["properties"], "answers": _ANSWERS}},
                "Memo": {
                    **question,
                    "properties": {**question["properties"], "answers": _ANSWERS, "reviewed_by": _SIGNATURE},
                },
                "Map": {
                    **question,
                    "properties": {
                        **{key: each for key, each in question["properties"].items() if key not in {"profile", "done"}},
                        "answers": _ANSWERS,
                        "x": _NAME,
                        "y": _NAME,
                        "here": {"type": "object", "description": "another place than that of the facts"},
                    },
                    "required": [*question["required"], "x", "y"],
                },
                "Search": _search(asked),
                "Comparison": {
                    "type": "object",
                    "properties": {
                        "licenses": {**_NAMES, "minItems": 2, "maxItems": 2},
                        "acts": acts,
                        "assume": _ABOUT["assume"],
                    },
                    "required": ["licenses"],
                    "additionalProperties": False,
                },
                "Text": {
                    "type": "object",
                    "properties": {"text": _TEXT},
                    "required": ["text"],
                    "additionalProperties": False,
                },
                "Inventory": _inventory(asked),
                "Shipment": _inventory(asked, texts={**_TEXTS, "description": "licence texts that are at hand"}),
                "Decision": decision,
                "Problem": _PROBLEM,
            }
        },
    }


_LICENSE: Final = 'license mine { title "Mine" grant use at "1" { may run } }'
_TERMS: Final = "Permission is granted to anybody to run the software."
_SHIPPED: Final = {"inventory": "name,license\nchat,kimi-k2.5\nparser,mit\n", "form": "csv", "acts": ["embed"]}
_SOUGHT: Final = {"among": "licenses", "words": ["mit", "kimi"]}
_OBJECT: Final[OpenApiPart] = {"type": "object"}
_PROBLEM: Final[OpenApiPart] = {
    "type": "object",
    "description": "RFC 9457; `findings` tells each thing that is wrong, its place, and the mend",
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "findings": {"type": "array", "items": _OBJECT},
    },
    "required": ["type", "title", "status", "detail"],
}
_FAILURES: Final = {
    "400": "It is no HTTP request",
    "404": "There is nothing of this name",
    "408": "The body did not come in time",
    "413": "The body is too large",
    "415": "It is not sent as application/json",
    "422": "Something is wrong with it: every finding, with its mend",
    "503": "It took too long",
}


_NO_LIST_READS: Final = frozenset(
    {"licenses", "any", "text", "license", "model", "under", "part", "obtained"}
    | {"approvals", "readings", "done", "rates", "indices", "attested"}
)


def _inventory(question: OpenApiPart, **further: OpenApiPart) -> OpenApiPart:
    """A question about every component of a list."""
    asked = {key: each for key, each in question["properties"].items() if key not in _NO_LIST_READS}
    own = {"inventory": {**_NAME, "description": "the list as a text"}, "form": {"enum": list(TEXT_FORMS)}, **further}
    return {**question, "properties": {**asked, **own}, "required": ["inventory", "form"]}


def _search(question: OpenApiPart) -> OpenApiPart:
    """A question about every work, or licence, that is known."""
    asked = {key: each for key, each in question["properties"].items() if key in READ}
    own = {
        "among": {"enum": ["works", "licenses"]},
        "allowed": {
            "type": "array",
            "items": {"enum": list(PERMISSIONS)},
            "minItems": 1,
            "description": "yes, where it is not said",
        },
        "without_duties": {"type": "array", "items": {"enum": list(DUTY_KINDS)}, "description": "owed, or perhaps"},
        "words": {**_TEXTS, "description": "what is looked at has one of them in its id"},
    }
    return {**question, "properties": {**asked, **own}}


def _ref(name: str) -> OpenApiPart:
    return {"$ref": f"#/components/schemas/{name}"}


def _hoisted(schema: Mapping[str, Any]) -> tuple[OpenApiPart, OpenApiPart]:
    """The definitions of a schema, and it without them; references lead to where OpenAPI keeps them."""
    moved: Any = _moved(dict(schema))
    definitions: OpenApiPart = moved.pop("$defs", {})
    moved.pop("$schema", None)
    moved.pop("$id", None)
    return definitions, moved


def _moved(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: each.replace("#/$defs/", "#/components/schemas/")
            if key == "$ref" and isinstance(each, str)
            else _moved(each)
            for key, each in value.items()
        }
    return [_moved(each) for each in value] if isinstance(value, list) else value


def _get(
    summary: str, schema: OpenApiPart, *, words: bool = False, needed: bool = False, name: str = ""
) -> OpenApiPart:
    parameters: list[OpenApiPart] = []
    if words:
        about = "words, each of which the name has"
        words_of = {**_TEXT, "pattern": r"\S"} if needed else _TEXT
        parameters.append({"name": "q", "in": "query", "schema": words_of, "required": needed, "description": about})
    if name:
        parameters.append({"name": "name", "in": "path", "schema": _TEXT, "required": True, "example": name})
    failures = ("404", "422", "503") if name else ("422", "503")
    return {"get": {"summary": summary, "parameters": parameters, "responses": _responses(schema, *failures)}}


def _post(summary: str, body: OpenApiPart, schema: OpenApiPart, example: Mapping[str, Any]) -> OpenApiPart:
    sent = {"required": True, "content": {"application/json": {"schema": body, "example": example}}}
    failures = ("408", "413", "415", "422", "503")
    return {"post": {"summary": summary, "requestBody": sent, "responses": _responses(schema, *failures)}}


def _responses(schema: OpenApiPart, *failures: str) -> OpenApiPart:
    good = {"200": {"description": "The answer", "content": {"application/json": {"schema": schema}}}}
    bad = {
        status: {"description": _FAILURES[status], "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}
        for status in sorted(dict.fromkeys(failures))
    }
    return {**good, **bad}
