"""Write editors/vscode/syntaxes/licensekit.tmLanguage.json, by which VS Code and GitHub colour .lic files.

Run after a change of the grammar's words: python scripts/generate_textmate.py
A test holds the file to what this prints.
"""

from __future__ import annotations

import json
from pathlib import Path

from licensekit.editor.colours import parts

TARGET = Path(__file__).parent.parent / "editors" / "vscode" / "syntaxes" / "licensekit.tmLanguage.json"

SCOPES = {
    "block": "storage.type",
    "code": "constant.other.code",
    "comment": "comment.line.number-sign",
    "date": "constant.numeric.date",
    "fact": "variable.other.property",
    "header": "entity.other.attribute-name",
    "keyword": "keyword.control",
    "name": "entity.name",
    "number": "constant.numeric",
    "text": "string.quoted.double",
}


def textmate() -> str:
    """The grammar as JSON: one pattern for each kind of part."""
    patterns = [{"name": f"{SCOPES[part.kind]}.licensekit", "match": part.pattern} for part in parts()]
    grammar = {"name": "licensekit", "scopeName": "source.licensekit", "fileTypes": ["lic"], "patterns": patterns}
    return json.dumps(grammar, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(textmate(), encoding="utf-8")
